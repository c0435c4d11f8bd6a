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

const ACTS: [(Act, &str); 24] = [
    (Act::SignIn, "sign-in"),
    (Act::SignOut, "sign-out"),
    (Act::Kill, "kill"),
    (Act::KillSilently, "kill-silently"),
    (Act::Say, "say"),
    (Act::Join, "join"),
    (Act::Leave, "leave"),
    (Act::Shout, "shout"),
    (Act::SetAttribute, "set-attribute"),
    (Act::Call, "call"),
    (Act::Accept, "accept"),
    (Act::Decline, "decline"),
    (Act::End, "end"),
    (Act::Keys, "keys"),
    (Act::Cut, "cut"),
    (Act::Heal, "heal"),
    (Act::Break, "break"),
    (Act::BreakForClient, "break-for-client"),
    (Act::BreakForServer, "break-for-server"),
    (Act::Restart, "restart"),
    (Act::RestartSilently, "restart-silently"),
    (Act::RestartAfterCommit, "restart-after-commit"),
    (Act::StoreOut, "store-out"),
    (Act::StoreBack, "store-back"),
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
    /// The devices on which the desktop app's service runs.
    pub desktops: Vec<usize>,
    pub steps: Vec<Step>,
}

impl Plan {
    /// Small stories at random times, one through the other.
    pub fn random(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut accounts = vec!["ada", "ben", "cleo"];
        accounts.push(if dice.chance(40) { "ada" } else { "dan" });
        let mut tale = Tale { dice, devices: accounts.len() as u64, told: Vec::new() };
        for device in 0..accounts.len() - usize::from(accounts[3] == "ada") {
            tale.tell(0, Act::SignIn, device, 0);
            tale.tell(500, Act::Join, device, device / 2);
        }
        let mut desktops = Vec::new();
        if tale.dice.chance(50) {
            desktops.extend((0..accounts.len()).filter(|_| tale.dice.chance(50)));
        }
        let length = [20_000, 60_000, 240_000][tale.dice.below(3) as usize];
        for _ in 0..tale.dice.below(70) + 10 {
            let begins = 1_000 + tale.dice.below(length);
            tale.story(begins);
        }
        tale.told.sort_by_key(|(at, _)| *at);
        let mut before = 0;
        let steps = tale.told.into_iter().map(|(at, step)| {
            let after = at - std::mem::replace(&mut before, at);
            Step { after, ..step }
        });
        let accounts = accounts.into_iter().map(str::to_owned).collect();
        Self { seed, accounts, desktops, steps: steps.collect() }
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

/// A plan being made: what happens at which time.
struct Tale {
    dice: Dice,
    devices: u64,
    told: Vec<(Millis, Step)>,
}

impl Tale {
    fn tell(&mut self, at: Millis, act: Act, device: usize, other: usize) {
        self.told.push((at, Step { after: 0, act, device, other }));
    }

    /// A pause that is mostly short and sometimes long.
    fn pause(&mut self, longest: Millis) -> Millis {
        match self.dice.below(10) {
            0..4 => self.dice.below(50),
            4..8 => self.dice.below(longest / 10),
            _ => self.dice.below(longest),
        }
    }

    fn device(&mut self) -> usize {
        self.dice.below(self.devices) as usize
    }

    fn story(&mut self, begins: Millis) {
        let (one, two) = (self.device(), self.device());
        let mut at = begins;
        match self.dice.below(100) {
            // Messages under way when something breaks.
            0..10 => {
                let breaks = [Act::Break, Act::BreakForClient, Act::BreakForServer, Act::Cut];
                let ends = [Act::Restart, Act::RestartSilently, Act::RestartAfterCommit, Act::KillSilently];
                let way = self.dice.below(4) as usize;
                let way = if self.dice.chance(70) { breaks[way] } else { ends[way] };
                let when = self.dice.below(6);
                for n in 0..6 {
                    let act = if self.dice.chance(60) { Act::Say } else { Act::Shout };
                    self.tell(at, act, one, two);
                    if n == when {
                        self.tell(at, way, one, 0);
                    }
                    at += self.dice.below(60);
                }
                at += self.pause(40_000);
                self.tell(at, Act::Heal, one, 0);
                self.tell(at, Act::SignIn, one, 0);
            }
            10..22 => {
                for _ in 0..self.dice.below(6) + 1 {
                    let act = if self.dice.chance(60) { Act::Say } else { Act::Shout };
                    self.tell(at, act, one, two);
                    at += self.pause(2_000);
                }
            }
            22..32 => {
                for _ in 0..self.dice.below(3) + 1 {
                    let act =
                        [Act::Join, Act::Join, Act::Leave, Act::SetAttribute][self.dice.below(4) as usize];
                    let room = self.device();
                    self.tell(at, act, one, room);
                    at += self.pause(2_000);
                }
            }
            32..54 => self.call(at, one, two),
            54..60 => {
                self.tell(at, Act::SignOut, one, 0);
                at += self.pause(60_000);
                self.tell(at, Act::SignIn, one, 0);
            }
            60..66 => {
                let act = if self.dice.chance(50) { Act::Kill } else { Act::KillSilently };
                self.tell(at, act, one, 0);
                at += self.pause(200_000);
                self.tell(at, Act::SignIn, one, 0);
                self.tell(at + 400, Act::Join, one, two);
            }
            66..70 => self.tell(at, Act::SignIn, one, 0),
            70..82 => {
                self.tell(at, Act::Cut, one, 0);
                at += self.pause(200_000);
                self.tell(at, Act::Heal, one, 0);
            }
            82..92 => {
                let act = [Act::Break, Act::BreakForClient, Act::BreakForServer][self.dice.below(3) as usize];
                self.tell(at, act, one, 0);
            }
            92..97 => {
                let ways = [Act::Restart, Act::RestartSilently, Act::RestartAfterCommit];
                let way = ways[self.dice.below(3) as usize];
                self.tell(at, way, 0, 0);
            }
            _ => {
                self.tell(at, Act::StoreOut, 0, 0);
                at += self.pause(60_000);
                self.tell(at, Act::StoreBack, 0, 0);
            }
        }
    }

    fn call(&mut self, mut at: Millis, caller: usize, callee: usize) {
        self.tell(at, Act::Call, caller, callee);
        if self.dice.chance(15) {
            let both = at + self.pause(300);
            self.tell(both, Act::Call, callee, caller);
        }
        at += self.pause(5_000);
        match self.dice.below(10) {
            0..7 => self.tell(at, Act::Accept, callee, 0),
            7 => self.tell(at, Act::Decline, callee, 0),
            8 => self.tell(at, Act::End, caller, 0),
            _ => {}
        }
        at += self.pause(20_000);
        let who = if self.dice.chance(50) { caller } else { callee };
        self.tell(at, Act::Keys, who, 0);
        if self.dice.chance(80) {
            at += self.pause(20_000);
            let who = if self.dice.chance(50) { caller } else { callee };
            self.tell(at, Act::End, who, 0);
        }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seed {}", self.seed)?;
        writeln!(f, "accounts {}", self.accounts.join(" "))?;
        if !self.desktops.is_empty() {
            let desktops: Vec<String> = self.desktops.iter().map(ToString::to_string).collect();
            writeln!(f, "desktops {}", desktops.join(" "))?;
        }
        for Step { after, act, device, other } in &self.steps {
            let (_, name) = ACTS.iter().find(|(known, _)| known == act).expect("every act has a name");
            writeln!(f, "+{after} {name} {device} {other}")?;
        }
        Ok(())
    }
}

impl FromStr for Plan {
    type Err = String;

    /// Lines that begin with `#` are for people.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
        let mut header = |name: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(name));
            line.map(|rest| rest.trim().to_owned()).ok_or(format!("a line {name:?} is missing"))
        };
        let seed = header("seed")?.parse().map_err(|error| format!("the seed: {error}"))?;
        let accounts: Vec<String> = header("accounts")?.split_whitespace().map(str::to_owned).collect();
        let desktops = lines.next_if(|line| line.starts_with("desktops")).unwrap_or_default();
        let desktops = desktops.split_whitespace().skip(1).map(str::parse).collect::<Result<Vec<usize>, _>>();
        let desktops = desktops.map_err(|error| format!("the desktops: {error}"))?;
        let step = |line: &str| {
            let wrong = || format!("{line:?} is no step");
            let mut parts = line.split_whitespace();
            let after =
                parts.next().and_then(|part| part.strip_prefix('+')?.parse().ok()).ok_or_else(wrong)?;
            let name = parts.next().ok_or_else(wrong)?;
            let (act, _) = ACTS.iter().find(|(_, known)| *known == name).ok_or_else(wrong)?;
            let mut number =
                || parts.next().and_then(|part| part.parse().ok()).filter(|n| *n < accounts.len());
            let (device, other) = (number().ok_or_else(wrong)?, number().ok_or_else(wrong)?);
            Ok(Step { after, act: *act, device, other })
        };
        let steps = lines.map(step).collect::<Result<_, String>>()?;
        Ok(Self { seed, accounts, desktops, steps })
    }
}
