//! Every sentence a person reads, in the person's language; dates, times and durations too.
//!
//! The sentences stand in `assets/text/{en,zh-CN}.ftl` and nowhere else. Each has a method named like its key:
//!
//! ```ignore
//! let text = Text::of(Language::detect());
//! text.join_a_channel()                 // &str      "Join a channel"
//! text.message_channel("lantern-night") // String    "Message #lantern-night"
//! text.people_here(6)                   // String    "6 people here": plural rules are the language's
//! text.list_time(at, now, &zone)        // String    "09:16", "Yesterday", "Tue", "2 Mar"
//! ```
//!
//! A wrong key or argument does not compile. A new sentence needs one line in `text/sentences.rs` and one in
//! each language file; a test compares the three.
//!
//! Names of API calls, error codes and attribute keys are never translated and never stand here.

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

mod sentences;
mod when;

pub use when::{call_length, call_timer, clock, clock_millis, clock_seconds, grouped};

const ENGLISH: &str = include_str!("../../assets/text/en.ftl");
const CHINESE: &str = include_str!("../../assets/text/zh-CN.ftl");

/// The languages that the window speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    #[default]
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The language of the person's system, English where we do not speak it.
    pub fn detect() -> Self {
        system_locale().map_or(Self::English, |tag| Self::from_tag(&tag))
    }

    /// The language nearest to a tag such as `zh-CN`, `zh_TW.UTF-8` or `en-GB`.
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") { Self::Chinese } else { Self::English }
    }

    /// The tag it is stored under: `en` or `zh-CN`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh-CN",
        }
    }

    /// Its name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => Text::of(self).language_english(),
            Self::Chinese => Text::of(self).language_chinese(),
        }
    }

    /// The file with its sentences.
    pub const fn source(self) -> &'static str {
        match self {
            Self::English => ENGLISH,
            Self::Chinese => CHINESE,
        }
    }
}

/// The tag of the person's system, such as `ja-JP`.
pub fn system_locale() -> Option<String> {
    sys_locale::get_locale()
}

/// All sentences in one language. Cheap to hold: there is one of each language in the program.
pub struct Text {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    fixed: sentences::Fixed,
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Text").field("language", &self.language).finish_non_exhaustive()
    }
}

static IN_ENGLISH: LazyLock<Text> = LazyLock::new(|| Text::load(Language::English));
static IN_CHINESE: LazyLock<Text> = LazyLock::new(|| Text::load(Language::Chinese));

impl Text {
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &IN_ENGLISH,
            Language::Chinese => &IN_CHINESE,
        }
    }

    pub const fn language(&self) -> Language {
        self.language
    }

    /// Every key with the names of its arguments, for the test that compares the language files with them.
    pub fn declared() -> impl Iterator<Item = (String, Vec<&'static str>)> {
        sentences::declared().into_iter()
    }

    fn load(language: Language) -> Self {
        let locale: LanguageIdentifier =
            language.tag().parse().expect("the tags of our languages are well formed");
        let resource = FluentResource::try_new(language.source().to_owned())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The isolation marks would be drawn as boxes by fonts that lack them, and nothing here runs right to left.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{}: {errors:?}", language.tag()));
        let fixed = sentences::Fixed::look_up(|key| fill(&bundle, key, None));
        Self { language, bundle, fixed }
    }

    fn fill(&self, key: &str, arguments: &FluentArgs<'_>) -> String {
        fill(&self.bundle, key, Some(arguments))
    }
}

fn fill(bundle: &FluentBundle<FluentResource>, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        debug_assert!(false, "no sentence {key}");
        return key.to_owned();
    };
    let mut errors = Vec::new();
    let sentence = bundle.format_pattern(pattern, arguments, &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{key}: {errors:?}");
    sentence
}
