"""The other party: the official web SDK, unmodified, in Node."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from checks import PATIENCE_SECONDS, Unmet, wait_for
from processes import Place, end

FOLDER = Path(__file__).parent / "sdk"
Event = dict[str, Any]


def install() -> None:
    """Installs what `package-lock.json` names; its checksums prove that the SDK is the published one."""
    lock = FOLDER / "package-lock.json"
    mark = FOLDER / "node_modules" / ".installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == digest:
        return
    done = subprocess.run(["npm", "ci"], cwd=FOLDER, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Unmet("npm to install the SDK", done.stdout + done.stderr)
    mark.write_text(digest)


class Peer:
    """One session of the SDK. Everything it says is kept, in order, in `events`."""

    command = ("node", "drive.mjs")
    cwd = FOLDER

    def __init__(self, place: Place, name: str) -> None:
        self.name = name
        self.events: list[Event] = []
        self._commands = 0
        log = (place.logs / f"sdk-{name}.log").open("ab")
        self._process = subprocess.Popen(
            self.command, cwd=self.cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
            env={"PATH": os.environ["PATH"], "HOME": str(place.folder / "home")},
        )  # fmt: skip
        threading.Thread(target=self._listen, name=f"sdk-{name}", daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.events.append(json.loads(line))

    def tell(self, command: str, **arguments: object) -> int:
        """Gives a command without waiting for the SDK's answer; returns the command's number."""
        self._commands += 1
        line = json.dumps({"id": self._commands, "do": command, **arguments}, ensure_ascii=False)
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
        return self._commands

    def ask(self, command: str, **arguments: object) -> Any:
        """Gives a command and waits until the SDK has answered it."""
        number = self.tell(command, **arguments)
        answer = wait_for(
            f"an answer of {self.name}'s SDK to {command}",
            lambda: next((event for event in self.events if event.get("reply") == number), None),
            self.recent,
        )
        if "error" in answer:
            raise Unmet(f"{self.name}'s SDK to carry out {command}", answer["error"])
        return answer["value"]

    def login(self, url: str, app: str, account: str, **more: object) -> None:
        self.ask("login", url=url, app=app, account=account, **more)

    def invoke(self, function: str, **arguments: object) -> dict[str, Any]:
        """The SDK's own way to make any request; gives the server's answer."""
        answer = self.ask("invoke", name=function, args=arguments)
        if answer["error"]:
            raise Unmet(f"an answer to {function}", answer)
        return answer["value"]

    def callbacks(self, name: str, fits: Callable[[Event], bool] = lambda event: True) -> list[Event]:
        return [event for event in list(self.events) if event.get("callback") == name and fits(event)]

    def heard(
        self,
        callback: str,
        what: str,
        fits: Callable[[Event], bool] = lambda event: True,
        limit: float = PATIENCE_SECONDS,
        times: int = 1,
    ) -> Event:
        """Waits for a callback of the SDK, for its `times`-th occurrence if asked."""
        found = wait_for(
            f"{self.name}'s SDK to call {callback} ({what})",
            lambda: self.callbacks(callback, fits)[times - 1 : times],
            self.recent,
            limit,
        )
        return found[0]

    def heard_message(self, sender: str, text: str, limit: float = PATIENCE_SECONDS) -> Event:
        return self.heard(
            "onMessageInstantReceive",
            f"{sender}: {text}",
            lambda e: (e["args"][0], e["args"][2]) == (sender, text),
            limit,
        )

    def heard_in_channel(self, sender: str, text: str, limit: float = PATIENCE_SECONDS) -> Event:
        return self.heard(
            "onMessageChannelReceive",
            f"{sender}: {text}",
            lambda e: (e["args"][0], e["args"][2]) == (sender, text),
            limit,
        )

    def calls2(self, function: str) -> list[dict[str, Any]]:
        """The arguments of every request of this name that the SDK has put on the wire."""
        sent = [json.loads(e["text"]) for e in list(self.events) if e.get("frame") == "sent"]
        return [args[2] for event, args in sent if event == "call2" and args[0] == function]

    def has_acknowledged(self) -> bool:
        """Whether the SDK has told the server of every message it got: it polls with the highest version about a
        second later, and what it has not told by then comes again after a reconnect."""
        acknowledged = max((args["ver_clear"] for args in self.calls2("user_getmsg")), default=0)
        return acknowledged >= max(self._versions(), default=0)

    def _versions(self) -> Iterator[int]:
        for event in list(self.events):
            if event.get("frame") != "got" or not event["text"].startswith("["):
                continue
            kind, body = json.loads(event["text"])
            if kind == "notify" and isinstance(body, str) and body.startswith("notify recvmsg "):
                yield json.loads(body.split(" ", 2)[2])[0]
            elif kind == "call2-ret" and '"msgs"' in body[2]:
                yield from (version for version, _ in json.loads(body[2])["msgs"])

    def recent(self) -> str:
        """What the SDK has said of late, without the frames."""
        said = [event for event in list(self.events) if "frame" not in event][-8:]
        alive = "" if self._process.poll() is None else " (its process has ended)"
        return "; ".join(json.dumps(event, ensure_ascii=False) for event in said) + alive or f"nothing{alive}"

    def close(self) -> None:
        end(self._process)
