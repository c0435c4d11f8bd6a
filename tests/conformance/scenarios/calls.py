"""A call from its invite to the answer, between all SDKs."""

from __future__ import annotations

import json

from bench import Bench, Python, Web, same, until

EXTRA = '{"note": "gate 5", "_timeout": 20}'


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora, self.maya, self.pia = bench.web("nora"), bench.web("maya"), bench.python("pia")
        self.nora.sign_in(self.url, "nora")
        self.maya.sign_in(self.url, "maya")
        self.pia.sign_in(self.url, "pia")

    def connect(self, channel: str, caller: str = "nora", callee: str = "maya") -> tuple[Web, Web]:
        """A call between two web SDKs that has been accepted."""
        webs = {"nora": self.nora, "maya": self.maya}
        one, two = webs[caller], webs[callee]
        one.ask("invite", channel=channel, peer=callee)
        two.rings(channel, caller)
        two.ask("accept", channel=channel, peer=caller, extra="")
        one.of_call("onInviteAcceptedByPeer", channel, callee)
        return one, two


def an_invite_rings_and_the_caller_is_told(stage: Stage) -> None:
    stage.nora.ask("invite", channel="first", peer="maya", extra=EXTRA)
    same("the extra", stage.maya.rings("first", "nora")["call"]["extra"], EXTRA)
    stage.nora.of_call("onInviteReceivedByPeer", "first", "maya")
    same("the acks", [args["channelName"] for args in stage.maya.calls2("voip_invite_ack")], ["first"])


def the_callee_accepts_with_an_extra(stage: Stage) -> None:
    stage.nora.ask("invite", channel="second", peer="maya")
    stage.maya.rings("second", "nora")
    stage.maya.ask("accept", channel="second", peer="nora", extra='{"room": 5}')
    accepted = stage.nora.of_call("onInviteAcceptedByPeer", "second", "maya")
    same("the extra", accepted["args"][0], '{"room": 5}')
    order = [event["callback"] for event in stage.nora.events if str(event.get("callback")).startswith("onInvite")]
    same("the order", order, ["onInviteReceivedByPeer", "onInviteAcceptedByPeer"])


def the_callee_refuses_with_an_extra(stage: Stage) -> None:
    stage.nora.ask("invite", channel="third", peer="maya")
    stage.maya.rings("third", "nora")
    stage.maya.ask("refuse", channel="third", peer="nora", extra='{"why": "busy"}')
    refused = stage.nora.of_call("onInviteRefusedByPeer", "third", "maya")
    same("the extra", refused["args"][0], '{"why": "busy"}')


def the_caller_ends_an_accepted_call(stage: Stage) -> None:
    nora, maya = stage.connect("fourth")
    nora.ask("end", channel="fourth", peer="maya", extra="bye")
    nora.of_call("onInviteEndByMyself", "fourth", "maya")
    same("the extra", maya.of_call("onInviteEndByPeer", "fourth", "nora")["args"][0], "bye")


def the_callee_ends_an_accepted_call(stage: Stage) -> None:
    nora, maya = stage.connect("fifth")
    maya.ask("end", channel="fifth", peer="nora", extra="")
    maya.of_call("onInviteEndByMyself", "fifth", "nora")
    nora.of_call("onInviteEndByPeer", "fifth", "maya")


def keys_arrive_in_both_directions_and_in_order(stage: Stage) -> None:
    nora, maya = stage.connect("sixth")
    for one, two, name, peer in ((nora, maya, "nora", "maya"), (maya, nora, "maya", "nora")):
        for key in "159#*0":
            one.ask("dtmf", channel="sixth", peer=peer, digits=key)
        until("all keys", lambda two=two: len(two.callbacks("onInviteMsg")) == 6)
        contents = [json.loads(event["args"][0]) for event in two.callbacks("onInviteMsg")]
        same("their type", {content["msgtype"] for content in contents}, {"dtmf"})
        same(f"the keys of {name}", "".join(content["msgdata"] for content in contents), "159#*0")


def several_calls_at_once_are_told_apart(stage: Stage) -> None:
    for channel in ("seventh-a", "seventh-b"):
        stage.nora.ask("invite", channel=channel, peer="maya", extra=channel)
        same("the extra", stage.maya.rings(channel, "nora")["call"]["extra"], channel)
    stage.maya.ask("refuse", channel="seventh-a", peer="nora", extra="")
    stage.maya.ask("accept", channel="seventh-b", peer="nora", extra="")
    stage.nora.of_call("onInviteRefusedByPeer", "seventh-a", "maya")
    stage.nora.of_call("onInviteAcceptedByPeer", "seventh-b", "maya")


def two_who_call_each_other_both_ring_and_one_answer_is_enough(stage: Stage) -> None:
    stage.nora.ask("invite", channel="eighth", peer="maya", extra='{"_timeout": 1}')
    stage.maya.ask("invite", channel="eighth", peer="nora", extra='{"_timeout": 1}')
    stage.nora.rings("eighth", "maya")
    stage.maya.rings("eighth", "nora")
    stage.maya.ask("accept", channel="eighth", peer="nora", extra="")
    stage.nora.of_call("onInviteAcceptedByPeer", "eighth", "maya")
    stage.nora.ask("end", channel="eighth", peer="maya", extra="")
    stage.maya.of_call("onInviteEndByPeer", "eighth", "nora")
    for web in (stage.nora, stage.maya):
        web.settle()
        same("failures", web.callbacks("onInviteFailed"), [])


def nobody_joins_a_channel_by_a_call(stage: Stage) -> None:
    stage.connect("ninth")
    same("the members", stage.nora.invoke("channel_query_num", name="ninth")["num"], 0)


def the_python_sdk_calls_and_the_web_sdk_answers(stage: Stage) -> None:
    nora, pia = stage.nora, stage.pia
    pia.ask("invite", channel="tenth", peer="nora", extra=EXTRA)
    same("the extra", nora.rings("tenth", "pia")["call"]["extra"], EXTRA)
    pia.of_call("on_invite_received_by_peer", "tenth", "nora")
    nora.ask("accept", channel="tenth", peer="pia", extra="yes")
    same("the extra", pia.of_call("on_invite_accepted_by_peer", "tenth", "nora")["args"], ["yes"])
    nora.ask("dtmf", channel="tenth", peer="pia", digits="7")
    keys = pia.of_call("on_invite_msg", "tenth", "nora")["args"][0]
    same("the keys", json.loads(keys)["msgdata"], "7")
    nora.ask("end", channel="tenth", peer="pia", extra="bye")
    same("the extra", pia.of_call("on_invite_end_by_peer", "tenth", "nora")["args"], ["bye"])


def the_web_sdk_calls_and_the_python_sdk_answers(stage: Stage) -> None:
    nora, pia = stage.nora, stage.pia
    nora.ask("invite", channel="eleventh", peer="pia", extra=EXTRA)
    pia.of_call("on_invite_received", "eleventh", "nora")
    nora.of_call("onInviteReceivedByPeer", "eleventh", "pia")
    pia.ask("accept", channel="eleventh", peer="nora", extra="lost")
    # It answers with the extra of the invite, whatever it is given.
    same("the extra", nora.of_call("onInviteAcceptedByPeer", "eleventh", "pia")["args"][0], EXTRA)
    pia.ask("end", channel="eleventh", peer="nora")
    pia.of_call("on_invite_end_by_myself", "eleventh", "nora")
    nora.of_call("onInviteEndByPeer", "eleventh", "pia")


def the_python_sdk_refuses(stage: Stage) -> None:
    stage.nora.ask("invite", channel="twelfth", peer="pia")
    stage.pia.of_call("on_invite_received", "twelfth", "nora")
    stage.pia.ask("refuse", channel="twelfth", peer="nora")
    stage.nora.of_call("onInviteRefusedByPeer", "twelfth", "pia")


def the_python_sdk_hears_700_when_a_call_fails(stage: Stage) -> None:
    pia: Python = stage.pia
    pia.ask("invite", channel="thirteenth", peer="nobody", extra='{"_require_peer_online": 1}')
    same("the code", pia.of_call("on_invite_failed", "thirteenth", "nobody")["args"], [700])
    pia.ask("invite", channel="fourteenth", peer="nobody", extra='{"_timeout": 1}')
    same("the code", pia.of_call("on_invite_failed", "fourteenth", "nobody")["args"], [700])
