"""A line between a client and the server that can be cut, and be kept cut."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading

AT_ONCE = struct.pack("ii", 1, 0)


class Forwarder:
    """Listens on a port of its own and carries bytes to `target` and back."""

    def __init__(self, target: str = "") -> None:
        self.target = target
        self.down = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            host, port = self.target.removeprefix("ws://").rstrip("/").rsplit(":", 1)
            with self._lock:
                if self.down:
                    self._reset(client)
                    continue
                server = socket.create_connection((host, int(port)))
                self._open += [client, server]
            for pair in ((client, server), (server, client)):
                threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while got := source.recv(65536):
                sink.sendall(got)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)

    @staticmethod
    def _reset(end: socket.socket) -> None:
        """Ends a socket as a broken line does: no goodbye of WebSocket, no end of the stream."""
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            end.shutdown(socket.SHUT_RD)
        end.close()

    def cut(self, stay_down: bool = False) -> None:
        with self._lock:
            self.down = stay_down
            ended, self._open = self._open, []
            for end in ended:
                self._reset(end)

    def mend(self) -> None:
        with self._lock:
            self.down = False

    def close(self) -> None:
        self._listener.close()
        self.cut()
