use super::world::dice::Dice;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Milliseconds since the world began.
pub type Millis = u64;

/// One connection, from the client's `connect` until both ends have forgotten it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkId(pub u64);

#[derive(Debug)]
enum Packet {
    Open,
    Text(Arc<str>),
    Gone,
}

/// One direction: what is put in comes out in the same order, each at its time or when the road is free again.
#[derive(Debug, Default)]
struct Pipe {
    waiting: VecDeque<(Millis, Packet)>,
    last_due: Millis,
}

impl Pipe {
    fn push(&mut self, due: Millis, packet: Packet) {
        self.last_due = self.last_due.max(due);
        self.waiting.push_back((self.last_due, packet));
    }
}

#[derive(Debug)]
struct Link {
    device: usize,
    up: Pipe,
    down: Pipe,
    /// The client still listens at its end, the server at its.
    client: bool,
    server: bool,
    /// Nothing passes for now, as while packets are lost and sent again.
    frozen: bool,
    /// Nothing passes any more but the news of the end.
    broken: bool,
}

/// What arrives somewhere.
#[derive(Debug)]
pub enum Arrival {
    ServerOpened(LinkId),
    ServerText(LinkId, Arc<str>),
    ServerGone(LinkId),
    ClientOpened(usize, LinkId),
    ClientText(usize, LinkId, Arc<str>),
    ClientGone(usize, LinkId),
}

/// The roads between devices and the server.
#[derive(Debug)]
pub struct Net {
    links: BTreeMap<LinkId, Link>,
    next: u64,
    dice: Dice,
    /// Longest delay of a packet, for each device.
    slowness: Vec<Millis>,
    cut: BTreeSet<usize>,
}

impl Net {
    pub fn new(devices: usize, mut dice: Dice) -> Self {
        let slowness = (0..devices).map(|_| if dice.chance(25) { 400 } else { 30 }).collect();
        Self { links: BTreeMap::new(), next: 1, dice, slowness, cut: BTreeSet::new() }
    }

    fn arrives(&mut self, device: usize, now: Millis) -> Millis {
        now + 1 + self.dice.below(self.slowness[device])
    }

    pub fn connect(&mut self, device: usize, now: Millis) -> LinkId {
        let id = LinkId(self.next);
        self.next += 1;
        let mut up = Pipe::default();
        up.push(self.arrives(device, now), Packet::Open);
        let frozen = self.cut.contains(&device);
        let link =
            Link { device, up, down: Pipe::default(), client: true, server: false, frozen, broken: false };
        self.links.insert(id, link);
        id
    }

    pub fn client_sends(&mut self, id: LinkId, text: Arc<str>, now: Millis) {
        self.push_up(id, Packet::Text(text), now);
    }

    /// The client closes: what it sent before still goes out, and it hears nothing more.
    pub fn client_closes(&mut self, id: LinkId, now: Millis) {
        self.push_up(id, Packet::Gone, now);
        self.client_forgets(id);
    }

    fn client_forgets(&mut self, id: LinkId) {
        if let Some(link) = self.links.get_mut(&id) {
            link.client = false;
            link.down.waiting.clear();
        }
    }

    fn push_up(&mut self, id: LinkId, packet: Packet, now: Millis) {
        let open = |link: &&Link| !link.broken;
        let Some(device) = self.links.get(&id).filter(open).map(|link| link.device) else { return };
        let due = self.arrives(device, now);
        if let Some(link) = self.links.get_mut(&id) {
            link.up.push(due, packet);
        }
    }

    fn push_down(&mut self, id: LinkId, packet: Packet, now: Millis) {
        let open = |link: &&Link| link.client && !link.broken;
        let Some(device) = self.links.get(&id).filter(open).map(|link| link.device) else { return };
        let due = self.arrives(device, now);
        if let Some(link) = self.links.get_mut(&id) {
            link.down.push(due, packet);
        }
    }

    /// The server takes the connection.
    pub fn server_accepts(&mut self, id: LinkId, now: Millis) {
        if let Some(link) = self.links.get_mut(&id) {
            link.server = true;
        }
        self.push_down(id, Packet::Open, now);
    }

    pub fn server_sends(&mut self, id: LinkId, text: Arc<str>, now: Millis) {
        self.push_down(id, Packet::Text(text), now);
    }

    /// The server's end is gone; the client learns of it.
    pub fn server_closes(&mut self, id: LinkId, now: Millis) {
        self.server_forgets(id);
        self.push_down(id, Packet::Gone, now);
    }

    fn server_forgets(&mut self, id: LinkId) {
        if let Some(link) = self.links.get_mut(&id) {
            link.server = false;
        }
    }

    /// The server's machine has lost all its connections; with `silent` nobody is told before they speak.
    pub fn server_dies(&mut self, silent: bool, now: Millis) {
        let ids: Vec<LinkId> = self.links.keys().copied().collect();
        for id in ids {
            self.server_forgets(id);
            if !silent {
                self.push_down(id, Packet::Gone, now);
            }
        }
    }

    fn links_of(&self, device: usize) -> Vec<LinkId> {
        self.links.iter().filter(|(_, link)| link.device == device).map(|(id, _)| *id).collect()
    }

    /// Nothing passes to or from the device until it is healed; what is under way waits.
    pub fn cut(&mut self, device: usize) {
        self.cut.insert(device);
        for id in self.links_of(device) {
            self.links.get_mut(&id).expect("listed").frozen = true;
        }
    }

    pub fn heal(&mut self, device: usize, now: Millis) {
        if !self.cut.remove(&device) {
            return;
        }
        for id in self.links_of(device) {
            let link = self.links.get_mut(&id).expect("listed");
            link.frozen = false;
            for pipe in [&mut link.up, &mut link.down] {
                for (due, _) in &mut pipe.waiting {
                    *due = (*due).max(now + 1);
                }
                pipe.last_due = pipe.last_due.max(now + 1);
            }
        }
    }

    /// The device's connections break; what was under way is lost. Each end is told, or is not.
    pub fn breaks(&mut self, device: usize, client_told: bool, server_told: bool, now: Millis) {
        for id in self.links_of(device) {
            let link = self.links.get_mut(&id).expect("listed");
            if link.broken {
                continue;
            }
            (link.up.waiting, link.down.waiting) = (VecDeque::new(), VecDeque::new());
            (link.broken, link.frozen) = (true, false);
            if client_told && link.client {
                link.down.push(now + 1, Packet::Gone);
            }
            if server_told {
                link.up.push(now + 1, Packet::Gone);
            }
        }
    }

    pub fn next_due(&self) -> Option<Millis> {
        let free = self.links.values().filter(|link| !link.frozen);
        free.flat_map(|link| [&link.up, &link.down]).filter_map(|pipe| Some(pipe.waiting.front()?.0)).min()
    }

    /// The next packet that is due, if there is one.
    pub fn arrival(&mut self, now: Millis) -> Option<Arrival> {
        let fronts = self.links.iter().filter(|(_, link)| !link.frozen).flat_map(|(id, link)| {
            [(&link.up, true), (&link.down, false)]
                .map(|(pipe, up)| (pipe.waiting.front().map(|(due, _)| *due), *id, up))
        });
        let (_, id, up) =
            fronts.filter_map(|(due, id, up)| Some((due?, id, up))).filter(|(due, ..)| *due <= now).min()?;
        let link = self.links.get_mut(&id).expect("found just now");
        let pipe = if up { &mut link.up } else { &mut link.down };
        let (_, packet) = pipe.waiting.pop_front().expect("its front was due");
        let device = link.device;
        Some(match (up, packet) {
            (true, Packet::Open) => Arrival::ServerOpened(id),
            (true, Packet::Text(text)) => Arrival::ServerText(id, text),
            (true, Packet::Gone) => {
                link.server = false;
                Arrival::ServerGone(id)
            }
            (false, Packet::Open) => Arrival::ClientOpened(device, id),
            (false, Packet::Text(text)) => Arrival::ClientText(device, id, text),
            (false, Packet::Gone) => {
                link.client = false;
                link.down.waiting.clear();
                Arrival::ClientGone(device, id)
            }
        })
    }

    /// Forgets the links that nobody uses and nothing travels on.
    pub fn tidy(&mut self) {
        self.links.retain(|_, link| link.client || link.server || !link.up.waiting.is_empty());
    }
}
