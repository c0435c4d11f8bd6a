"""Drives the official Python SDK over JSON lines, as `tests/acceptance/sdk/drive.mjs` drives the web SDK.

Standard input, one command a line:  {"id": 1, "do": "login", "account": "pia", …}
Standard output, one event a line:
  {"reply": 1, "value": …}  or  {"reply": 1, "error": "…"}   when the SDK answered the command
  {"callback": "on_login_success", "args": […]}               whenever the SDK calls back
  {"frame": "got", "text": "…"}                               each frame that the SDK logs
"""

from __future__ import annotations

import json
import logging
import sys
import threading
from collections.abc import Callable
from typing import Any

from agorasigsdk import AgoraSignal, Call, Channel, LoginSession
from twisted.internet import reactor

GOT = "Received message "


def say(**event: object) -> None:
    print(json.dumps(event, ensure_ascii=False), flush=True)


class Frames(logging.Handler):
    """The SDK has no other way to look at its frames than its own log."""

    def emit(self, record: logging.LogRecord) -> None:
        _, found, text = record.getMessage().partition(GOT)
        if found:
            say(frame="got", text=text)


def hearing(base: type, names: list[str], about: Callable[[tuple[Any, ...]], dict[str, Any]]) -> type:
    """The SDK's class of callbacks with every one of them overridden: it says its arguments after the SDK's own
    objects."""

    def hear(name: str) -> Callable[..., None]:
        return lambda _, *args: say(callback=name, **about(args))

    return type(f"Hearing{base.__name__}", (base,), {name: hear(name) for name in names})


def about_session(args: tuple[Any, ...]) -> dict[str, Any]:
    return {"args": args[1:]}


def about_channel(args: tuple[Any, ...]) -> dict[str, Any]:
    return {"args": args[2:], "channel": args[1].channel_name}


def about_call(args: tuple[Any, ...]) -> dict[str, Any]:
    call = args[1]
    return {"args": args[2:], "call": {"channel": call.channel, "peer": call.peer, "extra": call.extra}}


def callbacks_of(base: type) -> list[str]:
    return [name for name in vars(base) if name.startswith("on_")]


HearingChannel = hearing(Channel.ChannelCallback, callbacks_of(Channel.ChannelCallback), about_channel)
HearingCall = hearing(Call.CallCallback, callbacks_of(Call.CallCallback), about_call)
LOGIN_CALLBACKS = [name for name in callbacks_of(LoginSession.LoginCallback) if name != "on_invite_received"]


class HearingSession(hearing(LoginSession.LoginCallback, LOGIN_CALLBACKS, about_session)):  # type: ignore[misc]
    def on_invite_received(self, session: Any, call: Any) -> None:
        call.set_callback(HearingCall())
        say(callback="on_invite_received", **about_call((session, call)))


class Commands:
    """Each takes the command's number, because some are answered when the SDK calls back."""

    session: Any = None
    channel: Any = None

    def login(self, number: int, app: str, account: str, token: str = "_no_need_token", address: Any = None) -> None:
        signal = AgoraSignal(app)
        debug = {"is_debugging": True, "debug_params": [address]} if address else {}
        self.session = signal.login(account, token, HearingSession(), **debug)
        say(reply=number, value=None)

    def logout(self, number: int) -> None:
        self.session.logout()
        say(reply=number, value=None)

    def state(self, number: int) -> None:
        say(reply=number, value=self.session.state)

    def send(self, number: int, to: str, text: str) -> None:
        class Outcome(LoginSession.MessageCallback):
            def on_msg_send_success(self, _: Any) -> None:
                say(reply=number, value={"failed": 0})

            def on_msg_send_error(self, _: Any, code: int) -> None:
                say(reply=number, value={"failed": code})

        self.session.msg_instant_send(to, text, Outcome())

    def query_status(self, number: int, account: str) -> None:
        answer = lambda error, status: say(reply=number, value={"error": error, "status": status})  # noqa: E731
        self.session.query_user_status(account, answer)

    def join(self, number: int, channel: str) -> None:
        self.channel = self.session.channel_join(channel, HearingChannel())
        say(reply=number, value=None)

    def leave(self, number: int) -> None:
        self.channel.channel_leave()
        say(reply=number, value=None)

    def channel_send(self, number: int, text: str) -> None:
        answer = lambda error, reply: say(reply=number, value={"error": error, "value": reply})  # noqa: E731
        self.channel.msg_channel_send(text, (answer, []))

    def force_send(self, number: int, channel: str, text: str) -> None:
        answer = lambda error, reply: say(reply=number, value={"error": error, "value": reply})  # noqa: E731
        self.session.send_channel_msg(channel, text, answer)

    def set_attr(self, number: int, name: str, value: str) -> None:
        self.channel.channel_set_attr(name, value)
        say(reply=number, value=None)

    def del_attr(self, number: int, name: str) -> None:
        self.channel.channel_del_attr(name)
        say(reply=number, value=None)

    def clear_attr(self, number: int) -> None:
        self.channel.channel_clear_attr()
        say(reply=number, value=None)

    def invite(self, number: int, channel: str, peer: str, extra: str = "") -> None:
        self.session.channel_invite_user_2(channel, peer, extra, HearingCall())
        say(reply=number, value=None)

    def accept(self, number: int, channel: str, peer: str, extra: str = "") -> None:
        self.session.call_obj_table[channel + peer].accept(extra)
        say(reply=number, value=None)

    def refuse(self, number: int, channel: str, peer: str, extra: str = "") -> None:
        self.session.call_obj_table[channel + peer].refuse(extra)
        say(reply=number, value=None)

    def end(self, number: int, channel: str, peer: str, extra: str = "") -> None:
        self.session.call_obj_table[channel + peer].end(extra)
        say(reply=number, value=None)


def obey(commands: Commands, command: dict[str, Any]) -> None:
    number, name = command.pop("id"), command.pop("do")
    try:
        getattr(commands, name)(number, **command)
    except Exception as error:  # the other side waits for an answer whatever happened
        say(reply=number, error=repr(error))


def read() -> None:
    commands = Commands()
    for line in sys.stdin:
        reactor.callFromThread(obey, commands, json.loads(line))  # type: ignore[attr-defined]
    reactor.callFromThread(reactor.stop)  # type: ignore[attr-defined]


logging.getLogger("agorasigsdk").addHandler(Frames())
threading.Thread(target=read, daemon=True).start()
reactor.run()  # type: ignore[attr-defined]
