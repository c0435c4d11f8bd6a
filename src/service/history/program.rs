use crate::model::{Density, LanguageChoice, RememberedAccount, ServerChoice, Settings, ThemeChoice};
use crate::service::apply::Write;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The program's own file: settings and the accounts to offer. A token never stands in it.
#[derive(Debug)]
pub(super) struct ProgramFile {
    connection: Connection,
}

fn settings_rows(settings: &Settings) -> Vec<(&'static str, String)> {
    let theme = match settings.theme {
        ThemeChoice::System => "system",
        ThemeChoice::Light => "light",
        ThemeChoice::Dark => "dark",
    };
    let language = match settings.language {
        LanguageChoice::System => "system",
        LanguageChoice::English => "en",
        LanguageChoice::Chinese => "zh-CN",
    };
    let density = match settings.density {
        Density::Compact => "compact",
        Density::Regular => "regular",
        Density::Roomy => "roomy",
    };
    vec![
        ("theme", theme.to_owned()),
        ("language", language.to_owned()),
        ("density", density.to_owned()),
        ("text percent", settings.text_percent.to_string()),
        ("reduce motion", settings.reduce_motion.to_string()),
        ("notify messages", settings.notify_messages.to_string()),
        ("notify calls", settings.notify_calls.to_string()),
        ("notify text", settings.notify_text.to_string()),
        ("channel switch known", settings.channel_switch_known.to_string()),
    ]
}

/// What a row does not say, or says in words we do not know, stays as it is by default.
fn settings(rows: &BTreeMap<String, String>) -> Settings {
    let by_default = Settings::default();
    let word = |name: &str| rows.get(name).map(String::as_str).unwrap_or_default();
    let flag = |name: &str, otherwise: bool| word(name).parse().unwrap_or(otherwise);
    Settings {
        theme: match word("theme") {
            "light" => ThemeChoice::Light,
            "dark" => ThemeChoice::Dark,
            _ => ThemeChoice::System,
        },
        language: match word("language") {
            "en" => LanguageChoice::English,
            "zh-CN" => LanguageChoice::Chinese,
            _ => LanguageChoice::System,
        },
        density: match word("density") {
            "compact" => Density::Compact,
            "roomy" => Density::Roomy,
            _ => Density::Regular,
        },
        text_percent: word("text percent").parse().unwrap_or(by_default.text_percent).clamp(85, 140),
        reduce_motion: flag("reduce motion", by_default.reduce_motion),
        notify_messages: flag("notify messages", by_default.notify_messages),
        notify_calls: flag("notify calls", by_default.notify_calls),
        notify_text: flag("notify text", by_default.notify_text),
        channel_switch_known: flag("channel switch known", by_default.channel_switch_known),
    }
}

impl ProgramFile {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection }
    }

    pub(super) fn read(&self) -> rusqlite::Result<(Settings, Vec<RememberedAccount>)> {
        let mut query = self.connection.prepare("select name, value from settings")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut query =
            self.connection.prepare("select server, app, account from remembered order by place")?;
        let remembered = query.query_map([], |row| {
            let server: Option<String> = row.get(0)?;
            Ok(RememberedAccount {
                server: server.map_or(ServerChoice::ThisComputer, ServerChoice::Address),
                app: Arc::from(row.get::<_, String>(1)?),
                account: Arc::from(row.get::<_, String>(2)?),
            })
        })?;
        Ok((settings(&rows), remembered.collect::<Result<_, _>>()?))
    }

    /// All writes, or none of them.
    pub(super) fn write<'a>(&mut self, writes: impl Iterator<Item = &'a Write>) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for write in writes {
            match write {
                Write::Settings(settings) => {
                    for (name, value) in settings_rows(settings) {
                        transaction.execute(
                            "insert into settings (name, value) values (?, ?)
                             on conflict (name) do update set value = excluded.value",
                            params![name, value],
                        )?;
                    }
                }
                Write::Remembered(all) => {
                    transaction.execute("delete from remembered", [])?;
                    for one in all {
                        let server = match &one.server {
                            ServerChoice::ThisComputer => None,
                            ServerChoice::Address(address) => Some(address),
                        };
                        transaction.execute(
                            "insert into remembered (server, app, account) values (?, ?, ?)",
                            params![server, &*one.app, &*one.account],
                        )?;
                    }
                }
                Write::Message { .. }
                | Write::State { .. }
                | Write::RemoveMessage { .. }
                | Write::Chat { .. }
                | Write::Draft { .. }
                | Write::RemoveChat { .. }
                | Write::Call(_)
                | Write::CallsSeen
                | Write::Received { .. }
                | Write::Name { .. } => {}
            }
        }
        transaction.commit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were_written() {
        let chosen = Settings {
            theme: ThemeChoice::Dark,
            language: LanguageChoice::Chinese,
            density: Density::Roomy,
            text_percent: 115,
            reduce_motion: true,
            notify_messages: false,
            notify_calls: false,
            notify_text: false,
            channel_switch_known: true,
        };
        let own = |(name, value): (&str, String)| (name.to_owned(), value);
        assert_eq!(settings(&settings_rows(&chosen).into_iter().map(own).collect()), chosen);
        assert_eq!(settings(&BTreeMap::new()), Settings::default());
    }
}
