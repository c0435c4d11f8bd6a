//! The table of invites: everything that can become of one, played through a hub and two sessions and held
//! against a small model that knows neither.

use super::duet::Duet;
use bellbird::client::{Api, Event};

const SECOND: u64 = 1_000;
const CALLER: usize = 0;
const CALLEE: usize = 1;
/// Call messages wait so long for somebody who is away.
const WORDS_WAIT: u64 = 30 * SECOND;

/// Where the callee is when the invite comes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Peer {
    Online,
    /// Has never signed in.
    Stranger,
    /// Was here once.
    Away,
    /// Was here once and signs in so long after the invite.
    Late(u64),
    /// Signed in, but nothing reaches the device.
    Silent,
}

/// What is done, in milliseconds after the callee's device rings; nothing if it never does.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    Nothing,
    Accepted(u64),
    Refused(u64),
    Cancelled(u64),
    /// Taken back so long after the invite, whether it rings or not; 0 is in the same breath.
    TakenBack(u64),
}

/// An invite's `extra`, and what the model makes of it.
#[derive(Debug, Clone)]
struct Words {
    extra: String,
    must_be_online: bool,
    waits: u64,
}

type Told = Vec<(u64, String)>;

fn words() -> Vec<Words> {
    let required = [(None, false), (Some("0"), false), (Some("1"), true), (Some("\"1\""), true)];
    let timeouts = [
        (None, 20),
        (Some("0"), 20),
        (Some("1"), 1),
        (Some("5"), 5),
        (Some("30"), 30),
        (Some("180"), 60),
        (Some("\"20\""), 20),
        (Some("\"soon\""), 20),
        (Some("-5"), 20),
        (Some("null"), 20),
        (Some("[7]"), 20),
    ];
    let mut all = Vec::new();
    for (required, must_be_online) in required {
        for (timeout, waits) in timeouts {
            let keys = [required.map(|v| ("_require_peer_online", v)), timeout.map(|v| ("_timeout", v))];
            let keys: Vec<String> = keys.iter().flatten().map(|(key, v)| format!("\"{key}\":{v}")).collect();
            let extra = if keys.is_empty() { String::new() } else { format!("{{{}}}", keys.join(",")) };
            all.push(Words { extra, must_be_online, waits: waits * SECOND });
        }
    }
    all
}

fn peers() -> Vec<Peer> {
    let late = [3, 25, 45].map(|secs| Peer::Late(secs * SECOND));
    [vec![Peer::Online, Peer::Stranger, Peer::Away, Peer::Silent], late.to_vec()].concat()
}

fn ends() -> Vec<Then> {
    let after_ring = [0, SECOND, 65 * SECOND];
    let answers = after_ring.map(|at| [Then::Accepted(at), Then::Refused(at), Then::Cancelled(at)]);
    let taken_back = [0, 2 * SECOND, 40 * SECOND].map(Then::TakenBack);
    [vec![Then::Nothing], answers.concat(), taken_back.to_vec()].concat()
}

/// What the caller and the callee are told, by the documents alone.
fn expected(peer: Peer, Words { extra, must_be_online, waits }: &Words, then: Then) -> (Told, Told) {
    let (mut caller, mut callee): (Told, Told) = (Vec::new(), Vec::new());
    let here = matches!(peer, Peer::Online | Peer::Silent);
    let taken_back = if let Then::TakenBack(at) = then { Some(at) } else { None };
    // What waits for somebody who is away is there when they sign in, if it is not too old by then.
    let hears_of_the_end = |at: u64| match peer {
        Peer::Online => Some(at),
        Peer::Late(comes) if comes <= at => Some(at),
        Peer::Late(comes) => Some(comes).filter(|comes| *comes < at + WORDS_WAIT),
        Peer::Stranger | Peer::Away | Peer::Silent => None,
    };
    let ended = |at: u64| (at, "ended by peer".to_owned());
    let refused = *must_be_online && !here;
    if refused {
        caller.push((0, format!("failed 703 {extra}")));
        caller.push((0, "error invite 1001 peer is not online".to_owned()));
    }
    let comes = match peer {
        Peer::Online => Some(0),
        Peer::Late(at) => Some(at).filter(|at| at < waits && taken_back.is_none_or(|end| at < &end)),
        Peer::Stranger | Peer::Away | Peer::Silent => None,
    };
    let Some(rings) = comes.filter(|_| !refused) else {
        let in_time = taken_back.is_some_and(|at| at < *waits);
        if !refused && !in_time {
            let code = if peer == Peer::Silent { 704 } else { 703 };
            caller.push((*waits, format!("failed {code} {extra}")));
        }
        match taken_back {
            Some(at) if refused && peer == Peer::Stranger => {
                caller.push((at, "error invite_end 1001 peer not exist".to_owned()));
            }
            Some(at) => {
                caller.push((at, "ended by myself".to_owned()));
                // An invite that nobody has seen is gone without a word; of anything else the peer is told.
                let unseen = in_time && !refused;
                callee.extend(hears_of_the_end(at).filter(|_| !unseen).map(ended));
            }
            None => {}
        }
        return (caller, callee);
    };
    callee.push((rings, format!("received {extra}")));
    caller.push((rings, "received by peer".to_owned()));
    match then {
        Then::Nothing => {}
        Then::Accepted(after) => caller.push((rings + after, "accepted yes".to_owned())),
        Then::Refused(after) => caller.push((rings + after, "refused no".to_owned())),
        Then::Cancelled(after) => {
            caller.push((rings + after, "ended by myself".to_owned()));
            callee.push(ended(rings + after));
        }
        Then::TakenBack(at) => {
            // In the same breath: the end is under way before the callee's device has confirmed anything.
            let place = if at == 0 { 0 } else { caller.len() };
            caller.insert(place, (at, "ended by myself".to_owned()));
            callee.push(ended(at));
        }
    }
    (caller, callee)
}

fn in_words(event: &Event) -> Option<String> {
    Some(match event {
        Event::InviteReceived { extra, .. } => format!("received {extra}"),
        Event::InviteReceivedByPeer { .. } => "received by peer".to_owned(),
        Event::InviteAcceptedByPeer { extra, .. } => format!("accepted {extra}"),
        Event::InviteRefusedByPeer { extra, .. } => format!("refused {extra}"),
        Event::InviteFailed { ecode, extra, .. } => format!("failed {} {extra}", ecode.number()),
        Event::InviteEndByPeer { .. } => "ended by peer".to_owned(),
        Event::InviteEndByMyself { .. } => "ended by myself".to_owned(),
        Event::Error { name, ecode, desc } => format!("error {name} {} {desc}", ecode.number()),
        Event::Logout { ecode } => format!("logout {}", ecode.number()),
        _ => return None,
    })
}

fn told(duet: &mut Duet, end: usize, since: u64) -> Told {
    duet.told(end).iter().filter_map(|(at, event)| Some((at - since, in_words(event)?))).collect()
}

fn end(peer: &str) -> Api {
    Api::ChannelInviteEnd { channel: "room".to_owned(), account: peer.to_owned(), extra: String::new() }
}

/// Plays one invite to its end: what both sides were told, in milliseconds since the invite.
fn played(peer: Peer, words: &Words, then: Then) -> (Told, Told) {
    let mut duet = Duet::new(["nora", "omar"]);
    duet.signs_in(CALLER);
    if peer != Peer::Stranger {
        duet.signs_in(CALLEE);
    }
    if matches!(peer, Peer::Away | Peer::Late(_)) {
        duet.calls(CALLEE, [Api::Logout]);
    }
    duet.runs(2 * SECOND);
    if peer == Peer::Silent {
        duet.cuts(CALLEE);
    }
    let began = duet.now;
    duet.told(CALLER);
    duet.told(CALLEE);
    let invite = Api::ChannelInviteUser {
        channel: "room".to_owned(),
        account: "omar".to_owned(),
        extra: words.extra.clone(),
    };
    let in_one_breath = (then == Then::TakenBack(0)).then(|| end("omar"));
    duet.calls(CALLER, [invite].into_iter().chain(in_one_breath));
    let (mut caller, mut callee) = (told(&mut duet, CALLER, began), told(&mut duet, CALLEE, began));
    let mut plan: Vec<(u64, usize, Option<Api>)> = Vec::new();
    if let Peer::Late(at) = peer {
        plan.push((at, CALLEE, None));
    }
    if let Then::TakenBack(at @ 1..) = then {
        plan.push((at, CALLER, Some(end("omar"))));
    }
    let answer = |rings: u64| {
        let (channel, account) = ("room".to_owned(), "nora".to_owned());
        let (yes, no) = ("yes".to_owned(), "no".to_owned());
        Some(match then {
            Then::Accepted(at) => {
                (rings + at, CALLEE, Some(Api::ChannelInviteAccept { channel, account, extra: yes }))
            }
            Then::Refused(at) => {
                (rings + at, CALLEE, Some(Api::ChannelInviteRefuse { channel, account, extra: no }))
            }
            Then::Cancelled(at) => (rings + at, CALLER, Some(end("omar"))),
            Then::Nothing | Then::TakenBack(_) => return None,
        })
    };
    let mut rang = false;
    loop {
        let ring = callee.iter().find(|(_, words)| words.starts_with("received ")).map(|(at, _)| *at);
        if let Some(ring) = ring.filter(|_| !std::mem::replace(&mut rang, ring.is_some())) {
            plan.extend(answer(ring));
        }
        plan.sort_by_key(|(at, ..)| *at);
        if plan.is_empty() {
            break;
        }
        let (at, who, api) = plan.remove(0);
        duet.runs(began + at);
        match api {
            Some(api) => duet.calls(who, [api]),
            None => duet.signs_in(who),
        }
        caller.extend(told(&mut duet, CALLER, began));
        callee.extend(told(&mut duet, CALLEE, began));
    }
    // Past the end of every timer: whoever was told nothing by now never is.
    let rest = duet.now.max(began) + 65 * SECOND;
    duet.runs(rest);
    caller.extend(told(&mut duet, CALLER, began));
    callee.extend(told(&mut duet, CALLEE, began));
    (caller, callee)
}

#[test]
fn every_invite_ends_for_both_sides_as_the_documents_say() {
    let mut played_so_far = 0;
    for peer in peers() {
        for words in words() {
            for then in ends() {
                let outcome = played(peer, &words, then);
                let scene = || format!("{peer:?}, {:?}, {then:?}", words.extra);
                assert_eq!(outcome, expected(peer, &words, then), "{}", scene());
                played_so_far += 1;
            }
        }
    }
    assert_eq!(played_so_far, 7 * 44 * 13);
}
