/// Which end of the call this machine stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    Caller,
    Callee,
}

/// Where a call stands.
///
/// ```text
///  Caller: Calling ──PeerRings──▶ Ringing ──PeerAccepts──▶ Connected ──End──▶ Ended
///             │                      │
///             └──refused, failed, ended, gave up──▶ Ended
///  Callee:                        Ringing ──Accept──▶ Connected ──End──▶ Ended
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CallState {
    /// The caller's invite is on its way; the callee's device has not answered for itself yet.
    Calling,
    /// The callee's device has the invite and waits for its person.
    Ringing,
    Connected,
    Ended(EndReason),
}

/// Why a call is over, from the point of view of the side that keeps the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// We hung up a connected call.
    HungUp,
    /// The other side hung up a connected call.
    PeerHungUp,
    /// We, the caller, took the invite back before it was answered.
    Cancelled,
    /// The caller took the invite back before we answered: a missed call.
    PeerCancelled,
    /// We, the callee, declined.
    Declined,
    /// The callee declined.
    PeerDeclined,
    /// Nobody answered within the time: a missed call on the callee's side.
    NoAnswer,
    /// The callee has no device signed in.
    PeerOffline,
    /// The callee's device was signed in but never confirmed the invite.
    NotReached,
    /// The server refused the invite.
    Refused,
    /// Both called each other and the other call is the one that goes on.
    Crossed,
    /// Our own session ended.
    SignedOut,
}

impl CallState {
    pub fn over(self) -> bool {
        match self {
            Self::Calling => false,
            Self::Ringing => false,
            Self::Connected => false,
            Self::Ended(_) => true,
        }
    }

    /// Whether this side should be making a ringing sound: the callee's tone or the caller's ringback.
    pub fn rings(self) -> bool {
        match self {
            Self::Calling => false,
            Self::Ringing => true,
            Self::Connected => false,
            Self::Ended(_) => false,
        }
    }

    pub fn connected(self) -> bool {
        match self {
            Self::Calling => false,
            Self::Ringing => false,
            Self::Connected => true,
            Self::Ended(_) => false,
        }
    }
}

impl EndReason {
    /// Whether the callee's person should be told that they missed somebody.
    pub fn missed(self, side: Side) -> bool {
        side == Side::Callee
            && match self {
                Self::HungUp => false,
                Self::PeerHungUp => false,
                Self::Cancelled => false,
                Self::PeerCancelled => true,
                Self::Declined => false,
                Self::PeerDeclined => false,
                Self::NoAnswer => true,
                Self::PeerOffline => false,
                Self::NotReached => false,
                Self::Refused => false,
                Self::Crossed => false,
                Self::SignedOut => true,
            }
    }
}
