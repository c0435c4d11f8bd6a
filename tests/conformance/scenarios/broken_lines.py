"""Lines that break without a goodbye: who comes back, who is told, and what is kept."""

from __future__ import annotations

import time

from bench import Bench, same, until
from checks import Unmet

RECONNECTING, LOGGED_IN, LOGGED_OUT = 3, 2, 0
PYTHON_LOGGED_OUT = 3
GRACE_SECONDS = 5
GIVES_UP_SECONDS = 40


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.line = bench.forwarder(self.url)
        self.nora, self.maya = bench.web("nora"), bench.web("maya")
        self.uid = self.nora.sign_in(self.line.url, "nora")
        self.maya.sign_in(self.url, "maya")
        # Whoever gives up takes a quarter of a minute over it.
        self.lost_line = bench.forwarder(self.url)
        self.lost = bench.web("lost")
        self.lost.sign_in(self.lost_line.url, "lost")
        bench.keep(self.lost)
        self.lost_line.cut(stay_down=True)

    def status(self, account: str) -> int:
        return int(self.maya.invoke("user_query_user_status", account=account)["status"])

    def nora_is_back(self) -> int:
        return int(self.nora.heard("onLoginSuccess", "signed in again by itself")["args"][0])


def the_web_sdk_signs_in_again_by_itself(stage: Stage) -> None:
    stage.line.cut()
    same("the uid", stage.nora_is_back(), stage.uid)
    same("the status", stage.nora.ask("status"), LOGGED_IN)
    same("logouts", stage.nora.callbacks("onLogout"), [])


def messages_sent_meanwhile_arrive_once_each_in_order(stage: Stage) -> None:
    stage.line.cut(stay_down=True)
    until("the SDK to see it", lambda: stage.nora.ask("status") == RECONNECTING)
    for number in range(3):
        stage.maya.ask("send", to="nora", text=f"meanwhile {number}")
    stage.line.mend()
    stage.nora_is_back()
    stage.nora.heard_message("maya", "meanwhile 2")
    got = [event["args"][2] for event in stage.nora.callbacks("onMessageInstantReceive")]
    same("what came", [text for text in got if text.startswith("mean")], [f"meanwhile {n}" for n in range(3)])


def the_channel_is_left_and_can_be_joined_again(stage: Stage) -> None:
    stage.nora.join("lantern")
    stage.maya.join("lantern")
    stage.line.cut()
    stage.nora_is_back()
    stage.maya.heard("onChannelUserLeaved", "nora", lambda event: event["args"] == ["nora", stage.uid])
    same("who is there", stage.nora.join("lantern"), ["maya", "nora"])
    stage.maya.heard("onChannelUserJoined", "nora", lambda event: event["args"] == ["nora", stage.uid])
    stage.maya.ask("channel_send", text="welcome back")
    stage.nora.heard_in_channel("maya", "welcome back")


def an_account_is_online_for_five_seconds_after_its_line_broke(stage: Stage) -> None:
    stage.line.cut(stay_down=True)
    start = time.monotonic()
    until("the SDK to see it", lambda: stage.nora.ask("status") == RECONNECTING)
    same("the status while it may come back", stage.status("nora"), 1)
    until("it to be offline", lambda: stage.status("nora") == 0)
    took = time.monotonic() - start
    if not GRACE_SECONDS - 0.5 < took < GRACE_SECONDS + 4:
        raise Unmet(f"{GRACE_SECONDS} s", f"{took:.1f} s")
    stage.line.mend()
    stage.nora_is_back()
    same("the status", stage.status("nora"), 1)


def the_python_sdk_does_not_come_back_and_says_nothing(stage: Stage) -> None:
    line = stage.bench.forwarder(stage.url)
    pia = stage.bench.python("pia")
    pia.sign_in(line.url, "pia")
    stage.bench.forget()
    line.cut()
    until("it to see the end of its socket", lambda: pia.ask("state") == PYTHON_LOGGED_OUT)
    same("its callbacks", [event for event in pia.events if "callback" in event], [])


def a_refusal_while_it_comes_back_ends_the_web_sdk_without_a_word(stage: Stage) -> None:
    line = stage.bench.forwarder(stage.url)
    strict = stage.bench.server("--app", "elsewhere")
    rosa = stage.bench.web("rosa")
    rosa.sign_in(line.url, "rosa")
    stage.bench.forget()
    line.target = strict.url
    line.cut()
    until("it to give up", lambda: rosa.ask("status") == LOGGED_OUT)
    same("its callbacks", [event for event in rosa.events if "callback" in event], [])


def a_web_sdk_that_never_gets_back_says_102(stage: Stage) -> None:
    same("the code", stage.lost.heard("onLogout", "102", limit=GIVES_UP_SECONDS)["args"], [102])
    same("the status", stage.lost.ask("status"), LOGGED_OUT)
    same("the number of its logins", len(stage.lost.callbacks("onLoginSuccess")), 1)
