//! Two people's machines joined by a server through queues that keep their order and take their time. Every
//! schedule within the bounds is tried, and whenever nothing is on its way any more, both must agree.

use bellbird::call::{Act, CallState, EndReason, No, Side, crossed, step};
use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

/// The name of a call: what travels as its channel.
type Label = u8;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Word {
    Invite,
    Ack,
    Accept,
    Refuse,
    Bye,
    /// The server gave up on the invite.
    Failed,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Person {
    calls: BTreeMap<Label, (Side, CallState)>,
    invites_left: u8,
    invites_made: u8,
    /// Accepts, declines and ends that the person may still do; the ring time always runs out.
    acts_left: u8,
}

/// Person 0 sorts first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct World {
    people: [Person; 2],
    to_server: [VecDeque<(Label, Word)>; 2],
    from_server: [VecDeque<(Label, Word)>; 2],
    /// Invites that the server has a timer for, by caller.
    unconfirmed: BTreeSet<(usize, Label)>,
    timeouts_left: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    ServerHears { from: usize, label: Label, word: Word },
    Hears { who: usize, label: Label, word: Word },
    Calls { who: usize },
    Does { who: usize, act: Act },
    GivesUp { caller: usize, label: Label },
}

const OVER: CallState = CallState::Ended(EndReason::HungUp);
const NAMES: [&str; 2] = ["anna", "ben"];

impl World {
    fn say(&mut self, who: usize, label: Label, word: Word) {
        self.to_server[who].push_back((label, word));
    }

    fn step(&mut self, who: usize, label: Label, act: Act) -> Result<(), No> {
        let (side, at) = self.people[who].calls.get(&label).copied().ok_or(No::Over)?;
        // Why a call is over tells nothing about agreement, and would only multiply the worlds.
        let after = match step(at, side, act)? {
            CallState::Ended(_) => OVER,
            live => live,
        };
        self.people[who].calls.insert(label, (side, after));
        Ok(())
    }

    fn live(&self, who: usize) -> Option<(Label, Side, CallState)> {
        let mut live = self.people[who].calls.iter().filter(|(_, (_, at))| !at.over());
        let found = live.next().map(|(label, (side, at))| (*label, *side, *at));
        assert!(live.next().is_none(), "two calls at once: {self:?}");
        found
    }

    /// A word arrives at a person's device.
    fn hear(&mut self, who: usize, label: Label, word: Word) {
        let act = match word {
            Word::Invite => return self.hear_invite(who, label),
            Word::Ack => Act::PeerRings,
            Word::Accept => Act::PeerAccepts,
            Word::Refuse => Act::PeerDeclines,
            Word::Bye => Act::PeerEnds,
            Word::Failed => Act::FailedSilent,
        };
        if self.step(who, label, act) == Err(No::Over) && act.wants_end_when_over() {
            self.say(who, label, Word::Bye);
        }
    }

    fn hear_invite(&mut self, who: usize, label: Label) {
        // The SDK confirms by itself, before anybody decides.
        self.say(who, label, Word::Ack);
        match self.live(who) {
            Some((own, Side::Caller, CallState::Calling | CallState::Ringing)) => {
                let act = crossed(NAMES[who], NAMES[1 - who]);
                self.step(who, own, act).expect("an unanswered call of one's own can be crossed");
                if act == Act::CrossedAndWon {
                    return;
                }
            }
            Some((live, ..)) if live == label => {
                assert_eq!(self.step(who, live, Act::InviteAgain), Err(No::Already));
                return;
            }
            Some(_) => return self.say(who, label, Word::Refuse),
            None => {}
        }
        self.people[who].calls.insert(label, (Side::Callee, CallState::Ringing));
    }

    /// A word arrives at the server.
    fn relay(&mut self, from: usize, label: Label, word: Word) {
        let to = 1 - from;
        match word {
            // A repeated invite restarts the timer and is not pushed again.
            Word::Invite if !self.unconfirmed.insert((from, label)) => return,
            Word::Invite => {}
            Word::Ack | Word::Accept | Word::Refuse => {
                self.unconfirmed.remove(&(to, label));
            }
            Word::Bye => {
                self.unconfirmed.remove(&(from, label));
                self.unconfirmed.remove(&(to, label));
            }
            Word::Failed => unreachable!("people do not say this"),
        }
        self.from_server[to].push_back((label, word));
    }

    /// Everything that can happen next.
    fn moves(&self) -> Vec<Move> {
        let mut moves = Vec::new();
        for who in 0..2 {
            if let Some((label, word)) = self.to_server[who].front().copied() {
                moves.push(Move::ServerHears { from: who, label, word });
            }
            if let Some((label, word)) = self.from_server[who].front().copied() {
                moves.push(Move::Hears { who, label, word });
            }
            match self.live(who) {
                None if self.people[who].invites_left > 0 => moves.push(Move::Calls { who }),
                None => {}
                Some((_, side, at)) => {
                    for act in [Act::Accept, Act::Decline, Act::End, Act::RingTimeout] {
                        let may = act == Act::RingTimeout || self.people[who].acts_left > 0;
                        if may && step(at, side, act).is_ok() {
                            moves.push(Move::Does { who, act });
                        }
                    }
                }
            }
        }
        if self.timeouts_left > 0 {
            let gives_up = |(caller, label)| Move::GivesUp { caller, label };
            moves.extend(self.unconfirmed.iter().copied().map(gives_up));
        }
        moves
    }

    fn play(&mut self, played: Move, fresh_labels: bool) {
        match played {
            Move::ServerHears { from, label, word } => {
                self.to_server[from].pop_front();
                self.relay(from, label, word);
            }
            Move::Hears { who, label, word } => {
                self.from_server[who].pop_front();
                self.hear(who, label, word);
            }
            Move::Calls { who } => {
                let person = &mut self.people[who];
                person.invites_left -= 1;
                let label = if fresh_labels { who as u8 * 10 + person.invites_made } else { 0 };
                person.invites_made += 1;
                person.calls.insert(label, (Side::Caller, CallState::Calling));
                self.say(who, label, Word::Invite);
            }
            Move::Does { who, act } => {
                let (label, side, _) = self.live(who).expect("only a live call has acts");
                self.step(who, label, act).expect("only what the table allows is a move");
                let word = match (act, side) {
                    (Act::Accept, _) => Word::Accept,
                    (Act::Decline, _) | (Act::RingTimeout, Side::Callee) => Word::Refuse,
                    (_, _) => Word::Bye,
                };
                self.say(who, label, word);
                if act != Act::RingTimeout {
                    self.people[who].acts_left -= 1;
                }
            }
            Move::GivesUp { caller, label } => {
                self.timeouts_left -= 1;
                self.unconfirmed.remove(&(caller, label));
                self.from_server[caller].push_back((label, Word::Failed));
            }
        }
    }

    fn quiet(&self) -> bool {
        self.to_server.iter().chain(&self.from_server).all(VecDeque::is_empty)
    }

    /// Whether both people's views of every call go together.
    fn agrees(&self) -> bool {
        let labels: BTreeSet<Label> = self.people.iter().flat_map(|p| p.calls.keys().copied()).collect();
        let view = |who: usize, label| {
            self.people[who].calls.get(&label).map_or((None, OVER), |(side, at)| (Some(*side), *at))
        };
        labels.into_iter().all(|label| match (view(0, label), view(1, label)) {
            ((_, CallState::Ended(_)), (_, CallState::Ended(_))) => true,
            ((Some(a), CallState::Connected), (Some(b), CallState::Connected)) => a != b,
            ((Some(Side::Caller), CallState::Ringing), (Some(Side::Callee), CallState::Ringing))
            | ((Some(Side::Callee), CallState::Ringing), (Some(Side::Caller), CallState::Ringing)) => true,
            _ => false,
        })
    }

    fn connected(&self) -> bool {
        (0..2).all(|who| self.live(who).is_some_and(|(.., at)| at.connected()))
    }
}

#[derive(Debug, Default)]
struct Seen {
    worlds: usize,
    /// Worlds in which nothing is on its way, and those of them in which both are connected.
    quiet: usize,
    connected: usize,
    /// Worlds in which nothing can happen any more.
    ends: usize,
    /// Ways to a quiet world in which the two disagree, the first few.
    disagreements: Vec<String>,
}

fn explore(start: World, fresh_labels: bool) -> Seen {
    let mut seen = Seen::default();
    let mut known = HashSet::from([start.clone()]);
    // How each world came about: the place of the one before it, and the move.
    let mut ways: Vec<(usize, Option<Move>)> = vec![(0, None)];
    let mut open = vec![(start, 0)];
    while let Some((world, place)) = open.pop() {
        let moves = world.moves();
        if world.quiet() {
            seen.quiet += 1;
            seen.connected += usize::from(world.connected());
            if !world.agrees() && seen.disagreements.len() < 3 {
                seen.disagreements.push(way_to(&world, place, &ways));
            }
        }
        if moves.is_empty() {
            seen.ends += 1;
            assert!(world.agrees(), "they end apart:\n{}", way_to(&world, place, &ways));
        }
        for played in moves {
            let mut after = world.clone();
            after.play(played, fresh_labels);
            if known.insert(after.clone()) {
                ways.push((place, Some(played)));
                open.push((after, ways.len() - 1));
            }
        }
    }
    seen.worlds = known.len();
    seen
}

fn way_to(world: &World, mut place: usize, ways: &[(usize, Option<Move>)]) -> String {
    let mut moves = Vec::new();
    while let (before, Some(played)) = &ways[place] {
        moves.push(format!("{played:?}"));
        place = *before;
    }
    moves.reverse();
    format!("{}\n{:?}", moves.join("\n"), world.people)
}

fn start(invites: [u8; 2], acts: [u8; 2], timeouts: u8) -> World {
    let mut world = World { timeouts_left: timeouts, ..World::default() };
    for who in 0..2 {
        world.people[who].invites_left = invites[who];
        world.people[who].acts_left = acts[who];
    }
    world
}

#[track_caller]
fn always_agree(start: World, fresh_labels: bool) {
    let seen = explore(start, fresh_labels);
    assert!(seen.disagreements.is_empty(), "quiet, but apart:\n{}", seen.disagreements.join("\n\n"));
    assert!(
        seen.connected > 0 && seen.quiet > seen.connected && seen.ends > 0,
        "too little was seen: {seen:?}"
    );
}

#[test]
fn one_call_ends_alike_on_both_sides_in_every_schedule() {
    always_agree(start([1, 0], [3, 3], 1), true);
}

#[test]
fn of_two_people_who_call_each_other_both_end_alike() {
    always_agree(start([1, 1], [1, 1], 1), true);
}

#[test]
fn people_who_call_each_other_under_the_same_name_end_alike_too() {
    always_agree(start([1, 1], [1, 2], 0), false);
}

#[test]
fn calling_again_and_again_ends_alike_when_every_call_has_a_name_of_its_own() {
    always_agree(start([2, 1], [0, 1], 0), true);
}

#[test]
fn calling_again_under_the_old_name_may_mislead_but_ends_alike() {
    // An accept of the first call that arrives during the second is taken for the second's: the protocol has
    // no other name for a call. Explore asserts that they end alike all the same.
    let seen = explore(start([2, 0], [2, 2], 0), false);
    assert!(!seen.disagreements.is_empty(), "the weakness is gone: say so and use always_agree");
}

#[test]
fn a_crossed_call_goes_on_as_the_call_of_the_account_that_sorts_first() {
    let mut world = start([1, 1], [0, 1], 0);
    let hears = |who, label, word| Move::Hears { who, label, word };
    let server = |from, label, word| Move::ServerHears { from, label, word };
    let (anna, ben) = (0, 1);
    for played in [
        Move::Calls { who: anna },
        Move::Calls { who: ben },
        server(anna, 0, Word::Invite),
        server(ben, 10, Word::Invite),
        hears(anna, 10, Word::Invite),
        hears(ben, 0, Word::Invite),
        Move::Does { who: ben, act: Act::Accept },
        server(ben, 0, Word::Ack),
        server(ben, 0, Word::Accept),
        hears(anna, 0, Word::Ack),
        hears(anna, 0, Word::Accept),
    ] {
        assert!(world.moves().contains(&played), "{played:?} cannot happen in {world:?}");
        world.play(played, true);
    }
    assert_eq!(world.live(0), Some((0, Side::Caller, CallState::Connected)));
    assert_eq!(world.live(1), Some((0, Side::Callee, CallState::Connected)));
}
