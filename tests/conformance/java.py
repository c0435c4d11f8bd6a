"""What the official Java SDK puts on the wire, said by a small WebSocket client: it names itself `javasdk`, counts its
calls from 0, ends a call with `call_bye` and fetches its messages itself."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from checks import PATIENCE_SECONDS, Unmet

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
JAVA_VERSION = 1010002000
Frame = list[Any]


class Closed(Exception):
    """The server has closed the socket; the code is that of its close frame, 0 without one."""

    def __init__(self, code: int) -> None:
        super().__init__(f"closed with {code}")
        self.code = code


class Java:
    """One socket. Frames that nobody has waited for yet are kept in `pushed`, in order."""

    def __init__(self, url: str, path: str = "/", host: str = "", device: str = "javasdk") -> None:
        self.pushed: list[Frame] = []
        self.device = device
        self.line = ""
        self.uid = 0
        self._calls = 0
        self._buffer = b""
        authority = url.removeprefix("ws://").rstrip("/")
        address, port = authority.rsplit(":", 1)
        self._socket = socket.create_connection((address, int(port)), PATIENCE_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        head = [f"GET {path} HTTP/1.1", f"Host: {host or authority}", "Upgrade: websocket", "Connection: Upgrade",
                f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", ""]  # fmt: skip
        self._socket.sendall("\r\n".join(head).encode())
        while b"\r\n\r\n" not in self._buffer:
            self._more(time.monotonic() + PATIENCE_SECONDS, "an answer to the upgrade")
        answer, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        if not answer.startswith(b"HTTP/1.1 101 "):
            raise Unmet("a WebSocket", answer.decode())

    def _more(self, deadline: float, what: str) -> None:
        self._socket.settimeout(max(deadline - time.monotonic(), 0.001))
        try:
            got = self._socket.recv(65536)
        except TimeoutError as late:
            raise Unmet(what, f"{self.pushed[-5:]}") from late
        except OSError as broken:
            raise Closed(0) from broken
        if not got:
            raise Closed(0)
        self._buffer += got

    def _write(self, opcode: int, body: bytes) -> None:
        mask = os.urandom(4)
        size = len(body)
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
        pad = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(body, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")
        self._socket.sendall(head + mask + masked)

    def _take(self) -> tuple[int, bytes] | None:
        if len(self._buffer) < 2:
            return None
        opcode, size, at = self._buffer[0] & 15, self._buffer[1] & 127, 2
        if size >= 126:
            width = 2 if size == 126 else 8
            if len(self._buffer) < 2 + width:
                return None
            size, at = int.from_bytes(self._buffer[2 : 2 + width], "big"), 2 + width
        if len(self._buffer) < at + size:
            return None
        body, self._buffer = self._buffer[at : at + size], self._buffer[at + size :]
        return opcode, body

    def _read(self, deadline: float, what: str) -> Frame:
        while True:
            frame = self._take()
            if frame is None:
                self._more(deadline, what)
            elif frame[0] == TEXT:
                return json.loads(frame[1])
            elif frame[0] == PING:
                self._write(PONG, frame[1])
            elif frame[0] == CLOSE:
                raise Closed(int.from_bytes(frame[1][:2], "big"))

    def send(self, event: str, args: object) -> None:
        self._write(TEXT, json.dumps([event, args]).encode())

    def wait(self, what: str, fits: Callable[[Frame], bool], limit: float = PATIENCE_SECONDS) -> Frame:
        """The first frame that fits; those before it stay in `pushed`."""
        deadline = time.monotonic() + limit
        for index, frame in enumerate(self.pushed):
            if fits(frame):
                return self.pushed.pop(index)
        while True:
            frame = self._read(deadline, what)
            if fits(frame):
                return frame
            self.pushed.append(frame)

    def log_in(self, app: str, account: str, token: str = "_no_need_token") -> dict[str, Any]:
        login = {"vid": app, "account": account, "uid": 0, "token": token, "device": self.device, "ip": ""}
        self.send("login", login | {"ver": JAVA_VERSION})
        _, (error, body) = self.wait("an answer to the login", lambda frame: frame[0] == "login_ret")
        answer: dict[str, Any] = json.loads(body)
        if error != answer.get("reason", ""):
            raise Unmet("the reason before the body of login_ret as well as in it", (error, body))
        self.line, self.uid = answer.get("line", ""), answer.get("uid", 0)
        return answer

    def tell(self, function: str, **args: object) -> int:
        """Makes a call without waiting for its answer; returns its number."""
        number, self._calls = self._calls, self._calls + 1
        self.send("call2", [function, number, {"line": self.line, **args}])
        return number

    def answer(self, number: int) -> dict[str, Any]:
        _, (_, error, body) = self.wait(
            f"the answer to call {number}", lambda frame: frame[0] == "call2-ret" and frame[1][0] == number
        )
        if error:
            raise Unmet("no text outside the body of call2-ret", error)
        return json.loads(body)

    def ask(self, function: str, **args: object) -> dict[str, Any]:
        return self.answer(self.tell(function, **args))

    def done(self, function: str, **args: object) -> dict[str, Any]:
        """Makes a call that is to succeed."""
        answer = self.ask(function, **args)
        if answer.get("result") != "ok":
            raise Unmet(f"{function} to succeed", answer)
        return answer

    def refused(self, reason: str, function: str, **args: object) -> dict[str, Any]:
        """Makes a call that is to be refused for this reason, in the shape that every old SDK can read."""
        answer = self.ask(function, **args)
        shape = (answer.get("result"), answer.get("reason"), answer.get("data"))
        if shape != ("failed", reason, {"result": reason}) or not isinstance(answer.get("ecode"), int):
            raise Unmet(f"{function} to be refused: {reason}", answer)
        return answer

    def fetch(self, version: int = 0) -> tuple[int, list[tuple[int, list[str]]]]:
        """Acknowledges up to `version` and gives what waits: the server's mark, and versions with the parts of
        their lines."""
        page = self.done("user_getmsg", ver_clear=version, max=30)
        return page["ver_clear"], [(number, line.split(" ", 6)) for number, line in page["msgs"]]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What the channel events of this kind among the kept frames say."""
        told = [frame[1] for frame in self.pushed if frame[0] == "notify"]
        lines = [notify[3].split(" ", 6) for notify in told if notify[0] == "channel2"]
        return [json.loads(line[6]) for line in lines if line[4] == kind]

    def settle(self) -> None:
        """After this, everything that the server had sent is in `pushed`."""
        self.send("ping", 7)
        self.wait("a pong", lambda frame: frame == ["pong", 7])

    def closed(self) -> int:
        """Waits for the server to close the socket and gives the code."""
        try:
            self.wait("the end of the socket", lambda _: False)
        except Closed as end:
            return end.code
        raise AssertionError("no frame fits")

    def close(self) -> None:
        self._socket.close()
