use std::collections::{BTreeMap, BTreeSet};

use bellbird::ui::text::{Language, Text};

/// The keys of a language file with the arguments that each uses.
fn written(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in language.source().lines() {
        let starts_key = line.starts_with(|first: char| first.is_ascii_lowercase());
        if let Some((key, _)) = line.split_once(" =").filter(|_| starts_key) {
            assert!(
                keys.insert(key.to_owned(), BTreeSet::new()).is_none(),
                "{} has {key} twice",
                language.tag()
            );
            current = Some(key.to_owned());
        }
        if line.starts_with('#') {
            continue;
        }
        for rest in line.split('$').skip(1) {
            let argument: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let key = current.as_ref().expect("an argument stands inside a sentence");
            keys.get_mut(key).expect("the key was just entered").insert(argument);
        }
    }
    keys
}

fn declared() -> BTreeMap<String, BTreeSet<String>> {
    Text::declared()
        .map(|(key, arguments)| (key, arguments.into_iter().map(str::to_owned).collect()))
        .collect()
}

#[test]
fn every_language_has_every_sentence_with_every_argument_and_nothing_else() {
    let declared = declared();
    assert!(declared.len() > 400, "the list of sentences was read");
    for language in Language::ALL {
        let written = written(language);
        let missing: Vec<_> = declared.keys().filter(|key| !written.contains_key(*key)).collect();
        let unused: Vec<_> = written.keys().filter(|key| !declared.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{} lacks {missing:?}", language.tag());
        assert!(unused.is_empty(), "{} has sentences nobody can ask for: {unused:?}", language.tag());
        for (key, arguments) in &declared {
            assert_eq!(&written[key], arguments, "{} uses other arguments in {key}", language.tag());
        }
    }
}

#[test]
fn sentences_take_their_arguments_without_isolation_marks() {
    let english = Text::of(Language::English);
    let chinese = Text::of(Language::Chinese);
    assert_eq!(english.message_channel("lantern-night"), "Message #lantern-night");
    assert_eq!(chinese.message_channel("灯会筹备"), "发送到 #灯会筹备");
    assert_eq!(english.reconnecting("3", "4"), "Reconnecting, attempt 3. Next try in 4 s");
    assert_eq!(chinese.reconnecting("3", "4"), "正在重连，第 3 次，4 秒后重试");
    assert_eq!(english.deleted_attribute("shift_note"), "Deleted “shift_note”");
}

#[test]
fn counted_sentences_follow_the_plural_rules_of_the_language() {
    let english = Text::of(Language::English);
    let chinese = Text::of(Language::Chinese);
    assert_eq!(english.people_here(1), "1 person here");
    assert_eq!(english.people_here(6), "6 people here");
    assert_eq!(english.people_here(0), "0 people here");
    assert_eq!(chinese.people_here(1), "1 人在线");
    assert_eq!(english.will_be_sent(1), "1 message will be sent when you’re back online");
    assert_eq!(english.will_be_sent(2), "2 messages will be sent when you’re back online");
    assert_eq!(chinese.will_be_sent(2), "恢复连接后将发送 2 条消息");
    assert_eq!(english.too_long(35), "35 bytes too long");
}

#[test]
fn the_copy_keeps_the_style_of_the_design() {
    for line in Language::English.source().lines().filter(|line| !line.starts_with('#')) {
        let lower = line.to_lowercase();
        assert!(!line.contains('!'), "no exclamation marks: {line}");
        assert!(!lower.contains("please"), "no \"please\": {line}");
        assert!(!line.contains("..."), "one ellipsis character: {line}");
        assert!(!line.contains('\'') && !line.contains('"'), "curly quotes: {line}");
    }
    for line in Language::Chinese.source().lines().filter(|line| !line.starts_with('#')) {
        assert!(!line.contains('！'), "no exclamation marks: {line}");
        assert!(!line.contains("..."), "one ellipsis character: {line}");
    }
}

#[test]
fn the_language_of_the_system_is_recognised_by_its_tag() {
    for tag in ["zh", "zh-CN", "zh_CN.UTF-8", "zh-Hans-CN", "ZH-tw"] {
        assert_eq!(Language::from_tag(tag), Language::Chinese, "{tag}");
    }
    for tag in ["en", "en-GB", "de_DE.UTF-8", "C", "", "zhx"] {
        assert_eq!(Language::from_tag(tag), Language::English, "{tag}");
    }
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), language);
    }
    assert_eq!(Language::Chinese.own_name(), "简体中文");
}
