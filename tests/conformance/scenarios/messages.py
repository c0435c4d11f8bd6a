"""Messages from person to person: waiting, order, and what they may hold."""

from __future__ import annotations

from bench import Bench, same
from java import Java

HUNDRED = [f"{number} of a hundred" for number in range(1, 101)]
DRAIN_SECONDS = 30
TEXTS = ["two  spaces", " leading and trailing ", "line\nbreak\ttab", '{"json": [1, "2"]}', "你好 🎈 é", "notify recvmsg [5"]


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora, self.maya, self.pia = bench.web("nora"), bench.web("maya"), bench.python("pia")
        self.nora.sign_in(self.url, "nora")
        self.maya.sign_in(self.url, "maya")
        self.pia.sign_in(self.url, "pia")


def _send_all(sender: Java, peer: str) -> None:
    """Sends as fast as the server lets one user send: what it refuses as too fast is sent again."""
    for text in HUNDRED:
        while not _taken(sender, peer, text):
            pass


def _taken(sender: Java, peer: str, text: str) -> bool:
    answer = sender.ask("user_sendmsg", peer=peer, flag="v1:E:2592000", t="instant", content=text)
    if answer["result"] != "ok":
        same("the reason", answer["reason"], "rate limited")
    return bool(answer["result"] == "ok")


def a_hundred_messages_wait_for_the_web_sdk_and_arrive_once_each_in_order(stage: Stage) -> None:
    _send_all(stage.bench.java(stage.url, "otto"), "late-web")
    late = stage.bench.web("late")
    late.sign_in(stage.url, "late-web")
    late.heard_message("otto", HUNDRED[-1], DRAIN_SECONDS)
    late.settle()
    got = [event["args"] for event in late.callbacks("onMessageInstantReceive")]
    same("what came", got, [["otto", 0, text] for text in HUNDRED])


def a_hundred_messages_wait_for_the_python_sdk_and_arrive_once_each_in_order(stage: Stage) -> None:
    _send_all(stage.bench.java(stage.url, "otto"), "late-python")
    late = stage.bench.python("late")
    late.sign_in(stage.url, "late-python")
    late.heard_message("otto", HUNDRED[-1], DRAIN_SECONDS)
    late.settle()
    got = [event["args"] for event in late.callbacks("on_msg_instant_received")]
    same("what came", got, [["otto", 0, text] for text in HUNDRED])


def what_the_web_sdk_has_acknowledged_does_not_come_again(stage: Stage) -> None:
    stage.nora.ask("send", to="rosa", text="read me")
    rosa = stage.bench.web("rosa")
    rosa.sign_in(stage.url, "rosa")
    rosa.heard_message("nora", "read me")
    while not rosa.has_acknowledged():
        rosa.settle()
    rosa.tell("logout")
    rosa.heard("onLogout", "101")
    stage.nora.ask("send", to="rosa", text="and me")
    stage.bench.forget()
    rosa.sign_in(stage.url, "rosa")
    rosa.heard_message("nora", "and me")
    same("what came", len(rosa.callbacks("onMessageInstantReceive")), 1)


def text_arrives_as_it_was_sent_between_all_sdks(stage: Stage) -> None:
    for text in TEXTS:
        for sender, name in ((stage.nora, "nora"), (stage.pia, "pia")):
            for receiver, peer in ((stage.maya, "maya"), (stage.pia, "pia"), (stage.nora, "nora")):
                same("the outcome", bool(sender.ask("send", to=peer, text=text)["failed"]), False)
                receiver.heard_message(name, text)


def a_message_to_oneself_arrives(stage: Stage) -> None:
    stage.nora.ask("send", to="nora", text="note to self")
    stage.nora.heard_message("nora", "note to self")


def an_object_arrives_as_its_json_text(stage: Stage) -> None:
    stage.nora.ask("send", to="maya", text={"beat": 4})
    stage.maya.heard_message("nora", '{"beat":4}')
    stage.nora.ask("send", to="pia", text={"beat": 4})
    stage.pia.heard_message("nora", '{"beat":4}')


def a_message_in_a_stream_of_sixty_a_second_is_pushed_once_and_in_order(stage: Stage) -> None:
    numbers = [stage.nora.tell("send", to="maya", text=f"burst {number}") for number in range(50)]
    for number in numbers:
        same("the outcome", _answer(stage, number), {"failed": False})
    stage.maya.heard_message("nora", "burst 49")
    got = [event["args"][2] for event in stage.maya.callbacks("onMessageInstantReceive")]
    same("what came", [text for text in got if text.startswith("burst")], [f"burst {number}" for number in range(50)])


def _answer(stage: Stage, number: int) -> object:
    def look() -> list[dict[str, object]]:
        return [event for event in list(stage.nora.events) if event.get("reply") == number]

    while not look():
        stage.nora.settle()
    return look()[0]["value"]


def a_level_that_wants_the_peer_there_is_refused_when_it_is_not(stage: Stage) -> None:
    java = stage.bench.java(stage.url, "otto")
    for level in ("L", "C"):
        java.refused("peer not online", "user_sendmsg", peer="nobody", flag=f"v1:{level}:60", t="instant", content="x")
        java.done("user_sendmsg", peer="maya", flag=f"v1:{level}:60", t="instant", content=f"level {level}")
        stage.maya.heard_message("otto", f"level {level}")
