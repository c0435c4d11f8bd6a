"""The window under test."""

from __future__ import annotations

import subprocess
from pathlib import Path

from checks import Unmet
from desktop import Desktop
from language import Language
from processes import end
from screen import Node, Screen


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
