"""The life of a channel as each SDK sees it."""

from __future__ import annotations

from bench import Bench, same

LEFT_BY_USER = 602


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora, self.maya, self.pia = bench.web("nora"), bench.web("maya"), bench.python("pia")
        self.uids = {
            "nora": self.nora.sign_in(self.url, "nora"),
            "maya": self.maya.sign_in(self.url, "maya"),
            "pia": self.pia.sign_in(self.url, "pia"),
        }

    def all_join(self, channel: str) -> None:
        """In the order nora, maya, pia."""
        self.nora.join(channel)
        self.maya.join(channel)
        self.pia.ask("join", channel=channel)
        self.pia.heard("on_channel_joined", channel, lambda event: event["channel"] == channel)
        for web in (self.nora, self.maya):
            web.heard("onChannelUserJoined", "pia", lambda event: event["args"][0] == "pia")
        self.bench.forget()


def a_join_shows_the_members_and_is_told_to_the_others_alone(stage: Stage) -> None:
    nora, maya, uids = stage.nora, stage.maya, stage.uids
    same("who is there", nora.join("first"), ["nora"])
    same("who is there", maya.join("first"), ["nora", "maya"])
    listed = maya.heard("onChannelUserList", "first")["args"]
    same("the pairs", listed, [[["nora", uids["nora"]], ["maya", uids["maya"]]]])
    same("who has come", nora.heard("onChannelUserJoined", "maya")["args"], ["maya", uids["maya"]])
    maya.settle()
    same("what the one who came is told of it", maya.callbacks("onChannelUserJoined"), [])
    order = [event["callback"] for event in maya.events if str(event.get("callback")).startswith("onChannel")]
    same("the order", order, ["onChannelJoined", "onChannelUserList"])


def the_python_sdk_joins_and_is_told_of_the_others(stage: Stage) -> None:
    pia, nora, uids = stage.pia, stage.nora, stage.uids
    nora.join("second")
    pia.ask("join", channel="second")
    listed = pia.heard("on_channel_user_list", "second")["args"]
    same("the list", listed, [["nora", "pia"], [uids["nora"], uids["pia"]]])
    same("who has come", nora.heard("onChannelUserJoined", "pia")["args"], ["pia", uids["pia"]])
    stage.maya.join("second")
    same("who has come", pia.heard("on_channel_user_joined", "maya")["args"], ["maya", uids["maya"]])
    stage.maya.tell("leave")
    same("who has gone", pia.heard("on_channel_user_left", "maya")["args"], ["maya", uids["maya"]])


def a_message_reaches_all_and_its_sender(stage: Stage) -> None:
    stage.all_join("third")
    for sender, name in ((stage.nora, "nora"), (stage.maya, "maya"), (stage.pia, "pia")):
        sender.ask("channel_send", text=f"你好 from {name}")
        for web in (stage.nora, stage.maya):
            heard = web.heard_in_channel(name, f"你好 from {name}")
            same("the uid", heard["args"][1], stage.uids[name])
        stage.pia.heard(
            "on_msg_channel_received", name,
            lambda event, name=name: event["args"] == [name, stage.uids[name], f"你好 from {name}"],
        )  # fmt: skip
    for peer in (stage.nora, stage.maya, stage.pia):
        peer.settle()
        heard = peer.callbacks("onMessageChannelReceive") + peer.callbacks("on_msg_channel_received")
        same(f"what {peer.name} got", len(heard), 3)


def a_leave_is_told_to_the_others_and_ends_the_messages(stage: Stage) -> None:
    stage.all_join("fourth")
    stage.maya.tell("leave")
    same("the code of the web SDK", stage.maya.heard("onChannelLeaved", "fourth")["args"], [0])
    same("who has gone", stage.nora.heard("onChannelUserLeaved", "maya")["args"], ["maya", stage.uids["maya"]])
    stage.pia.ask("leave")
    left = stage.pia.heard("on_channel_left", "fourth")["args"]
    same("the code of the Python SDK", left, [LEFT_BY_USER])
    stage.nora.heard("onChannelUserLeaved", "pia", lambda event: event["args"][0] == "pia")
    stage.bench.forget()
    stage.nora.ask("channel_send", text="alone")
    stage.nora.heard_in_channel("nora", "alone")
    for peer in (stage.maya, stage.pia):
        peer.settle()
        heard = [event for event in peer.events if "hannel" in str(event.get("callback"))]
        same(f"what {peer.name} got after it left", heard, [])


def joining_another_channel_leaves_the_first(stage: Stage) -> None:
    stage.all_join("fifth")
    same("who is there", stage.maya.join("sixth"), ["maya"])
    stage.nora.heard("onChannelUserLeaved", "maya", lambda event: event["args"][0] == "maya")
    stage.maya.settle()
    same("what she is told of it", stage.maya.callbacks("onChannelLeaved"), [])
    stage.nora.ask("channel_send", text="still in the fifth")
    stage.nora.heard_in_channel("nora", "still in the fifth")
    stage.maya.settle()
    same("what she gets of the fifth", stage.maya.callbacks("onMessageChannelReceive"), [])


def joining_again_shows_the_members_anew_and_is_told_to_nobody(stage: Stage) -> None:
    stage.all_join("seventh")
    same("who is there", stage.nora.join("seventh"), ["maya", "pia", "nora"])
    stage.maya.settle()
    same("what the others are told", stage.maya.callbacks("onChannelUserJoined"), [])
    same("what the others are told", stage.maya.callbacks("onChannelUserLeaved"), [])


def a_logout_leaves_the_channel_at_once(stage: Stage) -> None:
    stage.nora.join("eighth")
    rosa = stage.bench.web("rosa")
    rosa.sign_in(stage.url, "rosa")
    rosa.join("eighth")
    rosa.tell("logout")
    stage.nora.heard("onChannelUserLeaved", "rosa", lambda event: event["args"][0] == "rosa", limit=4)


def a_kick_leaves_the_channel(stage: Stage) -> None:
    stage.nora.join("ninth")
    rosa = stage.bench.web("rosa")
    rosa.sign_in(stage.url, "rosa")
    rosa.join("ninth")
    stage.bench.java(stage.url, "rosa")
    stage.nora.heard("onChannelUserLeaved", "rosa", lambda event: event["args"][0] == "rosa", limit=4)


def a_message_by_force_reaches_a_channel_from_outside(stage: Stage) -> None:
    stage.nora.join("tenth")
    stage.maya.join("elsewhere")
    answer = stage.pia.ask("force_send", channel="tenth", text="from outside")
    same("the outcome", (answer["error"], answer["value"]["result"]), ("", "ok"))
    stage.nora.heard_in_channel("pia", "from outside")
    answer = stage.pia.ask("force_send", channel="a channel with nobody", text="hello?")
    same("the outcome", answer["value"]["result"], "ok")
    same("whether that made it", stage.nora.invoke("channel_query_num", name="a channel with nobody")["num"], 0)


def an_object_stays_an_object_for_the_web_sdk_and_is_text_for_python(stage: Stage) -> None:
    stage.all_join("eleventh")
    stage.nora.ask("channel_send", text={"beat": 4})
    stage.maya.heard("onMessageChannelReceive", "an object", lambda event: event["args"][2] == {"beat": 4})
    stage.pia.heard("on_msg_channel_received", "its text", lambda event: event["args"][2] == '{"beat":4}')


def a_join_that_is_refused_is_told_with_its_reason(stage: Stage) -> None:
    for name, reason in (("", "wrong param"), ("x" * 129, "too large")):
        stage.maya.tell("join", channel=name)
        failed = stage.maya.heard("onChannelJoinFailed", name, lambda event, reason=reason: reason in event["args"])
        same("the text", failed["args"], [reason])
    stage.pia.ask("join", channel="x" * 129)
    same("the code", stage.pia.heard("on_channel_join_failed", "300")["args"], [300])


def a_send_and_a_leave_and_a_logout_in_one_breath_are_all_carried_out(stage: Stage) -> None:
    stage.nora.join("twelfth")
    rosa = stage.bench.web("rosa")
    rosa.sign_in(stage.url, "rosa")
    rosa.join("twelfth")
    for command, more in (("channel_send", {"text": "goodbye"}), ("leave", {}), ("logout", {})):
        rosa.tell(command, **more)
    stage.nora.heard_in_channel("rosa", "goodbye")
    stage.nora.heard("onChannelUserLeaved", "rosa", lambda event: event["args"][0] == "rosa", limit=4)
    same("the code", rosa.heard("onLogout", "101")["args"], [101])
