use super::Millis;
use crate::call::{Act, CallState, EndReason, Side, step};
use crate::ids::{Account, CallKey, ChannelName};
use std::sync::Arc;

/// The call in progress, or one whose end is still shown.
#[derive(Debug, Clone)]
pub struct Call {
    pub key: CallKey,
    pub side: Side,
    pub state: CallState,
    pub started_at: Millis,
    pub ringing_at: Option<Millis>,
    pub connected_at: Option<Millis>,
    pub ended_at: Option<Millis>,
    /// When the caller's side stops by itself while nobody answers.
    pub gives_up_at: Option<Millis>,
    /// What travelled with the invite: JSON text or empty.
    pub extra: Arc<str>,
    /// What the peer sent with their answer or end: JSON text or empty.
    pub peer_extra: Arc<str>,
    /// The number that the server or the SDK gave with a failure.
    pub ecode: Option<i32>,
    /// Keypad tones sent and received so far, oldest first.
    pub keys_sent: Arc<str>,
    pub keys_received: Arc<str>,
    /// The person silenced the ringing.
    pub silenced: bool,
    pub steps: Arc<Vec<CallStep>>,
}

/// One thing that happened in a call, for its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallStep {
    pub at: Millis,
    pub kind: CallStepKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallStepKind {
    Called,
    Received,
    Ringing,
    Accepted,
    KeysSent(Arc<str>),
    KeysReceived(Arc<str>),
    Ended(EndReason),
}

impl Call {
    /// A call that begins: ours goes out, somebody else's rings.
    pub fn begun(key: CallKey, side: Side, extra: &str, now: Millis) -> Self {
        let (state, ringing_at, kind) = match side {
            Side::Caller => (CallState::Calling, None, CallStepKind::Called),
            Side::Callee => (CallState::Ringing, Some(now), CallStepKind::Received),
        };
        Self {
            key,
            side,
            state,
            started_at: now,
            ringing_at,
            connected_at: None,
            ended_at: None,
            gives_up_at: None,
            extra: Arc::from(extra),
            peer_extra: Arc::from(""),
            ecode: None,
            keys_sent: Arc::from(""),
            keys_received: Arc::from(""),
            silenced: false,
            steps: Arc::new(vec![CallStep { at: now, kind }]),
        }
    }

    /// The call as the history keeps it.
    pub fn record(&self, id: i64, ended_at: Millis, reason: EndReason) -> CallRecord {
        CallRecord {
            id,
            peer: self.key.peer.clone(),
            channel: self.key.channel.clone(),
            side: self.side,
            started_at: self.started_at,
            ringing_at: self.ringing_at,
            connected_at: self.connected_at,
            ended_at,
            reason,
            extra: self.extra.clone(),
            peer_extra: self.peer_extra.clone(),
            ecode: self.ecode,
            steps: self.steps.clone(),
            unseen: reason.missed(self.side),
        }
    }

    pub fn note_step(&mut self, at: Millis, kind: CallStepKind) {
        Arc::make_mut(&mut self.steps).push(CallStep { at, kind });
    }

    /// Keys pressed one after another are one step.
    pub fn note_keys(&mut self, at: Millis, keys: &str, sent: bool) {
        let all = if sent { &mut self.keys_sent } else { &mut self.keys_received };
        *all = format!("{all}{keys}").into();
        let steps = Arc::make_mut(&mut self.steps);
        match steps.last_mut().map(|step| &mut step.kind) {
            Some(CallStepKind::KeysSent(before)) if sent => *before = format!("{before}{keys}").into(),
            Some(CallStepKind::KeysReceived(before)) if !sent => *before = format!("{before}{keys}").into(),
            _ if sent => steps.push(CallStep { at, kind: CallStepKind::KeysSent(keys.into()) }),
            _ => steps.push(CallStep { at, kind: CallStepKind::KeysReceived(keys.into()) }),
        }
    }

    /// Whether a button for this act should be enabled.
    pub fn allows(&self, act: Act) -> bool {
        step(self.state, self.side, act).is_ok()
    }

    /// The words that came with the invite, if its `extra` has a `note`.
    pub fn note(&self) -> Option<Note> {
        Note::of(&self.extra)
    }

    pub fn over(&self) -> bool {
        self.state.over()
    }
}

/// The part of an `extra` that people read, picked out once when the call begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(pub String);

impl Note {
    /// Finds `"note"` (or `"reason"`) in a JSON object without a JSON library: the model knows none.
    pub fn of(extra: &str) -> Option<Self> {
        ["note", "reason", "message"].into_iter().find_map(|key| string_value(extra, key)).map(Self)
    }
}

fn string_value(json: &str, key: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{key}\""))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut text = String::new();
    let mut chars = rest.chars();
    loop {
        match chars.next()? {
            '"' => return Some(text),
            '\\' => match chars.next()? {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                'r' | 'b' | 'f' => {}
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    text.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
                }
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
}

/// A call that is over, as the history keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// Rising; 0 before the history has given one.
    pub id: i64,
    pub peer: Account,
    pub channel: ChannelName,
    pub side: Side,
    pub started_at: Millis,
    pub ringing_at: Option<Millis>,
    pub connected_at: Option<Millis>,
    pub ended_at: Millis,
    pub reason: EndReason,
    pub extra: Arc<str>,
    pub peer_extra: Arc<str>,
    pub ecode: Option<i32>,
    pub steps: Arc<Vec<CallStep>>,
    /// Nobody has looked at it yet: a missed call with a badge.
    pub unseen: bool,
}

impl CallRecord {
    pub fn missed(&self) -> bool {
        self.reason.missed(self.side)
    }

    pub fn talked_millis(&self) -> Option<Millis> {
        self.connected_at.map(|at| (self.ended_at - at).max(0))
    }
}

/// Calls that are over, oldest first.
#[derive(Debug, Clone, Default)]
pub struct CallLog {
    records: Arc<Vec<Arc<CallRecord>>>,
}

impl CallLog {
    pub fn push(&mut self, record: CallRecord) {
        Arc::make_mut(&mut self.records).push(Arc::new(record));
    }

    /// Those of earlier runs, oldest first, in front of what is there.
    pub fn prepend(&mut self, older: Vec<CallRecord>) {
        let mut records: Vec<Arc<CallRecord>> = older.into_iter().map(Arc::new).collect();
        records.extend(self.records.iter().cloned());
        self.records = Arc::new(records);
    }

    /// Newest first.
    pub fn newest(&self) -> impl Iterator<Item = &Arc<CallRecord>> {
        self.records.iter().rev()
    }

    pub fn unseen_missed(&self) -> usize {
        self.records.iter().filter(|record| record.unseen && record.missed()).count()
    }

    pub fn mark_seen(&mut self) {
        if self.unseen_missed() == 0 {
            return;
        }
        for record in Arc::make_mut(&mut self.records) {
            if record.unseen {
                Arc::make_mut(record).unseen = false;
            }
        }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}
