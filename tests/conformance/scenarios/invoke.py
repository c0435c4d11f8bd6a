"""Every function of `io.agora.signal.*`, as the callback of the web SDK's `invoke` sees its success and its failure."""

from __future__ import annotations

from bench import Bench, same

OK = {"result": "ok"}


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server().url
        self.nora, self.maya = bench.web("nora"), bench.web("maya")
        self.uid = self.nora.sign_in(self.url, "nora")
        self.maya.sign_in(self.url, "maya")
        self.nora.join("lantern")

    def gives(self, expected: dict[str, object], function: str, /, **args: object) -> None:
        """The callback is given no error, and exactly this value beside the result."""
        same(f"the answer of {function}", self.nora.result(function, **args), ("", OK | expected))


def user_query_user_status_gives_a_number(stage: Stage) -> None:
    stage.gives({"account": "maya", "status": 1}, "user_query_user_status", account="maya")
    stage.gives({"account": "nobody", "status": 0}, "user_query_user_status", account="nobody")
    stage.nora.refused("wrong param", "user_query_user_status")


def user_set_attr_gives_nothing_and_user_get_attr_the_value(stage: Stage) -> None:
    stage.gives({}, "user_set_attr", name="status", value="busy")
    stage.gives({"account": "nora", "name": "status", "value": "busy"}, "user_get_attr", account="nora", name="status")
    same("what others read", stage.maya.invoke("user_get_attr", account="nora", name="status")["value"], "busy")
    stage.gives({"account": "maya", "name": "status", "value": ""}, "user_get_attr", account="maya", name="status")
    stage.gives({}, "user_set_attr", name="count", value=3)
    stage.gives({"account": "nora", "name": "count", "value": "3"}, "user_get_attr", account="nora", name="count")
    stage.nora.refused("wrong param", "user_set_attr", value="no name")
    stage.nora.refused("wrong param", "user_set_attr", name="", value="no name")
    stage.nora.refused("wrong param", "user_get_attr", name="status")


def user_get_attr_all_gives_an_object(stage: Stage) -> None:
    stage.maya.invoke("user_set_attr", name="a", value="1")
    stage.maya.invoke("user_set_attr", name="b", value="2")
    stage.gives({"account": "maya", "json": {"a": "1", "b": "2"}}, "user_get_attr_all", account="maya")
    stage.gives({"account": "nobody", "json": {}}, "user_get_attr_all", account="nobody")
    stage.nora.refused("wrong param", "user_get_attr_all")


def attributes_of_a_user_outlive_the_session(stage: Stage) -> None:
    rosa = stage.bench.java(stage.url, "rosa")
    rosa.done("user_set_attr", name="colour", value="red")
    rosa.done("user_logout")
    rosa.closed()
    stage.gives({"account": "rosa", "name": "colour", "value": "red"}, "user_get_attr", account="rosa", name="colour")


def channel_query_num_gives_a_number(stage: Stage) -> None:
    stage.gives({"num": 1}, "channel_query_num", name="lantern")
    stage.gives({"num": 0}, "channel_query_num", name="nowhere")
    stage.nora.refused("wrong param", "channel_query_num")


def channel_query_user_isin_gives_1_or_0(stage: Stage) -> None:
    for account, isin in (("nora", 1), ("maya", 0), ("nobody", 0)):
        same(account, stage.nora.invoke("channel_query_user_isin", name="lantern", account=account)["isin"], isin)
    same("elsewhere", stage.nora.invoke("channel_query_user_isin", name="nowhere", account="nora")["isin"], 0)
    stage.nora.refused("wrong param", "channel_query_user_isin", name="lantern")
    stage.nora.refused("wrong param", "channel_query_user_isin", account="nora")


def channel_query_userlist_gives_the_number_and_the_list(stage: Stage) -> None:
    stage.gives({"num": 1, "list": [["nora", stage.uid]]}, "channel_query_userlist", name="lantern")
    stage.gives({"num": 0, "list": []}, "channel_query_userlist", name="nowhere")
    stage.nora.refused("wrong param", "channel_query_userlist")


def channel_query_userlist_all_gives_as_many_as_asked_for(stage: Stage) -> None:
    stage.maya.join("lantern")
    stage.gives({"num": 2, "list": [["nora", stage.uid], ["maya", stage.uid + 1]]}, "channel_query_userlist_all",
                name="lantern", num=10)  # fmt: skip
    stage.gives({"num": 2, "list": [["maya", stage.uid + 1]]}, "channel_query_userlist_all", name="lantern", num=1)
    stage.gives({"num": 2, "list": [["maya", stage.uid + 1]]}, "channel_query_userlist_all", name="lantern", num="1")
    stage.maya.tell("leave")
    stage.maya.heard("onChannelLeaved", "lantern")
    stage.nora.refused("wrong param", "channel_query_userlist_all")


def channel_set_attr_and_del_attr_and_clear_attr_give_nothing(stage: Stage) -> None:
    stage.gives({}, "channel_set_attr", channel="lantern", name="topic", value="kites")
    stage.nora.attribute("topic", "kites", "update")
    stage.gives({}, "channel_del_attr", channel="lantern", name="topic")
    stage.nora.attribute("topic", "", "del")
    stage.gives({}, "channel_clear_attr", channel="lantern")
    stage.nora.attribute("", "", "clear")


def channel_attributes_need_membership_and_their_arguments(stage: Stage) -> None:
    for function, more in (
        ("channel_set_attr", {"name": "a", "value": "b"}),
        ("channel_del_attr", {"name": "a"}),
        ("channel_clear_attr", {}),
    ):
        stage.nora.refused("not in channel", function, channel="nowhere", **more)
        stage.nora.refused("wrong param", function, **more)
    stage.nora.refused("wrong param", "channel_set_attr", channel="lantern", name="a")
    stage.nora.refused("wrong param", "channel_set_attr", channel="lantern", value="b")
    stage.nora.refused("wrong param", "channel_del_attr", channel="lantern")


def messages_and_joins_can_be_invoked_too(stage: Stage) -> None:
    flag = {"flag": "v1:E:3600", "t": "instant"}
    stage.gives({}, "user_sendmsg", peer="maya", content="by invoke", **flag)
    stage.maya.heard_message("nora", "by invoke")
    stage.nora.refused("wrong param", "user_sendmsg", content="to nobody", **flag)
    stage.gives({}, "channel_sendmsg", name="lantern", msg="by invoke")
    stage.nora.heard_in_channel("nora", "by invoke")
    stage.nora.refused("not in channel", "channel_sendmsg", name="nowhere", msg="by invoke")
    stage.nora.refused("not in channel", "channel_leave", name="nowhere")
    same("the result", stage.nora.invoke("channel_leave", name="lantern")["result"], "ok")
    joined = stage.nora.invoke("channel_join", name="lantern")
    same("the list", (joined["list"], joined["attrs"]), ([["nora", stage.uid]], {}))
    stage.nora.refused("wrong param", "channel_join")


def calls_can_be_invoked_too(stage: Stage) -> None:
    call = {"channelName": "by-invoke", "peer": "maya", "extra": ""}
    stage.gives({}, "voip_invite", **call)
    stage.maya.rings("by-invoke", "nora")
    for function in ("voip_invite_msg", "voip_invite_bye"):
        stage.gives({}, function, **call)
    for function in ("voip_invite", "voip_invite_ack", "voip_invite_accept", "voip_invite_refuse", "voip_invite_msg",
                     "voip_invite_bye"):  # fmt: skip
        stage.nora.refused("wrong param", function, peer="maya")
        stage.nora.refused("wrong param", function, channelName="by-invoke")
    for function in ("voip_invite_ack", "voip_invite_accept", "voip_invite_refuse", "voip_invite_bye"):
        stage.nora.refused("peer not exist", function, channelName="by-invoke", peer="never-seen")


def telephones_and_unknown_functions_are_refused_clearly(stage: Stage) -> None:
    phone = {"srcNum": "nora", "destNum": "+4930123456", "channelName": "tel", "extra": ""}
    stage.nora.refused("no gateway", "pstn_invite", **phone)
    stage.nora.refused("no gateway", "pstn_dtmf", **phone)
    for function in ("never_heard_of", "user_ext_call", "user_getmsg2"):
        stage.nora.refused("unknown", function)


def the_native_extras_are_answered(stage: Stage) -> None:
    stage.gives({}, "user_setfg", isfg=1)
    answer = stage.nora.invoke("user_query_user_status2", accounts=["maya", "nobody"])
    same("the statuses", answer["list"], [["maya", 1], ["nobody", 0]])
