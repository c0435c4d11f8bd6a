//! The paths in a Rust source: those of its `use` lines, and those in its code.

/// A path or a single name, as segments, with the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub line: usize,
    pub segments: Vec<String>,
    /// Stands in a `use` line.
    pub used: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    /// `::`
    Through,
    Sign(char),
}

/// The source with comments, texts and characters blanked out; lines stay where they are.
pub fn code_only(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let end = if c == '/' && at(i + 1) == '/' {
            (i..chars.len()).find(|n| chars[*n] == '\n').unwrap_or(chars.len())
        } else if c == '/' && at(i + 1) == '*' {
            end_of_comment(&chars, i)
        } else if let Some(end) = end_of_text(&chars, i) {
            end
        } else {
            code.push(c);
            i += 1;
            continue;
        };
        code.extend(chars[i..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        i = end;
    }
    code
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut depth, mut i) = (0, start);
    while i + 1 < chars.len() {
        match (chars[i], chars[i + 1]) {
            ('/', '*') => (depth, i) = (depth + 1, i + 2),
            ('*', '/') => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

/// Where the text or character that begins here ends, if one does.
fn end_of_text(chars: &[char], start: usize) -> Option<usize> {
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let inside_a_name = start > 0 && (chars[start - 1].is_alphanumeric() || chars[start - 1] == '_');
    if at(start) == '"' {
        return Some(end_of_quotes(chars, start + 1));
    }
    if at(start) == '\'' {
        // A character, or else a lifetime.
        return match (at(start + 1), at(start + 2)) {
            ('\\', _) => {
                Some((start + 3..chars.len()).find(|n| chars[*n] == '\'').map_or(chars.len(), |n| n + 1))
            }
            (_, '\'') => Some(start + 3),
            _ => None,
        };
    }
    if inside_a_name || !matches!(at(start), 'r' | 'b' | 'c') {
        return None;
    }
    let raw = start + (start..chars.len()).take_while(|n| matches!(chars[*n], 'r' | 'b' | 'c')).count();
    let hashes = (raw..chars.len()).take_while(|n| chars[*n] == '#').count();
    if raw - start > 2 || at(raw + hashes) != '"' {
        return None;
    }
    if !chars[start..raw].contains(&'r') {
        return (hashes == 0).then(|| end_of_quotes(chars, raw + 1));
    }
    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = raw + hashes + 1;
    let end = (body..chars.len()).find(|n| chars[*n..].starts_with(&close));
    Some(end.map_or(chars.len(), |n| n + close.len()))
}

fn end_of_quotes(chars: &[char], mut i: usize) -> usize {
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 2,
            '"' => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

fn tokens(code: &str) -> Vec<(usize, Token)> {
    let chars: Vec<char> = code.chars().collect();
    let (mut found, mut line, mut i) = (Vec::new(), 1, 0);
    while i < chars.len() {
        let c = chars[i];
        if c.is_alphabetic() || c == '_' {
            let end = (i..chars.len()).find(|n| !(chars[*n].is_alphanumeric() || chars[*n] == '_'));
            let end = end.unwrap_or(chars.len());
            found.push((line, Token::Name(chars[i..end].iter().collect())));
            i = end;
            continue;
        }
        if c == ':' && chars.get(i + 1) == Some(&':') {
            found.push((line, Token::Through));
            i += 2;
            continue;
        }
        line += usize::from(c == '\n');
        if !c.is_whitespace() {
            found.push((line, Token::Sign(c)));
        }
        i += 1;
    }
    found
}

/// All paths and names of a source, without what stands in `#[cfg(test)] mod … { … }`.
pub fn names(source: &str) -> Vec<Named> {
    let tokens = tokens(&code_only(source));
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if let Some(after) = end_of_test_module(&tokens, i) {
            i = after;
            continue;
        }
        match &tokens[i] {
            (_, Token::Name(name))
                if name == "use" && tokens.get(i + 1).map(|t| &t.1) != Some(&Token::Sign('<')) =>
            {
                i = tree(&tokens, i + 1, &[], &mut found);
            }
            (line, Token::Name(_)) => {
                let (segments, after) = path(&tokens, i);
                found.push(Named { line: *line, segments, used: false });
                i = after;
            }
            _ => i += 1,
        }
    }
    found
}

fn path(tokens: &[(usize, Token)], mut i: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    while let Some((_, Token::Name(name))) = tokens.get(i) {
        segments.push(name.clone());
        match (tokens.get(i + 1), tokens.get(i + 2)) {
            (Some((_, Token::Through)), Some((_, Token::Name(_)))) => i += 2,
            _ => return (segments, i + 1),
        }
    }
    (segments, i)
}

/// Reads one branch of a `use` tree; returns the place after it.
fn tree(tokens: &[(usize, Token)], mut i: usize, before: &[String], found: &mut Vec<Named>) -> usize {
    let mut segments = before.to_vec();
    let first_line = tokens.get(i).map_or(0, |token| token.0);
    while let Some((_, token)) = tokens.get(i) {
        match token {
            Token::Name(name) if name == "as" => i += 2,
            Token::Name(name) => {
                segments.push(name.clone());
                i += 1;
            }
            Token::Through => i += 1,
            Token::Sign('{') => {
                i += 1;
                while !matches!(tokens.get(i), None | Some((_, Token::Sign('}')))) {
                    i = tree(tokens, i, &segments, found);
                    if let Some((_, Token::Sign(','))) = tokens.get(i) {
                        i += 1;
                    }
                }
                return i + 1;
            }
            Token::Sign('*') => {
                segments.push("*".to_owned());
                i += 1;
            }
            Token::Sign(_) => break,
        }
    }
    found.push(Named { line: first_line, segments, used: true });
    i
}

fn end_of_test_module(tokens: &[(usize, Token)], start: usize) -> Option<usize> {
    let shape = [
        Token::Sign('#'),
        Token::Sign('['),
        Token::Name("cfg".to_owned()),
        Token::Sign('('),
        Token::Name("test".to_owned()),
        Token::Sign(')'),
        Token::Sign(']'),
        Token::Name("mod".to_owned()),
    ];
    let rest: Vec<&Token> = tokens[start..].iter().map(|(_, token)| token).take(10).collect();
    let fits = rest.len() == 10 && shape.iter().eq(rest[..8].iter().copied());
    if !fits || *rest[9] != Token::Sign('{') {
        return None;
    }
    let mut depth = 0;
    for (n, (_, token)) in tokens.iter().enumerate().skip(start + 9) {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(n + 1);
        }
    }
    Some(tokens.len())
}
