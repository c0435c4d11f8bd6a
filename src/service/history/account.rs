use super::rows;
use crate::ids::Account;
use crate::model::{CallRecord, Chat, ChatId, Message, MessageKey, Preview, SearchHit};
use crate::service::apply::{Opened, Unsent, Write};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Messages of one chat that are shown after a restart; the rest can be searched.
pub(super) const SHOWN: usize = 2_000;
/// Calls in the list.
const CALLS: usize = 1_000;
const HITS: usize = 200;
const VERSION: &str = "mailbox version";
const OUTBOX: &str = "outbox id";

/// An account's file: what stands in it and how it is read and written.
#[derive(Debug)]
pub(super) struct AccountFile {
    connection: Connection,
    /// The row of each chat.
    chats: BTreeMap<ChatId, i64>,
}

fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn from_int(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

impl AccountFile {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, chats: BTreeMap::new() }
    }

    /// Everything but the transcripts. `fresh` is the outbox's id if the file has none yet.
    pub(super) fn open(&mut self, fresh: u64) -> rusqlite::Result<Opened> {
        self.chats = self.read_chat_rows()?;
        let mut chats = Vec::new();
        for (id, row) in &self.chats {
            chats.push((id.clone(), self.read_chat(*row)?));
        }
        let one = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        let about = |name: &str| {
            let sql = "select value from about where name = ?";
            self.connection.query_row(sql, [name], |row| row.get::<_, i64>(0)).optional()
        };
        self.run(
            "insert into about (name, value) values (?, ?) on conflict do nothing",
            params![
                OUTBOX,
                // All 64 bits are kept.
                fresh.cast_signed()
            ],
        )?;
        Ok(Opened {
            chats,
            calls: self.read_calls()?,
            names: self.read_names()?,
            last_key: from_int(one("select coalesce(max(key), 0) from messages")?),
            last_call: one("select coalesce(max(id), 0) from calls")?,
            version: about(VERSION)?.map_or(0, from_int),
            outbox_id: about(OUTBOX)?.map_or(fresh, i64::cast_unsigned),
            unsent: self.read_unsent()?,
        })
    }

    /// The chats, the one with the latest message first.
    pub(super) fn chats(&self) -> rusqlite::Result<Vec<ChatId>> {
        let mut latest = self.connection.prepare("select id from chats order by last_at desc")?;
        let order: Vec<i64> = latest.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let by_row: BTreeMap<i64, &ChatId> = self.chats.iter().map(|(id, row)| (*row, id)).collect();
        Ok(order.iter().filter_map(|row| by_row.get(row).map(|id| (*id).clone())).collect())
    }

    /// The last messages of a chat up to a key, oldest first.
    pub(super) fn messages(
        &self,
        chat: &ChatId,
        up_to: u64,
        limit: usize,
    ) -> rusqlite::Result<Vec<Arc<Message>>> {
        let Some(row) = self.chats.get(chat) else { return Ok(Vec::new()) };
        let mut query = self.connection.prepare_cached(
            "select key, at, author, account, kind, body, state, failure from messages
             where chat = ? and key <= ? order by key desc limit ?",
        )?;
        let found = query.query_map(params![row, int(up_to), int(limit as u64)], read_message)?;
        let mut messages = Vec::new();
        for message in found {
            messages.extend(message?.map(Arc::new));
        }
        messages.reverse();
        Ok(messages)
    }

    /// Newest first. Words of fewer than three letters are found by reading through everything.
    pub(super) fn search(&self, text: &str) -> rusqlite::Result<Vec<SearchHit>> {
        let columns = "m.key, m.at, m.author, m.account, m.kind, m.body, m.state, m.failure, c.kind, c.name";
        let order = "order by m.key desc limit ?";
        let (sql, words) = if text.chars().count() >= 3 {
            let sql = format!(
                "select {columns} from words join messages m on m.key = words.rowid join chats c on c.id = m.chat
                 where words match ? {order}"
            );
            (sql, format!("\"{}\"", text.replace('"', "\"\"")))
        } else {
            let sql = format!(
                "select {columns} from messages m join chats c on c.id = m.chat
                 where m.kind = 'text' and m.body like ? escape '\\' {order}"
            );
            let plain = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            (sql, format!("%{plain}%"))
        };
        let mut query = self.connection.prepare_cached(&sql)?;
        let found = query.query_map(params![words, int(HITS as u64)], |row| {
            let chat = rows::chat_id(&row.get::<_, String>(8)?, &row.get::<_, String>(9)?);
            Ok(chat.zip(read_message(row)?))
        })?;
        let mut hits = Vec::new();
        for hit in found {
            let Some((chat, message)) = hit? else { continue };
            if let crate::model::Body::Text(text) = message.body {
                hits.push(SearchHit { chat, key: message.key, at: message.at, author: message.author, text });
            }
        }
        Ok(hits)
    }

    /// All writes, or none of them.
    pub(super) fn write<'a>(&mut self, writes: impl Iterator<Item = &'a Write>) -> rusqlite::Result<()> {
        let chats = self.chats.clone();
        self.connection.execute_batch("begin immediate")?;
        let done = writes.into_iter().try_for_each(|write| self.write_one(write));
        let done = done.and_then(|()| self.connection.execute_batch("commit"));
        if done.is_err() {
            self.chats = chats;
            if !self.connection.is_autocommit() {
                self.connection.execute_batch("rollback")?;
            }
        }
        done
    }

    fn write_one(&mut self, write: &Write) -> rusqlite::Result<()> {
        match write {
            Write::Message { chat, message, version } => {
                self.write_message(chat, message)?;
                version.map_or(Ok(()), |version| self.write_version(version))
            }
            Write::State { key, state } => {
                let (state, failure) = rows::state_words(state);
                self.run(
                    "update messages set state = ?, failure = ? where key = ?",
                    params![state, failure, int(key.0)],
                )
            }
            Write::RemoveMessage { key } => self.run("delete from messages where key = ?", [int(key.0)]),
            Write::Chat { chat, unread, missed_calls, last_at, pinned, muted } => {
                let row = self.row_of(chat)?;
                self.run(
                    "update chats set unread = ?, missed_calls = ?, last_at = ?, pinned = ?, muted = ? where id = ?",
                    params![unread, missed_calls, last_at, pinned, muted, row],
                )
            }
            Write::Draft { chat, text } => {
                let row = self.row_of(chat)?;
                self.run("update chats set draft = ? where id = ?", params![&**text, row])
            }
            Write::RemoveChat { chat } => {
                let row = self.row_of(chat)?;
                self.chats.remove(chat);
                self.run("delete from messages where chat = ?", [row])?;
                self.run("delete from chats where id = ?", [row])
            }
            Write::Call(record) => self.write_call(record),
            Write::CallsSeen => self.run("update calls set unseen = 0 where unseen = 1", []),
            Write::Received { version } => self.write_version(*version),
            Write::Name { account, name } => self.run(
                "insert into names (account, name) values (?, ?)
                 on conflict (account) do update set name = excluded.name",
                params![account.as_str(), name],
            ),
            Write::Settings(_) | Write::Remembered(_) => Ok(()),
        }
    }

    fn write_version(&self, version: u64) -> rusqlite::Result<()> {
        self.run(
            "insert into about (name, value) values (?, ?)
             on conflict (name) do update set value = max(value, excluded.value)",
            params![VERSION, int(version)],
        )
    }

    fn run(&self, sql: &str, values: impl rusqlite::Params) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute(values).map(|_| ())
    }

    fn row_of(&mut self, chat: &ChatId) -> rusqlite::Result<i64> {
        if let Some(row) = self.chats.get(chat) {
            return Ok(*row);
        }
        let (kind, name) = rows::chat_words(chat);
        self.run("insert into chats (kind, name) values (?, ?)", [kind, name])?;
        let row = self.connection.last_insert_rowid();
        self.chats.insert(chat.clone(), row);
        Ok(row)
    }

    fn write_message(&mut self, chat: &ChatId, message: &Message) -> rusqlite::Result<()> {
        let row = self.row_of(chat)?;
        let (author, account) = rows::author_words(&message.author);
        let (kind, body) = rows::body_words(&message.body);
        let (state, failure) = rows::state_words(&message.state);
        self.run(
            "insert into messages (key, chat, at, author, account, kind, body, state, failure)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![int(message.key.0), row, message.at, author, account, kind, body, state, failure],
        )
    }

    fn write_call(&self, call: &CallRecord) -> rusqlite::Result<()> {
        self.run(
            "insert into calls (id, peer, channel, side, started_at, ringing_at, connected_at, ended_at, reason,
                 extra, peer_extra, ecode, steps, unseen)
             values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                call.id,
                call.peer.as_str(),
                call.channel.as_str(),
                rows::side_word(call.side),
                call.started_at,
                call.ringing_at,
                call.connected_at,
                call.ended_at,
                rows::reason_word(call.reason),
                &*call.extra,
                &*call.peer_extra,
                call.ecode,
                rows::steps_text(&call.steps),
                call.unseen,
            ],
        )
    }

    fn read_chat_rows(&self) -> rusqlite::Result<BTreeMap<ChatId, i64>> {
        let mut query = self.connection.prepare("select id, kind, name from chats")?;
        let found = query.query_map([], |row| {
            let id = rows::chat_id(&row.get::<_, String>(1)?, &row.get::<_, String>(2)?);
            Ok(id.zip(Some(row.get::<_, i64>(0)?)))
        })?;
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn read_chat(&self, row: i64) -> rusqlite::Result<Chat> {
        let mut chat = self.connection.query_row(
            "select unread, missed_calls, last_at, pinned, muted, draft from chats where id = ?",
            [row],
            |row| {
                Ok(Chat {
                    unread: row.get(0)?,
                    missed_calls: row.get(1)?,
                    last_at: row.get(2)?,
                    pinned: row.get(3)?,
                    muted: row.get(4)?,
                    draft: Arc::from(row.get::<_, String>(5)?),
                    ..Chat::default()
                })
            },
        )?;
        let mut query = self.connection.prepare_cached(
            "select key, at, author, account, kind, body, state, failure from messages
             where chat = ? and kind in ('text', 'call') order by key desc limit 1",
        )?;
        let last = query.query_row([row], read_message).optional()?.flatten();
        chat.preview = last.map(|message| Preview::of(&message));
        Ok(chat)
    }

    fn read_calls(&self) -> rusqlite::Result<Vec<CallRecord>> {
        let mut query = self.connection.prepare(
            "select id, peer, channel, side, started_at, ringing_at, connected_at, ended_at, reason, extra,
                 peer_extra, ecode, steps, unseen from calls order by id desc limit ?",
        )?;
        let found = query.query_map([int(CALLS as u64)], read_call)?;
        let mut calls: Vec<CallRecord> =
            found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
        calls.reverse();
        Ok(calls)
    }

    fn read_names(&self) -> rusqlite::Result<Vec<(Account, String)>> {
        let mut query = self.connection.prepare("select account, name from names where name <> ''")?;
        let found = query.query_map([], |row| {
            Ok(Account::new(row.get::<_, String>(0)?).ok().zip(Some(row.get::<_, String>(1)?)))
        })?;
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    fn read_unsent(&self) -> rusqlite::Result<Vec<Unsent>> {
        let mut query = self.connection.prepare(
            "select m.key, m.body, c.kind, c.name from messages m join chats c on c.id = m.chat
             where m.state in ('queued', 'sending') order by m.key",
        )?;
        let found = query.query_map([], |row| {
            let chat = rows::chat_id(&row.get::<_, String>(2)?, &row.get::<_, String>(3)?);
            let (key, text): (i64, String) = (row.get(0)?, row.get(1)?);
            let unsent = |chat| Unsent { chat, key: MessageKey(from_int(key)), text: Arc::from(text) };
            Ok(chat.map(unsent))
        })?;
        Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

/// A row that a newer program wrote in words we do not know is left out.
fn read_message(row: &Row<'_>) -> rusqlite::Result<Option<Message>> {
    let key = MessageKey(from_int(row.get(0)?));
    let at = row.get(1)?;
    let author = rows::author(&row.get::<_, String>(2)?, row.get::<_, Option<String>>(3)?.as_deref());
    let body = rows::body(&row.get::<_, String>(4)?, row.get(5)?);
    let state = rows::state(&row.get::<_, String>(6)?, row.get::<_, Option<String>>(7)?.as_deref());
    let whole = author.zip(body).zip(state);
    Ok(whole.map(|((author, body), state)| Message { key, at, author, body, state }))
}

fn read_call(row: &Row<'_>) -> rusqlite::Result<Option<CallRecord>> {
    let peer = Account::new(row.get::<_, String>(1)?).ok();
    let channel = crate::ids::ChannelName::new(row.get::<_, String>(2)?).ok();
    let side = rows::side(&row.get::<_, String>(3)?);
    let reason = rows::reason(&row.get::<_, String>(8)?);
    let steps = rows::steps(&row.get::<_, String>(12)?);
    let (Some(peer), Some(channel), Some(side), Some(reason), Some(steps)) =
        (peer, channel, side, reason, steps)
    else {
        return Ok(None);
    };
    Ok(Some(CallRecord {
        id: row.get(0)?,
        peer,
        channel,
        side,
        started_at: row.get(4)?,
        ringing_at: row.get(5)?,
        connected_at: row.get(6)?,
        ended_at: row.get(7)?,
        reason,
        extra: Arc::from(row.get::<_, String>(9)?),
        peer_extra: Arc::from(row.get::<_, String>(10)?),
        ecode: row.get(11)?,
        steps: Arc::new(steps),
        unseen: row.get(13)?,
    }))
}
