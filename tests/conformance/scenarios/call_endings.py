"""Calls that end before they are answered, by every way there is."""

from __future__ import annotations

import json
import time

from bench import Bench, same
from checks import Unmet
from java import Java

ONE_SECOND = '{"_timeout": 1}'
AT_ONCE = 1.0
DEFAULT_SECONDS = 20
LARGEST_SECONDS = 60


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora, self.maya = bench.web("nora"), bench.web("maya")
        self.nora.sign_in(self.url, "nora")
        self.maya.sign_in(self.url, "maya")
        # The default takes its time: it is begun first and looked at last.
        self.patient = bench.web("patient")
        self.patient.sign_in(self.url, "patient")
        bench.keep(self.patient)
        self.began = time.monotonic()
        self.patient.ask("invite", channel="default", peer="absent", extra="")

    def silent(self, account: str) -> Java:
        """Somebody online whose device never confirms an invite."""
        return self.bench.java(self.url, account)


def an_invite_that_wants_the_peer_online_fails_at_once(stage: Stage) -> None:
    start = time.monotonic()
    stage.nora.ask("invite", channel="first", peer="absent", extra='{"_require_peer_online": 1}')
    failed = stage.nora.of_call("onInviteFailed", "first", "absent")
    same("the text", failed["args"][0], "peer is not online")
    if time.monotonic() - start > AT_ONCE:
        raise Unmet("an answer at once", f"one after {time.monotonic() - start:.1f} s")


def its_reply_has_the_words_and_the_number_703(stage: Stage) -> None:
    java = stage.bench.java(stage.url, "otto")
    for wish in ('{"_require_peer_online": 1}', '{"_require_peer_online": "1"}'):
        answer = java.refused("peer is not online", "voip_invite", channelName="c", peer="absent", extra=wish)
        same("the number", answer["ecode"], 703)


def an_invite_that_wants_the_peer_online_rings_when_it_is(stage: Stage) -> None:
    stage.nora.ask("invite", channel="second", peer="maya", extra='{"_require_peer_online": 1}')
    stage.maya.rings("second", "nora")
    stage.maya.ask("refuse", channel="second", peer="nora", extra="")
    stage.nora.of_call("onInviteRefusedByPeer", "second", "maya")


def nobody_comes_within_the_timeout(stage: Stage) -> None:
    start = time.monotonic()
    stage.nora.ask("invite", channel="third", peer="absent", extra=ONE_SECOND)
    failed = stage.nora.of_call("onInviteFailed", "third", "absent")
    took = time.monotonic() - start
    same("the text is the extra of the invite", failed["args"][0], ONE_SECOND)
    if not 0.9 < took < 4:
        raise Unmet("1 s", f"{took:.1f} s")
    late = stage.bench.java(stage.url, "absent")
    same("what waits for the callee", [line[4] for _, line in late.fetch()[1] if '"third"' in line[6]], [])
    late.done("user_logout")


def a_device_that_never_confirms_fails_too_and_says_704(stage: Stage) -> None:
    stage.silent("quiet")
    otto = stage.bench.java(stage.url, "otto")
    otto.done("voip_invite", channelName="fourth", peer="quiet", extra=ONE_SECOND)
    otto.wait("a notice", lambda frame: frame[0] == "notify")
    line = otto.fetch()[1][-1][1]
    same("sender and type", (line[1], line[4]), ("quiet", "voip_invite_failed"))
    content = json.loads(line[6])
    same("what it says", (content["channel"], content["peer"], content["extra"]), ("fourth", "quiet", ONE_SECOND))
    same("the number", content["ecode"], 704)


def a_callee_who_signs_in_in_time_is_rung(stage: Stage) -> None:
    stage.nora.ask("invite", channel="fifth", peer="latecomer", extra="late but in time")
    late = stage.bench.web("latecomer")
    late.sign_in(stage.url, "latecomer")
    same("the extra", late.rings("fifth", "nora")["call"]["extra"], "late but in time")
    stage.nora.of_call("onInviteReceivedByPeer", "fifth", "latecomer")
    late.ask("accept", channel="fifth", peer="nora", extra="")
    stage.nora.of_call("onInviteAcceptedByPeer", "fifth", "latecomer")


def the_python_sdk_is_rung_when_it_signs_in_in_time(stage: Stage) -> None:
    stage.nora.ask("invite", channel="sixth", peer="late-python", extra="")
    late = stage.bench.python("late")
    late.sign_in(stage.url, "late-python")
    late.of_call("on_invite_received", "sixth", "nora")
    stage.nora.of_call("onInviteReceivedByPeer", "sixth", "late-python")


def a_call_taken_back_before_it_rang_leaves_no_trace(stage: Stage) -> None:
    stage.nora.ask("invite", channel="seventh", peer="sleeper", extra="")
    stage.nora.ask("end", channel="seventh", peer="sleeper", extra="")
    stage.nora.of_call("onInviteEndByMyself", "seventh", "sleeper")
    stage.nora.settle()
    sleeper = stage.bench.java(stage.url, "sleeper")
    same("what waits for the callee", sleeper.fetch()[1], [])


def a_call_taken_back_while_it_rings_ends_for_the_callee(stage: Stage) -> None:
    stage.nora.ask("invite", channel="eighth", peer="maya", extra="")
    stage.maya.rings("eighth", "nora")
    stage.nora.ask("end", channel="eighth", peer="maya", extra="never mind")
    ended = stage.maya.of_call("onInviteEndByPeer", "eighth", "nora")
    same("the extra", ended["args"][0], "never mind")


def a_callee_who_confirmed_may_ring_past_the_timeout(stage: Stage) -> None:
    stage.nora.ask("invite", channel="ninth", peer="maya", extra=ONE_SECOND)
    stage.nora.of_call("onInviteReceivedByPeer", "ninth", "maya")
    # A later call that nobody confirms has its end after this one would have had it.
    stage.nora.ask("invite", channel="ninth-b", peer="absent", extra='{"_timeout": "2"}')
    stage.nora.of_call("onInviteFailed", "ninth-b", "absent")
    failed = [event["call"]["channel"] for event in stage.nora.callbacks("onInviteFailed")]
    same("what failed", failed, ["ninth-b"])
    stage.maya.ask("accept", channel="ninth", peer="nora", extra="")
    stage.nora.of_call("onInviteAcceptedByPeer", "ninth", "maya")


def a_second_invite_before_the_answer_does_not_ring_twice(stage: Stage) -> None:
    java = stage.silent("steady")
    otto = stage.bench.java(stage.url, "otto")
    for extra in ('{"_timeout": 30}', ONE_SECOND):
        otto.done("voip_invite", channelName="tenth", peer="steady", extra=extra)
        if extra != ONE_SECOND:
            rung = java.fetch()[1]
    same("what rang", [line[4] for _, line in rung], ["voip_invite"])
    same("what rang again", java.fetch(rung[-1][0])[1], [])
    otto.wait("the second one's end", lambda frame: frame[0] == "notify")
    same("its end", json.loads(otto.fetch()[1][-1][1][6])["extra"], ONE_SECOND)


def a_strict_server_refuses_a_second_invite_with_701(stage: Stage) -> None:
    url = stage.bench.server("--strict-reinvite").url
    otto = stage.bench.java(url, "otto")
    otto.done("voip_invite", channelName="c", peer="absent", extra="")
    same("the number", otto.refused("reinvite", "voip_invite", channelName="c", peer="absent", extra="")["ecode"], 701)


def a_timeout_is_bounded(stage: Stage) -> None:
    otto = stage.bench.java(stage.url, "otto")
    wishes = {'{"_timeout": 180}': LARGEST_SECONDS, '{"_timeout": 0}': DEFAULT_SECONDS, "{": DEFAULT_SECONDS}
    for wish in wishes:
        otto.done("voip_invite", channelName=f"c{wish}", peer="bounded", extra=wish)
    callee = stage.bench.java(stage.url, "bounded")
    flags = [line[3] for _, line in callee.fetch()[1]]
    same("the lives of the invites", flags, [f"v1:E:{seconds}" for seconds in wishes.values()])


def the_default_is_twenty_seconds(stage: Stage) -> None:
    failed = stage.patient.of_call("onInviteFailed", "default", "absent", limit=DEFAULT_SECONDS + 10)
    took = time.monotonic() - stage.began
    same("the text is the extra of the invite", failed["args"][0], "")
    if took < DEFAULT_SECONDS - 0.5:
        raise Unmet(f"{DEFAULT_SECONDS} s", f"{took:.1f} s")
