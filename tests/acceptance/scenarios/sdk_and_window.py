"""The official web SDK as nora, and a window as maya: messages, a channel, and calls in both directions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from checks import Unmet, wait_for
from person import Person
from sdk import Event, Peer
from server import Server
from world import APP, World

READY = re.compile(r"ready ws://127\.0\.0\.1:\d+/")
FROM_NORA = ["Can you call me when you’re free?", "你好", "🎈 see you at the gate"]
FROM_MAYA = ["Yes, give me five minutes", "你好，诺拉 🐦"]


def run(world: World) -> None:
    server, nora, maya = sign_in(world)
    messages(world, nora, maya)
    channel(world, nora, maya)
    accepted_call(world, nora, maya)
    declined_call(world, nora, maya)
    refused_call(world, nora, maya)
    with world.report.step("nora signs out and the SDK hears 101"):
        nora.tell("logout")
        nora.heard("onLogout", "101", lambda event: event["args"] == [101])
    with world.report.step("the server has printed nothing else on standard output"):
        if len(server.output_lines()) != 1:
            raise Unmet("one line", server.output_lines())


def sign_in(world: World) -> tuple[Server, Peer, Person]:
    step = world.report.step
    with step("the server prints `ready ws://HOST:PORT/`") as notes:
        server = world.server()
        if not all(READY.fullmatch(line) for line in server.output_lines()):
            raise Unmet("one line `ready ws://HOST:PORT/`", server.output_lines())
        notes.append(server.url)
    with step("the official SDK signs in as nora"):
        nora = world.peer("nora")
        nora.login(server.url, APP, "nora")
        nora.heard("onLoginSuccess", "signed in")
    with step("a window signs in as maya with no click"):
        maya = world.signed_in_person("maya", server.url)
        maya.is_signed_in()
    with step("nora's SDK is told that maya is online"):
        wait_for("maya online", lambda: status_of(nora, "maya") == 1, nora.recent)
    return server, nora, maya


def status_of(peer: Peer, account: str) -> int:
    return peer.invoke("user_query_user_status", account=account)["status"]


def messages(world: World, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("nora's message appears in the list of maya's window"):
        send(nora, "maya", FROM_NORA[0])
        maya.window.reads("nora", limit=20)
    with step("maya opens the chat with the keyboard and reads the message"):
        maya.open_chat("nora")
        maya.shows_once(FROM_NORA[0])
    for text in FROM_NORA[1:]:
        with step(f"nora writes {text} and the window shows it"):
            send(nora, "maya", text)
            maya.shows_once(text)
    for text in FROM_MAYA:
        with step(f"maya answers {text} with the keyboard and nora's SDK has it"):
            maya.write("nora", text)
            nora.heard_message("maya", text)
            maya.shows_once(text)


def send(peer: Peer, to: str, text: str) -> None:
    if peer.ask("send", to=to, text=text)["failed"]:
        raise Unmet(f"the SDK to send {text!r}", "its callback says that it failed")


def channel(world: World, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("nora joins lantern"):
        nora.tell("join", channel="lantern")
        nora.heard("onChannelJoined", "lantern")
    with step("maya joins lantern in the window, and nora's SDK hears of it"):
        maya.join("lantern")
        nora.heard("onChannelUserJoined", "maya", lambda event: event["args"][0] == "maya")
    with step("nora's message to lantern appears in the window"):
        nora.ask("channel_send", text="Gate opens at 18:00 🏮")
        maya.shows_once("Gate opens at 18:00 🏮")
    with step("maya's message to lantern reaches nora's SDK and is in the window once"):
        maya.write("#lantern", "Perfect, 你好 everybody")
        nora.heard_in_channel("maya", "Perfect, 你好 everybody")
        maya.shows_once("Perfect, 你好 everybody")


def on(channel_name: str) -> Callable[[Event], bool]:
    return lambda event: event["call"]["channel"] == channel_name


def accepted_call(world: World, nora: Peer, maya: Person) -> None:
    step = world.report.step
    call = {"channel": "call-8f2c", "peer": "maya"}
    with step("nora calls, and the dialog in maya's window names her"):
        nora.ask("invite", **call, extra=json.dumps({"note": "Generator swap at the service gate"}))
        maya.is_called_by("nora")
    with step("nora's SDK hears that the call rings"):
        nora.heard("onInviteReceivedByPeer", "call-8f2c", on("call-8f2c"))
    with step("maya accepts, and nora's SDK hears it"):
        maya.accept()
        nora.heard("onInviteAcceptedByPeer", "call-8f2c", on("call-8f2c"))
    with step("the keypad's 5 arrives as DTMF"):
        maya.dial("5")
        nora.heard("onInviteMsg", "DTMF 5", is_dtmf("5"))
    with step("End reaches nora's SDK"):
        maya.hang_up()
        nora.heard("onInviteEndByPeer", "call-8f2c", on("call-8f2c"))


def is_dtmf(digits: str) -> Callable[[Event], bool]:
    def fits(event: Event) -> bool:
        content = json.loads(event["args"][0])
        return (content.get("msgtype"), content.get("msgdata")) == ("dtmf", digits)

    return fits


def declined_call(world: World, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("nora calls a second time, maya declines, and nora's SDK hears it"):
        nora.ask("invite", channel="call-91aa", peer="maya")
        maya.is_called_by("nora")
        maya.decline()
        nora.heard("onInviteRefusedByPeer", "call-91aa", on("call-91aa"))


def refused_call(world: World, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("maya calls nora from the window, and nora's SDK hears it"):
        before = maya.times_declined()
        maya.call("nora")
        ringing = nora.heard("onInviteReceived", "maya", lambda event: event["call"]["peer"] == "maya")["call"]
    with step("the window shows that it rings"):
        maya.hears_ringing()
    with step("nora's SDK refuses, and the window says Declined"):
        nora.ask("refuse", channel=ringing["channel"], peer="maya", extra="")
        maya.is_declined(before)
