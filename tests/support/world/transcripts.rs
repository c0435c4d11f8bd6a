use super::World;
use super::claims::Fate;
use bellbird::model::{Author, Body, ChannelState, SendFailure, SendState};
use std::collections::{BTreeMap, BTreeSet};

impl World {
    /// What the desktop apps show must be what happened; what they say of their messages is taken down.
    pub(super) fn desktops_agree(&mut self) -> Vec<String> {
        let mut faults = Vec::new();
        for device in 0..self.devices.len() {
            self.transcripts(device, &mut faults);
            self.channel_shown(device, &mut faults);
        }
        faults.extend(self.forgotten());
        faults
    }

    fn transcripts(&mut self, number: usize, faults: &mut Vec<String>) {
        let Some(device) = self.devices[number].as_ref() else { return };
        let Some(me) = device.desktop.as_ref().and_then(|desktop| desktop.me()) else { return };
        let mut shown: BTreeSet<String> = BTreeSet::new();
        for (chat, messages) in me.chats.iter() {
            let mut last: BTreeMap<usize, u64> = BTreeMap::new();
            for message in messages.transcript.iter() {
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
                let own = claim.device == number;
                // A message that failed and was not told so stands where it was written.
                let last = last.entry(claim.device).or_default();
                if *last > claim.n && !claim.again {
                    fault("out of order");
                }
                *last = claim.n.max(*last);
                if !own {
                    continue;
                }
                claim.fate = match (&message.author, &message.state) {
                    (Author::Me, SendState::Sent | SendState::Delivered) => Fate::Accepted,
                    (Author::Me, SendState::Failed(SendFailure::NoReply)) => Fate::Open,
                    (Author::Me, SendState::Failed(_)) => Fate::Refused,
                    (Author::Me, SendState::Queued | SendState::Sending) => {
                        fault("still waits");
                        Fate::Open
                    }
                    (_, state) => {
                        fault(&format!("one's own, but {state:?}"));
                        Fate::Open
                    }
                };
            }
        }
        self.claims.received.insert(number, shown);
    }

    fn channel_shown(&self, number: usize, faults: &mut Vec<String>) {
        let Some(device) = self.devices[number].as_ref() else { return };
        let Some(me) = device.desktop.as_ref().and_then(|desktop| desktop.me()) else { return };
        let shown = me.channel.as_ref().map(|channel| {
            let members: BTreeSet<String> = channel.members.iter().map(ToString::to_string).collect();
            (channel.name.to_string(), members)
        });
        let heard = device.app.rooms.room.as_ref().map(|room| (room.channel.clone(), room.members.clone()));
        if shown != heard {
            faults.push(format!("device {number} shows {shown:?}, but was told {heard:?}"));
        }
        if me.channel.as_ref().is_some_and(|channel| channel.state != ChannelState::Joined) {
            faults.push(format!("device {number} is not through with its channel: {:?}", me.channel));
        }
    }

    /// A message that arrived somewhere is known to the desktop app that wrote it: it was kept before it was sent.
    fn forgotten(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (body, claim) in &self.claims.sent {
            let author = self.devices[claim.device].as_ref().and_then(|device| device.desktop.as_ref());
            let Some(me) = author.and_then(|desktop| desktop.me()) else { continue };
            let texts = me.chats.iter().flat_map(|(_, chat)| chat.transcript.iter());
            let known = texts
                .into_iter()
                .any(|message| matches!(&message.body, Body::Text(text) if **text == **body));
            let mut arrived = self.claims.received.iter().filter(|(device, _)| **device != claim.device);
            if !known && let Some((device, _)) = arrived.find(|(_, bodies)| bodies.contains(body)) {
                faults.push(format!("device {device} has what its author has forgotten: {body:?}"));
            }
        }
        faults
    }
}
