use std::collections::BTreeMap;
use std::ops::RangeBounds;

/// A map that can be put back to where it was when its changes were last kept.
///
/// The hub runs ahead of the disk by one batch. If the commit of that batch fails, every journal is put
/// back and the batch is handled again by a hub that knows the store is out: so memory never differs from
/// the disk, and nobody has to write an inverse for anything. What is in here is copied the first time a
/// batch touches it, so large parts of a value belong behind an `Arc` or into a journal of their own.
#[derive(Debug, Clone)]
pub struct Journal<K, V> {
    map: BTreeMap<K, V>,
    before: BTreeMap<K, Option<V>>,
}

impl<K, V> Default for Journal<K, V> {
    fn default() -> Self {
        Self { map: BTreeMap::new(), before: BTreeMap::new() }
    }
}

impl<K: Ord + Clone, V: Clone> Journal<K, V> {
    pub fn get(&self, key: &K) -> Option<&V> {
        self.map.get(key)
    }

    pub fn contains(&self, key: &K) -> bool {
        self.map.contains_key(key)
    }

    pub fn len(&self) -> usize {
        self.map.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.map.iter()
    }

    pub fn range(&self, range: impl RangeBounds<K>) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.map.range(range)
    }

    pub fn first(&self) -> Option<&K> {
        self.map.first_key_value().map(|(key, _)| key)
    }

    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let value = self.map.get_mut(key)?;
        if !self.before.contains_key(key) {
            self.before.insert(key.clone(), Some(value.clone()));
        }
        Some(value)
    }

    pub fn insert(&mut self, key: K, value: V) {
        let old = self.map.insert(key.clone(), value);
        self.before.entry(key).or_insert(old);
    }

    pub fn remove(&mut self, key: &K) -> Option<V> {
        let old = self.map.remove(key)?;
        if !self.before.contains_key(key) {
            self.before.insert(key.clone(), Some(old.clone()));
        }
        Some(old)
    }

    /// What changed is durable: there is no way back.
    pub fn keep(&mut self) {
        self.before.clear();
    }

    pub fn put_back(&mut self) {
        for (key, value) in std::mem::take(&mut self.before) {
            match value {
                Some(value) => self.map.insert(key, value),
                None => self.map.remove(&key),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_put_back_is_as_it_was_when_it_was_kept() {
        let mut journal = Journal::default();
        journal.insert(1, "one");
        journal.insert(2, "two");
        journal.keep();
        journal.insert(1, "uno");
        journal.remove(&1);
        *journal.get_mut(&2).expect("two is there") = "due";
        journal.insert(3, "three");
        journal.insert(3, "tre");
        journal.put_back();
        assert_eq!(journal.iter().collect::<Vec<_>>(), [(&1, &"one"), (&2, &"two")]);
        journal.put_back();
        assert_eq!(journal.len(), 2);
    }
}
