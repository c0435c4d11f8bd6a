#!/usr/bin/python3
"""The acceptance run: the real programs, a real window, and the official web SDK as the other party.

    tests/acceptance/run.py                              all scenarios, with target/debug/{bellbird,bellbird-server}
    tests/acceptance/run.py sdk-and-window               one scenario, or several
    tests/acceptance/run.py --list                       their names
    tests/acceptance/run.py --shots /tmp/shots           a picture and the accessibility tree after every step
    tests/acceptance/run.py --bin-dir DIR                the programs from another folder
    tests/acceptance/run.py --window FILE --server FILE  or each by itself
    tests/acceptance/run.py --look [ARGUMENT…]           no scenario: one window with these arguments, its tree is
                                                         printed and kept in --shots, then it is closed

Needs Debian's xvfb, openbox, dbus, at-spi2-core, gir1.2-atspi-2.0, python3-gi, xdotool, xclip, x11-utils, imagemagick
and Node with npm; `packaging/check.sh` installs what is missing. It is run by Debian's own Python, which has `gi`.
Each step prints `ok …` or `FAILED … expected … saw …`; the last line is `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

import checks
import sdk
from desktop import Desktop
from programs import Window
from scenarios import ALL
from world import World

ROOT = Path(__file__).parents[2]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", choices=[[], *ALL], help="which to run; all if none is named")
    parser.add_argument("--list", action="store_true", help="print the names of the scenarios")
    parser.add_argument("--shots", type=Path, help="keep pictures, trees and logs in this folder")
    parser.add_argument("--bin-dir", type=Path, default=ROOT / "target" / "debug")
    parser.add_argument("--window", type=Path, help="the program bellbird")
    parser.add_argument("--server", type=Path, help="the program bellbird-server")
    parser.add_argument("--look", nargs=argparse.REMAINDER, help="show one window's tree")
    return parser.parse_args()


def run_scenario(name: str, desktop: Desktop, report: checks.Report, server: Path, window: Path) -> None:
    world = World(desktop, report, server, window, name)
    report.scenario, report.evidence = name, world.evidence
    start = time.monotonic()
    try:
        ALL[name](world)
    except checks.StepFailed:
        print(f"       the rest of {name} was not run", flush=True)
    finally:
        world.end()
    print(f"       {name} took {time.monotonic() - start:.0f} s", flush=True)


def look(desktop: Desktop, program: Path, given: list[str], shots: Path | None) -> None:
    window = Window(desktop, program, "look", tuple(given))
    try:
        print(window.tree())
        if shots is not None:
            desktop.picture(shots / "look.png")
            (shots / "look.txt").write_text(window.tree())
    finally:
        window.close()


def main() -> int:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    given = arguments()
    if given.list:
        print("\n".join(ALL))
        return 0
    window = (given.window or given.bin_dir / "bellbird").resolve()
    server = (given.server or given.bin_dir / "bellbird-server").resolve()
    for program in (window, server):
        if not program.is_file():
            print(f"there is no program {program}", file=sys.stderr)
            return 2
    if given.shots is not None:
        given.shots.mkdir(parents=True, exist_ok=True)
    report = checks.Report(given.shots)
    with Desktop() as desktop:
        try:
            if given.look is not None:
                look(desktop, window, given.look, given.shots)
                return 0
            report.scenario = "setup"
            with report.step("npm installs the official SDK, with the checksum of the published one", fatal=False):
                sdk.install()
            for name in given.scenario or ALL:
                run_scenario(name, desktop, report, server, window)
        finally:
            if given.shots is not None:
                shutil.copytree(desktop.logs, given.shots / "logs", dirs_exist_ok=True)
    print(f"\n{report.passed} passed, {report.failed} failed", flush=True)
    return 1 if report.failed or not report.passed else 0


if __name__ == "__main__":
    sys.exit(main())
