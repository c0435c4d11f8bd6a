use super::boundary::{ChannelKey, UserKey};
use super::channels::text;
use super::hub::{Hub, Step};
use crate::ids::ChannelName;
use crate::wire::{Content, Refusal};
use serde_json::json;

/// Logins and goodbyes of an app; the second spelling is what some pages of the old service printed.
const ONLINE: [&str; 2] = ["__agora_user_online", "_agora_user_online"];
/// Joins and leaves of all channels of an app.
const CHANNELS: [&str; 2] = ["__agora_channel_event", "_agora_channel_event"];
/// Who speaks in them. An account may have this name, too, but it cannot speak there.
const SYSTEM: &str = "_system";

/// Whether this is a channel in which the server alone speaks, to the accounts that its operator has named.
pub(super) fn is_special(name: &ChannelName) -> bool {
    ONLINE.contains(&name.as_str()) || CHANNELS.contains(&name.as_str())
}

fn not_allowed() -> Refusal {
    Refusal::Other("not allowed".to_owned())
}

impl Hub {
    /// Refuses a special channel to all but those who may listen.
    pub(super) fn may_join(&self, user: &UserKey, name: &ChannelName) -> Result<(), Refusal> {
        let open = !is_special(name) || self.policy.special_channel_accounts.contains(&user.account);
        if open { Ok(()) } else { Err(not_allowed()) }
    }

    /// Refuses to say or change anything where the server alone speaks.
    pub(super) fn may_speak(name: &ChannelName) -> Result<(), Refusal> {
        if is_special(name) { Err(not_allowed()) } else { Ok(()) }
    }

    pub(super) fn tell_presence(&mut self, user: &UserKey, online: bool, step: &mut Step<'_>) {
        let event = if online { "online" } else { "offline" };
        let (account, uid, ts) = (text(user), self.uid(user), step.now.unix_secs());
        let event = json!({"event": event, "account": account, "uid": uid, "ts": ts});
        self.tell_special(user, ONLINE, &event.to_string(), step);
    }

    pub(super) fn tell_membership(
        &mut self,
        user: &UserKey,
        key: &ChannelKey,
        joined: bool,
        step: &mut Step<'_>,
    ) {
        if is_special(&key.name) {
            return;
        }
        let num = self.channels.get(key).map_or(0, |channel| channel.members);
        let (event, ts) = (if joined { "join" } else { "leave" }, step.now.unix_secs());
        let (channel, account, uid) = (key.name.as_str(), text(user), self.uid(user));
        let event = json!({
            "event": event, "channel": channel, "account": account, "uid": uid, "num": num, "ts": ts,
        });
        self.tell_special(user, CHANNELS, &event.to_string(), step);
    }

    fn tell_special(&mut self, about: &UserKey, names: [&str; 2], msg: &str, step: &mut Step<'_>) {
        if self.policy.special_channel_accounts.is_empty() {
            return;
        }
        for name in names {
            let known = ChannelName::new(name).expect("the names of special channels are names");
            let key = ChannelKey { app: about.app.clone(), name: known };
            let (channel, account) = (name.to_owned(), SYSTEM.to_owned());
            let event = Content::ChannelMessage { channel, account, uid: 0, msg: json!(msg) };
            self.tell(&key, &event, step);
        }
    }
}
