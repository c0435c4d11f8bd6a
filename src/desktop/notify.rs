use notify_rust::{NotificationHandle, NotificationResponse};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

/// How long the desktop may take to show a card or to close one.
const PATIENCE: Duration = Duration::from_secs(3);
/// Cards that wait to be shown; more are dropped, the window has them all.
const CARDS: usize = 64;

/// One notification. A card with the key of one on the screen takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    pub key: u64,
    pub title: String,
    pub body: String,
    /// Id and label of each button; left out where the desktop shows none.
    pub actions: Vec<(String, String)>,
    pub urgent: bool,
}

/// What the person did to a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Click {
    /// The card itself.
    Opened {
        key: u64,
    },
    Action {
        key: u64,
        id: String,
    },
    /// This desktop shows no notifications; told once.
    Unavailable {
        why: String,
    },
}

#[derive(Debug)]
enum Order {
    Show(Card),
    Close { key: u64 },
}

/// Shows cards from a task of its own: the desktop is never waited for.
#[derive(Debug, Clone)]
pub struct Notifier {
    orders: mpsc::Sender<Order>,
}

impl Notifier {
    /// Starts the task on the tokio runtime that this is called in.
    pub fn start(clicks: mpsc::Sender<Click>) -> Self {
        let (orders, orders_in) = mpsc::channel(CARDS);
        tokio::spawn(Desk { clicks, shown: BTreeMap::new(), has_actions: None, told: false }.run(orders_in));
        Self { orders }
    }

    pub fn show(&self, card: Card) {
        if self.orders.try_send(Order::Show(card)).is_err() {
            tracing::debug!("a notification was dropped: too many wait");
        }
    }

    pub fn close(&self, key: u64) {
        if self.orders.try_send(Order::Close { key }).is_err() {
            tracing::debug!("a notification stays: too many wait");
        }
    }
}

struct Shown {
    handle: Arc<NotificationHandle>,
    waiter: AbortHandle,
}

struct Desk {
    clicks: mpsc::Sender<Click>,
    shown: BTreeMap<u64, Shown>,
    /// Whether the desktop's cards have buttons; asked once.
    has_actions: Option<bool>,
    told: bool,
}

impl Desk {
    async fn run(mut self, mut orders: mpsc::Receiver<Order>) {
        while let Some(order) = orders.recv().await {
            match order {
                Order::Show(card) => self.show(card).await,
                Order::Close { key } => self.close(key).await,
            }
        }
    }

    async fn show(&mut self, card: Card) {
        let has_actions = match self.has_actions {
            Some(known) => known,
            None => {
                let known = has_actions().await;
                self.has_actions = known;
                known.unwrap_or(false)
            }
        };
        let mut notification = notify_rust::Notification::new();
        notification.appname("Bellbird").summary(&card.title).body(&card.body).icon("bellbird");
        if let Some(before) = self.shown.remove(&card.key) {
            before.waiter.abort();
            notification.id(before.handle.id());
        }
        if has_actions {
            notification.action("default", &card.title);
            for (id, label) in &card.actions {
                notification.action(id, label);
            }
        }
        #[cfg(all(unix, not(target_os = "macos")))]
        if card.urgent {
            notification.urgency(notify_rust::Urgency::Critical);
        }
        match tokio::time::timeout(PATIENCE, notification.show_async()).await {
            Ok(Ok(handle)) => self.wait_for_click(card.key, handle),
            Ok(Err(error)) => self.unavailable(error.to_string()).await,
            Err(_) => self.unavailable("the desktop does not answer".to_owned()).await,
        }
    }

    fn wait_for_click(&mut self, key: u64, handle: NotificationHandle) {
        let handle = Arc::new(handle);
        let (clicks, waited) = (self.clicks.clone(), Arc::clone(&handle));
        let waiter = tokio::spawn(async move {
            let mut click = None;
            let heard = |response: &NotificationResponse| {
                click = match response {
                    NotificationResponse::Default => Some(Click::Opened { key }),
                    NotificationResponse::Action(id) => Some(Click::Action { key, id: id.clone() }),
                    NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => None,
                };
            };
            waited.wait_for_action_async(heard).await;
            if let Some(click) = click {
                // The service may be ending.
                let _ = clicks.send(click).await;
            }
        });
        let waiter = waiter.abort_handle();
        self.shown.insert(key, Shown { handle, waiter });
    }

    async fn close(&mut self, key: u64) {
        if let Some(Shown { handle, waiter }) = self.shown.remove(&key) {
            waiter.abort();
            if tokio::time::timeout(PATIENCE, handle.close_async()).await.is_err() {
                tracing::debug!("the desktop does not close a notification");
            }
        }
    }

    async fn unavailable(&mut self, why: String) {
        tracing::debug!(why, "a notification could not be shown");
        if !std::mem::replace(&mut self.told, true) {
            let _ = self.clicks.send(Click::Unavailable { why }).await;
        }
    }
}

/// Whether cards may have buttons; `None` when the desktop does not say.
async fn has_actions() -> Option<bool> {
    let asked = tokio::task::spawn_blocking(notify_rust::get_capabilities);
    let capabilities = tokio::time::timeout(PATIENCE, asked).await.ok()?.ok()?.ok()?;
    Some(capabilities.iter().any(|capability| capability == "actions"))
}
