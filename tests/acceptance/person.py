"""What a person does with a window, in the words of the design. Used by every scenario that has a window."""

from __future__ import annotations

import re

from checks import PATIENCE_SECONDS
from programs import Window
from screen import ANY, BUTTON, FIELD, Name, Node


class Person:
    def __init__(self, window: Window, account: str) -> None:
        self.window = window
        self.account = account
        self.say = window.say

    # Signing in

    def is_signed_in(self) -> None:
        self.window.find(ANY, self.say("Chats"), limit=60.0)
        self.window.gone(BUTTON, self.say("Sign in"))

    def choose_server(self, address: str | None) -> None:
        """This computer, or another server with its address."""
        if address is None:
            self.window.click(ANY, self.say("This computer"))
            self.window.gone(FIELD, self.say("Server address"))
        else:
            self.window.click(ANY, self.say("Another server"))
            self.window.fill(FIELD, self.say("Server address"), address)

    def sign_in(self, app: str, address: str | None) -> None:
        self.choose_server(address)
        self.window.fill(FIELD, self.say("App ID"), app)
        self.window.fill(FIELD, self.say("Account"), self.account)
        self.window.press("Return")

    # Chats

    def composer(self, chat: str) -> frozenset[str]:
        if chat.startswith("#"):
            return self.say("Message #{name}", name=chat[1:])
        return self.say("Message {name}", name=chat)

    def open_chat(self, chat: str) -> None:
        """Opens the chat from the list with the keyboard alone: focus on its row, then Enter."""
        if self.window.seek(FIELD, self.composer(chat)) is None:
            self.focus_row(chat)
            self.window.press("Return")
        self.window.find(FIELD, self.composer(chat))

    def focus_row(self, chat: str) -> None:
        row = re.compile(rf"^#?\s?{re.escape(chat.lstrip('#'))}\b")
        self.window.desktop.bring_forward(self.window.pid)

        def look() -> Node | None:
            nodes = [node for node in self.window.nodes() if node.fits(ANY, row) and node.role not in FIELD]
            found = next((node for node in nodes if {"focusable", "enabled"} <= node.states), None)
            if found is None or "focused" in found.states:
                return found
            found.take_focus()
            return None

        self.window.until(f"the focus on a row of the list for {chat}", look, saw=self.window.focus_now)

    def start_chat(self, account: str) -> None:
        self.window.click(BUTTON, self.say("Message someone") | self.say("New message"))
        self.window.fill(FIELD, self.say("Their account") | self.say("Account"), account)
        self.window.press("Return")
        self.window.find(FIELD, self.composer(account))

    def write(self, chat: str, text: str, offline: bool = False) -> None:
        """Writes in the open chat and sends with Enter; the field must be empty afterwards."""
        field: Name = self.composer(chat)
        if offline:
            field = self.composer(chat) | self.say("Write now, it sends when you’re back online")
        self.window.focus(FIELD, field)
        self.window.write(FIELD, field, text)
        self.window.press("Return")
        self.window.until("an empty field after sending", lambda: self.window.holds(FIELD, field, ""))

    def join(self, channel: str) -> None:
        self.window.click(BUTTON, self.say("Join a channel"))
        self.window.fill(FIELD, self.say("Channel name"), channel)
        self.window.press("Return")
        self.window.find(FIELD, self.composer(f"#{channel}"))

    def times_shown(self, text: str) -> int:
        """How often the open chat shows this text as a message (its bubble, not the preview in the list)."""
        bubble = re.compile(rf", \d\d:\d\d, {re.escape(text)}")
        return self.window.count(bubble)

    def shows_once(self, text: str, limit: float = PATIENCE_SECONDS) -> None:
        self.window.until(
            f"the message {text!r} once in the window",
            lambda: self.times_shown(text) == 1,
            limit,
            lambda: f"it {self.times_shown(text)} times; {self.window.outline()}",
        )

    # Calls

    def is_called_by(self, caller: str) -> None:
        """The dialog is there, and the name of the caller is inside it: between its heading and its buttons."""
        heading = re.compile("|".join(map(re.escape, self.say("Incoming call"))))

        def look() -> bool:
            title, accept, decline = (
                self.window.seek(ANY, heading),
                self.window.seek(BUTTON, self.say("Accept")),
                self.window.seek(BUTTON, self.say("Decline")),
            )
            if title is None or accept is None or decline is None:
                return False
            top, buttons = title.rect().y, (accept.rect(), decline.rect())
            left = min(at.x for at in buttons) - 40
            right = max(at.x + at.width for at in buttons) + 40
            bottom = max(at.bottom for at in buttons)
            named = [node.rect() for node in self.window.nodes() if caller in node.name]
            return any(top <= at.y <= bottom and left <= at.x <= right for at in named)

        self.window.until(f"the dialog Incoming call, with Accept, Decline and the name {caller} in it", look)

    def accept(self) -> None:
        end = self.say("End")
        self.window.click_until(
            BUTTON, self.say("Accept"), lambda: self.window.seek(BUTTON, end), "a call that can be ended"
        )

    def decline(self) -> None:
        accept = self.say("Accept")
        self.window.click_until(
            BUTTON, self.say("Decline"), lambda: self.window.seek(BUTTON, accept) is None, "the dialog gone"
        )

    def dial(self, digit: str) -> None:
        if self.window.seek(BUTTON, digit) is None:
            self.window.click(BUTTON, self.say("Keypad"))
        self.window.click(BUTTON, digit)

    def is_in_call(self) -> None:
        self.window.find(BUTTON, self.say("End"))
        self.window.find(BUTTON, self.say("Keypad"))

    def reads_digits(self, caller: str, digits: str) -> None:
        """The keypad tells what the other side pressed."""
        self.window.click(BUTTON, self.say("Keypad"))
        self.window.find(ANY, self.say("{name} pressed {digits}", name=caller, digits=digits))

    def hang_up(self) -> None:
        self.window.click(BUTTON, self.say("End"))
        self.call_is_over()

    def call_is_over(self) -> None:
        self.window.gone(BUTTON, self.say("End"))

    def call(self, account: str) -> None:
        """Calls from the chat. Where the window first asks for a note, Enter calls without one."""
        self.open_chat(account)
        self.window.click(BUTTON, self.say("Call"))
        note, under_way = self.say("Note (optional)"), self.say("Cancel call")
        self.window.until(
            "a call, or the form that starts it",
            lambda: self.window.seek(FIELD, note) or self.window.seek(BUTTON, under_way),
        )
        if self.window.seek(FIELD, note):
            self.window.focus(FIELD, note)
            self.window.press("Return")
        self.window.find(BUTTON, under_way)

    def hears_ringing(self) -> None:
        """The state of the call, with its seconds; the word alone also names a step that is still to come."""
        self.window.find(ANY, re.compile(r"^Ringing\b.*\d" if self.say.is_english else "响铃"))

    def times_declined(self) -> int:
        return self.window.count(re.compile("|".join(map(re.escape, self.say("Declined"))), re.IGNORECASE))

    def is_declined(self, before: int) -> None:
        self.window.until("the window to say Declined", lambda: self.times_declined() > before)

    # The form and what is wrong with it

    def texts(self) -> set[str]:
        return {node.name for node in self.window.nodes() if node.role not in FIELD and node.name}

    def sentence_at(
        self, field: frozenset[str], before: set[str], about: re.Pattern[str], above: int = 0, below: int = 60
    ) -> str:
        """The sentence that has appeared at a field: beside it on the screen, or as the field's own description."""

        def look() -> str | None:
            it = self.window.seek(FIELD, field)
            if it is None:
                return None
            at = it.rect()
            new = [node for node in self.window.nodes() if node.role not in FIELD and node.name not in before]
            near = [node.name for node in new if node.rect().is_at(at, above, below)] + [it.description]
            return next((text for text in near if about.search(text) and self.say.owns(text)), None)

        wanted = f"a sentence like /{about.pattern}/ at the field {' or '.join(field)}"
        return self.window.until(wanted, look, 30.0)
