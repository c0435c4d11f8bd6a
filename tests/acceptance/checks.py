"""Waiting for a condition, and reporting each step in one sentence.

A step either passes or raises `Unmet`, which says what was expected and what was seen instead. There is no sleep to
be tuned anywhere: everything waits for a condition, with a limit.
"""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.05
PATIENCE_SECONDS = 15.0
SHOWN_CHARACTERS = 900


class Unmet(Exception):
    """What a step expected is not so."""

    def __init__(self, expected: str, saw: object) -> None:
        super().__init__(f"expected {expected}, saw {saw}")
        self.expected = expected
        self.saw = str(saw)


def wait_for(
    expected: str,
    look: Callable[[], T | None],
    saw: Callable[[], object],
    limit: float = PATIENCE_SECONDS,
) -> T:
    """Polls `look` until it gives something true; `saw` describes what was there instead."""
    deadline = time.monotonic() + limit
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise Unmet(f"{expected} within {limit:g} s", saw())
        time.sleep(POLL_SECONDS)


class Report:
    """Counts the steps and prints each as it ends."""

    def __init__(self, shots: Path | None = None, evidence: Callable[[Path], None] | None = None) -> None:
        self.passed = 0
        self.failed = 0
        self.shots = shots
        self.evidence = evidence
        self.scenario = ""

    @contextmanager
    def step(self, sentence: str, fatal: bool = True) -> Iterator[list[str]]:
        """One step. Notes appended to the yielded list are printed behind it. A failed step ends the scenario
        unless it is not `fatal`, that is, unless the following steps stand by themselves."""
        notes: list[str] = []
        start = time.monotonic()
        try:
            yield notes
        except Exception as failure:  # a step must be reported whatever goes wrong in it
            self._failed(sentence, failure)
            if fatal:
                raise StepFailed from failure
        else:
            self.passed += 1
            tail = f": {'; '.join(notes)}" if notes else ""
            print(f"ok     {self.scenario}: {sentence}{tail} ({time.monotonic() - start:.1f} s)", flush=True)
            self._keep("ok", sentence)

    def _failed(self, sentence: str, failure: Exception) -> None:
        self.failed += 1
        if isinstance(failure, Unmet):
            why = f"expected {failure.expected}\n       saw {_short(failure.saw)}"
        else:
            why = "expected no error in the harness\n       saw " + "".join(traceback.format_exception(failure))
        print(f"FAILED {self.scenario}: {sentence}\n       {why}", flush=True)
        self._keep("FAILED", sentence)

    def _keep(self, outcome: str, sentence: str) -> None:
        if self.shots is None or self.evidence is None:
            return
        plain = re.sub(r"[^\w]+", "-", sentence).strip("-")[:70]
        number = self.passed + self.failed
        self.evidence(self.shots / f"{number:03}-{self.scenario}-{outcome}-{plain}")


class StepFailed(Exception):
    """A fatal step failed and has been reported."""


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]} … ({len(text)} characters)"
