"""The server is killed with SIGKILL and started again on the same data and port: nothing acknowledged is lost or
doubled, and what was being sent is sent."""

from __future__ import annotations

import re
import signal

from checks import Unmet, wait_for
from person import Person
from scenarios.sdk_and_window import send
from sdk import Peer
from server import Server
from world import APP, World

RECONNECTING = 3
RETURN_SECONDS = 40.0
ACKNOWLEDGED_BY_NORA = "The truck needs the service gate"
ACKNOWLEDGED_BY_MAYA = "Calling the driver now"
JUST_BEFORE = "Accepted just before the cut"
ON_ITS_WAY = "On its way during the cut"
WHILE_DOWN = "Written while the server is down"
AFTERWARDS = "Everybody is back 你好"


def run(world: World) -> None:
    server, nora, maya = before_the_cut(world)
    cut(world, server, nora, maya)
    come_back(world, server, nora, maya)
    nothing_lost(world, nora, maya)


def before_the_cut(world: World) -> tuple[Server, Peer, Person]:
    step = world.report.step
    with step("nora's SDK and maya's window are signed in and in lantern"):
        server = world.server()
        nora = world.peer("nora")
        nora.login(server.url, APP, "nora")
        nora.heard("onLoginSuccess", "signed in")
        nora.tell("join", channel="lantern")
        nora.heard("onChannelJoined", "lantern")
        maya = world.signed_in_person("maya", server.url)
        maya.is_signed_in()
        maya.join("lantern")
        nora.heard("onChannelUserJoined", "maya", lambda event: event["args"][0] == "maya")
    with step("messages go both ways and are acknowledged"):
        send(nora, "maya", ACKNOWLEDGED_BY_NORA)
        maya.open_chat("nora")
        maya.shows_once(ACKNOWLEDGED_BY_NORA)
        maya.write("nora", ACKNOWLEDGED_BY_MAYA)
        nora.heard_message("maya", ACKNOWLEDGED_BY_MAYA)
        is_sent(maya, ACKNOWLEDGED_BY_MAYA)
        wait_for("nora's SDK to have acknowledged what it got", nora.has_acknowledged, nora.recent)
    return server, nora, maya


def is_sent(maya: Person, text: str, limit: float = 15.0) -> None:
    taken = re.compile(rf", \d\d:\d\d, {re.escape(text)}, (sent|delivered)")
    maya.window.find((), taken, limit)


def cut(world: World, server: Server, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("the server takes a message, then is killed while another is on its way"):
        send(nora, "maya", JUST_BEFORE)
        # A stopped server reads nothing: what the window sends now is on its way and cannot have been taken.
        server.signal(signal.SIGSTOP)
        maya.write("nora", ON_ITS_WAY)
        maya.window.reads(ON_ITS_WAY)
        server.kill()
    with step("both notice: the window says Connection lost, the SDK reconnects"):
        maya.window.find((), re.compile(r"^Connection lost"))
        wait_for("the SDK to reconnect", lambda: nora.ask("status") == RECONNECTING, nora.recent)
    with step("maya writes while the server is down, and the window keeps it as not yet sent"):
        maya.write("nora", WHILE_DOWN, offline=True)
        if maya.window.count(re.compile(rf"{re.escape(WHILE_DOWN)}, (sent|delivered)")):
            raise Unmet("a message that waits", maya.window.outline())


def come_back(world: World, server: Server, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("the server starts again on the same port and data"):
        before = server.url
        server.start()
        if server.url != before:
            raise Unmet(before, server.url)
    with step("nora's SDK comes back by itself and joins again, as its apps do"):
        nora.heard("onLoginSuccess", "signed in again", limit=RETURN_SECONDS, times=2)
        nora.tell("join", channel="lantern")
        nora.heard("onChannelJoined", "lantern", times=2)
    with step("the window comes back by itself"):
        maya.window.gone((), re.compile(r"^Connection lost"), RETURN_SECONDS)
        maya.is_signed_in()
    with step("the window has joined lantern again by itself"):
        wait_for("maya in lantern", lambda: "maya" in members(nora, "lantern"), lambda: members(nora, "lantern"))
        nora.ask("channel_send", text=AFTERWARDS)
        maya.open_chat("#lantern")
        maya.shows_once(AFTERWARDS)


def members(peer: Peer, channel: str) -> list[str]:
    return [account for account, _ in peer.invoke("channel_query_userlist", name=channel)["list"]]


def nothing_lost(world: World, nora: Peer, maya: Person) -> None:
    step = world.report.step
    with step("what was acknowledged is in the window once"):
        maya.open_chat("nora")
        for text in (ACKNOWLEDGED_BY_NORA, ACKNOWLEDGED_BY_MAYA, JUST_BEFORE):
            maya.shows_once(text)
    with step("what was acknowledged reached nora's SDK once"):
        heard = [e for e in nora.callbacks("onMessageInstantReceive") if e["args"][2] == ACKNOWLEDGED_BY_MAYA]
        if len(heard) != 1:
            raise Unmet("one callback", f"{len(heard)} callbacks")
    for text in (ON_ITS_WAY, WHILE_DOWN):
        with step(f"“{text}” is sent, to nora's SDK and in the window once") as notes:
            nora.heard_message("maya", text, RETURN_SECONDS)
            is_sent(maya, text)
            maya.shows_once(text)
            heard = [e for e in nora.callbacks("onMessageInstantReceive") if e["args"][2] == text]
            notes.append(f"heard {len(heard)} time(s)")
