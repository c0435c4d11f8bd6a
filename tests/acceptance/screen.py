"""Reads and works a window the way a screen reader does: over AT-SPI, by role and name, never by pixels.

What is odd about the tree of an egui window (egui 0.37, AccessKit):
* The top node is a frame without a name: the window's title is not in the tree. Programs are told apart by process.
* A plain label says its text as its name and as its text. Text that is painted by hand is there only if its widget
  says so (`widget_info`).
* Lists exist only as far as they are painted: a row that is scrolled away is not in the tree.
* A field has its text in the Text interface, never in its name; its name comes from its label, or from
  `accessible_name`, or else from its hint. Writing with `insert_text` is refused; `set_text_contents` works.
* A node's actions are "click" or none. A selected row or tab is a toggle (checked or pressed), not "selected".
* Behind a modal layer the rest of the window stays in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

from checks import PATIENCE_SECONDS, Unmet, wait_for  # noqa: E402
from desktop import Desktop  # noqa: E402

T = TypeVar("T")
Name = str | re.Pattern[str] | Iterable[str]

BUTTON = ("push button", "button", "toggle button")
FIELD = ("entry", "password text", "text")
ANY: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rect:
    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def is_at(self, other: Rect, above: int, below: int) -> bool:
        """Whether it stands in the same column as another and no further above or below it."""
        beside = self.x < other.x + other.width and other.x < self.x + self.width
        return beside and other.y - above <= self.y <= other.bottom + below


class Node:
    """One thing of the window, as it was when it was read."""

    def __init__(self, accessible: Any) -> None:
        self._it = accessible
        self.role: str = accessible.get_role_name()
        self.name: str = accessible.get_name() or ""

    def __str__(self) -> str:
        return f"{self.role} {self.name!r}"

    def fits(self, roles: tuple[str, ...], name: Name) -> bool:
        if roles and self.role not in roles:
            return False
        if isinstance(name, re.Pattern):
            return bool(name.search(self.name))
        return self.name == name if isinstance(name, str) else self.name in set(name)

    @property
    def states(self) -> set[str]:
        return {state.value_nick for state in self._it.get_state_set().get_states()}

    @property
    def enabled(self) -> bool:
        return "enabled" in self.states

    @property
    def interfaces(self) -> list[str]:
        return list(self._it.get_interfaces())

    @property
    def description(self) -> str:
        return self._it.get_description() or ""

    def text(self) -> str:
        """What a field holds."""
        return Atspi.Text.get_text(self._it, 0, -1) if "Text" in self.interfaces else ""

    def rect(self) -> Rect:
        if "Component" not in self.interfaces:
            return Rect(-1, -1, 0, 0)
        at = Atspi.Component.get_extents(self._it, Atspi.CoordType.SCREEN)
        return Rect(at.x, at.y, at.width, at.height)

    def click(self) -> None:
        if "Action" not in self.interfaces or not Atspi.Action.do_action(self._it, 0):
            raise Unmet(f"{self} to be something one can click", f"its interfaces are {', '.join(self.interfaces)}")

    def take_focus(self) -> None:
        Atspi.Component.grab_focus(self._it)

    def children(self) -> Iterator[Node]:
        for index in range(self._it.get_child_count()):
            child = self._it.get_child_at_index(index)
            if child is not None:
                yield Node(child)


class Screen:
    """The window of one process."""

    def __init__(self, desktop: Desktop, pid: int) -> None:
        self.desktop = desktop
        self.pid = pid
        Atspi.init()
        self._root = Atspi.get_desktop(0)
        # Without this libatspi answers from a cache that it only refreshes in a main loop, which nobody runs here.
        self._root.set_cache_mask(Atspi.Cache.NONE)

    def _program(self) -> Node | None:
        for index in range(self._root.get_child_count()):
            program = self._root.get_child_at_index(index)
            if program is not None and program.get_process_id() == self.pid:
                return Node(program)
        return None

    def nodes(self) -> list[Node]:
        """Everything in the window, top down. A node that vanishes while it is read starts the reading again."""
        for _ in range(20):
            try:
                program = self._program()
                return list(_walk(program)) if program else []
            except GLib.Error:
                continue
        return []

    def outline(self) -> str:
        """The window in words: what a failed step saw."""
        return ", ".join(_with_text(node) for node in self.nodes() if node.name or node.role in FIELD) or "no window"

    def tree(self) -> str:
        """The whole tree, a node a line, for the file beside a picture."""
        for _ in range(20):
            try:
                program = self._program()
                return "\n".join(_lines(program, 0)) if program else "no program"
            except GLib.Error:
                continue
        return "a tree that does not stand still"

    def until(
        self,
        expected: str,
        look: Callable[[], T | None],
        limit: float = PATIENCE_SECONDS,
        saw: Callable[[], object] | None = None,
    ) -> T:
        """Waits for something in the window. Any node may vanish while it is read, because egui makes new ones when
        its layout shifts; then the window is read anew."""

        def look_again() -> T | None:
            try:
                return look()
            except GLib.Error:
                return None

        return wait_for(expected, look_again, saw or self.outline, limit)

    def wait_until_shown(self, limit: float = 60.0) -> None:
        self.until(f"the window of process {self.pid} to tell its contents", lambda: len(self.nodes()) > 3, limit)

    def seek(self, roles: tuple[str, ...], name: Name) -> Node | None:
        return next((node for node in self.nodes() if node.fits(roles, name)), None)

    def find(self, roles: tuple[str, ...], name: Name, limit: float = PATIENCE_SECONDS) -> Node:
        wanted = f"{' or '.join(roles) or 'anything'} named {_spell(name)}"
        return self.until(wanted, lambda: self.seek(roles, name), limit)

    def count(self, name: re.Pattern[str]) -> int:
        return sum(1 for node in self.nodes() if name.search(node.name))

    def gone(self, roles: tuple[str, ...], name: Name, limit: float = PATIENCE_SECONDS) -> None:
        wanted = f"no {' or '.join(roles) or 'thing'} named {_spell(name)} any more"
        self.until(wanted, lambda: self.seek(roles, name) is None, limit)

    def reads(self, *parts: str, limit: float = PATIENCE_SECONDS) -> Node:
        """Waits until one node says all these parts. Fields do not count: what one types is not yet said."""

        def look() -> Node | None:
            said = (node for node in self.nodes() if node.role not in FIELD)
            return next((node for node in said if all(part in node.name for part in parts)), None)

        return self.until(f"the window to say {' and '.join(map(repr, parts))}", look, limit)

    def click(self, roles: tuple[str, ...], name: Name, limit: float = PATIENCE_SECONDS) -> None:
        """Clicks the thing once it is there and enabled."""

        def clicked() -> bool:
            node = self.seek(roles, name)
            if node is None or not node.enabled:
                return False
            node.click()
            return True

        self.until(f"an enabled {' or '.join(roles) or 'thing'} named {_spell(name)}", clicked, limit)

    def click_until(self, roles: tuple[str, ...], name: Name, effect: Callable[[], object], expected: str) -> None:
        """Clicks, and again every second until it takes: a call dialog ignores its first 400 ms on purpose."""
        for _ in range(3):
            self.click(roles, name)
            try:
                self.until(expected, effect, 1.0)
                return
            except Unmet:
                if self.seek(roles, name) is None:
                    break
        self.until(expected, effect)

    def focus(self, roles: tuple[str, ...], name: Name) -> Node:
        """Gives the thing the keyboard focus, in a window that has the keyboard."""
        self.desktop.bring_forward(self.pid)
        return self.focused(roles, name, lambda node: node.take_focus())

    def focused(self, roles: tuple[str, ...], name: Name, ask: Callable[[Node], None] = lambda node: None) -> Node:
        """Waits until the thing has the focus, for which it is asked while it has not."""

        def look() -> Node | None:
            node = self.seek(roles, name)
            if node is None or "focused" in node.states:
                return node
            ask(node)
            return None

        return self.until(f"the focus on {_spell(name)}", look, saw=self.focus_now)

    def focus_now(self) -> str:
        found = [line.strip() for line in self.tree().splitlines() if "focused" in line]
        return f"the focus on {', '.join(found) or 'nothing'}; {self.outline()}"

    def fill(self, roles: tuple[str, ...], name: Name, text: str) -> None:
        """Types into a field, in place of what it holds, and waits until it holds the text."""
        self.focus(roles, name)
        self.desktop.press("ctrl+a")
        self.desktop.press("Delete")
        self.until(f"an empty field {_spell(name)}", lambda: self.holds(roles, name, ""))
        self.write(roles, name, text)

    def write(self, roles: tuple[str, ...], name: Name, text: str) -> None:
        """Types at the focus and waits until the field holds the text."""
        self.desktop.type_text(text)
        shown = text if len(text) < 60 else f"{text[:40]}… ({len(text)} characters)"
        self.until(f"the field {_spell(name)} to hold {shown!r}", lambda: self.holds(roles, name, text))

    def holds(self, roles: tuple[str, ...], name: Name, text: str) -> bool:
        """Whether the field holds the text; of a password, only its length can be known."""
        node = self.seek(roles, name)
        if node is None:
            return False
        held = node.text()
        return len(held) == len(text) if node.role == "password text" else held == text

    def press(self, keys: str) -> None:
        self.desktop.bring_forward(self.pid)
        self.desktop.press(keys)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children():
        yield from _walk(child)


def _lines(node: Node, depth: int) -> Iterator[str]:
    marks = sorted(node.states - {"enabled", "sensitive", "showing", "visible", "focusable"})
    at = node.rect()
    place = f"{at.x},{at.y} {at.width}x{at.height}"
    yield f"{'  ' * depth}{_with_text(node)}  {node.description}  {','.join(marks)}  {place}"
    for child in node.children():
        yield from _lines(child, depth + 1)


def _with_text(node: Node) -> str:
    try:
        text = node.text() if node.role in FIELD else ""
    except GLib.Error:
        text = ""
    return f"{node} holding {text[:60]!r}" if text else str(node)


def _spell(name: Name) -> str:
    if isinstance(name, re.Pattern):
        return f"like /{name.pattern}/"
    return repr(name) if isinstance(name, str) else " or ".join(map(repr, name))
