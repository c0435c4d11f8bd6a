"""What only Java does, and what is done for it alone."""

from __future__ import annotations

import json

from bench import APP, Bench, same
from java import Java


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora = bench.web("nora")
        self.nora.sign_in(self.url, "nora")

    def java(self, account: str) -> Java:
        return self.bench.java(self.url, account)


def calls_are_counted_from_0_and_the_number_comes_back(stage: Stage) -> None:
    java = stage.java("zero")
    same("the first number", java.tell("channel_query_num", name="first"), 0)
    _, (number, error, body) = java.wait("an answer", lambda frame: frame[0] == "call2-ret")
    same("the answer's number", (number, type(number), error), (0, int, ""))
    same("the body is text", json.loads(body)["result"], "ok")


def many_calls_at_once_are_answered_in_order(stage: Stage) -> None:
    java = stage.java("many")
    numbers = [java.tell("channel_query_num", name="first") for _ in range(20)]
    answered = [java.wait("an answer", lambda frame: frame[0] == "call2-ret")[1][0] for _ in numbers]
    same("the order", answered, numbers)


def a_message_is_announced_by_its_version_and_never_pushed_whole(stage: Stage) -> None:
    java = stage.java("jo")
    mark, waiting = java.fetch()
    same("what waits", waiting, [])
    for number in range(1, 4):
        stage.nora.ask("send", to="jo", text=f"message {number}")
        _, notice = java.wait("a notice", lambda frame: frame[0] == "notify")
        same("the notice", notice, ["msg", mark + number])
        (version, line), = java.fetch(mark + number - 1)[1]
        same("the version", (version, type(version)), (mark + number, int))
        parts = line[:3] + line[4:5] + line[6:]
        same("the parts of the line", parts, ["msg-v2", "nora", "jo", "instant", f"message {number}"])
        same("the time is whole seconds", line[5].isdigit(), True)
    same("what waits after all", java.fetch(mark + 3), (mark + 3, []))


def a_full_page_is_followed_by_a_notice(stage: Stage) -> None:
    sender = stage.java("sender")
    for number in range(35):
        sender.done("user_sendmsg", peer="pager", flag="v1:E:2592000", t="instant", content=str(number))
    java = stage.java("pager")
    _, page = java.fetch()
    same("the first page", [line[6] for _, line in page], [str(number) for number in range(30)])
    _, notice = java.wait("a notice that there is more", lambda frame: frame[0] == "notify")
    same("the notice", notice, ["msg", page[-1][0] + 5])
    _, rest = java.fetch(page[-1][0])
    same("the second page", [line[6] for _, line in rest], [str(number) for number in range(30, 35)])


def the_end_of_a_call_is_call_bye(stage: Stage) -> None:
    java = stage.java("jim")
    java.done("voip_invite", channelName="bye", peer="nora", extra="")
    stage.nora.rings("bye", "jim")
    java.done("call_bye", channelName="bye", srcNum="jim", destNum="nora")
    same("the extra", stage.nora.of_call("onInviteEndByPeer", "bye", "jim")["args"][0], "")


def call_bye_takes_back_what_has_not_rung(stage: Stage) -> None:
    java = stage.java("jim")
    java.done("voip_invite", channelName="bye", peer="asleep", extra="")
    java.done("call_bye", channelName="bye", srcNum="jim", destNum="asleep")
    same("what waits for the callee", stage.java("asleep").fetch()[1], [])
    java.refused("wrong param", "call_bye", channelName="bye", srcNum="jim")
    java.refused("peer not exist", "call_bye", channelName="bye", srcNum="jim", destNum="never-seen")


def a_call_comes_with_every_key_that_java_reads(stage: Stage) -> None:
    java = stage.java("jill")
    stage.nora.ask("invite", channel="keys", peer="jill", extra="x")
    java.wait("a notice", lambda frame: frame[0] == "notify")
    (_, line), = java.fetch()[1]
    content = json.loads(line[6])
    same("the keys", sorted(content), ["channel", "extra", "peer", "peeruid"])
    same("what they say", (content["channel"], content["peer"], content["extra"]), ("keys", "nora", "x"))
    same("the uid is a number", type(content["peeruid"]), int)
    java.done("voip_invite_ack", channelName="keys", peer="nora", extra="")
    stage.nora.of_call("onInviteReceivedByPeer", "keys", "jill")


def a_channel_is_told_in_text_and_with_every_key(stage: Stage) -> None:
    java = stage.java("jack")
    joined = java.done("channel_join", name="lantern")
    same("the list and the attributes", (joined["list"], joined["attrs"]), ([["jack", java.uid]], {}))
    stage.nora.join("lantern")
    stage.nora.ask("set_attr", name="topic", value="kites")
    for value in ({"beat": 4}, 4, True, "text"):
        stage.nora.ask("channel_send", text=value)
    stage.nora.tell("leave")
    stage.nora.heard("onChannelLeaved", "lantern")
    java.settle()
    same("the messages", [event["msg"] for event in java.events("channel_msg")], ['{"beat":4}', "4", "true", "text"])
    for kind, keys in (
        ("channel_user_join", ["account", "channel", "uid"]),
        ("channel_user_leave", ["account", "channel", "uid"]),
        ("channel_msg", ["account", "channel", "msg", "uid"]),
        ("channel_attr_update", ["account", "channel", "name", "type", "uid", "value"]),
    ):
        same(f"the keys of {kind}", sorted(java.events(kind)[0]), keys)
    ids = [frame[1][2] for frame in java.pushed if frame[0] == "notify"]
    same("the ids follow the join's", ids, list(range(joined["msgid"] + 1, joined["msgid"] + 1 + len(ids))))


def numbers_as_text_are_understood(stage: Stage) -> None:
    java = stage.java("jules")
    page = java.done("user_getmsg", ver_clear="0", max="30")
    same("what waits", page["msgs"], [])
    java.done("channel_join", name="coerced")
    java.done("channel_set_attr", channel="coerced", name="beat", value=4)
    same("the attribute", java.done("channel_join", name="coerced")["attrs"], {"beat": "4"})
    java.send("ping", "12")
    java.wait("a pong", lambda frame: frame[0] == "pong" and str(frame[1]) == "12")


def binary_and_bundled_frames_are_never_sent_unasked(stage: Stage) -> None:
    java = stage.java("plain")
    java.send("set_flag", {"binary": 1})
    java.done("channel_join", name="plain")
    for _ in range(20):
        java.done("channel_sendmsg", name="plain", msg="x" * 8000)
    java.settle()
    same("the messages", len(java.events("channel_msg")), 20)


def an_unknown_event_is_passed_over(stage: Stage) -> None:
    java = stage.java("odd")
    java.send("line_pong", 1)
    java.done("channel_query_num", name="first")


def a_java_login_after_a_web_login_kicks_it(stage: Stage) -> None:
    rosa = stage.bench.web("rosa")
    rosa.sign_in(stage.url, "rosa")
    java = stage.bench.java(stage.url)
    answer = java.log_in(APP, "rosa")
    same("the types in the answer", (type(answer["line"]), type(answer["uid"])), (str, int))
    same("the code", rosa.heard("onLogout", "103")["args"], [103])
