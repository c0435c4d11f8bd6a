use super::World;
use super::claims::Fate;
use super::desktop::Desktop;
use bellbird::model::{Author, Body, ChannelState, ChatId, Message, SendFailure, SendState};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl World {
    /// What the desktop apps show must be what happened; what they say of their messages is taken down.
    pub(super) fn desktops_agree(&mut self) -> Vec<String> {
        let mut faults = Vec::new();
        for device in 0..self.devices.len() {
            if let Some(transcripts) = self.desktop_transcripts(device) {
                self.transcripts_agree(device, &transcripts, &mut faults);
            }
            faults.extend(self.channel_shown(device));
        }
        faults.extend(self.forgotten());
        faults
    }

    fn desktop(&self, number: usize) -> Option<&Desktop> {
        self.devices[number].as_ref()?.desktop.as_ref()
    }

    /// What a desktop app shows or has on its disk; `None` for a device that runs another one.
    fn desktop_transcripts(&self, number: usize) -> Option<BTreeMap<ChatId, Vec<Arc<Message>>>> {
        match self.devices[number] {
            Some(_) => Some(self.desktop(number)?.transcripts()),
            None => Some(self.desktops.get(&number)?.as_ref()?.transcripts()),
        }
    }

    fn transcripts_agree(
        &mut self,
        number: usize,
        transcripts: &BTreeMap<ChatId, Vec<Arc<Message>>>,
        faults: &mut Vec<String>,
    ) {
        let signed_in = self.desktop(number).is_some_and(|desktop| desktop.me().is_some());
        let mut shown: BTreeSet<String> = BTreeSet::new();
        for (chat, messages) in transcripts {
            let mut last: BTreeMap<usize, u64> = BTreeMap::new();
            for message in messages {
                let Body::Text(text) = &message.body else { continue };
                let mut fault =
                    |what: &str| faults.push(format!("device {number}, {chat:?}: {what}: {text:?}"));
                let Some(claim) = self.claims.sent.get_mut(&**text) else {
                    fault("nobody sent this");
                    continue;
                };
                if !shown.insert(text.to_string()) {
                    fault("shown twice");
                }
                let last = last.entry(claim.device).or_default();
                if *last > claim.n && !claim.again {
                    fault("out of order");
                }
                *last = claim.n.max(*last);
                if claim.device != number {
                    continue;
                }
                claim.fate = match (&message.author, &message.state) {
                    (Author::Me, SendState::Sent | SendState::Delivered) => Fate::Accepted,
                    (Author::Me, SendState::Failed(SendFailure::NoReply)) => Fate::Open,
                    (Author::Me, SendState::Failed(_)) => Fate::Refused,
                    (Author::Me, SendState::Queued | SendState::Sending) if !signed_in => Fate::Open,
                    (author, state) => {
                        fault(&format!("of {author:?}, still {state:?}"));
                        Fate::Open
                    }
                };
            }
        }
        self.claims.received.insert(number, shown);
    }

    fn channel_shown(&self, number: usize) -> Option<String> {
        let me = self.desktop(number)?.me()?;
        let shown = me.channel.as_ref().map(|channel| {
            let members: BTreeSet<String> = channel.members.iter().map(ToString::to_string).collect();
            (channel.name.to_string(), members)
        });
        let room = self.devices[number].as_ref()?.app.rooms.room.as_ref();
        let heard = room.map(|room| (room.channel.clone(), room.members.clone()));
        if shown != heard {
            return Some(format!("device {number} shows {shown:?}, but was told {heard:?}"));
        }
        let through = me.channel.as_ref().is_none_or(|channel| channel.state == ChannelState::Joined);
        (!through).then(|| format!("device {number} is not through with its channel: {:?}", me.channel))
    }

    /// A message that arrived somewhere is known to the desktop app that wrote it: it was kept before it was sent.
    fn forgotten(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (body, claim) in &self.claims.sent {
            let Some(transcripts) = self.desktop_transcripts(claim.device) else { continue };
            let is_it =
                |message: &Arc<Message>| matches!(&message.body, Body::Text(text) if **text == **body);
            let known = transcripts.values().flatten().any(is_it);
            let mut elsewhere = self.claims.received.iter().filter(|(device, _)| **device != claim.device);
            if !known && let Some((device, _)) = elsewhere.find(|(_, bodies)| bodies.contains(body)) {
                faults.push(format!("device {device} has what its author has forgotten: {body:?}"));
            }
        }
        faults
    }
}
