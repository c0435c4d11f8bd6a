//! The headless signalling server: arguments, logging, start, wait.

use anyhow::Context;
use bellbird::ids::Account;
use bellbird::server::config::{Cli, Command, Config, Settings, parse_app, parse_ttl_secs};
use bellbird::server::{Server, bind};
use bellbird::wire::token;
use clap::Parser;
use clap::error::ErrorKind;
use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let text = error.to_string();
            let sentence = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
            return fail(&format!("{sentence} (see --help)"), 2);
        }
    };
    let outcome = match cli.command {
        Some(Command::Token { app, account, ttl }) => print_token(&app, &account, &ttl),
        Some(Command::Settings) => print_line(Settings::documented().trim_end()),
        None => match cli.settings.resolve(cli.config.as_deref()) {
            Ok(settings) => serve(settings),
            Err(error) => return fail(&error.to_string(), 2),
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&format!("{error:#}"), 1),
    }
}

fn fail(sentence: &str, code: u8) -> ExitCode {
    eprintln!("bellbird-server: {sentence}");
    ExitCode::from(code)
}

fn print_line(text: &str) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    writeln!(stdout, "{text}").and_then(|()| stdout.flush()).context("cannot write to the standard output")
}

fn print_token(app: &str, account: &str, ttl: &str) -> anyhow::Result<()> {
    let (app, certificate) = parse_app(app)?;
    let certificate =
        certificate.with_context(|| format!("the app {app} needs its certificate: ID=CERTIFICATE"))?;
    let account = Account::new(account).with_context(|| format!("the account {account:?} cannot be used"))?;
    let expires =
        std::time::SystemTime::UNIX_EPOCH.elapsed().context("the clock stands before 1970")?.as_secs();
    let expires_at = expires.saturating_add(parse_ttl_secs(ttl)?);
    print_line(&token::mint(&account, &app, certificate.secret(), expires_at))
}

fn serve((address, config): (SocketAddr, Config)) -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_env("BELLBIRD_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(colours).with_writer(std::io::stderr).init();
    let runtime = tokio::runtime::Runtime::new().context("cannot start the runtime")?;
    runtime.block_on(async {
        let stop = stop_signal().context("cannot listen for signals")?;
        let listener = bind(address).await?;
        let test_mode = config.policy.test_mode();
        let server = Server::open(config).await?;
        let address = listener.local_addr().context("the listener has no address")?;
        if test_mode {
            tracing::warn!("test mode: any App ID is served and no token is needed");
        }
        print_line(&format!("ready ws://{address}/"))?;
        server.run(listener, stop).await?;
        tracing::info!("stopped");
        Ok(())
    })
}

/// Listens from the call on, so that a signal right after the ready line is heard.
#[cfg(unix)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    })
}

#[cfg(windows)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()> + Send> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupt.recv().await) })
}
