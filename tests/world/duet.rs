use bellbird::client::session::{Core, Input, Output};
use bellbird::client::{Api, Event, Options};
use bellbird::server::{Policy, hub};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

const BEGAN_UNIX_MICROS: u64 = 1_790_000_000_000_000;

/// One end: a session, what it was told and when, and whether anything passes between it and the server.
#[derive(Debug)]
struct End {
    account: &'static str,
    core: Core,
    connection: Option<hub::ConnectionId>,
    cut: bool,
    told: Vec<(u64, Event)>,
}

#[derive(Debug)]
enum Task {
    Hub(hub::Input),
    Core(usize, Option<hub::ConnectionId>, Input),
}

/// A hub and two sessions with nothing between them: what is sent arrives at the same instant, in its order.
/// Nobody acts but the test; the devices of a world have an app that answers by itself.
#[derive(Debug)]
pub struct Duet {
    hub: hub::Hub,
    ends: [End; 2],
    tasks: VecDeque<Task>,
    beginning: Instant,
    /// Milliseconds since the beginning.
    pub now: u64,
    connections: u64,
    calls: u64,
}

impl Duet {
    pub fn new(accounts: [&'static str; 2]) -> Self {
        let end = |account| End {
            account,
            core: Core::new("ws://duet/", "demo", Options::default(), 7),
            connection: None,
            cut: false,
            told: Vec::new(),
        };
        Self {
            hub: hub::Hub::new(Policy::default()),
            ends: accounts.map(end),
            tasks: VecDeque::new(),
            beginning: Instant::now(),
            now: 0,
            connections: 0,
            calls: 0,
        }
    }

    /// Begins calls of one end, one directly after the other, and lets everything happen that follows.
    pub fn calls(&mut self, end: usize, apis: impl IntoIterator<Item = Api>) {
        for api in apis {
            self.calls += 1;
            self.core(end, Input::Call { token: self.calls, api });
        }
        self.settles();
    }

    pub fn signs_in(&mut self, end: usize) {
        let (account, token) = (self.ends[end].account.to_owned(), String::new());
        self.calls(end, [Api::Login { account, token, retry_time: Duration::ZERO, retry_count: 0 }]);
    }

    /// From now on nothing passes, and neither side is told.
    pub fn cuts(&mut self, end: usize) {
        self.ends[end].cut = true;
    }

    /// What an end was told since it was last asked.
    pub fn told(&mut self, end: usize) -> Vec<(u64, Event)> {
        std::mem::take(&mut self.ends[end].told)
    }

    pub fn runs(&mut self, until: u64) {
        loop {
            let wants = |end: &End| {
                let at = end.core.next_deadline()?.saturating_duration_since(self.beginning);
                Some(u64::try_from(at.as_micros().div_ceil(1_000)).expect("the duet is young"))
            };
            let deadlines = self.ends.iter().map(wants).chain([self.hub.next_deadline()]);
            let Some(next) = deadlines.flatten().min().filter(|next| *next <= until) else { break };
            self.now = self.now.max(next);
            self.tasks.push_back(Task::Hub(hub::Input::Tick));
            self.tasks.extend([0, 1].map(|end| Task::Core(end, None, Input::Tick)));
            self.settles();
        }
        self.now = self.now.max(until);
    }

    fn settles(&mut self) {
        while let Some(task) = self.tasks.pop_front() {
            match task {
                Task::Hub(input) => self.hub(&input),
                // What comes over a connection that the session has left is not heard.
                Task::Core(end, connection, input) => {
                    if connection.is_none() || connection == self.ends[end].connection {
                        self.core(end, input);
                    }
                }
            }
        }
    }

    fn core(&mut self, number: usize, input: Input) {
        let now = self.beginning + Duration::from_millis(self.now);
        let end = &mut self.ends[number];
        if matches!(input, Input::Lost { .. }) {
            end.connection = None;
        }
        let mut out = Vec::new();
        end.core.handle(now, input, &mut out);
        for output in out {
            match output {
                Output::Connect { .. } => {
                    self.connections += 1;
                    let connection = hub::ConnectionId(self.connections);
                    end.connection = Some(connection);
                    if !end.cut {
                        let secret = u128::from(self.connections);
                        self.tasks.push_back(Task::Hub(hub::Input::Opened { connection, secret }));
                        self.tasks.push_back(Task::Core(number, Some(connection), Input::Opened));
                    }
                }
                Output::Disconnect => {
                    if let Some(connection) = end.connection.take().filter(|_| !end.cut) {
                        self.tasks.push_back(Task::Hub(hub::Input::Closed { connection }));
                    }
                }
                Output::Send(text) => {
                    if let Some(connection) = end.connection.filter(|_| !end.cut) {
                        self.tasks.push_back(Task::Hub(hub::Input::frame(connection, &text)));
                    }
                }
                Output::Event(event) => end.told.push((self.now, event)),
                Output::Answer { .. } | Output::Trace(_) => {}
            }
        }
    }

    fn hub(&mut self, input: &hub::Input) {
        let now = hub::Now { millis: self.now, unix_micros: BEGAN_UNIX_MICROS + self.now * 1_000 };
        let mut out = Vec::new();
        self.hub.handle(now, input, &mut out);
        self.hub.keep();
        for output in out {
            match output {
                hub::Output::Store(_) => {}
                hub::Output::Send { to, frame } => {
                    for connection in to.iter() {
                        self.reaches(*connection, Input::Text(frame.to_string()));
                    }
                }
                hub::Output::Close { connection, .. } => {
                    self.tasks.push_back(Task::Hub(hub::Input::Closed { connection }));
                    self.reaches(connection, Input::Lost { why: "closed".to_owned() });
                }
            }
        }
    }

    fn reaches(&mut self, connection: hub::ConnectionId, input: Input) {
        let at = |end: &End| end.connection == Some(connection) && !end.cut;
        if let Some(end) = self.ends.iter().position(at) {
            self.tasks.push_back(Task::Core(end, Some(connection), input));
        }
    }
}
