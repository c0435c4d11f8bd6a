use super::boundary::{ChannelKey, ConnectionId};
use super::directory::Device;
use super::hub::Hub;
use crate::ids::{Account, SERVER_FRAME_BYTES};
use std::sync::Arc;

/// One member of a channel. Its place is the channel and a number that rises with every join.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) account: Account,
    pub(super) uid: u32,
    pub(super) device: Device,
    /// `None` while the member's session is in grace.
    pub(super) connection: Option<ConnectionId>,
}

/// Where the events of a channel go: sorted lists, which every frame on its way shares.
#[derive(Debug, Clone, Default)]
pub(super) struct Audience {
    web: Arc<[ConnectionId]>,
    /// Those who take only text.
    java: Arc<[ConnectionId]>,
    /// Both, made when needed.
    all: Option<Arc<[ConnectionId]>>,
}

impl Audience {
    fn list(&mut self, device: Device) -> &mut Arc<[ConnectionId]> {
        self.all = None;
        match device {
            Device::Java => &mut self.java,
            Device::Web | Device::Bellbird => &mut self.web,
        }
    }

    pub(super) fn insert(&mut self, device: Device, id: ConnectionId) {
        let list = self.list(device);
        if let Err(place) = list.binary_search(&id) {
            *list = [&list[..place], &[id], &list[place..]].concat().into();
        }
    }

    pub(super) fn remove(&mut self, device: Device, id: ConnectionId) {
        let list = self.list(device);
        if let Ok(place) = list.binary_search(&id) {
            *list = [&list[..place], &list[place + 1..]].concat().into();
        }
    }

    pub(super) fn web(&self) -> Arc<[ConnectionId]> {
        self.web.clone()
    }

    pub(super) fn java(&self) -> Arc<[ConnectionId]> {
        self.java.clone()
    }

    pub(super) fn all(&mut self) -> Arc<[ConnectionId]> {
        if self.java.is_empty() {
            return self.web.clone();
        }
        let (web, java) = (&self.web, &self.java);
        self.all.get_or_insert_with(|| [&web[..], &java[..]].concat().into()).clone()
    }
}

impl Hub {
    pub(super) fn is_member(&self, key: &ChannelKey, account: &Account) -> bool {
        self.places.contains(&(key.clone(), account.clone()))
    }

    /// Puts a member at the end of the list.
    pub(super) fn insert_member(&mut self, key: &ChannelKey, member: Member) {
        let Some(channel) = self.channels.get_mut(key) else { return };
        channel.members += 1;
        channel.joins += 1;
        channel.resumable += usize::from(member.device == Device::Bellbird);
        if let Some(id) = member.connection {
            channel.audience.insert(member.device, id);
        }
        self.places.insert((key.clone(), member.account.clone()), channel.joins);
        self.members.insert((key.clone(), channel.joins), member);
    }

    pub(super) fn remove_member(&mut self, key: &ChannelKey, account: &Account) -> bool {
        let place = self.places.remove(&(key.clone(), account.clone()));
        let member = place.and_then(|place| self.members.remove(&(key.clone(), place)));
        let (Some(member), Some(channel)) = (member, self.channels.get_mut(key)) else { return false };
        channel.members -= 1;
        if let Some(id) = member.connection {
            channel.audience.remove(member.device, id);
        }
        channel.resumable -= usize::from(member.device == Device::Bellbird);
        if channel.resumable == 0 {
            channel.recent.clear();
        }
        true
    }

    /// A member's socket came or went.
    pub(super) fn member_connects(&mut self, key: &ChannelKey, account: &Account, id: Option<ConnectionId>) {
        let Some(place) = self.places.get(&(key.clone(), account.clone())).copied() else { return };
        let Some(member) = self.members.get_mut(&(key.clone(), place)) else { return };
        let (before, device) = (member.connection, member.device);
        member.connection = id;
        if let Some(channel) = self.channels.get_mut(key) {
            if let Some(before) = before {
                channel.audience.remove(device, before);
            }
            if let Some(id) = id {
                channel.audience.insert(device, id);
            }
        }
    }

    /// The latest to join, oldest of them first, as many as fit one frame.
    pub(super) fn latest_members(&self, key: &ChannelKey, count: usize) -> Vec<(String, u32)> {
        let mut room = SERVER_FRAME_BYTES * 3 / 4;
        let fits = |member: &&Member| {
            // A quote or backslash takes four bytes where JSON stands inside JSON.
            let bytes = member.account.as_str().len() * 4 + 24;
            room = room.saturating_sub(bytes);
            room > 0
        };
        let members =
            self.members.range((key.clone(), 0)..=(key.clone(), u64::MAX)).map(|(_, member)| member);
        let latest = members.rev().take(count).take_while(fits);
        let mut list: Vec<_> = latest.map(|member| (member.account.to_string(), member.uid)).collect();
        list.reverse();
        list
    }
}
