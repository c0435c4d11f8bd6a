"""The official Python SDK, unmodified, installed from what `requirements.txt` locks."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

from checks import Unmet

FOLDER = Path(__file__).parent
PLACE = Path(__file__).parents[3] / "target" / "conformance" / "python"


def interpreter() -> Path:
    return PLACE / "bin" / "python"


def install() -> None:
    """Installs into an environment of its own; the hashes in the lock prove that the SDK is the published one."""
    lock = FOLDER / "requirements.txt"
    mark = PLACE / ".installed"
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if mark.exists() and mark.read_text() == digest:
        return
    venv.create(PLACE, clear=True, with_pip=True)
    command = [str(interpreter()), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes",
               "--only-binary=:all:", "-r", str(lock)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise Unmet("pip to install the Python SDK", done.stdout + done.stderr)
    mark.write_text(digest)
