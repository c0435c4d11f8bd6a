//! Calls in every state, and attributes, in the evening of the pictures.

use std::sync::Arc;

use bellbird::call::{CallState, EndReason, Side};
use bellbird::ids::{AttributeName, CallKey, ChannelName};
use bellbird::model::{Attribute, Call, CallStep, CallStepKind, Millis, Model, Slot};

use crate::support::NOW;
use crate::support::lantern::{NORA, TOMAS, account};

pub const NOTE: &str =
    r#"{"note":"Generator swap at the service gate","_timeout":30,"_require_peer_online":0}"#;

/// Puts a call into Maya's window.
pub fn with_call(mut model: Model, call: Call) -> Model {
    model.account_mut(Slot(0)).unwrap().call = Some(Arc::new(call));
    model
}

fn call(peer: &str, channel: &str, side: Side, state: CallState, started_at: Millis) -> Call {
    let kind = match side {
        Side::Caller => CallStepKind::Called,
        Side::Callee => CallStepKind::Received,
    };
    Call {
        key: CallKey { channel: ChannelName::new(channel).unwrap(), peer: account(peer) },
        side,
        state,
        started_at,
        ringing_at: None,
        connected_at: None,
        ended_at: None,
        gives_up_at: None,
        extra: Arc::from(""),
        peer_extra: Arc::from(""),
        ecode: None,
        keys_sent: Arc::from(""),
        keys_received: Arc::from(""),
        silenced: false,
        steps: Arc::new(vec![CallStep { at: started_at, kind }]),
    }
}

/// Nora calls.
pub fn incoming() -> Call {
    call(NORA, "call-8f2c", Side::Callee, CallState::Ringing, NOW)
}

pub fn incoming_with_note() -> Call {
    Call { extra: Arc::from(NOTE), ..incoming() }
}

/// Maya's call to Nora has just begun.
pub fn calling() -> Call {
    Call {
        extra: Arc::from(NOTE),
        gives_up_at: Some(NOW + 30_000),
        ..call(NORA, "call-8f2c", Side::Caller, CallState::Calling, NOW)
    }
}

/// Nora's device has rung for seven seconds.
pub fn ringing() -> Call {
    let started_at = NOW - 7_040;
    Call {
        state: CallState::Ringing,
        started_at,
        ringing_at: Some(started_at + 40),
        gives_up_at: Some(started_at + 30_000),
        ..calling()
    }
}

pub fn connected() -> Call {
    let connected_at = NOW - 161_000;
    Call {
        state: CallState::Connected,
        started_at: connected_at - 6_800,
        ringing_at: Some(connected_at - 6_754),
        connected_at: Some(connected_at),
        ..calling()
    }
}

/// A call to Nora that is over.
pub fn ended(reason: EndReason) -> Call {
    let before = match reason {
        EndReason::HungUp | EndReason::PeerHungUp => {
            let started_at = NOW - 198_800;
            let (ringing_at, connected_at) = (Some(started_at + 46), Some(NOW - 192_000));
            Call { started_at, ringing_at, connected_at, ..connected() }
        }
        EndReason::NoAnswer => Call { started_at: NOW - 30_000, ringing_at: Some(NOW - 29_960), ..calling() },
        _ => ringing(),
    };
    Call { state: CallState::Ended(reason), ended_at: Some(NOW), gives_up_at: None, ..before }
}

/// Tomás has no device signed in.
pub fn failed_offline() -> Call {
    Call {
        extra: Arc::from(NOTE),
        ended_at: Some(NOW),
        ecode: Some(703),
        ..call(TOMAS, "call-91aa", Side::Caller, CallState::Ended(EndReason::PeerOffline), NOW - 20_000)
    }
}

fn attribute(name: &str, value: &str) -> (AttributeName, Attribute) {
    (AttributeName::new(name).unwrap(), Attribute::new(value))
}

/// Maya with attributes of her own, in a channel that has some too; Nora has just changed one.
pub fn with_attributes(mut model: Model) -> Model {
    let maya = model.account_mut(Slot(0)).unwrap();
    for (name, value) in [
        attribute("role", "Site lead, Lantern Night"),
        attribute("languages", "English, Yorùbá, 中文"),
        attribute("phone_ext", "204"),
        attribute("old", ""),
    ] {
        maya.attributes.set(name, value);
    }
    let channel = maya.channel_mut().unwrap();
    for (name, value) in [
        attribute("_auto_update_num", "30"),
        attribute("_sendmsg_limit", "200"),
        attribute("_member_num", "6"),
        attribute("topic", "Lantern Night, Saturday 18:00"),
    ] {
        channel.attributes.set(name, value);
    }
    let notice = Attribute {
        changed_by: Some(account(NORA)),
        changed_at: Some(NOW - 5_000),
        ..Attribute::new("Wind picks up after 20:00, tie the tall lanterns")
    };
    channel.attributes.set(AttributeName::new("notice").unwrap(), notice);
    model
}
