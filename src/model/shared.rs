use super::Model;
use parking_lot::Mutex;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
#[cfg(debug_assertions)]
use std::time::Instant;

/// Asks the window for a frame; called without the lock.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// The one mutex of the desktop, and the only type that locks it.
///
/// The service writes through [`SharedModel::update`]; the window reads through a [`Mirror`]. The closure
/// given to `update` is pure: no I/O, no waiting, no window.
#[derive(Clone)]
pub struct SharedModel {
    inner: Arc<Inner>,
}

struct Inner {
    model: Mutex<Arc<Model>>,
    /// Moves with every update, after it; written under the lock, read without it.
    revision: AtomicU64,
    /// Set by the first update after a refresh: the window has been asked for a frame.
    woken: AtomicBool,
    wake: Mutex<Wake>,
}

impl fmt::Debug for SharedModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedModel").field("revision", &self.inner.revision).finish_non_exhaustive()
    }
}

impl SharedModel {
    pub fn new(model: Model, wake: Wake) -> Self {
        let inner = Inner {
            model: Mutex::new(Arc::new(model)),
            revision: AtomicU64::new(1),
            woken: AtomicBool::new(false),
            wake: Mutex::new(wake),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The window exists now: from here on it is this that asks for a frame.
    pub fn set_wake(&self, wake: Wake) {
        *self.inner.wake.lock() = wake.clone();
        wake();
    }

    /// Changes the model, then wakes the window once. `purpose` names the change if it takes too long.
    pub fn update<R>(&self, purpose: &'static str, change: impl FnOnce(&mut Model) -> R) -> R {
        #[cfg(debug_assertions)]
        #[expect(clippy::disallowed_methods, reason = "measures how long the lock is held")]
        let started = Instant::now();
        let mut model = self.inner.model.lock();
        let result = change(Arc::make_mut(&mut model));
        self.inner.revision.fetch_add(1, Ordering::Release);
        drop(model);
        #[cfg(debug_assertions)]
        if started.elapsed().as_millis() >= 1 {
            tracing::debug!(purpose, micros = started.elapsed().as_micros(), "the model was held long");
        }
        #[cfg(not(debug_assertions))]
        let _ = purpose;
        if !self.inner.woken.swap(true, Ordering::AcqRel) {
            let wake = self.inner.wake.lock().clone();
            wake();
        }
        result
    }

    /// A copy of the whole: one reference count.
    pub fn snapshot(&self) -> Arc<Model> {
        self.inner.model.lock().clone()
    }

    pub fn revision(&self) -> u64 {
        self.inner.revision.load(Ordering::Acquire)
    }
}

/// The window's copy of the model, renewed at most once a frame and only if something changed.
#[derive(Debug)]
pub struct Mirror {
    shared: SharedModel,
    model: Arc<Model>,
    revision: u64,
}

impl Mirror {
    pub fn new(shared: SharedModel) -> Self {
        let revision = shared.revision();
        let model = shared.snapshot();
        Self { shared, model, revision }
    }

    /// Renews the copy; says whether it changed. An idle frame takes no lock.
    pub fn refresh(&mut self) -> bool {
        // A swap, not a store, and before the revision is read: an update that comes between asks again.
        self.shared.inner.woken.swap(false, Ordering::AcqRel);
        let revision = self.shared.revision();
        if revision == self.revision {
            return false;
        }
        self.model = self.shared.snapshot();
        self.revision = revision;
        true
    }

    pub fn model(&self) -> &Model {
        &self.model
    }
}
