use bellbird::server::config::{Cli, Settings, parse_ttl_secs};
use clap::Parser;
use std::path::Path;
use tempfile::TempDir;

fn settings(arguments: &[&str]) -> Settings {
    let program = ["bellbird-server", "--data", "/tmp/bellbird"];
    Cli::try_parse_from(program.iter().chain(arguments)).unwrap().settings
}

#[test]
fn without_an_app_only_this_computer_is_served_unless_said_otherwise() {
    let (address, config) = settings(&[]).resolve(None).unwrap();
    assert_eq!(address.to_string(), "127.0.0.1:8001");
    assert!(config.policy.test_mode());
    let open = settings(&["--listen", "0.0.0.0:8001"]).resolve(None).unwrap_err().to_string();
    assert!(open.contains("--open-test-mode"), "{open}");
    settings(&["--listen", "0.0.0.0:8001", "--open-test-mode"]).resolve(None).unwrap();
    settings(&["--listen", "0.0.0.0:8001", "--app", "a=b"]).resolve(None).unwrap();
}

#[test]
fn apps_have_a_certificate_or_none() {
    let (_, config) = settings(&["--app", "one=secret", "--app", "two"]).resolve(None).unwrap();
    let apps: Vec<_> =
        config.policy.apps.iter().map(|(app, c)| (app.as_str(), c.as_ref().map(|c| c.secret()))).collect();
    assert_eq!(apps, [("one", Some("secret")), ("two", None)]);
    assert!(!format!("{config:?}").contains("secret"), "a secret is never printed");
    for wrong in ["=x", "a=", "a b=c"] {
        assert!(settings(&["--app", wrong]).resolve(None).is_err(), "{wrong}");
    }
    assert!(settings(&["--app", "one", "--app", "one=x"]).resolve(None).is_err());
}

#[test]
fn a_file_sets_what_the_flags_leave_open() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("server.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:9\"\napp = [\"a=b\"]\nlegacy-set-event = true\n").unwrap();
    let (address, config) = settings(&["--listen", "127.0.0.1:7"]).resolve(Some(&file)).unwrap();
    assert_eq!(address.port(), 7);
    assert!(config.policy.legacy_set_event && config.policy.apps.len() == 1);
    std::fs::write(&file, "colour = \"red\"").unwrap();
    let error = settings(&[]).resolve(Some(&file)).unwrap_err().to_string();
    assert!(error.contains("colour"), "{error}");
    assert!(settings(&[]).resolve(Some(Path::new("/nowhere.toml"))).is_err());
}

#[test]
fn the_documented_file_names_every_setting_and_can_be_read() {
    let text = Settings::documented();
    let set: String =
        text.lines().filter_map(|line| line.strip_prefix("# ")).fold(String::new(), |all, line| {
            let known = line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
            if known { all + line + "\n" } else { all }
        });
    let table: toml::Table = set.parse().unwrap();
    assert_eq!(table.len(), 15, "{set}");
    let parsed: Settings = toml::from_str(&set).unwrap();
    assert_eq!(parsed.listen.as_deref(), Some("127.0.0.1:8001"));
}

#[test]
fn the_options_of_the_policy_are_set_by_flags_or_the_file_and_off_without_them() {
    let (_, config) = settings(&[]).resolve(None).unwrap();
    let plain = &config.policy;
    assert!(plain.special_channel_accounts.is_empty() && !plain.end_calls_of_lost_callers);
    assert_eq!((plain.ring_timeout_secs, plain.user_attr_ttl_secs), (None, None));
    assert_eq!(plain.invite_timeout_largest_secs, 60);
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("server.toml");
    let text = "special-channel-accounts = [\"watch\", \"log\"]\nring-timeout-secs = 45\n\
        end-calls-of-lost-callers = true\nuser-attr-ttl-secs = 0\ninvite-timeout-largest-secs = 180\n";
    std::fs::write(&file, text).unwrap();
    let flags = ["--ring-timeout-secs", "0", "--special-channel-accounts", "nora"];
    for (flags, ring, accounts) in
        [(&flags[..0], Some(45), vec!["log", "watch"]), (&flags, None, vec!["nora"])]
    {
        let (_, config) = settings(flags).resolve(Some(&file)).unwrap();
        let policy = config.policy;
        let named: Vec<&str> = policy.special_channel_accounts.iter().map(|name| name.as_str()).collect();
        assert_eq!((named, policy.ring_timeout_secs), (accounts, ring));
        assert!(policy.end_calls_of_lost_callers);
        assert_eq!((policy.user_attr_ttl_secs, policy.invite_timeout_largest_secs), (Some(0), 180));
    }
    assert!(settings(&["--special-channel-accounts", "no ra"]).resolve(None).is_err());
    assert!(settings(&["--invite-timeout-largest-secs", "0"]).resolve(None).is_err());
}

#[test]
fn lives_of_tokens_are_read_with_their_units() {
    assert_eq!(parse_ttl_secs("90s"), Ok(90));
    assert_eq!(parse_ttl_secs("15m"), Ok(900));
    assert_eq!(parse_ttl_secs("24h"), Ok(86_400));
    assert_eq!(parse_ttl_secs("7d"), Ok(604_800));
    for wrong in ["", "h", "0h", "-1h", "1w", "99999999999999999999d"] {
        assert!(parse_ttl_secs(wrong).is_err(), "{wrong}");
    }
}
