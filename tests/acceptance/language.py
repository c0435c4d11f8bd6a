"""The names of things in the window's language.

Scenarios name things in English. For a window in Chinese the name is looked up in the sentence files of the program
itself: the Chinese sentence that has the same key as the English one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from checks import Unmet

TEXTS = Path(__file__).parents[2] / "assets" / "text"
CHINESE_WORDS = re.compile(r"[\u4e00-\u9fff]")

_MESSAGE = re.compile(r"^([a-z][\w-]*) =[ ]?(.*(?:\n(?:[ ]+.*|(?=\n[ ])))*)", re.MULTILINE)
_VARIANT = re.compile(r"^\s*\*?\[\w+\]\s*(.*)$", re.MULTILINE)
_PLACE = re.compile(r"\{ *\$?(\w+) *\}")


@dataclass(frozen=True)
class Language:
    locale: str
    file: str

    @staticmethod
    def english() -> Language:
        return Language("en_US.UTF-8", "en.ftl")

    @staticmethod
    def chinese() -> Language:
        return Language("zh_CN.UTF-8", "zh-CN.ftl")

    @property
    def is_english(self) -> bool:
        return self.file == "en.ftl"

    def __call__(self, english: str, **parts: str) -> frozenset[str]:
        """Every name that this English name may have in this language."""
        if self.is_english:
            return frozenset([_filled(english, parts)])
        here = _sentences(TEXTS / self.file)
        keys = [key for key, texts in _sentences(TEXTS / "en.ftl").items() if english in texts]
        found = frozenset(_filled(text, parts) for key in keys for text in here.get(key, []))
        if not found:
            raise Unmet(f"a sentence of {self.file} for {english!r}", f"the keys {keys} for it in en.ftl")
        return found

    def owns(self, sentence: str) -> bool:
        """Whether a sentence is plainly of this language."""
        return bool(CHINESE_WORDS.search(sentence)) != self.is_english


def _filled(sentence: str, parts: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: parts.get(place[1], place[0]), sentence)


def _sentences(file: Path) -> dict[str, list[str]]:
    """Each key with its sentence, or with all its plural forms; places are written `{name}`."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, value in _MESSAGE.findall(file.read_text() if file.exists() else ""):
        texts = _VARIANT.findall(value) if "->" in value else [" ".join(value.split())]
        found[key] += [_PLACE.sub(r"{\1}", text) for text in texts]
    return found
