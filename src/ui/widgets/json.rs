//! JSON as a person reads it: in colours, on one line or indented, in the order it was written.

use eframe::egui::text::LayoutJob;
use eframe::egui::{Align2, Color32, Frame, Label, Margin, Pos2, Role, Stroke, Ui, WidgetInfo};

use crate::ui::theme::{Tokens, Type, radius, size, space};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Open,
    Close,
    Comma,
    Colon,
    Key,
    Text,
    Number,
    /// `true`, `false`, `null`, and whatever is no JSON.
    Word,
}

/// The pieces of a JSON text, without the white space between them.
fn pieces(json: &str) -> Vec<(Kind, &str)> {
    let mut pieces = Vec::new();
    let mut rest = json.trim_start();
    while let Some(first) = rest.chars().next() {
        let (kind, length) = match first {
            '{' | '[' => (Kind::Open, 1),
            '}' | ']' => (Kind::Close, 1),
            ',' => (Kind::Comma, 1),
            ':' => (Kind::Colon, 1),
            '"' => (Kind::Text, quoted(rest)),
            _ => {
                let ends = |c: char| c.is_whitespace() || "{}[],:\"".contains(c);
                let length = rest.find(ends).unwrap_or(rest.len());
                let number = first == '-' || first.is_ascii_digit();
                (if number { Kind::Number } else { Kind::Word }, length)
            }
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind.trim_start();
        let kind = if kind == Kind::Text && rest.starts_with(':') { Kind::Key } else { kind };
        pieces.push((kind, piece));
    }
    pieces
}

/// The bytes of the string that `text` begins with, quotation marks included; all of it if none closes it.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn colour(t: &Tokens, kind: Kind) -> Color32 {
    match kind {
        Kind::Open | Kind::Close | Kind::Comma | Kind::Colon => t.j_punc,
        Kind::Key => t.j_key,
        Kind::Text => t.j_str,
        Kind::Number | Kind::Word => t.j_num,
    }
}

/// The text as runs of one kind: indented if `indented`, else on one line with single spaces.
fn runs(json: &str, indented: bool) -> Vec<(Kind, String)> {
    let pieces = pieces(json);
    let mut depth = 0_usize;
    let mut runs = Vec::with_capacity(pieces.len());
    for (nth, (kind, piece)) in pieces.iter().enumerate() {
        let next = pieces.get(nth + 1).map(|(kind, _)| *kind);
        let previous = nth.checked_sub(1).map(|nth| pieces[nth].0);
        let mut run = String::new();
        if *kind == Kind::Close {
            depth = depth.saturating_sub(1);
            if previous != Some(Kind::Open) {
                break_line(&mut run, depth, indented);
            }
        }
        run.push_str(piece);
        match kind {
            Kind::Open => {
                depth += 1;
                if next.is_some_and(|next| next != Kind::Close) {
                    break_line(&mut run, depth, indented);
                }
            }
            Kind::Comma => break_line(&mut run, depth, indented),
            Kind::Colon => run.push(' '),
            Kind::Close | Kind::Key | Kind::Text | Kind::Number | Kind::Word => {
                if matches!(next, Some(Kind::Text | Kind::Number | Kind::Word | Kind::Open | Kind::Key)) {
                    run.push(' ');
                }
            }
        }
        runs.push((*kind, run));
    }
    runs
}

fn break_line(run: &mut String, depth: usize, indented: bool) {
    if indented {
        run.push('\n');
        run.extend(std::iter::repeat_n("  ", depth));
    } else {
        run.push(' ');
    }
}

/// The text indented, for copying.
pub fn indented(json: &str) -> String {
    runs(json, true).into_iter().map(|(_, run)| run).collect()
}

/// The number that a key of the outermost object has, if it is a whole one.
pub fn number(json: &str, key: &str) -> Option<u64> {
    let pieces = pieces(json);
    let quoted = format!("\"{key}\"");
    let at = pieces.iter().position(|(kind, piece)| *kind == Kind::Key && *piece == quoted)?;
    let (kind, value) = pieces.get(at + 2)?;
    (*kind == Kind::Number).then(|| value.parse().ok()).flatten()
}

fn job(t: &Tokens, json: &str, indented: bool, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    for (kind, run) in runs(json, indented) {
        let marks = matches!(kind, Kind::Open | Kind::Close | Kind::Comma | Kind::Colon);
        let color = if marks && !indented { t.text } else { colour(t, kind) };
        Type::JSON.append(&mut job, &run, color);
    }
    job.wrap.max_width = width;
    job
}

/// On one line as long as it fits, as wide as the `Ui`.
pub fn json_line(ui: &mut Ui, json: &str) {
    let t = Tokens::of(ui.ctx());
    let frame =
        Frame::new().fill(t.sunken).corner_radius(radius::ROW).inner_margin(Margin::symmetric(16, 12));
    frame.show(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let job = job(t, json, false, ui.available_width());
        ui.add(Label::new(job).selectable(true));
    });
}

/// Indented, with the numbers of its lines, as wide as the `Ui`.
pub fn json_block(ui: &mut Ui, json: &str) {
    let t = Tokens::of(ui.ctx());
    let frame = Frame::new()
        .fill(t.sunken)
        .stroke(Stroke::new(size::HAIRLINE, t.line))
        .corner_radius(radius::ROW)
        .inner_margin(Margin { left: 40, right: 12, top: 10, bottom: 10 });
    frame.show(ui, |ui| {
        let width = ui.available_width();
        ui.set_min_width(width);
        let response = ui.add(Label::new(job(t, json, true, width)).selectable(true));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, indented(json)));
        let galley = ui.painter().layout_job(job(t, json, true, width));
        let (mut line, mut starts) = (0, true);
        for row in &galley.rows {
            if starts {
                line += 1;
                let middle = response.rect.top() + row.pos.y + row.size.y / 2.0;
                let at = Pos2::new(response.rect.left() - space::X12, middle);
                let number = line.to_string();
                Type::JSON.paint(ui.painter(), at, Align2::RIGHT_CENTER, &number, t.text_disabled);
            }
            starts = row.ends_with_newline;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(json: &str) -> String {
        runs(json, false).into_iter().map(|(_, run)| run).collect()
    }

    #[test]
    fn json_keeps_its_order_on_one_line_and_indented() {
        let json = r#"{"note":"Gate, \"2\": go","_timeout":30,"list":[1,{}],"ok":true}"#;
        assert_eq!(
            line(json),
            r#"{ "note": "Gate, \"2\": go", "_timeout": 30, "list": [ 1, {} ], "ok": true }"#
        );
        assert_eq!(indented(r#"{"a":{"b":1},"c":[]}"#), "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": []\n}");
    }

    #[test]
    fn what_is_no_json_is_shown_as_it_came() {
        assert_eq!(line("hello there"), "hello there");
        assert_eq!(line(r#"{"open": "never closed"#), r#"{ "open": "never closed"#);
        assert_eq!(line("}]"), " } ]");
        assert_eq!(line(""), "");
    }

    #[test]
    fn a_number_is_found_by_its_key() {
        let json = r#"{"note":"_timeout: 7","_timeout": 45}"#;
        assert_eq!(number(json, "_timeout"), Some(45));
        assert_eq!(number(json, "note"), None);
        assert_eq!(number("30", "_timeout"), None);
    }
}
