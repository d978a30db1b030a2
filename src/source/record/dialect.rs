//! How the cells of a table stand in its rows, told from its beginning.

/// What may stand between cells.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How the cells of a table stand in its rows.
#[derive(Debug, Clone, Copy)]
pub(in crate::source) struct Dialect {
    pub(in crate::source) delimiter: u8,
    pub(in crate::source) quoting: Quoting,
}

/// The delimiter that a first line such as `sep=;` declares, as spreadsheet programs write it.
pub(in crate::source) fn declared(head: &[u8]) -> Option<u8> {
    let head = head.strip_prefix(b"\"").unwrap_or(head);
    let rest = head
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case(b"sep="))
        .map(|_| &head[4..])?;
    let mark = *rest.first().filter(|b| !b.is_ascii_alphanumeric())?;
    let behind = rest[1..].strip_prefix(b"\"").unwrap_or(&rest[1..]);
    (behind.is_empty() || behind.starts_with(b"\n") || behind.starts_with(b"\r")).then_some(mark)
}

/// The text behind a first line that declares the delimiter.
pub(in crate::source) fn past_declaration(head: &[u8]) -> &[u8] {
    if declared(head).is_none() {
        return head;
    }
    let end = memchr::memchr(b'\n', head).map_or(head.len(), |i| i + 1);
    &head[end..]
}

/// The delimiter of a table from its beginning: the one that parts the first rows into the most
/// cells, and each into as many.
pub(in crate::source) fn delimiter(head: &[u8]) -> u8 {
    let mut best = (0, b',');
    for mark in DELIMITERS {
        let mut counts = Vec::new();
        let (mut quoted, mut count) = (false, 0_usize);
        let bare_cr = !head.contains(&b'\n');
        for &b in head {
            match b {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted && (b == b'\n' || bare_cr) => {
                    counts.push(std::mem::take(&mut count));
                    if counts.len() == 8 {
                        break;
                    }
                }
                _ if b == mark && !quoted => count += 1,
                _ => {}
            }
        }
        if counts.is_empty() {
            counts.push(count);
        }
        let first = counts[0];
        let alike = counts.iter().filter(|c| **c == first).count();
        // Rows that agree weigh more than many marks in one row.
        let score = if first == 0 {
            0
        } else {
            first.min(50) + 50 * alike
        };
        if score > best.0 {
            best = (score, mark);
        }
    }
    best.1
}

/// How cells that hold delimiters or line ends are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Quoting {
    /// In double quotes; a quote inside is doubled (RFC 4180).
    Doubled,
    /// In double quotes; a quote inside stands after a backslash.
    Backslash,
    /// In single quotes.
    Single,
    /// Not at all: a quote is a character like others.
    None,
}

impl Quoting {
    /// The mark around cells.
    pub(in crate::source) fn mark(self) -> Option<u8> {
        match self {
            Self::Doubled | Self::Backslash => Some(b'"'),
            Self::Single => Some(b'\''),
            Self::None => None,
        }
    }

    /// Whether two marks within a cell stand for one.
    pub(in crate::source) fn doubles(self) -> bool {
        matches!(self, Self::Doubled | Self::Single)
    }

    /// As messages name it.
    pub(in crate::source) fn name(self) -> &'static str {
        match self {
            Self::Doubled => "double quotes, doubled inside",
            Self::Backslash => "double quotes, with a backslash inside",
            Self::Single => "single quotes",
            Self::None => "no quotes",
        }
    }
}

/// The quoting of a table from its beginning.
pub(in crate::source) fn quoting(head: &[u8], delimiter: u8) -> Quoting {
    let edge = |b: Option<&u8>| b.is_none_or(|b| *b == delimiter || matches!(*b, b'\n' | b'\r'));
    let (mut doubled, mut escaped) = (0_usize, 0_usize);
    let (mut opening, mut closing) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'"', head) {
        let (before, after) = (
            at.checked_sub(1).and_then(|i| head.get(i)),
            head.get(at + 1),
        );
        match before {
            Some(b'\\') if !edge(after) => escaped += 1,
            Some(b'"') if !edge(after) && !edge(at.checked_sub(2).and_then(|i| head.get(i))) => {
                doubled += 1;
            }
            _ => {}
        }
        opening += usize::from(edge(before));
        closing += usize::from(edge(after));
    }
    let first = head.first() == Some(&b'\'');
    let single = first
        && head
            .windows(3)
            .any(|w| w[0] == b'\'' && w[1] == delimiter && w[2] == b'\'');
    if single && opening == 0 {
        Quoting::Single
    } else if delimiter == b'\t'
        && opening + closing > 0
        && opening.abs_diff(closing) * 5 > opening + closing
    {
        // Tables with tabs are often written raw: quotes then open cells that nothing closes.
        Quoting::None
    } else if escaped > 0 && doubled == 0 && opening > 0 {
        Quoting::Backslash
    } else {
        Quoting::Doubled
    }
}
