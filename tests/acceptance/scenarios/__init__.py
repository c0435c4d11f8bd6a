"""The scenarios, by name. Each is a function of a `World`."""

from __future__ import annotations

from collections.abc import Callable

from scenarios import bad_input, sdk_and_window, server_killed, two_windows
from world import World

ALL: dict[str, Callable[[World], None]] = {
    "sdk-and-window": sdk_and_window.run,
    "two-windows": two_windows.run,
    "server-killed": server_killed.run,
    "bad-input": bad_input.run,
}
