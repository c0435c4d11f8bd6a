"""Every limit from both sides: the largest that passes, and one more that is refused with a reason."""

from __future__ import annotations

from bench import Bench, same
from checks import Unmet
from java import Java

NAME, VALUE, MESSAGE = 128, 8096, 8192
USER_PER_SECOND, ATTRIBUTE_PER_SECOND, CHANNEL_PER_SECOND = 60, 10, 200
PAGE_LARGEST, LIST = 200, 200
FLAG = {"flag": "v1:E:3600", "t": "instant"}
# Three bytes each: a limit is of bytes, not of characters.
WIDE = "灯"


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora, self.maya = bench.web("nora"), bench.web("maya")
        self.nora.sign_in(self.url, "nora")
        self.maya.sign_in(self.url, "maya")

    def java(self, account: str) -> Java:
        return self.bench.java(self.url, account)


def _bytes(count: int) -> str:
    return WIDE * (count // 3) + "x" * (count % 3)


def a_message_to_a_person_has_8192_bytes(stage: Stage) -> None:
    largest = _bytes(MESSAGE)
    same("the outcome", stage.nora.ask("send", to="maya", text=largest), {"failed": False})
    stage.maya.heard_message("nora", largest)
    same("the outcome", stage.nora.ask("send", to="maya", text=largest + "x"), {"failed": True})
    stage.nora.refused("too large", "user_sendmsg", peer="maya", content=largest + "x", **FLAG)


def the_python_sdk_is_told_400_for_a_message_that_is_too_large(stage: Stage) -> None:
    pia = stage.bench.python("pia")
    pia.sign_in(stage.url, "pia")
    same("the outcome", pia.ask("send", to="maya", text="x" * MESSAGE), {"failed": 0})
    same("the outcome", pia.ask("send", to="maya", text="x" * (MESSAGE + 1)), {"failed": 400})


def a_message_to_a_channel_has_8192_bytes(stage: Stage) -> None:
    stage.nora.join("first")
    stage.nora.ask("channel_send", text=_bytes(MESSAGE))
    stage.nora.heard_in_channel("nora", _bytes(MESSAGE))
    stage.nora.refused("too large", "channel_sendmsg", name="first", msg=_bytes(MESSAGE) + "x")


def the_extra_of_a_call_has_8192_bytes(stage: Stage) -> None:
    stage.nora.ask("invite", channel="second", peer="maya", extra=_bytes(MESSAGE))
    same("the extra", stage.maya.rings("second", "nora")["call"]["extra"], _bytes(MESSAGE))
    stage.nora.ask("invite", channel="third", peer="maya", extra=_bytes(MESSAGE) + "x")
    failed = stage.nora.of_call("onInviteFailed", "third", "maya")
    same("the text", failed["args"][0], "too large")


def names_have_128_bytes(stage: Stage) -> None:
    java = stage.java("otto")
    largest, more = _bytes(NAME), _bytes(NAME) + "x"
    java.done("channel_join", name=largest)
    java.done("channel_set_attr", channel=largest, name=largest, value="v")
    java.done("user_set_attr", name=largest, value="v")
    java.done("user_sendmsg", peer=largest, content="hello", **FLAG)
    java.done("voip_invite", channelName=largest, peer=largest, extra="")
    java.refused("too large", "channel_join", name=more)
    java.refused("too large", "channel_set_attr", channel=largest, name=more, value="v")
    java.refused("too large", "channel_del_attr", channel=largest, name=more)
    java.refused("too large", "user_set_attr", name=more, value="v")
    java.refused("too large", "user_sendmsg", peer=more, content="hello", **FLAG)
    java.refused("too large", "voip_invite", channelName=more, peer="maya", extra="")
    java.refused("too large", "voip_invite", channelName="c", peer=more, extra="")


def attribute_values_have_8096_bytes(stage: Stage) -> None:
    java = stage.java("otto")
    java.done("channel_join", name="fourth")
    java.done("channel_set_attr", channel="fourth", name="a", value=_bytes(VALUE))
    java.refused("too large", "channel_set_attr", channel="fourth", name="a", value=_bytes(VALUE) + "x")
    java.done("user_set_attr", name="a", value=_bytes(VALUE))
    java.refused("too large", "user_set_attr", name="a", value=_bytes(VALUE) + "x")
    same("what is kept", java.done("channel_join", name="fourth")["attrs"]["a"], _bytes(VALUE))
    same("what is kept", java.done("user_get_attr", account="otto", name="a")["value"], _bytes(VALUE))


def accounts_and_names_have_no_blanks_or_control_characters_where_they_must_not(stage: Stage) -> None:
    java = stage.java("otto")
    java.refused("wrong param", "user_sendmsg", peer="ma ya", content="hello", **FLAG)
    java.refused("wrong param", "voip_invite", channelName="c", peer="ma\tya", extra="")
    java.refused("wrong param", "channel_join", name="line\nbreak")
    java.done("channel_join", name="with a space")


def a_user_sends_sixty_messages_a_second_and_what_is_more_is_refused(stage: Stage) -> None:
    java = stage.java("hasty")
    java.done("channel_join", name="fifth")
    ways = (
        ("user_sendmsg", {"peer": "maya", "content": "hello", **FLAG}),
        ("channel_sendmsg", {"name": "fifth", "msg": "hello"}),
    )
    numbers = [java.tell(function, **args) for _ in range(60) for function, args in ways]
    answers = [java.answer(number) for number in numbers]
    refused = [answer for answer in answers if answer["result"] != "ok"]
    same("the reasons", {answer["reason"] for answer in refused}, {"rate limited"})
    same("the first sixty", [answer["result"] for answer in answers[:USER_PER_SECOND]], ["ok"] * USER_PER_SECOND)
    java.settle()
    arrived = len(java.events("channel_msg"))
    taken = sum(answer["result"] == "ok" for answer in answers[1::2])
    same("what arrived in the channel", arrived, taken)


def a_channel_carries_two_hundred_messages_a_second(stage: Stage) -> None:
    crowd = [stage.java(f"crowd-{number}") for number in range(6)]
    for java in crowd:
        java.done("channel_join", name="sixth")
    numbers = [[java.tell("channel_sendmsg", name="sixth", msg="x") for _ in range(50)] for java in crowd]
    answers = [java.answer(number) for java, told in zip(crowd, numbers, strict=True) for number in told]
    reasons = {answer["reason"] for answer in answers if answer["result"] != "ok"}
    taken = sum(answer["result"] == "ok" for answer in answers)
    if taken < CHANNEL_PER_SECOND or reasons - {"rate limited"}:
        raise Unmet(f"{CHANNEL_PER_SECOND} messages taken, and too many as the only reason", (taken, reasons))
    for java in crowd:
        java.settle()
        same("what each got", len(java.events("channel_msg")), taken)


def an_attribute_changes_ten_times_a_second(stage: Stage) -> None:
    java = stage.java("otto")
    java.done("channel_join", name="seventh")
    for function, more in (("channel_set_attr", {"channel": "seventh"}), ("user_set_attr", {})):
        numbers = [java.tell(function, name="beat", value=str(beat), **more) for beat in range(40)]
        answers = [java.answer(number) for number in numbers]
        same("the first ten", [answer["result"] for answer in answers[:ATTRIBUTE_PER_SECOND]], ["ok"] * 10)
        same("the reasons", {answer["reason"] for answer in answers if answer["result"] != "ok"}, {"rate limited"})


def a_page_of_messages_has_two_hundred_at_most(stage: Stage) -> None:
    senders = [stage.java(f"sender-{number}") for number in range(4)]
    for sender in senders:
        for _ in range(55):
            sender.done("user_sendmsg", peer="reader", content="hello", **FLAG)
    reader = stage.java("reader")
    for asked, given in ((1000, PAGE_LARGEST), (7, 7), (0, 30)):
        same(f"a page of {asked}", len(reader.done("user_getmsg", ver_clear=0, max=asked)["msgs"]), given)


def a_user_list_names_the_two_hundred_latest(stage: Stage) -> None:
    crowd = [stage.java(f"member-{number}") for number in range(LIST + 5)]
    for java in crowd:
        last = java.done("channel_join", name="eighth")
    same("the list at the join", len(last["list"]), LIST)
    listed = crowd[0].done("channel_query_userlist", name="eighth")
    same("the number", listed["num"], LIST + 5)
    same("the list", [account for account, _ in listed["list"]], [f"member-{number}" for number in range(5, LIST + 5)])
