"""Attributes of channels, and the built-in ones with what they do."""

from __future__ import annotations

import time

from bench import Bench, same, until
from java import Java

BUILT_IN = ("_channel_ttl", "_auto_update_num", "_auto_update_total_num", "_userNotification", "_sendmsg_limit",
            "_setattr_limit")  # fmt: skip


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.server = bench.server()
        self.url = self.server.url
        self.nora, self.maya, self.pia = bench.web("nora"), bench.web("maya"), bench.python("pia")
        self.nora.sign_in(self.url, "nora")
        self.maya.sign_in(self.url, "maya")
        self.pia.sign_in(self.url, "pia")

    def member(self, account: str, channel: str) -> Java:
        java = self.bench.java(self.url, account)
        java.done("channel_join", name=channel)
        return java


def a_set_is_told_to_all_and_shown_to_who_comes_later(stage: Stage) -> None:
    stage.nora.join("first")
    stage.maya.join("first")
    stage.nora.ask("set_attr", name="topic", value="lanterns 🏮")
    stage.nora.attribute("topic", "lanterns 🏮", "update")
    stage.maya.attribute("topic", "lanterns 🏮", "update")
    stage.pia.ask("join", channel="first")
    shown = stage.pia.heard("on_channel_attr_updated", "topic")["args"]
    same("what a newcomer is shown", shown, ["topic", "lanterns 🏮", "update"])
    stage.pia.ask("set_attr", name="topic", value="kites")
    stage.nora.attribute("topic", "kites", "update")


def a_set_of_text_that_is_no_text_is_its_json(stage: Stage) -> None:
    stage.nora.join("second")
    stage.nora.ask("set_attr", name="count", value=3)
    stage.nora.attribute("count", "3", "update")


def a_deletion_and_a_clearing_are_told_once_each(stage: Stage) -> None:
    stage.nora.join("third")
    stage.maya.join("third")
    for name in ("one", "two", "three"):
        stage.nora.ask("set_attr", name=name, value="set")
    stage.nora.ask("del_attr", name="one")
    stage.maya.attribute("one", "", "del")
    stage.nora.ask("del_attr", name="never set")
    stage.maya.attribute("never set", "", "del")
    stage.maya.ask("clear_attr")
    stage.nora.attribute("", "", "clear")
    stage.nora.settle()
    kinds = [event["args"][2] for event in stage.nora.callbacks("onChannelAttrUpdated")]
    same("what nora was told", kinds, ["update"] * 3 + ["del"] * 2 + ["clear"])
    same("what is left", stage.member("late", "third").done("channel_join", name="third")["attrs"], {})


def the_python_sdk_deletes_and_clears_too(stage: Stage) -> None:
    stage.nora.join("fourth")
    stage.pia.ask("join", channel="fourth")
    stage.pia.heard("on_channel_joined", "fourth")
    stage.pia.ask("set_attr", name="one", value="1")
    stage.pia.ask("del_attr", name="one")
    stage.pia.ask("clear_attr")
    stage.nora.attribute("one", "1", "update")
    stage.nora.attribute("one", "", "del")
    stage.nora.attribute("", "", "clear")


def only_members_change_attributes(stage: Stage) -> None:
    stage.nora.join("fifth")
    outside = stage.member("outside", "elsewhere")
    outside.refused("not in channel", "channel_set_attr", channel="fifth", name="topic", value="mine")
    outside.refused("not in channel", "channel_del_attr", channel="fifth", name="topic")
    outside.refused("not in channel", "channel_clear_attr", channel="fifth")
    stage.nora.settle()
    same("what the members are told", stage.nora.callbacks("onChannelAttrUpdated"), [])


def channel_ttl_ends_the_attributes_after_the_last_leave(stage: Stage) -> None:
    stage.nora.join("short")
    stage.nora.ask("set_attr", name="_channel_ttl", value="1")
    stage.nora.ask("set_attr", name="topic", value="gone soon")
    stage.nora.join("long")
    stage.nora.ask("set_attr", name="topic", value="stays")
    stage.nora.tell("leave")
    stage.nora.heard("onChannelLeaved", "long")
    # Looking in would keep the channel alive, so one look after its time has to do.
    due = time.monotonic() + 1.5
    until("its time to be over", lambda: time.monotonic() > due)
    late = stage.bench.java(stage.url, "late")
    same("what is left of the short one", late.done("channel_join", name="short")["attrs"], {})
    same("what is left of the long one", late.done("channel_join", name="long")["attrs"], {"topic": "stays"})


def member_num_is_the_servers_own(stage: Stage) -> None:
    java = stage.member("otto", "seventh")
    for name in ("_member_num", "_total_member_num"):
        java.refused("wrong param", "channel_set_attr", channel="seventh", name=name, value="7")
        java.refused("wrong param", "channel_del_attr", channel="seventh", name=name)
    java.settle()
    same("what the members are told", java.events("channel_attr_update"), [])


def auto_update_num_publishes_the_number_of_members_when_it_has_changed(stage: Stage) -> None:
    stage.nora.join("eighth")
    stage.nora.ask("set_attr", name="_auto_update_num", value="1")
    stage.nora.attribute("_member_num", "1", "update")
    stage.maya.join("eighth")
    same("shown at once to who comes", stage.maya.attribute("_member_num", "2", "update")["args"][1], "2")
    stage.nora.attribute("_member_num", "2", "update")
    stage.maya.tell("leave")
    stage.nora.heard(
        "onChannelAttrUpdated", "1 again", lambda event: event["args"] == ["_member_num", "1", "update"], times=2
    )
    stage.nora.ask("set_attr", name="_auto_update_num", value="0")
    numbers = [event["args"][1] for event in stage.nora.callbacks("onChannelAttrUpdated")
               if event["args"][0] == "_member_num"]  # fmt: skip
    same("what was published", numbers, ["1", "2", "1"])


def auto_update_total_num_publishes_the_number_of_all_joins(stage: Stage) -> None:
    java = stage.member("otto", "ninth")
    java.done("channel_set_attr", channel="ninth", name="_auto_update_num", value="1")
    java.done("channel_set_attr", channel="ninth", name="_auto_update_total_num", value="1")
    stage.maya.join("ninth")
    stage.maya.tell("leave")
    stage.maya.join("ninth")
    stage.maya.attribute("_total_member_num", "3", "update")
    stage.maya.tell("leave")


def user_notification_0_silences_coming_and_going(stage: Stage) -> None:
    stage.nora.join("tenth")
    stage.nora.ask("set_attr", name="_userNotification", value="0")
    same("the list is kept", stage.maya.join("tenth"), ["nora", "maya"])
    stage.maya.ask("channel_send", text="I am here")
    stage.nora.heard_in_channel("maya", "I am here")
    stage.maya.tell("leave")
    stage.maya.heard("onChannelLeaved", "tenth")
    stage.nora.settle()
    same("who came", stage.nora.callbacks("onChannelUserJoined"), [])
    same("who went", stage.nora.callbacks("onChannelUserLeaved"), [])
    stage.nora.ask("set_attr", name="_userNotification", value="1")
    stage.maya.join("tenth")
    stage.nora.heard("onChannelUserJoined", "maya")


def sendmsg_limit_bounds_the_messages_of_the_whole_channel(stage: Stage) -> None:
    one, two = stage.member("one", "eleventh"), stage.member("two", "eleventh")
    one.done("channel_set_attr", channel="eleventh", name="_sendmsg_limit", value="2")
    numbers = [java.tell("channel_sendmsg", name="eleventh", msg="x") for java in (one, one, one)]
    numbers_of_two = [two.tell("channel_sendmsg", name="eleventh", msg="y") for _ in range(3)]
    answers = [one.answer(number) for number in numbers] + [two.answer(number) for number in numbers_of_two]
    reasons = [answer["reason"] for answer in answers if answer["result"] != "ok"]
    same("the reasons", set(reasons), {"rate limited"})
    one.settle()
    same("what arrived", len(one.events("channel_msg")), len(answers) - len(reasons))


def setattr_limit_bounds_the_changes_of_one_attribute(stage: Stage) -> None:
    java = stage.member("otto", "twelfth")
    java.done("channel_set_attr", channel="twelfth", name="_setattr_limit", value="1")
    numbers = [java.tell("channel_set_attr", channel="twelfth", name="beat", value=str(beat)) for beat in range(3)]
    numbers.append(java.tell("channel_set_attr", channel="twelfth", name="other", value="0"))
    answers = [java.answer(number) for number in numbers]
    same("the first", answers[0]["result"], "ok")
    same("the others", {answer.get("reason") for answer in answers[1:3]}, {"rate limited"})
    same("another attribute", answers[3]["result"], "ok")


def a_built_in_is_a_number_and_deleting_it_is_its_default(stage: Stage) -> None:
    java = stage.member("otto", "thirteenth")
    for name in BUILT_IN:
        java.refused("wrong param", "channel_set_attr", channel="thirteenth", name=name, value="often")
        java.done("channel_set_attr", channel="thirteenth", name=name, value="30")
    java.done("channel_del_attr", channel="thirteenth", name="_userNotification")
    shown = java.done("channel_join", name="thirteenth")["attrs"]
    expected = {name: "30" for name in BUILT_IN if name != "_userNotification"}
    same("what is shown", shown, expected | {"_member_num": "1", "_total_member_num": "1"})
    java.done("channel_clear_attr", channel="thirteenth")
    same("what is shown after clearing", java.done("channel_join", name="thirteenth")["attrs"], {})


def attributes_of_a_channel_outlive_its_members_and_the_server(stage: Stage) -> None:
    server = stage.bench.server()
    java = stage.bench.java(server.url, "otto")
    java.done("channel_join", name="fourteenth")
    java.done("channel_set_attr", channel="fourteenth", name="topic", value="kept")
    server.kill()
    server.start()
    again = stage.bench.java(server.url, "otto")
    same("what is shown", again.done("channel_join", name="fourteenth")["attrs"], {"topic": "kept"})
