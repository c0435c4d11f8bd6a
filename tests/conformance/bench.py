"""What a scenario can have: servers, the official SDKs, sockets of its own, and lines that can be cut. All of it ends
with the scenario."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import python_sdk
from checks import PATIENCE_SECONDS, Unmet, wait_for
from forwarder import Forwarder
from java import Java
from sdk import Event, Peer
from server import Server

APP = "festival"
KEPT_VARIABLES = ("PATH", "BELLBIRD_LOG")


def same(what: str, saw: object, expected: object) -> None:
    if saw != expected:
        raise Unmet(f"{what} to be {expected!r}", repr(saw))


class Web(Peer):
    """The official web SDK."""

    def sign_in(self, url: str, account: str, app: str = APP, **more: object) -> int:
        """Signs in and gives the uid."""
        self.login(url, app, account, **more)
        return int(self.heard("onLoginSuccess", "signed in")["args"][0])

    def is_refused(self, url: str, code: int, account: str, app: str = APP, **more: object) -> None:
        self.login(url, app, account, **more)
        saw = self.heard("onLoginFailed", f"refused with {code}")["args"]
        same("the code", saw, [code])

    def result(self, function: str, **args: object) -> tuple[Any, Any]:
        """What the SDK's own callback of `invoke` is given: the error and the value."""
        answer = self.ask("invoke", name=function, args=args)
        return answer["error"], answer["value"]

    def refused(self, reason: str, function: str, **args: object) -> None:
        error, value = self.result(function, **args)
        same(f"the error of {function}", error, reason)
        same(f"the reason in the value of {function}", value["reason"], reason)

    def settle(self) -> None:
        """After this, everything that the server had sent to this SDK is in `events`."""
        self.result("channel_query_num", name="nowhere")

    def join(self, channel: str) -> list[str]:
        """Joins a channel and gives the accounts in it."""
        before = len(self.callbacks("onChannelUserList"))
        self.tell("join", channel=channel)
        listed = self.heard("onChannelUserList", channel, times=before + 1)["args"][0]
        return [account for account, _ in listed]

    def attribute(self, name: str, value: str, kind: str) -> Event:
        return self.heard("onChannelAttrUpdated", f"{name} {value} {kind}", lambda e: e["args"] == [name, value, kind])

    def of_call(self, callback: str, channel: str, peer: str, limit: float = PATIENCE_SECONDS) -> Event:
        def fits(event: Event) -> bool:
            return (event["call"]["channel"], event["call"]["peer"]) == (channel, peer)

        return self.heard(callback, f"{channel} {peer}", fits, limit)

    def rings(self, channel: str, peer: str) -> Event:
        return self.of_call("onInviteReceived", channel, peer)


class Python(Peer):
    """The official Python SDK."""

    cwd = python_sdk.FOLDER
    command = (str(python_sdk.interpreter()), "drive.py")

    def sign_in(self, url: str, account: str, app: str = APP, **more: object) -> int:
        self.ask("login", app=app, account=account, address=address_of(url), **more)
        return int(self.heard("on_login_success", "signed in")["args"][0])

    def heard_message(self, sender: str, text: str, limit: float = PATIENCE_SECONDS) -> Event:
        return self.heard(
            "on_msg_instant_received", f"{sender}: {text}", lambda e: e["args"] == [sender, 0, text], limit
        )

    def settle(self) -> None:
        self.ask("query_status", account="nobody")

    def of_call(self, callback: str, channel: str, peer: str) -> Event:
        def fits(event: Event) -> bool:
            return (event["call"]["channel"], event["call"]["peer"]) == (channel, peer)

        return self.heard(callback, f"{channel} {peer}", fits)


def address_of(url: str) -> tuple[str, int]:
    host, port = url.removeprefix("ws://").rstrip("/").rsplit(":", 1)
    return host, int(port)


def token(account: str, app: str, certificate: str, expires: int) -> str:
    """A token made by the published recipe, independent of the server's own."""
    digest = hashlib.md5(f"{account}{app}{certificate}{expires}".encode()).hexdigest()
    return f"1:{app}:{expires}:{digest}"


class Bench:
    """Also the `Place` where the programs run."""

    def __init__(self, folder: Path, binary: Path) -> None:
        self.folder = folder
        self.logs = self.folder / "logs"
        self.environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        self.binary = binary
        self.peers: list[Peer] = []
        self._stack = ExitStack()
        self._names = 0
        self.logs.mkdir()
        home = self.folder / "home"
        home.mkdir()
        self.environment["HOME"] = str(home)

    def log(self, name: str) -> str:
        path = self.logs / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else f"no log of {name}"

    def _named(self, name: str) -> str:
        self._names += 1
        return f"{self._names:02}-{name}"

    def server(self, *arguments: str) -> Server:
        server = Server(self, self.binary, self._named("server"), arguments)
        server.start()
        self._stack.callback(server.close)
        return server

    def _peer(self, peer: Any) -> Any:
        self._stack.callback(peer.close)
        self.peers.append(peer)
        return peer

    def web(self, name: str = "web") -> Web:
        web: Web = self._peer(Web(self, self._named(name)))
        return web

    def python(self, name: str = "python", proxy: str = "") -> Python:
        class Through(Python):
            command = ("env", f"http_proxy={proxy}", *Python.command)

        python: Python = self._peer((Through if proxy else Python)(self, self._named(name)))
        return python

    def java(self, url: str, account: str = "", app: str = APP, **more: str) -> Java:
        java = Java(url, **more)
        self._stack.callback(java.close)
        if account:
            same("the login", java.log_in(app, account).get("result"), "ok")
        return java

    def forwarder(self, target: str = "") -> Forwarder:
        forwarder = Forwarder(target)
        self._stack.callback(forwarder.close)
        return forwarder

    def forget(self) -> None:
        """What the SDKs have said so far no longer counts."""
        for peer in self.peers:
            peer.events.clear()

    def keep(self, peer: Peer) -> None:
        """What this one has said counts to the end of the scenario."""
        self.peers.remove(peer)

    def end(self) -> None:
        self._stack.close()
        self.peers.clear()


def until(expected: str, look: Callable[[], object], limit: float = PATIENCE_SECONDS) -> None:
    """Waits until `look` gives something true."""
    wait_for(expected, look, lambda: "it has not come about", limit)
