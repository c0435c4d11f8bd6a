#!/usr/bin/python3
"""The conformance run: the official SDKs, unmodified, against the real server.

    tests/conformance/run.py                    all scenarios, with target/debug/bellbird-server
    tests/conformance/run.py sign_in calls      some of them
    tests/conformance/run.py calls::NAME        one step of one of them
    tests/conformance/run.py --list             their names and steps
    tests/conformance/run.py --server FILE      another server

The SDKs are the web SDK 1.4.0 in Node and the Python SDK 1.0.2; what only the Java SDK says is said by a small
WebSocket client. All are installed at the first run, as their locks say. Needs Node with npm, and Python with venv.
Each function of a scenario is a step, and its name says what it proves. Each prints `ok …` or `FAILED … expected …
saw …`; the last line is `N passed, N failed`.
"""

from __future__ import annotations

import argparse
import inspect
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests" / "acceptance"))

import checks  # noqa: E402
import python_sdk  # noqa: E402
import sdk  # noqa: E402
from bench import Bench  # noqa: E402
from scenarios import ALL  # noqa: E402

Step = Callable[[Any], None]


def steps(scenario: ModuleType) -> dict[str, Step]:
    """The functions of a scenario in the order they are written."""
    own = {name: thing for name, thing in vars(scenario).items() if inspect.isfunction(thing)}
    return {name: f for name, f in own.items() if f.__module__ == scenario.__name__ and not name.startswith("_")}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", help="which to run; all if none is named")
    parser.add_argument("--list", action="store_true", help="print the names of the scenarios and their steps")
    parser.add_argument("--server", type=Path, default=ROOT / "target" / "debug" / "bellbird-server")
    return parser.parse_args()


def chosen(wanted: list[str]) -> dict[str, dict[str, Step]]:
    every = {name: steps(scenario) for name, scenario in ALL.items()}
    if not wanted:
        return every
    found: dict[str, dict[str, Step]] = {}
    for text in wanted:
        name, _, step = text.partition("::")
        if name not in every or (step and step not in every[name]):
            raise SystemExit(f"there is no scenario {text}; --list names them")
        found.setdefault(name, {}).update({step: every[name][step]} if step else every[name])
    return found


def run_scenario(name: str, wanted: dict[str, Step], report: checks.Report, server: Path) -> None:
    report.scenario = name
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bellbird-conformance-", ignore_cleanup_errors=True) as folder:
        bench = Bench(Path(folder), server)
        try:
            with report.step("everybody is there"):
                stage = ALL[name].Stage(bench)
            for sentence, step in wanted.items():
                bench.forget()
                with report.step(sentence.replace("_", " "), fatal=False):
                    step(stage)
        except checks.StepFailed:
            print(f"       the rest of {name} was not run", flush=True)
        finally:
            bench.end()
    print(f"       {name} took {time.monotonic() - start:.0f} s", flush=True)


def main() -> int:
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    given = arguments()
    every = chosen(given.scenario)
    if given.list:
        print("\n".join(f"{name}::{step}" for name, scenario in every.items() for step in scenario))
        return 0
    server = given.server.resolve()
    if not server.is_file():
        print(f"there is no program {server}", file=sys.stderr)
        return 2
    report = checks.Report()
    report.scenario = "setup"
    start = time.monotonic()
    with report.step("npm installs the official web SDK, with the checksum of the published one", fatal=False):
        sdk.install()
    with report.step("pip installs the official Python SDK, with the hash of the published one", fatal=False):
        python_sdk.install()
    for name, wanted in every.items():
        run_scenario(name, wanted, report, server)
    print(f"\nin all {time.monotonic() - start:.0f} s\n{report.passed} passed, {report.failed} failed", flush=True)
    return 1 if report.failed or not report.passed else 0


if __name__ == "__main__":
    sys.exit(main())
