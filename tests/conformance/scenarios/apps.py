"""Apps of one server know nothing of one another."""

from __future__ import annotations

from bench import Bench, same

ONE, TWO = "festival", "carnival"
FLAG = {"flag": "v1:E:3600", "t": "instant"}


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server("--app", ONE, "--app", TWO).url
        self.nora, self.other = bench.web("nora"), bench.web("other-nora")
        self.nora.sign_in(self.url, "nora", app=ONE)
        self.other.sign_in(self.url, "nora", app=TWO)


def one_account_in_two_apps_is_two_people(stage: Stage) -> None:
    for web in (stage.nora, stage.other):
        web.settle()
        same("logouts", web.callbacks("onLogout"), [])
        same("the status", web.ask("status"), 2)


def nobody_is_online_in_another_app(stage: Stage) -> None:
    stage.bench.java(stage.url, "maya", ONE)
    same("in her own app", stage.nora.invoke("user_query_user_status", account="maya")["status"], 1)
    same("in the other", stage.other.invoke("user_query_user_status", account="maya")["status"], 0)


def messages_stay_in_their_app(stage: Stage) -> None:
    java = stage.bench.java(stage.url, "otto", ONE)
    java.done("user_sendmsg", peer="nora", content="for the one", **FLAG)
    stage.nora.heard_message("otto", "for the one")
    stage.other.settle()
    same("what the other got", stage.other.callbacks("onMessageInstantReceive"), [])


def channels_stay_in_their_app(stage: Stage) -> None:
    same("who is there", stage.nora.join("lantern"), ["nora"])
    same("who is there", stage.other.join("lantern"), ["nora"])
    stage.nora.ask("set_attr", name="topic", value="kites")
    stage.nora.ask("channel_send", text="for the one")
    stage.nora.heard_in_channel("nora", "for the one")
    stage.other.settle()
    same("who came", stage.other.callbacks("onChannelUserJoined"), [])
    same("what the other was told", stage.other.callbacks("onChannelAttrUpdated"), [])
    same("what the other got", stage.other.callbacks("onMessageChannelReceive"), [])
    same("the number", stage.other.invoke("channel_query_num", name="lantern")["num"], 1)


def attributes_of_people_stay_in_their_app(stage: Stage) -> None:
    stage.nora.invoke("user_set_attr", name="colour", value="red")
    same("in the one", stage.nora.invoke("user_get_attr", account="nora", name="colour")["value"], "red")
    same("in the other", stage.other.invoke("user_get_attr", account="nora", name="colour")["value"], "")


def calls_stay_in_their_app(stage: Stage) -> None:
    stage.bench.java(stage.url, "maya", ONE)
    stage.other.ask("invite", channel="c", peer="maya", extra='{"_require_peer_online": 1}')
    same("the text", stage.other.of_call("onInviteFailed", "c", "maya")["args"][0], "peer is not online")
    java = stage.bench.java(stage.url, "otto", ONE)
    java.done("voip_invite", channelName="d", peer="nora", extra="")
    stage.nora.rings("d", "otto")
    stage.other.settle()
    same("what rang in the other", stage.other.callbacks("onInviteReceived"), [])


def a_line_is_good_in_its_own_app_alone(stage: Stage) -> None:
    one, two = stage.bench.java(stage.url, "eve", ONE), stage.bench.java(stage.url, "eve", TWO)
    two.line = one.line
    two.refused("wrong line", "channel_join", name="lantern")
    two.closed()
    one.done("channel_query_num", name="lantern")
