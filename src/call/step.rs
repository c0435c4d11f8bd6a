use super::state::{CallState, EndReason, Side};

/// What can happen to a call, as seen by one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The callee's device confirmed the invite.
    PeerRings,
    /// Our person accepts.
    Accept,
    PeerAccepts,
    /// Our person declines.
    Decline,
    PeerDeclines,
    /// Our person ends: takes an unanswered invite back or hangs up.
    End,
    PeerEnds,
    /// A keypad tone, in either direction.
    Keys,
    /// The same invite arrived or was sent again.
    InviteAgain,
    /// Both sides called each other; the account that sorts first keeps its own call.
    CrossedAndWon,
    CrossedAndLost,
    /// Nobody answered within the ring time.
    RingTimeout,
    /// The server gave up on the invite because the callee never signed in.
    FailedOffline,
    /// The server gave up on the invite because the callee's device stayed silent.
    FailedSilent,
    /// The server refused the invite.
    FailedRefused,
    /// Our own session ended for good.
    SignedOut,
}

impl Act {
    /// Whether a peer who does this to a call that is over on our side believes that it goes on, so that
    /// our answer must be an end: their word has crossed our end, or the server's giving up.
    pub fn wants_end_when_over(self) -> bool {
        match self {
            Self::PeerRings | Self::PeerAccepts => true,
            Self::Accept
            | Self::Decline
            | Self::PeerDeclines
            | Self::End
            | Self::PeerEnds
            | Self::Keys
            | Self::InviteAgain
            | Self::CrossedAndWon
            | Self::CrossedAndLost
            | Self::RingTimeout
            | Self::FailedOffline
            | Self::FailedSilent
            | Self::FailedRefused
            | Self::SignedOut => false,
        }
    }
}

/// What an invite from `peer` means for our own unanswered call to them: the call of the account that sorts
/// first goes on and its caller ignores the other invite; the other side's own call is over, and it rings.
pub fn crossed(own: &str, peer: &str) -> Act {
    if own < peer { Act::CrossedAndWon } else { Act::CrossedAndLost }
}

/// Why an act does not apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum No {
    /// The call has not come that far.
    TooEarly,
    /// It has happened already: a doubled or late message.
    Already,
    /// The call is over.
    Over,
    /// The act belongs to the other side.
    OtherSide,
}

/// The only table of what may happen to a call: the state after the act, or why it does not apply.
pub fn step(state: CallState, side: Side, act: Act) -> Result<CallState, No> {
    use CallState::{Calling, Connected, Ended, Ringing};
    use Side::{Callee, Caller};
    match (state, side, act) {
        (Ended(_), Caller | Callee, _) => Err(No::Over),

        (Calling, Caller, Act::PeerRings) => Ok(Ringing),
        (Ringing | Connected, Caller, Act::PeerRings) => Err(No::Already),
        (Calling | Ringing | Connected, Callee, Act::PeerRings) => Err(No::OtherSide),

        (Calling | Ringing | Connected, Caller, Act::Accept) => Err(No::OtherSide),
        (Calling | Ringing, Callee, Act::Accept) => Ok(Connected),
        (Connected, Callee, Act::Accept) => Err(No::Already),

        // An accept whose ring was lost or overtaken still connects.
        (Calling | Ringing, Caller, Act::PeerAccepts) => Ok(Connected),
        (Connected, Caller, Act::PeerAccepts) => Err(No::Already),
        (Calling | Ringing | Connected, Callee, Act::PeerAccepts) => Err(No::OtherSide),

        (Calling | Ringing | Connected, Caller, Act::Decline) => Err(No::OtherSide),
        (Calling | Ringing, Callee, Act::Decline) => Ok(Ended(EndReason::Declined)),
        (Connected, Callee, Act::Decline) => Err(No::Already),

        (Calling | Ringing, Caller, Act::PeerDeclines) => Ok(Ended(EndReason::PeerDeclined)),
        // A refusal that crosses our connection ends the call: the other side is gone.
        (Connected, Caller, Act::PeerDeclines) => Ok(Ended(EndReason::PeerHungUp)),
        (Calling | Ringing | Connected, Callee, Act::PeerDeclines) => Err(No::OtherSide),

        (Calling | Ringing, Caller, Act::End) => Ok(Ended(EndReason::Cancelled)),
        (Calling | Ringing, Callee, Act::End) => Ok(Ended(EndReason::Declined)),
        (Connected, Caller | Callee, Act::End) => Ok(Ended(EndReason::HungUp)),

        // An old SDK's callee may end instead of refusing.
        (Calling | Ringing, Caller, Act::PeerEnds) => Ok(Ended(EndReason::PeerDeclined)),
        (Calling | Ringing, Callee, Act::PeerEnds) => Ok(Ended(EndReason::PeerCancelled)),
        (Connected, Caller | Callee, Act::PeerEnds) => Ok(Ended(EndReason::PeerHungUp)),

        (Calling | Ringing, Caller | Callee, Act::Keys) => Err(No::TooEarly),
        (Connected, Caller | Callee, Act::Keys) => Ok(Connected),

        // The server restarts its timer for an invite that nobody confirmed yet.
        (Calling, Caller, Act::InviteAgain) => Ok(Calling),
        (Ringing | Connected, Caller, Act::InviteAgain) => Err(No::Already),
        (Calling | Ringing | Connected, Callee, Act::InviteAgain) => Err(No::Already),

        (Calling, Caller, Act::CrossedAndWon) => Ok(Calling),
        (Ringing, Caller, Act::CrossedAndWon) => Ok(Ringing),
        (Calling | Ringing, Caller, Act::CrossedAndLost) => Ok(Ended(EndReason::Crossed)),
        (Connected, Caller, Act::CrossedAndWon | Act::CrossedAndLost) => Err(No::Already),
        (Calling | Ringing | Connected, Callee, Act::CrossedAndWon | Act::CrossedAndLost) => {
            Err(No::OtherSide)
        }

        (Calling | Ringing, Caller | Callee, Act::RingTimeout) => Ok(Ended(EndReason::NoAnswer)),
        (Connected, Caller | Callee, Act::RingTimeout) => Err(No::Already),

        // Once the device has confirmed, a failure of the invite is late news.
        (Calling, Caller, Act::FailedOffline) => Ok(Ended(EndReason::PeerOffline)),
        (Calling, Caller, Act::FailedSilent) => Ok(Ended(EndReason::NotReached)),
        (Calling, Caller, Act::FailedRefused) => Ok(Ended(EndReason::Refused)),
        (Ringing | Connected, Caller, Act::FailedOffline | Act::FailedSilent | Act::FailedRefused) => {
            Err(No::Already)
        }
        (
            Calling | Ringing | Connected,
            Callee,
            Act::FailedOffline | Act::FailedSilent | Act::FailedRefused,
        ) => Err(No::OtherSide),

        (Calling | Ringing | Connected, Caller | Callee, Act::SignedOut) => Ok(Ended(EndReason::SignedOut)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CallState::{Calling, Connected, Ended, Ringing};

    fn play(side: Side, start: CallState, acts: &[Act]) -> CallState {
        acts.iter().fold(start, |state, act| step(state, side, *act).unwrap_or(state))
    }

    #[test]
    fn an_answered_call_goes_from_calling_to_hung_up() {
        let caller = [Act::PeerRings, Act::PeerAccepts, Act::Keys, Act::End];
        assert_eq!(play(Side::Caller, Calling, &caller), Ended(EndReason::HungUp));
        let callee = [Act::Accept, Act::Keys, Act::PeerEnds];
        assert_eq!(play(Side::Callee, Ringing, &callee), Ended(EndReason::PeerHungUp));
    }

    #[test]
    fn an_accept_that_overtakes_the_ring_still_connects() {
        assert_eq!(play(Side::Caller, Calling, &[Act::PeerAccepts, Act::PeerRings]), Connected);
    }

    #[test]
    fn nothing_happens_to_a_call_that_is_over() {
        for act in [Act::Accept, Act::End, Act::PeerEnds, Act::PeerAccepts, Act::Keys, Act::RingTimeout] {
            assert_eq!(step(Ended(EndReason::Declined), Side::Callee, act), Err(No::Over));
        }
    }

    #[test]
    fn a_doubled_accept_changes_nothing() {
        assert_eq!(step(Connected, Side::Caller, Act::PeerAccepts), Err(No::Already));
    }

    #[test]
    fn a_late_failure_does_not_end_a_ringing_call() {
        assert_eq!(step(Ringing, Side::Caller, Act::FailedOffline), Err(No::Already));
    }

    #[test]
    fn keys_need_a_connected_call() {
        assert_eq!(step(Ringing, Side::Callee, Act::Keys), Err(No::TooEarly));
        assert_eq!(step(Connected, Side::Callee, Act::Keys), Ok(Connected));
    }

    #[test]
    fn of_two_crossed_calls_one_survives() {
        assert_eq!(step(Calling, Side::Caller, Act::CrossedAndWon), Ok(Calling));
        assert_eq!(step(Ringing, Side::Caller, Act::CrossedAndLost), Ok(Ended(EndReason::Crossed)));
    }

    #[test]
    fn a_call_taken_back_before_the_answer_is_missed_by_the_callee_alone() {
        let callee = play(Side::Callee, Ringing, &[Act::PeerEnds]);
        assert_eq!(callee, Ended(EndReason::PeerCancelled));
        assert!(EndReason::PeerCancelled.missed(Side::Callee));
        assert!(!EndReason::Cancelled.missed(Side::Caller));
    }
}
