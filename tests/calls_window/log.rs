//! The calls of the picture: what Maya's history holds on Friday at 09:33.

use std::sync::Arc;

use bellbird::call::{EndReason, Side};
use bellbird::ids::ChannelName;
use bellbird::model::{CallLog, CallRecord, CallStep, CallStepKind, Millis, Model, Slot};

use super::people::NOTE;
use crate::support::NOW;
use crate::support::lantern::{BO, GATE, KAI, LIN, NORA, PRIYA, TOMAS, account};

/// When the page is looked at.
pub const LATER: Millis = NOW + 16 * MINUTE;
const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

struct Plan {
    peer: &'static str,
    side: Side,
    at: Millis,
    rang: Millis,
    talked: Option<Millis>,
    reason: EndReason,
}

const fn plan(peer: &'static str, at: Millis, talked: Option<Millis>) -> Plan {
    Plan { peer, side: Side::Caller, at, rang: 6_000, talked, reason: EndReason::PeerHungUp }
}

const fn incoming(peer: &'static str, at: Millis, talked: Millis) -> Plan {
    Plan { side: Side::Callee, ..plan(peer, at, Some(talked)) }
}

fn record(id: i64, plan: &Plan) -> CallRecord {
    let answered = plan.talked.map(|_| plan.at + plan.rang);
    let ended_at = plan.at + plan.rang + plan.talked.unwrap_or_default();
    let reached = !matches!(plan.reason, EndReason::PeerOffline | EndReason::NotReached);
    let first = if plan.side == Side::Caller { CallStepKind::Called } else { CallStepKind::Received };
    let mut steps = vec![CallStep { at: plan.at, kind: first }];
    steps.extend(answered.map(|at| CallStep { at, kind: CallStepKind::Accepted }));
    steps.push(CallStep { at: ended_at, kind: CallStepKind::Ended(plan.reason) });
    CallRecord {
        id,
        peer: account(plan.peer),
        channel: ChannelName::new(format!("call-{id:04x}")).unwrap(),
        side: plan.side,
        started_at: plan.at,
        ringing_at: reached.then_some(plan.at),
        connected_at: answered,
        ended_at,
        reason: plan.reason,
        extra: Arc::from(""),
        peer_extra: Arc::from(""),
        ecode: None,
        steps: Arc::new(steps),
        unseen: false,
    }
}

/// The call to Nora that the picture shows in full.
fn nora(id: i64) -> CallRecord {
    let at = NOW + 15_200;
    let step = |millis, kind| CallStep { at: at + millis, kind };
    CallRecord {
        channel: ChannelName::new("call-8f2c").unwrap(),
        ringing_at: Some(at + 44),
        connected_at: Some(at + 6_798),
        ended_at: at + 210_512,
        extra: Arc::from(NOTE),
        steps: Arc::new(vec![
            step(0, CallStepKind::Called),
            step(44, CallStepKind::Ringing),
            step(6_798, CallStepKind::Accepted),
            step(23_320, CallStepKind::KeysSent(Arc::from("410#"))),
            step(210_512, CallStepKind::Ended(EndReason::PeerHungUp)),
        ]),
        ..record(id, &plan(NORA, at, Some(1)))
    }
}

pub fn with_log(mut model: Model) -> Model {
    let today = NOW - 9 * HOUR - 17 * MINUTE;
    let at = |days: Millis, hour: Millis, minute: Millis| today - days * DAY + hour * HOUR + minute * MINUTE;
    let plans = [
        plan(NORA, at(255, 9, 30), Some(58_000)),
        Plan { reason: EndReason::Cancelled, talked: None, ..plan(BO, at(5, 10, 12), None) },
        incoming(BO, at(4, 16, 31), 728_000),
        Plan { reason: EndReason::NoAnswer, rang: 30_000, ..plan(NORA, at(1, 8, 55), None) },
        incoming(NORA, at(1, 9, 2), 160_000),
        Plan { reason: EndReason::NoAnswer, rang: 30_000, ..plan(KAI, at(1, 11, 50), None) },
        Plan { reason: EndReason::PeerDeclined, ..plan(LIN, at(1, 14, 5), None) },
        incoming(PRIYA, at(1, 17, 22), 46_000),
        plan(GATE, at(1, 19, 40), Some(192_000)),
        Plan {
            side: Side::Callee,
            reason: EndReason::PeerCancelled,
            rang: 18_000,
            ..plan(TOMAS, at(0, 8, 15), None)
        },
    ];
    let maya = model.account_mut(Slot(0)).unwrap();
    maya.call_log = CallLog::default();
    for (id, plan) in plans.iter().enumerate() {
        let mut record = record(id as i64 + 1, plan);
        if record.reason == EndReason::PeerDeclined {
            record.peer_extra = Arc::from(r#"{"reason":"在开会，稍后回你"}"#);
        }
        maya.call_log.push(record);
    }
    maya.call_log.push(nora(40));
    let offline = Plan { reason: EndReason::PeerOffline, rang: 20_000, ..plan(TOMAS, at(0, 9, 31), None) };
    maya.call_log.push(CallRecord { ecode: Some(703), ..record(41, &offline) });
    model
}
