use super::Millis;
use crate::ids::{Account, AttributeName};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The attributes of a person or a channel, by name.
#[derive(Debug, Clone, Default)]
pub struct Attributes {
    by_name: Arc<BTreeMap<AttributeName, Attribute>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    pub value: Arc<str>,
    /// Who changed it last, if somebody else did while we watched.
    pub changed_by: Option<Account>,
    pub changed_at: Option<Millis>,
    /// Why our own last change was not taken.
    pub problem: Option<super::SendFailure>,
}

impl Attribute {
    pub fn new(value: impl AsRef<str>) -> Self {
        Self { value: Arc::from(value.as_ref()), changed_by: None, changed_at: None, problem: None }
    }

    pub fn bytes(&self) -> usize {
        self.value.len()
    }
}

impl Attributes {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.by_name.get(name).map(|attribute| &*attribute.value)
    }

    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.by_name.get(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&AttributeName, &Attribute)> {
        self.by_name.iter()
    }

    /// Those that people made: names without a leading `_`.
    pub fn own(&self) -> impl Iterator<Item = (&AttributeName, &Attribute)> {
        self.iter().filter(|(name, _)| !name.as_str().starts_with('_'))
    }

    pub fn len(&self) -> usize {
        self.by_name.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
    }

    pub fn set(&mut self, name: AttributeName, attribute: Attribute) {
        Arc::make_mut(&mut self.by_name).insert(name, attribute);
    }

    pub fn remove(&mut self, name: &str) -> Option<Attribute> {
        Arc::make_mut(&mut self.by_name).remove(name)
    }

    pub fn clear(&mut self) {
        self.by_name = Arc::default();
    }
}

impl FromIterator<(AttributeName, Attribute)> for Attributes {
    fn from_iter<I: IntoIterator<Item = (AttributeName, Attribute)>>(items: I) -> Self {
        Self { by_name: Arc::new(items.into_iter().collect()) }
    }
}
