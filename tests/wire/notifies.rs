use super::HARD_TEXTS;
use bellbird::wire::{Notify, ServerFrame};
use serde_json::{Value, json};

const LINE: &str = "msg-v2 sam nora v1:E:3600 instant 1700000000 hello";

#[track_caller]
fn both_ways(golden: Value, notify: Notify) {
    assert_eq!(Notify::parse(&golden), notify);
    assert_eq!(notify.to_value(), golden);
}

#[test]
fn the_text_form_of_recvmsg_is_exact_because_java_splits_it_by_hand() {
    let push = ServerFrame::Notify(Notify::RecvMsg { version: 5, line: LINE.to_owned() });
    assert_eq!(
        push.to_text(),
        r#"["notify","notify recvmsg [5,\"msg-v2 sam nora v1:E:3600 instant 1700000000 hello\"]"]"#
    );
    assert_eq!(ServerFrame::parse(&push.to_text()), Ok(push));
}

#[test]
fn every_push_has_its_golden_form() {
    both_ways(
        json!(r#"notify recvmsg [5,"msg-v2 sam nora v1:E:3600 instant 1700000000 hello"]"#),
        Notify::RecvMsg { version: 5, line: LINE.to_owned() },
    );
    both_ways(
        json!(["recvmsg", r#"[5,"msg-v2 sam nora v1:E:3600 instant 1700000000 hello"]"#]),
        Notify::RecvMsgArray { version: 5, line: LINE.to_owned() },
    );
    both_ways(json!(["msg", 5]), Notify::Msg { version: 5 });
    both_ways(
        json!(["channel2", "c7", 42, "msg-v2 notify - v1:E:180 channel_msg 1700000000.25 {}"]),
        Notify::Channel2 {
            cid: "c7".to_owned(),
            msgid: 42,
            line: "msg-v2 notify - v1:E:180 channel_msg 1700000000.25 {}".to_owned(),
        },
    );
    both_ways(
        json!(["recvmsg_by_msgid", "msg-v3 m1 sam nora v1:E:3600 instant 1700000000 hello"]),
        Notify::RecvMsgByMsgid { line: "msg-v3 m1 sam nora v1:E:3600 instant 1700000000 hello".to_owned() },
    );
}

#[test]
fn the_first_word_of_the_text_form_is_dropped_whatever_it_is() {
    let push = Notify::parse(&json!(r#"x recvmsg [5,"l"]"#));
    assert_eq!(push, Notify::RecvMsg { version: 5, line: "l".to_owned() });
}

#[test]
fn a_channel_id_may_be_a_number_on_other_servers() {
    let push = Notify::parse(&json!(["channel2", 7, 42, "l"]));
    assert_eq!(push, Notify::Channel2 { cid: "7".to_owned(), msgid: 42, line: "l".to_owned() });
}

#[test]
fn a_push_that_nobody_knows_is_kept_as_it_came() {
    for strange in [
        json!(null),
        json!("notify"),
        json!("notify recvmsg"),
        json!("notify recvmsg not-json"),
        json!("notify dance [5,\"l\"]"),
        json!(["msg", "five"]),
        json!(["msg", -5]),
        json!(["channel2", "c", 1]),
        json!(["recvmsg", [5, "l"]]),
        json!([]),
        json!({"msg": 5}),
    ] {
        both_ways(strange.clone(), Notify::Other(strange));
    }
}

#[test]
fn a_message_survives_every_push_byte_for_byte() {
    for hard in HARD_TEXTS {
        let line = format!("msg-v2 sam nora v1:E:60 instant 5 {hard}");
        let pushes = [
            Notify::RecvMsg { version: 1, line: line.clone() },
            Notify::RecvMsgArray { version: 1, line: line.clone() },
            Notify::Channel2 { cid: "c".to_owned(), msgid: 1, line: line.clone() },
            Notify::RecvMsgByMsgid { line: line.clone() },
        ];
        for push in pushes {
            let frame = ServerFrame::Notify(push);
            assert_eq!(ServerFrame::parse(&frame.to_text()), Ok(frame.clone()));
            let multi = ServerFrame::Multi(vec![frame.clone(), frame]);
            assert_eq!(ServerFrame::parse(&multi.to_text()), Ok(multi));
        }
    }
}
