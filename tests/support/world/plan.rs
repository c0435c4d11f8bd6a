use super::dice::Dice;
use crate::support::net::Millis;
use std::fmt;
use std::str::FromStr;

/// What can happen to a world. The first number is a device, the second what it is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    SignIn,
    SignOut,
    /// The program ends without a word; its machine may say that the connection is gone, or not.
    Kill,
    KillSilently,
    /// A message to the account of another device.
    Say,
    Join,
    Leave,
    /// A message to the channel that one is in.
    Shout,
    SetAttribute,
    Call,
    Accept,
    Decline,
    End,
    Keys,
    /// Nothing passes, until it does again.
    Cut,
    Heal,
    /// The connection breaks: both ends know, or only one.
    Break,
    BreakForClient,
    BreakForServer,
    /// The server begins again from its store: everybody is told, or nobody; or right after it has stored
    /// something that nobody was told of.
    Restart,
    RestartSilently,
    RestartAfterCommit,
    StoreOut,
    StoreBack,
}

const ACTS: [(Act, &str, u64); 24] = [
    (Act::SignIn, "sign-in", 12),
    (Act::SignOut, "sign-out", 2),
    (Act::Kill, "kill", 1),
    (Act::KillSilently, "kill-silently", 1),
    (Act::Say, "say", 20),
    (Act::Join, "join", 8),
    (Act::Leave, "leave", 2),
    (Act::Shout, "shout", 15),
    (Act::SetAttribute, "set-attribute", 3),
    (Act::Call, "call", 6),
    (Act::Accept, "accept", 6),
    (Act::Decline, "decline", 2),
    (Act::End, "end", 3),
    (Act::Keys, "keys", 1),
    (Act::Cut, "cut", 4),
    (Act::Heal, "heal", 6),
    (Act::Break, "break", 3),
    (Act::BreakForClient, "break-for-client", 2),
    (Act::BreakForServer, "break-for-server", 2),
    (Act::Restart, "restart", 1),
    (Act::RestartSilently, "restart-silently", 1),
    (Act::RestartAfterCommit, "restart-after-commit", 1),
    (Act::StoreOut, "store-out", 1),
    (Act::StoreBack, "store-back", 3),
];

/// One act and how long after the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub after: Millis,
    pub act: Act,
    pub device: usize,
    pub other: usize,
}

/// A whole life of a world: `seed` throws the dice of the net and of the sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub seed: u64,
    /// The account of each device: two devices may be of one account.
    pub accounts: Vec<String>,
    pub steps: Vec<Step>,
}

impl Plan {
    pub fn random(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut accounts = vec!["ada", "ben", "cleo"];
        accounts.push(if dice.chance(40) { "ada" } else { "dan" });
        let devices = accounts.len() as u64;
        let all: u64 = ACTS.iter().map(|(.., weight)| weight).sum();
        let mut steps: Vec<Step> =
            (0..3).map(|device| Step { after: 10, act: Act::SignIn, device, other: 0 }).collect();
        for _ in 0..dice.below(80) + 20 {
            let after = match dice.below(100) {
                0..30 => dice.below(20),
                30..85 => dice.below(1_500),
                85..97 => dice.below(15_000),
                _ => dice.below(150_000),
            };
            let mut place = dice.below(all);
            let act = ACTS.iter().find(|(.., weight)| {
                let here = place < *weight;
                place = place.saturating_sub(*weight);
                here
            });
            let (act, ..) = act.expect("the place lies within all weights");
            let (device, other) = (dice.below(devices) as usize, dice.below(devices) as usize);
            steps.push(Step { after, act: *act, device, other });
        }
        Self { seed, accounts: accounts.into_iter().map(str::to_owned).collect(), steps }
    }

    /// The same plan without some of its steps; the time they took stays.
    pub fn without(&self, from: usize, count: usize) -> Self {
        let mut steps = self.steps.clone();
        let gone: Vec<Step> = steps.drain(from..(from + count).min(self.steps.len())).collect();
        if let Some(next) = steps.get_mut(from) {
            next.after += gone.iter().map(|step| step.after).sum::<Millis>();
        }
        Self { steps, ..self.clone() }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}", self.seed)?;
        writeln!(f, "accounts {}", self.accounts.join(" "))?;
        for Step { after, act, device, other } in &self.steps {
            let (_, name, _) = ACTS.iter().find(|(known, ..)| known == act).expect("every act has a name");
            writeln!(f, "+{after} {name} {device} {other}")?;
        }
        Ok(())
    }
}

impl FromStr for Plan {
    type Err = String;

    /// Lines that begin with `#` are for people.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut header = |name: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name));
            line.map(|rest| rest.trim().to_owned()).ok_or(format!("a line {name:?} is missing"))
        };
        let seed = header("seed")?.parse().map_err(|error| format!("the seed: {error}"))?;
        let accounts: Vec<String> = header("accounts")?.split_whitespace().map(str::to_owned).collect();
        let step = |line: &str| {
            let wrong = || format!("{line:?} is no step");
            let mut parts = line.split_whitespace();
            let after =
                parts.next().and_then(|part| part.strip_prefix('+')?.parse().ok()).ok_or_else(wrong)?;
            let name = parts.next().ok_or_else(wrong)?;
            let (act, ..) = ACTS.iter().find(|(_, known, _)| *known == name).ok_or_else(wrong)?;
            let mut number =
                || parts.next().and_then(|part| part.parse().ok()).filter(|n| *n < accounts.len());
            let (device, other) = (number().ok_or_else(wrong)?, number().ok_or_else(wrong)?);
            Ok(Step { after, act: *act, device, other })
        };
        let steps = lines.map(step).collect::<Result<_, String>>()?;
        Ok(Self { seed, accounts, steps })
    }
}
