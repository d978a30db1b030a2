//! What a line break means in a text: a paragraph, or only the edge of a column.

/// How a text breaks its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Paragraphs have an indented first line; other breaks are wrapped lines (wire services).
    Indented,
    /// Anything else: the lines themselves tell.
    Free,
}

/// Lines at most this long, in bytes, are headings or list items when the next line starts with a capital.
const SHORT_LINE: usize = 45;
/// Lines at least this long are not wrapped: their end is the end of a paragraph.
const LONG_LINE: usize = 100;

pub(super) fn layout(text: &str) -> Layout {
    if text.contains("\n   ") {
        Layout::Indented
    } else {
        Layout::Free
    }
}

/// Whether the run of white space with at least one line feed ends a sentence although none of its
/// marks stands before it.
///
/// `line` is the length in bytes of the line before the break; `next` is the first visible character after it.
pub(super) fn is_break(layout: Layout, run: &str, line: usize, next: Option<char>) -> bool {
    if run.bytes().filter(|&b| b == b'\n').count() > 1 {
        return true;
    }
    let Some(next) = next else { return true };
    match layout {
        Layout::Indented => {
            let indent = run.rsplit('\n').next().map_or(0, str::len);
            indent >= 3 || run.contains('\t')
        }
        Layout::Free => {
            let list_item = matches!(next, '\u{2022}' | '*' | '\u{2013}' | '\u{2014}' | '-');
            line >= LONG_LINE || list_item || (line <= SHORT_LINE && !next.is_lowercase())
        }
    }
}
