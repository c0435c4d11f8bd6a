"""What a person gets wrong: each time a sentence at the field or message it concerns, in the window's language, and
nothing that was typed is lost."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from functools import partial

from checks import Unmet
from language import Language
from person import Person
from screen import BUTTON, FIELD
from sdk import Peer
from world import APP, World

CERTIFICATE = "5cfd2fd1755d40ecb72977518be15d3b"
MESSAGE_BYTES = 8192
FORM = ("Server address", "App ID", "Account", "Token")
# The sentence about a field stands under it; that about a message may also stand above the composer.
COMPOSER_REACH = 110


@dataclass(frozen=True)
class Slip:
    """One thing typed wrong, and what the sentence must speak about."""

    what: str
    field: str
    typed: dict[str, str]
    english: str
    chinese: str


def slips(open_server: str, closed_server: str) -> list[Slip]:
    nowhere = "ws://127.0.0.1:1/"
    good = {"Server address": open_server, "App ID": APP, "Account": "maya", "Token": ""}
    return [
        Slip("a server address that is not one", "Server address", good | {"Server address": "not a server"},
             r"address", r"地址"),
        Slip("a server that cannot be reached", "Server address", good | {"Server address": nowhere},
             r"reach|connect|answer", r"连接|无法|响应"),
        Slip("an account with a space", "Account", good | {"Account": "maya okafor"}, r"space", r"空格"),
        Slip("an account of 129 bytes", "Account", good | {"Account": "诺" * 43}, r"128", r"128"),
        Slip("a wrong token", "Token", good | {"Server address": closed_server, "Token": "1:festival:1:abc"},
             r"token.*(does not fit|wrong|not valid)",
            r"令牌.*(不符|不正确|无效|错误)"),
    ]  # fmt: skip


def run(world: World) -> None:
    with world.report.step("two servers: one open, one that asks for tokens"):
        open_server = world.server().url
        closed_server = world.server("--app", f"{APP}={CERTIFICATE}").url
    with world.report.step("a right token lets the SDK in, a wrong one is refused with 206"):
        right, wrong = world.peer("right"), world.peer("wrong")
        right.login(closed_server, APP, "right", token=token("right"))
        right.heard("onLoginSuccess", "signed in")
        wrong.login(closed_server, APP, "wrong", token=token("right"))
        wrong.heard("onLoginFailed", "206", lambda event: event["args"] == [206])
    for language in (Language.english(), Language.chinese()):
        sign_in(world, language, slips(open_server, closed_server))
        message(world, language, open_server)


def token(account: str) -> str:
    """A token of the old service: the account, the app, the certificate and the expiry, hashed together."""
    expires = str(int(time.time()) + 3600)
    digest = hashlib.md5(f"{account}{APP}{CERTIFICATE}{expires}".encode()).hexdigest()
    return f"1:{APP}:{expires}:{digest}"


def sign_in(world: World, language: Language, all_slips: list[Slip]) -> None:
    step = world.report.step
    with step(f"the sign-in page in {language.file}"):
        maya = world.person("maya", language=language)
        maya.window.find(BUTTON, language("Sign in"), limit=60)
        maya.window.click((), language("Another server"))
        maya.window.find(FIELD, language("Server address"))
        before = maya.texts()
    for slip in all_slips:
        with step(f"{slip.what} ({language.file})", fatal=False) as notes:
            notes.append(try_to_sign_in(maya, slip, before))


def field_named(maya: Person, name: str) -> frozenset[str]:
    return maya.say(name) | (maya.say("Token (optional)") if name == "Token" else frozenset())


def try_to_sign_in(maya: Person, slip: Slip, before: set[str]) -> str:
    """Fills the form, the wrong field last, and sends it. What the empty form said (`before`) is no answer."""
    for name in sorted(FORM, key=lambda name: name == slip.field):
        put(maya, name, slip.typed[name])
    maya.window.press("Return")
    about = re.compile(slip.english if maya.say.is_english else slip.chinese, re.IGNORECASE)
    sentence = maya.sentence_at(field_named(maya, slip.field), before, about)
    for name, typed in slip.typed.items():
        still = partial(maya.window.holds, FIELD, field_named(maya, name), typed)
        maya.window.until(f"{name} to hold {typed!r} still", still)
    return sentence


def put(maya: Person, name: str, text: str) -> None:
    field = field_named(maya, name)
    if not maya.window.holds(FIELD, field, text):
        maya.window.fill(FIELD, field, text)


def message(world: World, language: Language, url: str) -> None:
    step = world.report.step
    kind = "english" if language.is_english else "chinese"
    sender, receiver = f"maya-{kind}", f"nora-{kind}"
    with step(f"a window and the SDK, signed in ({language.file})"):
        nora: Peer = world.peer(receiver)
        nora.login(url, APP, receiver)
        nora.heard("onLoginSuccess", "signed in")
        maya = world.person(sender, "--server", url, "--app", APP, "--account", sender, language=language)
        maya.is_signed_in()
        nora.ask("send", to=sender, text="hello")
        maya.open_chat(receiver)
    field = maya.composer(receiver)
    long_text = "a" * (MESSAGE_BYTES + 1)
    with step(f"a message of {MESSAGE_BYTES + 1} bytes stays in its field with a sentence ({language.file})") as notes:
        before = maya.texts()
        maya.window.focus(FIELD, field)
        maya.window.write(FIELD, field, long_text)
        maya.window.press("Return")
        about = re.compile(r"too long|8,?192|longer" if language.is_english else r"超出|过长|太长|8,?192")
        notes.append(maya.sentence_at(field, before, about, COMPOSER_REACH, COMPOSER_REACH))
        if not maya.window.holds(FIELD, field, long_text):
            raise Unmet("the whole text still in its field", maya.window.outline())
    with step(f"one byte less is sent, and the too long one never was ({language.file})"):
        maya.window.focus(FIELD, field)
        maya.window.press("ctrl+End")
        maya.window.press("BackSpace")
        maya.window.press("Return")
        nora.heard_message(sender, long_text[:-1])
        if len(nora.callbacks("onMessageInstantReceive")) != 1:
            raise Unmet("one message", nora.recent())
