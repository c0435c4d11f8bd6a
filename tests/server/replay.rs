use super::play::Play;
use bellbird::server::Policy;
use bellbird::server::hub::{Hub, Output, Stored};
use serde_json::json;

/// A little of everything, also what fails.
fn evening() -> Play {
    let mut play = Play::new();
    let nora = play.login("websdk", "nora");
    let omar = play.login_polled("javasdk", "omar");
    let vera = play.login_polled("bellbird", "vera");
    for party in [&nora, &omar, &vera] {
        play.ok(party, "channel_join", json!({"name": "room"}));
        play.ok(party, "user_set_attr", json!({"name": "mood", "value": party.account}));
    }
    play.ok(&nora, "channel_set_attr", json!({"channel": "room", "name": "_auto_update_num", "value": "3"}));
    for n in 0..70 {
        play.ask(&nora, "channel_sendmsg", json!({"name": "room", "msg": {"n": n}}));
        play.ask(&omar, "user_sendmsg", json!({"peer": "vera", "content": n, "flag": "v1:E:30"}));
    }
    play.pass(1);
    play.ok(&nora, "voip_invite", json!({"channelName": "ring", "peer": "vera", "extra": ""}));
    play.ok(&nora, "voip_invite", json!({"channelName": "ring", "peer": "ghost", "extra": ""}));
    play.drop_socket(&vera);
    play.pass_alive(40, &[&nora]);
    play.login("websdk", "nora");
    play.pass(200);
    play
}

#[test]
fn the_same_inputs_give_the_same_outputs_byte_for_byte() {
    let play = evening();
    assert!(play.outputs.len() > 300, "{} outputs", play.outputs.len());
    let mut out: Vec<Output> = Vec::new();
    let mut hub = Hub::load(Policy::default(), Stored::default(), play.inputs[0].0, &mut out);
    for (now, input) in &play.inputs {
        hub.handle(*now, input, &mut out);
        hub.keep();
    }
    assert_eq!(out, play.outputs);
}

#[test]
fn a_batch_that_is_put_back_and_handled_again_gives_the_same_outputs() {
    let play = evening();
    let (mut out, mut dropped): (Vec<Output>, Vec<Output>) = (Vec::new(), Vec::new());
    let mut hub = Hub::load(Policy::default(), Stored::default(), play.inputs[0].0, &mut out);
    for batch in play.inputs.chunks(7) {
        for (now, input) in batch {
            hub.handle(*now, input, &mut dropped);
        }
        hub.put_back();
        for (now, input) in batch {
            hub.handle(*now, input, &mut out);
        }
        hub.keep();
    }
    assert_eq!(out, play.outputs);
    assert_eq!(dropped, play.outputs);
}
