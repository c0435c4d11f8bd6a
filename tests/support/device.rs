//! The whole app without its window: the service with a folder of its own, against a real server on a free port.

use bellbird::desktop::paths::Paths;
use bellbird::ids::{Account, ChannelName};
use bellbird::model::{AccountModel, Body, ChatId, Message, Mirror, Model, Phrase, ServerChoice, Slot};
use bellbird::server;
use bellbird::service::{Command, Handle, LOCAL_PORT, Service, ServiceOptions, SignInForm, Words};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long anything may take here.
const PATIENCE: Duration = Duration::from_secs(20);
pub const APP: &str = "device-tests";
const SLOT: Slot = Slot(0);

/// A server with a store of its own; it can be stopped and started again at the same place.
pub struct Server {
    pub address: SocketAddr,
    folder: TempDir,
    runtime: tokio::runtime::Runtime,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<Result<(), server::ServerError>>,
}

impl Server {
    pub fn start() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let nowhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let mut server =
            Self { address: nowhere, folder: tempfile::tempdir().unwrap(), runtime, running: None };
        server.start_again();
        server
    }

    pub fn start_again(&mut self) {
        assert!(self.running.is_none(), "the server runs");
        let (stop, stopped) = oneshot::channel();
        let listener = self.runtime.block_on(TcpListener::bind(self.address)).unwrap();
        self.address = listener.local_addr().unwrap();
        let config = server::Config::test_mode(self.folder.path());
        let task = self.runtime.spawn(server::run(listener, config, async {
            let _ = stopped.await;
        }));
        self.running = Some(Running { stop, task });
    }

    pub fn stop(&mut self) {
        if let Some(Running { stop, task }) = self.running.take() {
            let _ = stop.send(());
            self.runtime.block_on(task).unwrap().unwrap();
        }
    }

    /// The store is gone, as after a lost disk.
    pub fn forget_everything(&mut self) {
        assert!(self.running.is_none(), "the server runs");
        self.folder = tempfile::tempdir().unwrap();
    }

    pub fn choice(&self) -> ServerChoice {
        ServerChoice::Address(self.address.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// One person's app.
pub struct Device {
    pub handle: Handle,
    mirror: Mirror,
    woken: Receiver<()>,
    service: Option<Service>,
    folder: Arc<TempDir>,
    local_port: u16,
}

/// The words of a test: what the phrase is, not how it is said.
fn words() -> Words {
    Words::new(|phrase, _| match phrase {
        Phrase::At(at) => at.to_string(),
        Phrase::Row { body, who } => match body {
            Body::Joined(_) => format!("joined {who}"),
            Body::Left(_) => format!("left {who}"),
            other => format!("{other:?} {who}"),
        },
        other => format!("{other:?}"),
    })
}

impl Device {
    /// An app that was never started before.
    pub fn new() -> Self {
        Self::start_in(Arc::new(tempfile::tempdir().unwrap()), LOCAL_PORT)
    }

    /// One whose own server is to listen there.
    pub fn with_local_port(port: u16) -> Self {
        Self::start_in(Arc::new(tempfile::tempdir().unwrap()), port)
    }

    fn start_in(folder: Arc<TempDir>, local_port: u16) -> Self {
        let (wake, woken) = sync_channel(1);
        let wake = Arc::new(move || {
            let _ = wake.try_send(());
        });
        let paths = Paths::find(Some(folder.path().to_owned())).unwrap();
        let options = ServiceOptions { paths, words: words(), notifications: false, local_port };
        let (service, shared, handle) = Service::start(options, wake).unwrap();
        let mirror = Mirror::new(shared);
        Self { handle, mirror, woken, service: Some(service), folder, local_port }
    }

    /// The app is closed and opened again.
    pub fn restart(mut self) -> Self {
        self.service.take().unwrap().stop();
        let (folder, local_port) = (Arc::clone(&self.folder), self.local_port);
        drop(self);
        Self::start_in(folder, local_port)
    }

    /// Closes the app.
    pub fn close(mut self) {
        self.service.take().unwrap().stop();
    }

    pub fn command(&self, command: Command) {
        self.handle.send(SLOT, command).expect("the service takes a command");
    }

    /// Begins to sign in, without waiting for it.
    pub fn begin_sign_in(&self, server: ServerChoice, account: &str) {
        let form = SignInForm {
            server,
            app: APP.to_owned(),
            account: account.to_owned(),
            token: String::new(),
            remember: true,
        };
        self.command(Command::SignIn(form));
    }

    pub fn sign_in(&mut self, server: &Server, account: &str) {
        self.begin_sign_in(server.choice(), account);
        self.wait("to be signed in", |me| me.online().then_some(()));
    }

    /// The model as the window would see it now.
    pub fn model(&mut self) -> &Model {
        self.mirror.refresh();
        self.mirror.model()
    }

    /// Waits until the whole model has what is looked for.
    #[track_caller]
    pub fn wait_model<T>(&mut self, what: &str, look: impl Fn(&Model) -> Option<T>) -> T {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(found) = look(self.model()) {
                return found;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}; the model: {:#?}", self.model());
            let _ = self.woken.recv_timeout(left);
        }
    }

    /// Waits until the signed-in account has what is looked for.
    #[track_caller]
    pub fn wait<T>(&mut self, what: &str, look: impl Fn(&AccountModel) -> Option<T>) -> T {
        self.wait_model(what, |model| model.account(SLOT).and_then(&look))
    }

    #[track_caller]
    pub fn wait_for(&mut self, what: &str, condition: impl Fn(&AccountModel) -> bool) {
        self.wait(what, |me| condition(me).then_some(()));
    }

    /// Waits for a text in a chat.
    #[track_caller]
    pub fn wait_for_text(&mut self, chat: &ChatId, text: &str) -> Arc<Message> {
        self.wait(&format!("{text:?} in {chat:?}"), |me| find(me, chat, text))
    }

    pub fn write(&self, chat: &ChatId, text: &str) {
        self.command(Command::SendMessage { chat: chat.clone(), text: text.to_owned() });
    }

    pub fn join(&mut self, name: &str) -> ChatId {
        let name = ChannelName::new(name).unwrap();
        self.command(Command::JoinChannel { name: name.clone() });
        self.wait_for("to be in the channel", |me| {
            me.channel_named(&name).is_some_and(|channel| {
                channel.state == bellbird::model::ChannelState::Joined && !channel.members.is_empty()
            })
        });
        ChatId::Channel(name)
    }

    /// The texts of a chat, oldest first.
    pub fn texts(&mut self, chat: &ChatId) -> Vec<String> {
        let account = self.model().account(SLOT);
        let chat = account.and_then(|account| account.chats.chat(chat));
        chat.map(|chat| chat.transcript.iter().filter_map(|message| text_of(message)).collect())
            .unwrap_or_default()
    }
}

fn text_of(message: &Message) -> Option<String> {
    match &message.body {
        Body::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

pub fn find(me: &AccountModel, chat: &ChatId, text: &str) -> Option<Arc<Message>> {
    let transcript = &me.chats.chat(chat)?.transcript;
    transcript.iter().rev().find(|message| text_of(message).as_deref() == Some(text)).cloned()
}

pub fn person(name: &str) -> ChatId {
    ChatId::Person(account(name))
}

pub fn account(name: &str) -> Account {
    Account::new(name).unwrap()
}
