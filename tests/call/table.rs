use bellbird::call::{Act, CallState, EndReason, No, Side, step};

/// The whole table, said a second time: a row an act, three columns a side.
/// `.` too early, `=` already, `x` the other side's.
const TABLE: &str = "
                 caller:                               callee:
                 Calling      Ringing      Connected   Calling       Ringing       Connected
PeerRings        Ringing      =            =           x             x             x
Accept           x            x            x           Connected     Connected     =
PeerAccepts      Connected    Connected    =           x             x             x
Decline          x            x            x           Declined      Declined      =
PeerDeclines     PeerDeclined PeerDeclined PeerHungUp  x             x             x
End              Cancelled    Cancelled    HungUp      Declined      Declined      HungUp
PeerEnds         PeerDeclined PeerDeclined PeerHungUp  PeerCancelled PeerCancelled PeerHungUp
Keys             .            .            Connected   .             .             Connected
InviteAgain      Calling      =            =           =             =             =
CrossedAndWon    Calling      Ringing      =           x             x             x
CrossedAndLost   Crossed      Crossed      =           x             x             x
RingTimeout      NoAnswer     NoAnswer     =           NoAnswer      NoAnswer      =
FailedOffline    PeerOffline  =            =           x             x             x
FailedSilent     NotReached   =            =           x             x             x
FailedRefused    Refused      =            =           x             x             x
SignedOut        SignedOut    SignedOut    SignedOut   SignedOut     SignedOut     SignedOut
";

const ACTS: [Act; 16] = [
    Act::PeerRings,
    Act::Accept,
    Act::PeerAccepts,
    Act::Decline,
    Act::PeerDeclines,
    Act::End,
    Act::PeerEnds,
    Act::Keys,
    Act::InviteAgain,
    Act::CrossedAndWon,
    Act::CrossedAndLost,
    Act::RingTimeout,
    Act::FailedOffline,
    Act::FailedSilent,
    Act::FailedRefused,
    Act::SignedOut,
];

const REASONS: [EndReason; 12] = [
    EndReason::HungUp,
    EndReason::PeerHungUp,
    EndReason::Cancelled,
    EndReason::PeerCancelled,
    EndReason::Declined,
    EndReason::PeerDeclined,
    EndReason::NoAnswer,
    EndReason::PeerOffline,
    EndReason::NotReached,
    EndReason::Refused,
    EndReason::Crossed,
    EndReason::SignedOut,
];

const LIVE: [CallState; 3] = [CallState::Calling, CallState::Ringing, CallState::Connected];
const SIDES: [Side; 2] = [Side::Caller, Side::Callee];

fn word(answer: Result<CallState, No>) -> String {
    match answer {
        Ok(CallState::Ended(reason)) => format!("{reason:?}"),
        Ok(state) => format!("{state:?}"),
        Err(No::TooEarly) => ".".to_owned(),
        Err(No::Already) => "=".to_owned(),
        Err(No::OtherSide) => "x".to_owned(),
        Err(No::Over) => "over".to_owned(),
    }
}

#[test]
fn every_state_side_and_act_has_the_answer_of_the_table() {
    let rows: Vec<&str> = TABLE.lines().skip(3).collect();
    assert_eq!(rows.len(), ACTS.len());
    for (row, act) in rows.into_iter().zip(ACTS) {
        let mut words = row.split_whitespace();
        assert_eq!(words.next(), Some(format!("{act:?}").as_str()));
        for side in SIDES {
            for state in LIVE {
                let expected = words.next().expect("six columns");
                assert_eq!(word(step(state, side, act)), expected, "{state:?}, {side:?}, {act:?}");
            }
        }
        assert_eq!(words.next(), None);
    }
}

#[test]
fn over_stays_over_for_every_reason_side_and_act() {
    for reason in REASONS {
        for side in SIDES {
            for act in ACTS {
                assert_eq!(step(CallState::Ended(reason), side, act), Err(No::Over), "{reason:?} {act:?}");
            }
        }
    }
}

#[test]
fn only_the_callee_can_accept_or_decline() {
    for state in LIVE {
        for act in [Act::Accept, Act::Decline] {
            assert_eq!(step(state, Side::Caller, act), Err(No::OtherSide));
        }
    }
}

#[test]
fn a_call_never_goes_back() {
    let rank = |state| match state {
        CallState::Calling => 0,
        CallState::Ringing => 1,
        CallState::Connected => 2,
        CallState::Ended(_) => 3,
    };
    for side in SIDES {
        for state in LIVE {
            for act in ACTS {
                if let Ok(after) = step(state, side, act) {
                    assert!(rank(after) >= rank(state), "{state:?}, {side:?}, {act:?}");
                }
            }
        }
    }
}

#[test]
fn only_an_accept_connects() {
    for side in SIDES {
        for state in [CallState::Calling, CallState::Ringing] {
            for act in ACTS {
                if step(state, side, act) == Ok(CallState::Connected) {
                    assert!(matches!(act, Act::Accept | Act::PeerAccepts), "{act:?}");
                }
            }
        }
    }
}

#[test]
fn every_live_call_can_be_ended_by_both_sides_and_by_the_peer() {
    for side in SIDES {
        for state in LIVE {
            for act in [Act::End, Act::PeerEnds, Act::SignedOut] {
                let after = step(state, side, act);
                assert!(matches!(after, Ok(CallState::Ended(_))), "{state:?}, {side:?}, {act:?}: {after:?}");
            }
        }
    }
}

#[test]
fn one_state_at_a_time_holds_for_the_predicates() {
    for state in LIVE.into_iter().chain(REASONS.map(CallState::Ended)) {
        let claims = [state.over(), state.rings(), state.connected(), state == CallState::Calling];
        assert_eq!(claims.into_iter().filter(|claim| *claim).count(), 1, "{state:?}");
    }
}

#[test]
fn only_the_callee_misses_calls() {
    for reason in REASONS {
        assert!(!reason.missed(Side::Caller), "{reason:?}");
    }
    let missed: Vec<EndReason> = REASONS.into_iter().filter(|reason| reason.missed(Side::Callee)).collect();
    assert_eq!(missed, [EndReason::PeerCancelled, EndReason::NoAnswer, EndReason::SignedOut]);
}
