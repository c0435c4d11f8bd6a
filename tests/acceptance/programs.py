"""The two programs under test: the server and the window."""

from __future__ import annotations

import subprocess
from pathlib import Path

from checks import Unmet, wait_for
from desktop import Desktop, end, kill_hard
from language import Language
from screen import Node, Screen

READY = "ready "


class Server:
    """`bellbird-server`, which can be killed and started again on the same port and data."""

    def __init__(self, desktop: Desktop, binary: Path, name: str = "server", arguments: tuple[str, ...] = ()) -> None:
        self._desktop = desktop
        self._binary = binary
        self._name = name
        self._arguments = arguments
        self._data = desktop.folder / f"{name}-data"
        self._listen = "127.0.0.1:0"
        self._out = desktop.logs / f"{name}.out"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        command = [str(self._binary), "--listen", self._listen, "--data", str(self._data), *self._arguments]
        with self._out.open("wb") as out, (self._desktop.logs / f"{self._name}.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=self._desktop.environment, stdout=out, stderr=log)
        line = wait_for("the server to print `ready ws://HOST:PORT/`", self._ready_line, self._said)
        self.url = line.removeprefix(READY).strip()
        self._listen = self.url.removeprefix("ws://").rstrip("/")

    def _ready_line(self) -> str | None:
        lines = self._out.read_text().splitlines(keepends=True)
        if lines and lines[0].endswith("\n") and lines[0].startswith(READY):
            return lines[0]
        if self._process is not None and self._process.poll() is not None:
            raise Unmet("the server to run", f"its end with status {self._process.returncode}: {self._said()}")
        return None

    def _said(self) -> str:
        return f"standard output {self._out.read_text()!r}, standard error {self._desktop.log(self._name)!r}"

    def output_lines(self) -> list[str]:
        return self._out.read_text().splitlines()

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        assert self._process is not None
        kill_hard(self._process)

    def close(self) -> None:
        if self._process is not None:
            end(self._process)


class Window(Screen):
    """`bellbird` on the virtual desktop."""

    def __init__(
        self,
        desktop: Desktop,
        binary: Path,
        name: str,
        arguments: tuple[str, ...] = (),
        language: Language | None = None,
        left: int = 10,
    ) -> None:
        self.name = name
        self.say = language or Language.english()
        command = [str(binary), *arguments, "--data", str(desktop.folder / f"{name}-data")]
        environment = desktop.environment | {"LANG": self.say.locale}
        with (desktop.logs / f"{name}.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        super().__init__(desktop, self.process.pid)
        try:
            self.wait_until_shown()
            desktop.place(self.pid, left)
        except BaseException:
            self.close()
            raise

    def nodes(self) -> list[Node]:
        if self.process.poll() is None:
            return super().nodes()
        log = self.desktop.log(self.name)[-600:]
        raise Unmet(f"the window {self.name} to run", f"its end with status {self.process.returncode}; its log: {log}")

    def listening_ports(self) -> set[int]:
        """The TCP ports that the program listens on, as the kernel tells."""
        inodes = set()
        for link in Path(f"/proc/{self.pid}/fd").iterdir():
            try:
                inodes.add(link.readlink().name)
            except OSError:
                continue
        ports = set()
        for table in ("tcp", "tcp6"):
            for line in Path(f"/proc/{self.pid}/net/{table}").read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
                    ports.add(int(fields[1].rsplit(":", 1)[1], 16))
        return ports

    def close(self) -> None:
        end(self.process)
