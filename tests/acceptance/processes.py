"""Ending programs, politely and not, and the place where their traces are kept."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Protocol


class Place(Protocol):
    """Where programs run: a folder of this run's own, the logs in it, and the environment that programs get."""

    folder: Path
    logs: Path
    environment: dict[str, str]

    def log(self, name: str) -> str: ...


def end(process: subprocess.Popen[bytes], limit: float = 5.0) -> None:
    """Asks the process to end, and ends it if it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def kill_hard(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL, as a power cut would."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
