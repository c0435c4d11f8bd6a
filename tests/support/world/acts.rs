use super::World;
use super::app::App;
use super::desktop::person;
use super::phone::Key;
use super::plan::{Act, Step};
use bellbird::call;
use bellbird::client::Api;
use bellbird::ids::{Account, AttributeName, ChannelName, MessageId};
use bellbird::model::ChatId;
use bellbird::service::{CallOptions, Command, Owner};
use std::collections::VecDeque;

fn channel(name: &str) -> ChannelName {
    ChannelName::new(name).expect("the channels of a plan are names")
}

impl World {
    pub fn plays(&mut self, step: &Step) {
        self.runs(self.now + step.after);
        self.note(|| format!("--- {:?} {} {}", step.act, step.device, step.other));
        self.acts(step.act, step.device, step.other);
    }

    pub fn acts(&mut self, act: Act, device: usize, other: usize) {
        let now = self.now;
        match act {
            Act::SignIn => self.signs_in(device),
            Act::SignOut => self.signs_out(device),
            Act::Kill => self.kills(device, true),
            Act::KillSilently => self.kills(device, false),
            Act::Say => self.says(device, other),
            Act::Join => {
                let name = ["red room", "blue room"][other % 2];
                if !self.commands(device, Command::JoinChannel { name: channel(name) }) {
                    self.with_app(device, |app| app.asks(Api::ChannelJoin { channel: name.to_owned() }));
                }
            }
            Act::Leave => {
                if let Some(channel) = self.room(device)
                    && !self.commands(device, Command::LeaveChannel)
                {
                    self.with_app(device, |app| app.asks(Api::ChannelLeave { channel }));
                }
            }
            Act::Shout => self.shouts(device),
            Act::SetAttribute => self.sets_attribute(device, ["topic", "mood"][other % 2]),
            Act::Call => self.calls(device, other),
            Act::Accept => self.phone_does(device, call::Act::Accept, Command::AcceptCall),
            Act::Decline => {
                let message = String::new();
                self.phone_does(device, call::Act::Decline, Command::DeclineCall { message });
            }
            Act::End => self.phone_does(device, call::Act::End, Command::EndCall),
            Act::Keys => self.phone_does(device, call::Act::Keys, Command::PressKey { key: '5' }),
            Act::Cut => self.net.cut(device),
            Act::Heal => self.net.heal(device, now),
            Act::Break => self.net.breaks(device, true, true, now),
            Act::BreakForClient => self.net.breaks(device, true, false, now),
            Act::BreakForServer => self.net.breaks(device, false, true, now),
            Act::Restart => self.restarts(false),
            Act::RestartSilently => self.restarts(true),
            Act::RestartAfterCommit => self.restarts_after_commit = true,
            Act::StoreOut => self.host.store_out = true,
            Act::StoreBack => self.host.store_out = false,
        }
    }

    fn with_app(&mut self, device: usize, act: impl FnOnce(&mut App)) {
        if let Some(running) = &mut self.devices[device] {
            act(&mut running.app);
            self.works_off(device, VecDeque::new());
        }
    }

    /// Whether the device runs the desktop app; then its person has asked for this.
    fn commands(&mut self, device: usize, command: Command) -> bool {
        let now = self.now;
        let Some(desktop) = self.devices[device].as_mut().and_then(|running| running.desktop.as_mut()) else {
            return false;
        };
        desktop.command(command, now);
        self.works_off(device, VecDeque::new());
        true
    }

    fn signs_in(&mut self, device: usize) {
        self.starts(device);
        let now = self.now;
        if let Some(running) = self.devices[device].as_mut().filter(|running| !running.app.wants_in) {
            running.signs_in(now);
            self.works_off(device, VecDeque::new());
        }
    }

    fn signs_out(&mut self, device: usize) {
        let Some(running) = self.devices[device].as_mut().filter(|running| running.app.wants_in) else {
            return;
        };
        if let Some(desktop) = &running.desktop {
            // Its last words go out, but nobody waits for them to arrive.
            self.estranged.extend(desktop.live_call().map(|(name, ..)| name));
            self.estranged.extend(running.unconfirmed());
            running.app.wants_in = false;
            running.app.rooms.room = None;
            self.commands(device, Command::SignOut);
        } else {
            self.with_app(device, App::signs_out);
        }
    }

    fn room(&self, device: usize) -> Option<String> {
        let room = self.devices[device].as_ref()?.app.rooms.room.as_ref()?;
        Some(room.channel.clone())
    }

    /// A message from a device to the account of another.
    fn says(&mut self, device: usize, other: usize) {
        let account = self.accounts[other].clone();
        if account == self.accounts[device] || !self.is_in(device) {
            return;
        }
        let msg = self.claims.asks(device, &account, self.now);
        if !self.commands(device, Command::SendMessage { chat: person(&account), text: msg.clone() }) {
            let (message_id, once) = (MessageId::new(""), self.key(&msg));
            let api = Api::MessageInstantSend { account, msg: msg.clone(), message_id, once };
            self.with_app(device, |app| app.messages(msg, api));
        }
    }

    /// Whether a person could write something now: a simple app may also try without being signed in.
    fn is_in(&self, device: usize) -> bool {
        let Some(running) = &self.devices[device] else { return false };
        running.desktop.as_ref().is_none_or(|desktop| desktop.me().is_some())
    }

    /// Half of the messages may be sent again: their key is made of their text, which no other has.
    fn key(&mut self, msg: &str) -> Option<String> {
        let key = msg.lines().next().unwrap_or_default().to_owned();
        Some(key).filter(|_| self.dice.chance(50))
    }

    fn shouts(&mut self, device: usize) {
        let Some(name) = self.room(device).filter(|_| self.is_in(device)) else { return };
        let msg = self.claims.asks(device, &name, self.now);
        let chat = ChatId::Channel(channel(&name));
        if !self.commands(device, Command::SendMessage { chat, text: msg.clone() }) {
            let (message_id, force, once) = (MessageId::new(""), false, self.key(&msg));
            let api = Api::MessageChannelSend { channel: name, msg: msg.clone(), message_id, force, once };
            self.with_app(device, |app| app.messages(msg, api));
        }
    }

    fn sets_attribute(&mut self, device: usize, name: &str) {
        let value = self.now.to_string();
        let Some(channel) = self.room(device) else { return };
        let attribute = AttributeName::new(name).expect("a plain word is a name");
        let command = Command::SetAttribute { owner: Owner::Channel, name: attribute, value: value.clone() };
        if !self.commands(device, command) {
            self.with_app(device, |app| {
                app.asks(Api::ChannelSetAttr { channel, name: name.to_owned(), value })
            });
        }
    }

    fn calls(&mut self, device: usize, other: usize) {
        let peer = Account::new(&self.accounts[other]).expect("the accounts of a plan are names");
        if self.commands(device, Command::Call { peer, options: CallOptions::default() }) {
            return;
        }
        let key: Key = (format!("call {}", self.made_calls + 1), self.accounts[other].clone());
        let (now, mut made) = (self.now, false);
        self.with_app(device, |app| {
            made = app.phone.calls(key, now);
            app.says();
        });
        self.made_calls += u64::from(made);
    }

    fn phone_does(&mut self, device: usize, act: call::Act, command: Command) {
        if !self.commands(device, command) {
            self.with_app(device, |app| {
                app.phone.does(act);
                app.says();
            });
        }
    }

    pub(super) fn restarts(&mut self, silent: bool) {
        self.note(|| "the server begins again".to_owned());
        self.closes.clear();
        self.net.server_dies(silent, self.now);
        self.host.restarts(self.now);
    }
}
