//! What a message is made of besides plain words: inline code and links.

use std::ops::Range;

/// A message without its marks, and where in it code and links stand, in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    pub text: String,
    pub code: Vec<Range<usize>>,
    pub links: Vec<Link>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub at: Range<usize>,
    pub url: String,
}

impl Spans {
    /// Code stands between two backticks in one line; a link begins with `http://` or `https://`.
    pub fn of(message: &str) -> Self {
        let mut spans = Self::default();
        let mut rest = message;
        while let Some(open) = rest.find('`') {
            let after = &rest[open + 1..];
            let line = after.split('\n').next().unwrap_or_default();
            match line.find('`').filter(|close| *close > 0) {
                Some(close) => {
                    spans.plain(&rest[..open]);
                    let start = spans.length();
                    spans.text.push_str(&after[..close]);
                    spans.code.push(start..spans.length());
                    rest = &after[close + 1..];
                }
                None => {
                    spans.plain(&rest[..=open]);
                    rest = after;
                }
            }
        }
        spans.plain(rest);
        spans
    }

    fn length(&self) -> usize {
        self.text.chars().count()
    }

    fn plain(&mut self, mut text: &str) {
        while let Some(start) = link_start(text) {
            let tail = &text[start..];
            let end = tail.find(|c: char| c.is_whitespace() || "<>\"`".contains(c)).unwrap_or(tail.len());
            let url =
                tail[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '。', '，']);
            self.text.push_str(&text[..start]);
            let at = self.length();
            self.text.push_str(url);
            self.links.push(Link { at: at..self.length(), url: url.to_owned() });
            text = &tail[url.len()..];
        }
        self.text.push_str(text);
    }

    /// The url at a character, if it is part of a link.
    pub fn link_at(&self, character: usize) -> Option<&str> {
        self.links.iter().find(|link| link.at.contains(&character)).map(|link| link.url.as_str())
    }
}

/// Where the first link with something behind its `://` begins.
fn link_start(text: &str) -> Option<usize> {
    ["https://", "http://"]
        .into_iter()
        .flat_map(|scheme| text.match_indices(scheme))
        .filter(|(at, scheme)| {
            text[at + scheme.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '[')
        })
        .map(|(at, _)| at)
        .min()
}

#[cfg(test)]
mod tests {
    use super::Spans;

    #[test]
    fn code_loses_its_backticks_and_an_unpaired_backtick_stays() {
        let spans = Spans::of("The `parking` attribute, `one");
        assert_eq!(spans.text, "The parking attribute, `one");
        assert_eq!(spans.code, vec![4..11]);
        assert_eq!(Spans::of("a `b\nc` d").code, []);
        assert_eq!(Spans::of("``").text, "``");
    }

    #[test]
    fn a_link_ends_before_the_full_stop_of_its_sentence_and_is_not_looked_for_in_code() {
        let spans = Spans::of("看 https://lantern.events/map?x=1. and `http://no.link`");
        assert_eq!(spans.links.len(), 1);
        assert_eq!(spans.links[0].url, "https://lantern.events/map?x=1");
        assert_eq!(spans.link_at(2), Some("https://lantern.events/map?x=1"));
        assert_eq!(spans.link_at(1), None);
        assert_eq!(spans.text, "看 https://lantern.events/map?x=1. and http://no.link");
        assert!(Spans::of("http:// https://. ").links.is_empty());
    }
}
