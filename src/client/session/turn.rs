use super::Output;
use crate::client::trace::What;
use crate::client::{Answer, Error, Event};
use crate::wire::{ClientFrame, Ecode, Request};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// What stands for a secret in a trace.
pub(super) const HIDDEN: &str = "***";

/// One turn of the core: the time it happens at and where its outputs go.
pub(super) struct Turn<'a> {
    pub now: Instant,
    pub out: &'a mut Vec<Output>,
    pub tracing: bool,
}

impl Turn<'_> {
    pub fn event(&mut self, event: Event) {
        if self.tracing {
            self.out.push(Output::Trace(What::Happened(event.clone())));
        }
        self.out.push(Output::Event(event));
    }

    /// `onError`.
    pub fn error(&mut self, name: &'static str, ecode: Ecode, desc: impl Into<String>) {
        self.event(Event::Error { name, ecode, desc: desc.into() });
    }

    pub fn answer(&mut self, token: u64, result: Result<Answer, Error>) {
        if self.tracing {
            self.out.push(Output::Trace(What::Answered { call: token, result: result.clone() }));
        }
        self.out.push(Output::Answer { token, result });
    }

    /// Sends a frame; `shown` is the same frame without its secrets.
    pub fn send(&mut self, frame: &ClientFrame, shown: impl FnOnce() -> ClientFrame) {
        if self.tracing {
            self.out.push(Output::Trace(What::Sent(shown().to_text())));
        }
        self.out.push(Output::Send(frame.to_text()));
    }

    pub fn trace(&mut self, what: impl FnOnce() -> What) {
        if self.tracing {
            self.out.push(Output::Trace(what()));
        }
    }

    pub fn link(&mut self, words: impl Into<String>) {
        if self.tracing {
            self.out.push(Output::Trace(What::Link(words.into())));
        }
    }
}

/// What a request asks: one of the known functions, or any function by its name.
#[derive(Debug, Clone)]
pub(super) enum Ask {
    Known(Request),
    /// A request with a key by which the server takes it one time only.
    Once {
        request: Request,
        key: String,
    },
    Any {
        function: String,
        args: Map<String, Value>,
    },
}

impl Ask {
    pub fn frame(&self, id: i64, line: &str) -> ClientFrame {
        match self {
            Self::Known(request) => ClientFrame::request(id, request, line),
            Self::Once { request, key } => ClientFrame::request_once(id, request, line, key),
            Self::Any { function, args } => {
                let mut args = args.clone();
                args.insert("line".to_owned(), json!(line));
                ClientFrame::Call2 { id, function: function.clone(), args }
            }
        }
    }

    pub fn function(&self) -> &str {
        match self {
            Self::Known(request) | Self::Once { request, .. } => request.function(),
            Self::Any { function, .. } => function,
        }
    }
}

/// A small random number generator (SplitMix64): the same seed gives the same session.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// How long to wait before the `nth` try (from 1): anything up to 0.2 s, doubling to 2 s, and up to 10 s
    /// from the tenth try on, so that a thousand clients of a restarted server do not come back at once.
    pub fn pause(&mut self, nth: u32) -> Duration {
        let longest = longest_pause_millis(nth);
        Duration::from_millis(self.roll() % (longest + 1))
    }
}

pub(super) fn longest_pause_millis(nth: u32) -> u64 {
    match nth {
        0..=4 => 200 << nth.saturating_sub(1),
        5..=9 => 2_000,
        10..=12 => 2_000 << (nth - 9).min(2),
        _ => 10_000,
    }
}
