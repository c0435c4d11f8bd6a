"""What a scenario can have: the desktop, servers, windows and SDK peers. All of it ends with the scenario."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from checks import Report
from desktop import Desktop
from language import Language
from person import Person
from programs import Window
from sdk import Peer
from server import Server

APP = "festival"
WINDOW_WIDTH = 1310


@dataclass
class World:
    desktop: Desktop
    report: Report
    server_binary: Path
    window_binary: Path
    scenario: str
    _windows: list[Window] = field(default_factory=list)
    _peers: list[Peer] = field(default_factory=list)
    _stack: ExitStack = field(default_factory=ExitStack)

    def server(self, *arguments: str) -> Server:
        server = Server(self.desktop, self.server_binary, self._named("server"), arguments)
        server.start()
        self._stack.callback(server.close)
        return server

    def peer(self, account: str) -> Peer:
        peer = Peer(self.desktop, self._named(account))
        self._stack.callback(peer.close)
        self._peers.append(peer)
        return peer

    def person(self, account: str, *arguments: str, language: Language | None = None) -> Person:
        left = 5 + WINDOW_WIDTH * (len(self._windows) % 2)
        window = Window(self.desktop, self.window_binary, self._named(account), arguments, language, left)
        self._stack.callback(window.close)
        self._windows.append(window)
        return Person(window, account)

    def signed_in_person(self, account: str, url: str) -> Person:
        """A window that signs in by its arguments, with no click."""
        return self.person(account, "--server", url, "--app", APP, "--account", account)

    def _named(self, name: str) -> str:
        taken = {path.stem for path in self.desktop.logs.iterdir()}
        tries = (f"{self.scenario}-{name}{suffix}" for suffix in ["", *map(str, range(2, 99))])
        return next(name for name in tries if not {name, f"sdk-{name}"} & taken)

    def evidence(self, path: Path) -> None:
        """A picture of the screen, and the trees of the windows in words beside it."""
        self.desktop.picture(path.with_suffix(".png"))
        said = [f"== {window.name}\n{window.tree()}" for window in self._windows if window.process.poll() is None]
        said += [f"== SDK {peer.name}\n{peer.recent()}" for peer in self._peers]
        path.with_suffix(".txt").write_text("\n\n".join(said) + "\n")

    def end(self) -> None:
        self._stack.close()
        self._windows.clear()
        self._peers.clear()
