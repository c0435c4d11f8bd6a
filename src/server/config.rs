use crate::ids::{Account, AppId, INVITE_TIMEOUT_LARGEST_SECS};
use clap::{CommandFactory, Parser, Subcommand};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};

/// Where the server listens unless told otherwise.
pub const DEFAULT_LISTEN: &str = "127.0.0.1:8001";

/// The secret that an app's tokens are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(String);

impl Certificate {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Certificate(…)")
    }
}

/// The hub's part of the configuration: what changes its answers.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The apps served here; one with a certificate takes only real tokens. None at all is test mode: any
    /// App ID without a token.
    pub apps: BTreeMap<AppId, Option<Certificate>>,
    /// Send the obsolete `set` event after each `update` of a channel attribute, as the old service did.
    pub legacy_set_event: bool,
    /// Refuse messages and invites to accounts that never signed in, instead of keeping them.
    pub strict_peers: bool,
    /// Refuse a second invite of the same call with `reinvite`, instead of restarting its timer.
    pub strict_reinvite: bool,
    /// The accounts that may join the special channels of their app, in which the server alone speaks:
    /// `__agora_user_online` and `__agora_channel_event`, which may also be spelt with one `_` in front. Nobody
    /// may by default; others are refused with `not allowed`. These channels are never destroyed.
    ///
    /// Each event is a channel message from the account `_system` with uid 0, whose text is JSON. `ts` is
    /// seconds since 1970, `num` the members after the event:
    ///
    /// ```json
    /// {"event":"online","account":"nora","uid":1000000001,"ts":1794561420}
    /// {"event":"offline","account":"nora","uid":1000000001,"ts":1794561420}
    /// {"event":"join","channel":"lobby","account":"nora","uid":1000000001,"num":3,"ts":1794561420}
    /// {"event":"leave","channel":"lobby","account":"nora","uid":1000000001,"num":2,"ts":1794561420}
    /// ```
    ///
    /// `online` comes with every login, `offline` with a logout and when the grace after a broken connection
    /// is over: a login that replaces another one is two `online` in a row. Joins and leaves of the special
    /// channels themselves are not told; those that `_userNotification` silences in their channel are.
    pub special_channel_accounts: BTreeSet<Account>,
    /// The most that the `_timeout` of an invite may ask for.
    pub invite_timeout_largest_secs: u64,
    /// After so long a call that rings is ended for both sides; `None` leaves it to them.
    pub ring_timeout_secs: Option<u64>,
    /// End the calls that ring when their caller signs out or is lost.
    pub end_calls_of_lost_callers: bool,
    /// Drop the attributes of an account so long after it went offline; `None` keeps them.
    pub user_attr_ttl_secs: Option<u64>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            apps: BTreeMap::new(),
            legacy_set_event: false,
            strict_peers: false,
            strict_reinvite: false,
            special_channel_accounts: BTreeSet::new(),
            invite_timeout_largest_secs: INVITE_TIMEOUT_LARGEST_SECS,
            ring_timeout_secs: None,
            end_calls_of_lost_callers: false,
            user_attr_ttl_secs: None,
        }
    }
}

impl Policy {
    pub fn test_mode(&self) -> bool {
        self.apps.is_empty()
    }
}

/// Everything [`super::run`] wants to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// The folder of the store; made if it is missing.
    pub data_dir: PathBuf,
    pub policy: Policy,
    /// The address that `getaddr` names, where clients reach this server by another one than they ask at.
    pub public_url: Option<String>,
    /// The largest size of the store in MiB; 0 is without limit.
    pub store_limit_mib: u64,
    /// Send frames of 1 to 48 KiB as zlib to clients that ask for it by `set_flag`: less traffic, more work.
    pub binary_frames: bool,
}

impl Config {
    /// Any App ID, no token: for a listener on this computer alone.
    pub fn test_mode(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            policy: Policy::default(),
            public_url: None,
            store_limit_mib: 0,
            binary_frames: false,
        }
    }
}

/// Why the settings cannot be used, as one sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

fn wrong(text: impl Into<String>) -> ConfigError {
    ConfigError(text.into())
}

/// The command line of `bellbird-server`.
#[derive(Debug, Parser)]
#[command(name = "bellbird-server", version, about = "The signalling server of Bellbird.")]
#[command(after_help = "Without --app the server runs in test mode: any App ID is served, tokens are not \
    needed, and it listens on this computer alone. Log level: BELLBIRD_LOG (such as debug).")]
pub struct Cli {
    #[command(flatten)]
    pub settings: Settings,
    /// Read settings from this TOML file; flags win over it. Its keys are the flags' names
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The settings: the same names on the command line and in the file, described here alone.
#[derive(Debug, Clone, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Listen here; port 0 takes a free one [default: 127.0.0.1:8001]
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Keep mailboxes and attributes in this folder [default: ~/.local/state/bellbird-server]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Serve this App ID (repeatable); with a certificate only to real tokens
    #[arg(long, value_name = "ID[=CERTIFICATE]")]
    #[serde(default)]
    pub app: Vec<String>,
    /// Allow test mode on an address that other computers reach
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub open_test_mode: Option<bool>,
    /// Name this address in answers to getaddr, such as wss://chat.example.org/ behind a proxy
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Let the store grow to this many MiB; 0 is without limit [default: 0]
    #[arg(long, value_name = "MIB")]
    pub store_limit_mib: Option<u64>,
    /// Send the obsolete `set` event after each `update` of a channel attribute
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub legacy_set_event: Option<bool>,
    /// Refuse messages and invites to accounts that never signed in, instead of keeping them
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub strict_peers: Option<bool>,
    /// Refuse a second invite of the same call, instead of restarting its timer
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub strict_reinvite: Option<bool>,
    /// Let this account listen in the channels __agora_user_online and __agora_channel_event, in which every
    /// login, logout, join and leave is told; nobody may unless named (repeatable)
    #[arg(long, value_name = "ACCOUNT")]
    #[serde(default)]
    pub special_channel_accounts: Vec<String>,
    /// Let an invite wait for at most so many seconds, whatever its `_timeout` says [default: 60]
    #[arg(long, value_name = "SECS")]
    pub invite_timeout_largest_secs: Option<u64>,
    /// End a call that rings for so many seconds; 0 lets it ring until a side ends it [default: 0]
    #[arg(long, value_name = "SECS")]
    pub ring_timeout_secs: Option<u64>,
    /// End the ringing calls of a caller who signs out or is lost
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub end_calls_of_lost_callers: Option<bool>,
    /// Drop the attributes of an account that is offline for so many seconds (a restart of the server counts
    /// them anew); 0 drops them at once. Without it they are kept
    #[arg(long, value_name = "SECS")]
    pub user_attr_ttl_secs: Option<u64>,
    /// Send frames of 1 to 48 KiB compressed to clients that ask for it (the official web SDK does)
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub binary_frames: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a token for an account and exit
    Token {
        /// The app and its certificate
        #[arg(long, value_name = "ID=CERTIFICATE")]
        app: String,
        #[arg(long, value_name = "NAME")]
        account: String,
        /// How long the token is good for: a number and s, m, h or d
        #[arg(long, value_name = "TIME", default_value = "24h")]
        ttl: String,
    },
    /// Print a settings file with every setting explained and exit
    Settings,
}

impl Settings {
    fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| wrong(format!("cannot read {}: {error}", path.display())))?;
        toml::from_str(&text).map_err(|error| {
            wrong(format!("{} is not a settings file: {}", path.display(), error.message().trim()))
        })
    }

    fn or(self, file: Self) -> Self {
        Self {
            listen: self.listen.or(file.listen),
            data: self.data.or(file.data),
            app: if self.app.is_empty() { file.app } else { self.app },
            open_test_mode: self.open_test_mode.or(file.open_test_mode),
            public_url: self.public_url.or(file.public_url),
            store_limit_mib: self.store_limit_mib.or(file.store_limit_mib),
            legacy_set_event: self.legacy_set_event.or(file.legacy_set_event),
            strict_peers: self.strict_peers.or(file.strict_peers),
            strict_reinvite: self.strict_reinvite.or(file.strict_reinvite),
            special_channel_accounts: if self.special_channel_accounts.is_empty() {
                file.special_channel_accounts
            } else {
                self.special_channel_accounts
            },
            invite_timeout_largest_secs: self
                .invite_timeout_largest_secs
                .or(file.invite_timeout_largest_secs),
            ring_timeout_secs: self.ring_timeout_secs.or(file.ring_timeout_secs),
            end_calls_of_lost_callers: self.end_calls_of_lost_callers.or(file.end_calls_of_lost_callers),
            user_attr_ttl_secs: self.user_attr_ttl_secs.or(file.user_attr_ttl_secs),
            binary_frames: self.binary_frames.or(file.binary_frames),
        }
    }

    /// Joins the flags with the file and the defaults: where to listen, and the configuration.
    pub fn resolve(self, file: Option<&Path>) -> Result<(SocketAddr, Config), ConfigError> {
        let settings = match file {
            Some(path) => self.or(Self::read(path)?),
            None => self,
        };
        let listen = settings.listen.as_deref().unwrap_or(DEFAULT_LISTEN);
        let address = resolve_address(listen)?;
        let mut apps = BTreeMap::new();
        for text in &settings.app {
            let (app, certificate) = parse_app(text)?;
            if apps.insert(app.clone(), certificate).is_some() {
                return Err(wrong(format!("the app {app} is named twice")));
            }
        }
        if apps.is_empty() && !address.ip().is_loopback() && !settings.open_test_mode.unwrap_or(false) {
            return Err(wrong(format!(
                "without --app anybody who reaches {listen} could use this server: name an app with \
                 --app ID=CERTIFICATE, or say --open-test-mode"
            )));
        }
        if let Some(url) = &settings.public_url
            && !(url.starts_with("ws://") || url.starts_with("wss://"))
        {
            return Err(wrong(format!("the public URL {url} does not start with ws:// or wss://")));
        }
        let mut special_channel_accounts = BTreeSet::new();
        for name in &settings.special_channel_accounts {
            let account = Account::new(name)
                .map_err(|error| wrong(format!("the account {name:?} cannot be used: {error}")))?;
            special_channel_accounts.insert(account);
        }
        let invite_timeout_largest_secs =
            settings.invite_timeout_largest_secs.unwrap_or(INVITE_TIMEOUT_LARGEST_SECS);
        if invite_timeout_largest_secs == 0 {
            return Err(wrong("an invite has to wait for a second at least: invite-timeout-largest-secs"));
        }
        let config = Config {
            data_dir: settings.data.map_or_else(default_data_dir, Ok)?,
            policy: Policy {
                apps,
                legacy_set_event: settings.legacy_set_event.unwrap_or(false),
                strict_peers: settings.strict_peers.unwrap_or(false),
                strict_reinvite: settings.strict_reinvite.unwrap_or(false),
                special_channel_accounts,
                invite_timeout_largest_secs,
                ring_timeout_secs: settings.ring_timeout_secs.filter(|secs| *secs > 0),
                end_calls_of_lost_callers: settings.end_calls_of_lost_callers.unwrap_or(false),
                user_attr_ttl_secs: settings.user_attr_ttl_secs,
            },
            public_url: settings.public_url,
            store_limit_mib: settings.store_limit_mib.unwrap_or(0),
            binary_frames: settings.binary_frames.unwrap_or(false),
        };
        Ok((address, config))
    }

    /// A settings file in which every setting is explained by the words of `--help`.
    pub fn documented() -> String {
        let mut text = String::from("# Settings of bellbird-server, with their defaults.\n");
        for argument in Cli::command().get_arguments() {
            let (Some(name), Some(help)) = (argument.get_long(), argument.get_help()) else { continue };
            let example = match name {
                "listen" => format!("\"{DEFAULT_LISTEN}\""),
                "app" => "[\"ID=CERTIFICATE\"]".to_owned(),
                "data" | "public-url" => "\"\"".to_owned(),
                "store-limit-mib" | "ring-timeout-secs" => "0".to_owned(),
                "invite-timeout-largest-secs" => INVITE_TIMEOUT_LARGEST_SECS.to_string(),
                "user-attr-ttl-secs" => "86400".to_owned(),
                "special-channel-accounts" => "[\"ACCOUNT\"]".to_owned(),
                "config" => continue,
                _ => "false".to_owned(),
            };
            text.push_str(&format!("\n# {help}\n# {name} = {example}\n"));
        }
        text
    }
}

fn resolve_address(listen: &str) -> Result<SocketAddr, ConfigError> {
    let mut found = listen
        .to_socket_addrs()
        .map_err(|error| wrong(format!("cannot listen on {listen}: {error}; write it as host:port")))?;
    found.next().ok_or_else(|| wrong(format!("cannot listen on {listen}: no such address")))
}

/// `ID` or `ID=CERTIFICATE`.
pub fn parse_app(text: &str) -> Result<(AppId, Option<Certificate>), ConfigError> {
    let (id, certificate) = match text.split_once('=') {
        Some((id, certificate)) => (id, Some(certificate)),
        None => (text, None),
    };
    let app = AppId::new(id).map_err(|error| wrong(format!("the App ID {id:?} cannot be used: {error}")))?;
    match certificate {
        Some("") => Err(wrong(format!("the certificate of {app} is empty"))),
        Some(certificate) => Ok((app, Some(Certificate::new(certificate)))),
        None => Ok((app, None)),
    }
}

/// Seconds of a text such as `90s`, `15m`, `24h` or `7d`; a bare number is seconds.
pub fn parse_ttl_secs(text: &str) -> Result<u64, ConfigError> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match &text[digits.len()..] {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => 0,
    };
    let secs = digits.parse::<u64>().ok().and_then(|n| n.checked_mul(factor)).filter(|secs| *secs > 0);
    secs.ok_or_else(|| wrong(format!("{text:?} is not a time such as 90s, 15m, 24h or 7d")))
}

fn default_data_dir() -> Result<PathBuf, ConfigError> {
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = variable("XDG_STATE_HOME")
        .or_else(|| variable("HOME").map(|home| home.join(".local/state")))
        .or_else(|| variable("LOCALAPPDATA"));
    let state = state.ok_or_else(|| wrong("no folder to keep data in: name one with --data"))?;
    Ok(state.join("bellbird-server"))
}
