//! The desktop app: arguments, logging, start, wait.

use anyhow::Context;
use bellbird::desktop::paths::Paths;
use bellbird::model::{Millis, ServerChoice};
use bellbird::service::{LOCAL_PORT, Service, ServiceOptions, SignInForm, Words};
use bellbird::ui::{self, Start};
use clap::Parser;
use jiff::tz::TimeZone;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::MakeWriterExt;

/// Messages and calls on your own server.
#[derive(Debug, Parser)]
#[command(name = "bellbird", version)]
struct Arguments {
    /// Where to sign in: ws://…, wss://… or host:port. Without it, the built-in server.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// The App ID to sign in with. With --account, signs in at once.
    #[arg(long, value_name = "ID")]
    app: Option<String>,
    /// The account to sign in with.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// The token, where the server is not in test mode.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Keeps everything in this folder.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

impl Arguments {
    fn form(self) -> Option<SignInForm> {
        let Self { server, app, account, token, data: _ } = self;
        (server.is_some() || app.is_some() || account.is_some()).then(|| SignInForm {
            server: server.map_or(ServerChoice::ThisComputer, ServerChoice::Address),
            app: app.unwrap_or_default(),
            account: account.unwrap_or_default(),
            token: token.unwrap_or_default(),
            remember: true,
        })
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bellbird: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> anyhow::Result<()> {
    let paths = Paths::find(arguments.data.take())?;
    log_to(&paths.data)?;
    let zone = TimeZone::system();
    let spoken = zone.clone();
    let words = Words::new(move |phrase, settings| ui::phrase(phrase, settings, &spoken));
    let options = ServiceOptions { paths, words, notifications: true, local_port: LOCAL_PORT };
    let (service, shared, handle) =
        Service::start(options, Arc::new(|| {})).context("the service cannot start")?;
    let form = arguments.form();
    let start = || Start {
        shared: shared.clone(),
        handle: handle.clone(),
        clock,
        zone: zone.clone(),
        form: form.clone(),
    };
    let shown = ui::show(start, std::env::var("BELLBIRD_RENDERER").ok().as_deref());
    service.stop();
    Ok(shown?)
}

fn log_to(folder: &Path) -> anyhow::Result<()> {
    let unusable = || format!("the folder {} cannot be used", folder.display());
    std::fs::create_dir_all(folder).with_context(unusable)?;
    let file = File::create(folder.join("bellbird.log")).with_context(unusable)?;
    let filter =
        EnvFilter::try_from_env("BELLBIRD_LOG").unwrap_or_else(|_| EnvFilter::new("warn,bellbird=info"));
    let writer = std::io::stderr.and(Arc::new(file));
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(writer).init();
    Ok(())
}

/// Milliseconds since 1970: the one clock of the window.
#[expect(clippy::disallowed_methods, reason = "the shell reads the clock for the window")]
fn clock() -> Millis {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(now.as_millis()).unwrap_or(Millis::MAX)
}
