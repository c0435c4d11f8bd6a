use super::house::{Client, wait};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bellbird-server");

struct Program {
    child: Child,
    url: String,
}

impl Program {
    fn start(folder: &Path) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("ready ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { child, url }
    }

    async fn login(&self, account: &str) -> Client {
        let address = self.url.strip_prefix("ws://").unwrap().trim_end_matches('/').parse().unwrap();
        let mut client = Client::connect(address).await;
        assert_eq!(client.login("websdk", account).await["result"], "ok");
        client
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn output(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

/// One sentence on the standard error, this exit code, no panic.
fn fails(arguments: &[&str], code: i32, words: &str) {
    let output = output(arguments);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    assert!(error.starts_with("bellbird-server: ") && error.contains(words), "{error}");
}

#[test]
fn a_killed_program_has_lost_nothing_that_it_acknowledged() {
    let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
    let mut program = Program::start(folder.path());
    runtime.block_on(async {
        let mut nora = program.login("nora").await;
        for n in 0..20 {
            assert_eq!(nora.message("omar", &n.to_string()).await["result"], "ok");
        }
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        let program = Program::start(folder.path());
        let mut omar = program.login("omar").await;
        assert_eq!(omar.fetch().await, (0..20).map(|n| n.to_string()).collect::<Vec<_>>());
    });
}

#[cfg(unix)]
#[test]
fn a_program_that_is_asked_to_stop_says_goodbye_and_ends_well() {
    let (folder, runtime) = (TempDir::new().unwrap(), Runtime::new().unwrap());
    let mut program = Program::start(folder.path());
    runtime.block_on(async {
        let mut nora = program.login("nora").await;
        Command::new("kill").arg(program.child.id().to_string()).status().unwrap();
        let end = nora.end().await.unwrap();
        assert_eq!(end.reason.as_str(), "the server is stopping");
        drop(nora);
        let ended = tokio::task::spawn_blocking(move || program.child.wait().unwrap().code());
        assert_eq!(wait("the program to end", ended).await.unwrap(), Some(0));
    });
}

#[test]
fn what_stops_it_from_starting_is_one_sentence() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().to_str().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    fails(&["--listen", &address, "--data", data], 1, "cannot listen on 127.0.0.1:");
    fails(&["--sing"], 2, "--sing");
    fails(&["--listen", "0.0.0.0:0", "--data", data], 2, "--open-test-mode");
    fails(&["--listen", "nonsense", "--data", data], 2, "nonsense");
    fails(&["--app", "=x", "--data", data], 2, "App ID");
    fails(&["--listen", "127.0.0.1:0", "--data", "/proc/nothing/here"], 1, "/proc/nothing/here");
    fails(&["--config", "/nowhere.toml"], 2, "/nowhere.toml");
    fails(&["token", "--app", "a", "--account", "nora"], 1, "certificate");
}

#[test]
fn help_version_and_tokens_are_printed() {
    let text = |arguments: &[&str]| {
        let output = output(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(text(&["--help"]).contains("--open-test-mode"));
    assert_eq!(text(&["--version"]), format!("bellbird-server {}\n", env!("CARGO_PKG_VERSION")));
    let token = text(&["token", "--app", "one=secret", "--account", "nora", "--ttl", "1h"]);
    let parts: Vec<&str> = token.trim_end().split(':').collect();
    assert_eq!((parts.len(), parts[0], parts[1], parts[3].len()), (4, "1", "one", 32));
    assert!(text(&["settings"]).contains("# store-limit-mib = 0"));
}
