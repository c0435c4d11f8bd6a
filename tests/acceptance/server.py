"""The server under test."""

from __future__ import annotations

import subprocess
from pathlib import Path

from checks import Unmet, wait_for
from processes import Place, end, kill_hard

READY = "ready "


class Server:
    """`bellbird-server`, which can be killed and started again on the same port and data."""

    def __init__(self, place: Place, binary: Path, name: str = "server", arguments: tuple[str, ...] = ()) -> None:
        self._place = place
        self._binary = binary
        self._name = name
        self._arguments = arguments
        self._data = place.folder / f"{name}-data"
        self._listen = "127.0.0.1:0"
        self._out = place.logs / f"{name}.out"
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def start(self) -> None:
        command = [str(self._binary), "--listen", self._listen, "--data", str(self._data), *self._arguments]
        with self._out.open("wb") as out, (self._place.logs / f"{self._name}.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=self._place.environment, stdout=out, stderr=log)
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
        return f"standard output {self._out.read_text()!r}, standard error {self._place.log(self._name)!r}"

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
