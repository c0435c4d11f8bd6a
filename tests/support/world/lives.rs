use super::World;
use super::claims::Fate;
use super::plan::Plan;
use crate::support::net::Millis;
use bellbird::client::Event;
use bellbird::wire::Ecode;

/// What a world has been through.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub millis: Millis,
    /// Inputs of hubs.
    pub inputs: u64,
    pub accepted: usize,
    /// Messages that an app has sent again.
    pub again: usize,
    /// Calls that were made, and those of them whose two sides could be held against each other at the end.
    pub calls: u64,
    pub judged: u64,
    pub connected: usize,
    pub resumed: usize,
    pub started_over: usize,
    pub kicked: usize,
}

/// Lives a plan to its end and lets it settle; the error is the first fault, with the diary if it was asked for.
pub fn lives(plan: &Plan, with_diary: bool) -> Result<Tally, String> {
    let mut world = World::new(plan.seed, &plan.accounts, &plan.desktops);
    world.diary = with_diary.then(Vec::new);
    for step in &plan.steps {
        if world.fault.is_none() {
            world.plays(step);
        }
    }
    world.settles();
    match &world.fault {
        None => Ok(world.tally()),
        Some(fault) => Err(match &world.diary {
            Some(diary) => format!("{}\n{fault}", diary.join("\n")),
            None => fault.clone(),
        }),
    }
}

impl World {
    fn tally(&self) -> Tally {
        let sent = || self.claims.sent.values();
        Tally {
            millis: self.now,
            inputs: self.host.inputs,
            accepted: sent().filter(|claim| claim.fate == Fate::Accepted).count(),
            again: sent().filter(|claim| claim.again).count(),
            calls: self.made_calls,
            judged: self.made_calls.saturating_sub(self.estranged.len() as u64),
            ..self.seen
        }
    }

    pub(super) fn counts(&mut self, event: &Event) {
        let count = match event {
            Event::InviteAcceptedByPeer { .. } => &mut self.seen.connected,
            Event::Reconnected { resumed: true, .. } => &mut self.seen.resumed,
            Event::Reconnected { resumed: false, .. } => &mut self.seen.started_over,
            Event::Logout { ecode: Ecode::LogoutKicked } => &mut self.seen.kicked,
            _ => return,
        };
        *count += 1;
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, more: Self) {
        self.millis += more.millis;
        self.inputs += more.inputs;
        self.accepted += more.accepted;
        self.again += more.again;
        self.calls += more.calls;
        self.judged += more.judged;
        self.connected += more.connected;
        self.resumed += more.resumed;
        self.started_over += more.started_over;
        self.kicked += more.kicked;
    }
}
