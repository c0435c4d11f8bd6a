"""A virtual desktop: an X server, a window manager, a session bus and the accessibility bus, all of this run's own.

The screen is wide enough for two windows beside each other. That matters: a window that is wholly covered gets no
frames from winit, and then its accessibility tree stands still.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from checks import Unmet, wait_for  # noqa: E402
from processes import end  # noqa: E402

SCREEN = "2640x900x24"
AT_SPI = Path("/usr/libexec")
KEPT_VARIABLES = ("PATH", "BELLBIRD_LOG", "RUST_LOG", "TMPDIR", "VK_DRIVER_FILES", "VK_ICD_FILENAMES")


class Desktop:
    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bellbird-acceptance-"))
        self.logs = self.folder / "logs"
        self.environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        self._running: list[subprocess.Popen[bytes]] = []
        self._clipboard: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Desktop:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stop()

    def _start(self) -> None:
        home, runtime = self.folder / "home", self.folder / "runtime"
        for folder in (home, runtime, self.logs):
            folder.mkdir()
        runtime.chmod(0o700)
        self.environment |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_SESSION_TYPE": "x11",
            "LANG": "en_US.UTF-8",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "RUST_BACKTRACE": "1",
            "NO_AT_BRIDGE": "0",
        }
        self._start_screen()
        self._start_bus()
        self.start("openbox", ["openbox", "--sm-disable"])
        wait_for("a window manager on the screen", self._has_window_manager, lambda: self.log("openbox"))

    def start(self, name: str, command: list[str], **more: object) -> subprocess.Popen[bytes]:
        """Starts a program of the desktop; its output goes to a log of that name."""
        with (self.logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, **more)  # type: ignore[call-overload]
        self._running.append(process)
        return process

    def log(self, name: str) -> str:
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else f"no log of {name}"

    def _start_screen(self) -> None:
        number = self.folder / "display"
        with number.open("wb") as out:
            command = ["Xvfb", "-displayfd", str(out.fileno()), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
            self.start("xvfb", command, pass_fds=[out.fileno()])
        display = wait_for("Xvfb to say its display", lambda: number.read_text().strip(), lambda: self.log("xvfb"))
        self.environment["DISPLAY"] = os.environ["DISPLAY"] = f":{display}"
        os.environ.pop("WAYLAND_DISPLAY", None)

    def _start_bus(self) -> None:
        socket = self.folder / "bus"
        address = f"unix:path={socket}"
        self.start("dbus", ["dbus-daemon", "--session", "--nofork", f"--address={address}"])
        wait_for("the session bus to listen", socket.exists, lambda: self.log("dbus"))
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        self.start("at-spi", [str(AT_SPI / "at-spi-bus-launcher"), "--launch-immediately"])
        # A program publishes its tree only while somebody says that an assistive technology is there.
        wait_for("the accessibility bus to be switched on", self._switch_on_accessibility, lambda: self.log("at-spi"))

    def _switch_on_accessibility(self) -> bool:
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        try:
            for name in ("IsEnabled", "ScreenReaderEnabled"):
                value = GLib.Variant("(ssv)", ("org.a11y.Status", name, GLib.Variant("b", True)))
                bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", value,
                              None, Gio.DBusCallFlags.NONE, 2000, None)  # fmt: skip
        except GLib.Error:
            return False
        return True

    def _has_window_manager(self) -> bool:
        return "_NET_SUPPORTING_WM_CHECK(WINDOW)" in self.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])

    def run(self, command: list[str], limit: float = 20.0) -> str:
        """Runs a small tool on this desktop and gives its output."""
        try:
            done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=limit)
        except subprocess.TimeoutExpired as late:
            raise Unmet(f"`{' '.join(command)}` to end within {limit:g} s", "no end") from late
        return done.stdout

    def place(self, pid: int, left: int) -> None:
        """Moves the window of a program to its place beside the others."""
        self.run(["xdotool", "windowmove", self._window_of(pid), str(left), "30"])

    def bring_forward(self, pid: int) -> None:
        """Gives the keyboard to the window of a program."""
        window = self._window_of(pid)
        self.run(["xdotool", "windowactivate", "--sync", window])
        wait_for(
            "the window to have the keyboard",
            lambda: self.run(["xdotool", "getwindowfocus"]).strip() == window,
            lambda: self.run(["xdotool", "getwindowfocus", "getwindowname"]),
        )

    def _window_of(self, pid: int) -> str:
        def look() -> str | None:
            found = self.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)]).split()
            return found[-1] if found else None

        return wait_for(
            f"a window of process {pid} on the screen", look, lambda: self.run(["xwininfo", "-root", "-tree"])
        )

    def press(self, keys: str) -> None:
        self.run(["xdotool", "key", "--clearmodifiers", keys])

    def type_text(self, text: str) -> None:
        """Types short ASCII with keys. Anything else is pasted with Ctrl+V, because there are no keys for it here and
        `xdotool type` leaves such characters out in silence. It is pasted whole: the program fetches the clipboard
        when it comes to it, so that a second paste at once would take the place of the first."""
        if re.fullmatch(r"[ -~]{1,200}", text):
            self.run(["xdotool", "type", "--clearmodifiers", "--delay", "8", text])
        else:
            self.paste(text)

    def paste(self, text: str) -> None:
        if self._clipboard is not None:
            end(self._clipboard)
        source = self.folder / "clipboard"
        source.write_text(text)
        self._clipboard = self.start("xclip", ["xclip", "-quiet", "-selection", "clipboard", str(source)])
        read = ["xclip", "-out", "-selection", "clipboard"]
        wait_for("the clipboard to hold the text", lambda: self.run(read) == text, lambda: self.run(read)[:80])
        self.press("ctrl+v")

    def picture(self, path: Path) -> None:
        self.run(["import", "-window", "root", str(path)])

    def _stop(self) -> None:
        for process in reversed(self._running):
            end(process)
        self._running.clear()
        # The registry and the second bus of at-spi are children of programs that have just ended.
        shutil.rmtree(self.folder, ignore_errors=True)
