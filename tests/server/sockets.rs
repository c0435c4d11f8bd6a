use super::house::{House, getaddr, wait};
use super::play::pushed_message;
use bellbird::ids::{ATTRIBUTE_VALUE_BYTES, FRAME_BYTES};
use bellbird::server::Config;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

#[test]
fn the_smallest_whole_conversation_goes_as_with_the_official_sdk() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut omar = house.login("websdk", "omar").await;
        let mut nora = house.connect().await;
        let idle = house.connect().await;
        let body = nora.login("websdk", "nora").await;
        drop(idle);
        assert_eq!((&body["result"], &body["uid"]), (&json!("ok"), &json!(1_000_000_002)));
        nora.say(&json!(["set_flag", {"binary": 1}])).await;
        nora.say(&json!(["ping", 1])).await;
        assert_eq!(nora.frame().await, json!(["pong", 1]));
        let join = nora.request("channel_join", json!({"name": "room"})).await;
        let poll = nora.request("user_getmsg", json!({"ver_clear": 0, "max": 30})).await;
        for id in [join, poll] {
            let frame = nora.frame().await;
            assert_eq!(
                (&frame[0], &frame[1][0], &frame[1][1]),
                (&json!("call2-ret"), &json!(id), &json!(""))
            );
        }
        omar.ask("channel_join", json!({"name": "room"})).await;
        assert_eq!(nora.frame().await[1][0], "channel2");
        omar.message("nora", "hello  there").await;
        let push = nora.frame().await;
        let (version, line) = pushed_message(&push).unwrap();
        assert!(line.starts_with("msg-v2 omar nora v1:E:3600 instant "), "{line}");
        let page = nora.ask("user_getmsg", json!({"ver_clear": version, "max": 30})).await;
        assert_eq!((&page["ver_clear"], &page["msgs"]), (&json!(version), &json!([])));
        assert_eq!(nora.ask("user_logout", json!({})).await["result"], "ok");
        assert_eq!(nora.end().await.unwrap().code, CloseCode::Normal);
        assert_eq!(omar.frame().await[1][0], "channel2", "omar hears that nora left");
    });
}

#[test]
fn what_was_acknowledged_is_there_once_after_the_server_was_killed() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut nora = house.login("websdk", "nora").await;
        for n in 0..50 {
            assert_eq!(nora.message("omar", &n.to_string()).await["result"], "ok");
        }
        nora.ask("user_set_attr", json!({"name": "mood", "value": "sunny"})).await;
        nora.ask("channel_join", json!({"name": "room"})).await;
        let attribute = json!({"channel": "room", "name": "topic", "value": "tea"});
        assert_eq!(nora.ask("channel_set_attr", attribute).await["result"], "ok");
    });
    house.kill();
    let house = House::open(folder.path());
    house.run(async {
        let mut omar = house.login("websdk", "omar").await;
        let expected: Vec<String> = (0..50).map(|n| n.to_string()).collect();
        assert_eq!(omar.fetch().await, expected);
        let mood = omar.ask("user_get_attr", json!({"account": "nora", "name": "mood"})).await;
        assert_eq!(mood["value"], "sunny");
        assert_eq!(omar.ask("channel_join", json!({"name": "room"})).await["attrs"]["topic"], "tea");
    });
    house.kill();
    let house = House::open(folder.path());
    house.run(async {
        let mut omar = house.login("websdk", "omar").await;
        assert!(omar.fetch().await.is_empty(), "what was fetched and acknowledged does not come again");
    });
}

#[test]
fn getaddr_answers_everybody_in_the_form_that_it_understands() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let (head, body) = house.http(&getaddr("")).await;
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.to_lowercase().contains("access-control-allow-origin: *"), "{head}");
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(body, json!({"web": [["chat.example.org", 81]]}));
        let (_, body) = house.http(&format!("{}\r\nOrigin: https://app", getaddr(""))).await;
        assert_eq!(
            serde_json::from_str::<Value>(&body).unwrap()["web"],
            json!(["ws://chat.example.org:81/"])
        );
        let (_, body) = house.http(&getaddr("&fmt=url")).await;
        assert_eq!(
            serde_json::from_str::<Value>(&body).unwrap()["web"],
            json!(["ws://chat.example.org:81/"])
        );
    });
    let config = Config {
        public_url: Some("wss://sig.example.org/x".to_owned()),
        ..Config::test_mode(folder.path().join("b"))
    };
    let house = House::with(config);
    house.run(async {
        let (_, body) = house.http(&getaddr("&fmt=ip")).await;
        assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["web"], json!([["sig.example.org", 443]]));
    });
}

#[test]
fn health_metrics_and_anything_else_are_answered_on_the_same_port() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut nora = house.login("websdk", "nora").await;
        nora.message("nora", "hi").await;
        let (head, body) = house.http("GET /health HTTP/1.1\r\nHost: x").await;
        assert!(head.starts_with("HTTP/1.1 200") && body == "ok\n", "{head} {body}");
        assert_eq!(house.metric("sessions").await, 1);
        assert_eq!(house.metric("messages_total").await, 1);
        assert_eq!(house.metric("store_commits_total").await, 2);
        let (head, _) = house.http("GET /elsewhere HTTP/1.1\r\nHost: x").await;
        assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    });
}

#[test]
fn a_frame_that_is_too_large_ends_its_connection_with_a_reason() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut nora = house.login("websdk", "nora").await;
        let mut omar = house.login("websdk", "omar").await;
        nora.say_text(format!("[\"ping\",\"{}\"]", "x".repeat(FRAME_BYTES - 20))).await;
        assert_eq!(nora.frame().await[0], "pong");
        nora.say_text("x".repeat(FRAME_BYTES + 1)).await;
        assert_eq!(nora.end().await.unwrap().code, CloseCode::Size);
        omar.say_text("nonsense".to_owned()).await;
        assert_eq!(omar.end().await.unwrap().code, CloseCode::Protocol);
    });
}

#[test]
fn a_slow_reader_is_cut_off_and_nobody_else_notices() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut slow = house.login("websdk", "slow").await;
        let mut nora = house.login("websdk", "nora").await;
        for n in 0..15 {
            let value = "x".repeat(ATTRIBUTE_VALUE_BYTES);
            slow.ask("user_set_attr", json!({"name": n.to_string(), "value": value})).await;
        }
        // It asks and asks and never reads: far more than its outbox and the sockets between can hold.
        for _ in 0..300 {
            slow.request("user_get_attr_all", json!({"account": "slow"})).await;
        }
        let cut_off = async { while house.metric("connections_cut_off_total").await == 0 {} };
        wait("the slow reader to be cut off", cut_off).await;
        assert_eq!(nora.message("nora", "still here").await["result"], "ok");
        slow.end().await;
        let mut again = house.login("websdk", "slow").await;
        assert_eq!(again.message("nora", "back").await["result"], "ok");
    });
}

#[test]
fn a_kicked_login_reads_why_before_its_socket_closes() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut old = house.login("websdk", "nora").await;
        let mut new = house.login("websdk", "nora").await;
        assert_eq!(old.frame().await[0], "kick");
        assert_eq!(old.end().await.unwrap().reason.as_str(), "kicked by another login");
        assert_eq!(new.message("nora", "hi").await["result"], "ok");
    });
}

#[test]
fn a_refused_login_reads_why_before_its_socket_closes() {
    let folder = TempDir::new().unwrap();
    let house = House::open(folder.path());
    house.run(async {
        let mut nora = house.connect().await;
        assert_eq!(nora.login("websdk", "no ra").await["reason"], "wrong account : with space");
        assert_eq!(nora.end().await.unwrap().reason.as_str(), "login refused");
    });
}

#[test]
fn a_server_that_stops_says_so_and_frees_its_store() {
    let folder = TempDir::new().unwrap();
    let mut house = House::open(folder.path());
    let mut nora = house.run(async {
        let mut nora = house.login("websdk", "nora").await;
        nora.message("omar", "before the end").await;
        nora
    });
    let served = house.stop();
    house.run(async {
        assert_eq!(nora.end().await.unwrap().code, CloseCode::Away);
        drop(nora);
        wait("the server to stop", served).await.unwrap();
    });
    let again = House::open(folder.path());
    again.run(async {
        let mut omar = again.login("websdk", "omar").await;
        assert_eq!(omar.fetch().await, ["before the end"]);
    });
}

#[test]
fn a_store_that_is_full_refuses_and_takes_again_when_there_is_room() {
    let folder = TempDir::new().unwrap();
    let house = House::with(Config { store_limit_mib: 1, ..Config::test_mode(folder.path()) });
    house.run(async {
        let content = "x".repeat(8_000);
        let mut taken = 0;
        let mut full = false;
        let mut senders = Vec::new();
        for n in 0..6 {
            senders.push(house.login("websdk", &format!("sender{n}")).await);
        }
        for sender in &mut senders {
            for _ in 0..50 {
                let body = sender.message("omar", &content).await;
                match body["result"].as_str().unwrap() {
                    "ok" => taken += 1,
                    _ => {
                        assert_eq!(body["reason"], "storage unavailable");
                        full = true;
                    }
                }
            }
            if full {
                break;
            }
        }
        assert!(full && taken > 50, "{taken} taken");
        let (head, _) = house.http("GET /health HTTP/1.1\r\nHost: x").await;
        assert!(head.starts_with("HTTP/1.1 503") || head.starts_with("HTTP/1.1 200"), "{head}");
        let room = json!({"name": "room"});
        assert_eq!(senders[0].ask("channel_join", room).await["result"], "ok", "what needs no disk goes on");
        let fetched = async {
            loop {
                let mut omar = house.connect().await;
                if omar.login("websdk", "omar").await["result"] != "ok" {
                    continue;
                }
                let contents = omar.fetch().await;
                if omar.message("sender0", "room again").await["result"] == "ok" {
                    return contents.len();
                }
            }
        };
        assert_eq!(wait("room in the store", fetched).await, taken, "each accepted message is there");
    });
}

#[test]
fn larger_frames_are_compressed_if_the_operator_and_the_client_want_it() {
    let folder = TempDir::new().unwrap();
    for (binary_frames, flag, expected) in [(true, true, true), (true, false, false), (false, true, false)] {
        let data = folder.path().join(format!("{binary_frames}{flag}"));
        let house = House::with(Config { binary_frames, ..Config::test_mode(data) });
        house.run(async {
            let mut nora = house.login("websdk", "nora").await;
            if flag {
                nora.say(&json!(["set_flag", {"binary": 1}])).await;
            }
            let value = "灯 x".repeat(1_000);
            for n in 0..10 {
                nora.ask("user_set_attr", json!({"name": n.to_string(), "value": value})).await;
            }
            assert_eq!(nora.inflated, 0, "small ones never");
            let one = nora.ask("user_get_attr", json!({"account": "nora", "name": "1"})).await;
            assert_eq!(one["value"], value);
            assert_eq!(nora.inflated, usize::from(expected), "{binary_frames} {flag}");
            let all = nora.ask("user_get_attr_all", json!({"account": "nora"})).await;
            assert_eq!(all["json"]["9"], value);
            assert_eq!(nora.inflated, usize::from(expected), "50 KiB are too much for the web");
        });
        house.kill();
    }
}
