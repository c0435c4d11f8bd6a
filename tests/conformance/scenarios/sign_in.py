"""Every way in, and out."""

from __future__ import annotations

import json
import urllib.request

from bench import APP, Bench, address_of, same, until
from checks import Unmet

FIRST_UID = 1_000_000_001
LOGGED_OUT, LOGGED_IN = 0, 2
PYTHON_LOGGED_OUT = 3


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.server = bench.server()
        self.url = self.server.url
        self.http = self.url.replace("ws://", "http://").rstrip("/")
        self.asker = bench.java(self.url, "asker")

    def status(self, account: str) -> int:
        return int(self.asker.done("user_query_user_status", account=account)["status"])


def the_web_sdk_signs_in_at_an_address_and_out_with_101(stage: Stage) -> None:
    nora = stage.bench.web("nora")
    uid = nora.sign_in(stage.url, "nora")
    if uid < FIRST_UID:
        raise Unmet("a uid of the old service's range", uid)
    same("the status", nora.ask("status"), LOGGED_IN)
    same("what others are told", stage.status("nora"), 1)
    nora.tell("logout")
    same("the code", nora.heard("onLogout", "101")["args"], [101])
    same("the status", nora.ask("status"), LOGGED_OUT)
    same("what others are told", stage.status("nora"), 0)
    stage.bench.forget()
    same("the uid of the next time", nora.sign_in(stage.url, "nora"), uid)


def the_web_sdk_finds_the_server_through_both_its_lookup_services(stage: Stage) -> None:
    mira = stage.bench.web("mira")
    mira.login("", APP, "mira", lbs=stage.http)
    mira.heard("onLoginSuccess", "through getaddr")
    logins = [event for event in mira.events if event.get("frame") == "sent" and '"login"' in event["text"]]
    same("the logins on its two sockets", len(logins), 1)
    mira.settle()
    same("the code of a logout", mira.callbacks("onLogout"), [])


def the_python_sdk_signs_in_at_its_debug_address_and_out_with_101(stage: Stage) -> None:
    pia = stage.bench.python("pia")
    uid = pia.sign_in(stage.url, "pia")
    if uid < FIRST_UID:
        raise Unmet("a uid of the old service's range", uid)
    same("what others are told", stage.status("pia"), 1)
    pia.tell("logout")
    same("the code", pia.heard("on_logout", "101")["args"], [101])
    same("the state", pia.ask("state"), PYTHON_LOGGED_OUT)
    same("what others are told", stage.status("pia"), 0)


def the_python_sdk_finds_the_server_through_the_lookup_service_it_was_built_with(stage: Stage) -> None:
    line = stage.bench.forwarder()
    server = stage.bench.server("--public-url", line.url)
    line.target = server.url
    # The SDK asks http://lbs.sig.agora.io/getaddr; a proxy is how a network sends that name elsewhere.
    pola = stage.bench.python("pola", proxy=line.url.replace("ws://", "http://"))
    pola.ask("login", app=APP, account="pola")
    pola.heard("on_login_success", "through getaddr")


def getaddr_answers_each_asker_in_its_own_form_and_always_with_200(stage: Stage) -> None:
    url, address = [stage.url], [list(address_of(stage.url))]
    host = address_of(stage.url)[0]
    browser = {"Origin": "https://chat.example.org"}
    for query, headers, web in [
        (f"vid={APP}", browser, url),
        (f"vid={APP}", {}, address),
        (f"vid={APP}&fmt=url", {}, url),
        (f"vid={APP}&fmt=ip", browser, address),
        ("", browser, url),
        ("vid=unknown", {}, address),
    ]:
        request = urllib.request.Request(f"{stage.http}/getaddr?{query}", headers=headers)
        with urllib.request.urlopen(request, timeout=15) as answer:
            body = json.load(answer)
            same("the status", answer.status, 200)
            same("the origins that may read it", answer.headers["Access-Control-Allow-Origin"], "*")
        same(f"the web list for {query!r} with {headers}", body["web"], web)
        if web is url:
            same("the host for the mini program", body["wx_web"], [host])


def any_host_and_path_is_a_socket(stage: Stage) -> None:
    old = "127-0-0-1-sig-web.agora.io:8002"
    for path in ("/", "/any/path?with=query", "/,19001"):
        java = stage.bench.java(stage.url, path=path, host=old)
        same("the login", java.log_in(APP, "wanderer")["result"], "ok")


def a_second_sign_in_kicks_the_web_sdk_with_103_and_closes_its_socket(stage: Stage) -> None:
    old, new = stage.bench.web("old"), stage.bench.web("new")
    old.sign_in(stage.url, "ora")
    new.sign_in(stage.url, "ora")
    same("the code", old.heard("onLogout", "103")["args"], [103])
    until("the old one to be signed out", lambda: old.ask("status") == LOGGED_OUT)
    same("the status of the new one", new.ask("status"), LOGGED_IN)
    stage.asker.done("user_sendmsg", peer="ora", flag="v1:E:3600", t="instant", content="who is there?")
    new.heard_message("asker", "who is there?")
    same("what the old one got", old.callbacks("onMessageInstantReceive"), [])
    same("the callbacks of the old one", len(old.callbacks("onLogout")), 1)


def the_kick_comes_before_the_end_of_the_socket(stage: Stage) -> None:
    first = stage.bench.java(stage.url, "otto")
    stage.bench.java(stage.url, "otto")
    event, reason = first.wait("a kick", lambda frame: frame[0] in ("kick", "close"))
    same("the event", event, "kick")
    if not reason:
        raise Unmet("a reason", reason)
    first.closed()


def a_second_sign_in_takes_the_account_from_the_python_sdk(stage: Stage) -> None:
    old, new = stage.bench.python("old"), stage.bench.python("new")
    old.sign_in(stage.url, "pole")
    new.sign_in(stage.url, "pole")
    until("the old one to see the end of its socket", lambda: old.ask("state") == PYTHON_LOGGED_OUT)
    stage.asker.done("user_sendmsg", peer="pole", flag="v1:E:3600", t="instant", content="who is there?")
    new.heard_message("asker", "who is there?")
    same("what the old one got", old.callbacks("on_msg_instant_received"), [])


def signing_in_straight_after_signing_out_is_not_a_kick(stage: Stage) -> None:
    quick = stage.bench.web("quick")
    quick.sign_in(stage.url, "quick")
    quick.tell("logout")
    quick.heard("onLogout", "101")
    stage.bench.forget()
    quick.sign_in(stage.url, "quick")
    quick.settle()
    same("logouts", quick.callbacks("onLogout"), [])
    same("the status", quick.ask("status"), LOGGED_IN)


def a_call_with_a_dead_line_is_refused_and_the_socket_closed(stage: Stage) -> None:
    java = stage.bench.java(stage.url, "lina")
    java.line = "9000000001"
    java.refused("wrong line", "channel_join", name="lantern")
    java.closed()
