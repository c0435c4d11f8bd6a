use rusqlite::{Connection, Transaction};

/// The form of an account's file, oldest first: a file at version n has had the first n of these.
pub(super) const ACCOUNT: &[&str] = &[
    "create table about (name text primary key, value) without rowid;
     create table chats (
         id integer primary key,
         kind text not null,
         name text not null,
         unread integer not null default 0,
         missed_calls integer not null default 0,
         last_at integer not null default 0,
         pinned integer not null default 0,
         muted integer not null default 0,
         draft text not null default '',
         unique (kind, name)
     );
     create table messages (
         key integer primary key,
         chat integer not null,
         at integer not null,
         author text not null,
         account text,
         kind text not null,
         body text not null default '',
         state text not null,
         failure text
     );
     create index messages_of_chat on messages (chat, key);
     create index messages_unsent on messages (key) where state in ('queued', 'sending');
     create virtual table words using fts5 (body, content='messages', content_rowid='key', tokenize='trigram');
     create trigger message_in after insert on messages when new.kind = 'text' begin
         insert into words (rowid, body) values (new.key, new.body);
     end;
     create trigger message_out after delete on messages when old.kind = 'text' begin
         insert into words (words, rowid, body) values ('delete', old.key, old.body);
     end;
     create table calls (
         id integer primary key,
         peer text not null,
         channel text not null,
         side text not null,
         started_at integer not null,
         ringing_at integer,
         connected_at integer,
         ended_at integer not null,
         reason text not null,
         extra text not null,
         peer_extra text not null,
         ecode integer,
         steps text not null,
         unseen integer not null
     );
     create table names (account text primary key, name text not null) without rowid;",
];

/// The form of the program's own file.
pub(super) const PROGRAM: &[&str] =
    &["create table settings (name text primary key, value text not null) without rowid;
     create table remembered (
         place integer primary key,
         server text,
         app text not null,
         account text not null
     );"];

/// Why a file cannot be used, by what is done about it.
#[derive(Debug)]
pub(super) enum Unusable {
    /// It is set aside and a new one is begun.
    Damaged(String),
    /// It was written by a newer program: it is left alone.
    Newer { version: usize },
    /// Whatever the disk says.
    Trouble(String),
}

impl From<rusqlite::Error> for Unusable {
    fn from(error: rusqlite::Error) -> Self {
        if is_damage(&error) { Self::Damaged(error.to_string()) } else { Self::Trouble(error.to_string()) }
    }
}

pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase))
}

/// Brings a file up to the newest form, step by step, each step whole or not at all.
pub(super) fn prepare(connection: &mut Connection, form: &[&str]) -> Result<(), Unusable> {
    connection.pragma_update(None, "journal_mode", "wal")?;
    // What is reported as kept survives a loss of power.
    connection.pragma_update(None, "synchronous", "full")?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let version = usize::try_from(version).unwrap_or(usize::MAX);
    if version > form.len() {
        return Err(Unusable::Newer { version });
    }
    for (at, step) in form.iter().enumerate().skip(version) {
        let transaction: Transaction<'_> = connection.transaction()?;
        transaction.execute_batch(step)?;
        let reached = u32::try_from(at + 1).expect("there are few forms");
        transaction.pragma_update(None, "user_version", reached)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "create table things (name text); insert into things values ('kept');";

    fn version(connection: &Connection) -> u32 {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_older_file_is_brought_up_to_date_and_keeps_what_is_in_it() {
        let mut file = Connection::open_in_memory().unwrap();
        prepare(&mut file, &[FIRST]).unwrap();
        assert_eq!(version(&file), 1);
        let both = [FIRST, "alter table things add column size integer not null default 7;"];
        prepare(&mut file, &both).unwrap();
        prepare(&mut file, &both).unwrap();
        let row = file.query_row("select name, size from things", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        });
        assert_eq!((row.unwrap(), version(&file)), (("kept".to_owned(), 7), 2));
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut file = Connection::open_in_memory().unwrap();
        prepare(&mut file, &[FIRST]).unwrap();
        let broken = [FIRST, "create table others (name text); this is no SQL;"];
        assert!(prepare(&mut file, &broken).is_err());
        assert_eq!(version(&file), 1);
        assert!(file.prepare("select * from others").is_err(), "nothing of the step stays");
    }

    #[test]
    fn every_form_of_ours_can_be_made_from_nothing() {
        for form in [ACCOUNT, PROGRAM] {
            let mut file = Connection::open_in_memory().unwrap();
            prepare(&mut file, form).unwrap();
            assert_eq!(version(&file) as usize, form.len());
        }
    }
}
