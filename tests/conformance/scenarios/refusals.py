"""Every refused login, as the code that the app gets."""

from __future__ import annotations

import subprocess
import time

from bench import APP, Bench, same, token, until
from checks import Unmet

CERTIFICATE = "5cfd2fd1755d40ecb72977518be15d3b"
OTHER = "carnival"
HOUR = 3600
NO_TOKEN = "_no_need_token"


class Stage:
    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.url = bench.server("--app", f"{APP}={CERTIFICATE}", "--app", OTHER).url
        self.now = int(time.time())

    def good(self, account: str) -> str:
        return token(account, APP, CERTIFICATE, self.now + HOUR)


def a_token_signs_the_web_sdk_in(stage: Stage) -> None:
    stage.bench.web().sign_in(stage.url, "nora", token=stage.good("nora"))
    stage.bench.web().sign_in(stage.url, "诺拉é", token=stage.good("诺拉é"))


def a_token_of_the_servers_own_making_signs_both_sdks_in(stage: Stage) -> None:
    for make, account in ((stage.bench.web, "nora"), (stage.bench.python, "pia")):
        command = [str(stage.bench.binary), "token", "--app", f"{APP}={CERTIFICATE}", "--account", account]
        made = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        make(account).sign_in(stage.url, account, token=made)


def an_app_without_a_certificate_needs_no_token(stage: Stage) -> None:
    stage.bench.web().sign_in(stage.url, "nora", app=OTHER, token=NO_TOKEN)


def an_expired_token_is_204(stage: Stage) -> None:
    late = token("nora", APP, CERTIFICATE, stage.now - 5)
    stage.bench.web().is_refused(stage.url, 204, "nora", token=late)


def a_wrong_token_is_206(stage: Stage) -> None:
    later = stage.now + HOUR
    wrong = {
        "none": NO_TOKEN,
        "garbage": "garbage",
        "another account's": stage.good("maya"),
        "another certificate's": token("nora", APP, CERTIFICATE[::-1], later),
        "another app's": token("nora", OTHER, CERTIFICATE, later),
        "one that was made to last longer": stage.good("nora").replace(str(later), str(later + 1)),
        "one of another version": "2" + stage.good("nora")[1:],
    }
    nora = stage.bench.web()
    for kind, text in wrong.items():
        nora.events.clear()
        nora.login(stage.url, APP, "nora", token=text)
        same(f"the code for {kind}", nora.heard("onLoginFailed", kind)["args"], [206])


def a_token_where_none_is_needed_is_206(stage: Stage) -> None:
    stage.bench.web().is_refused(stage.url, 206, "nora", app=OTHER, token=stage.good("nora"))


def an_account_that_breaks_the_rules_is_209(stage: Stage) -> None:
    nora = stage.bench.web()
    for account in ("no ra", "nora\tb", "n" * 129, "é" * 65):
        nora.events.clear()
        nora.login(stage.url, OTHER, account)
        same(f"the code for {account!r}", nora.heard("onLoginFailed", account)["args"], [209])
    for account in ("n" * 128, "é" * 64):
        nora.events.clear()
        nora.sign_in(stage.url, account, app=OTHER)


def an_app_that_is_not_served_is_201(stage: Stage) -> None:
    stage.bench.web().is_refused(stage.url, 201, "nora", app="nowhere")


def a_refused_socket_reads_its_reason_and_is_closed(stage: Stage) -> None:
    for app, account, text, reason in [
        (APP, "nora", NO_TOKEN, "TokenError"),
        (APP, "nora", token("nora", APP, CERTIFICATE, stage.now - 5), "TokenErrorExpired"),
        (OTHER, "no ra", NO_TOKEN, "wrong account : with space"),
        (OTHER, "", NO_TOKEN, "wrong account"),
        ("nowhere", "nora", NO_TOKEN, "wrong vid"),
    ]:
        java = stage.bench.java(stage.url)
        answer = java.log_in(app, account, text)
        same("the result", answer["result"], "failed")
        if not answer["reason"].startswith(reason) or "line" in answer:
            raise Unmet(f"a reason that begins {reason}", answer)
        java.closed()


def the_python_sdk_is_told_nothing_of_a_refusal_and_its_socket_is_closed(stage: Stage) -> None:
    pia = stage.bench.python("pia")
    address = stage.url.removeprefix("ws://").rstrip("/").rsplit(":", 1)
    pia.ask("login", app=APP, account="pia", address=(address[0], int(address[1])))
    until("the end of its socket", lambda: pia.ask("state") == 3)
    same("its callbacks", [event for event in pia.events if "callback" in event], [])


def the_web_sdk_signs_in_after_a_refusal(stage: Stage) -> None:
    nora = stage.bench.web()
    nora.is_refused(stage.url, 206, "nora", token="garbage")
    nora.sign_in(stage.url, "nora", token=stage.good("nora"))
