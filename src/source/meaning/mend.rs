//! Text as it was meant: character references of HTML in plain fields, and UTF-8 that was once read in another code page.

use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252};

/// References within references that are resolved, and times that a text was read in another code page.
const LAYERS: usize = 2;
/// Longest name of a reference.
const LONGEST: usize = 32;

/// The text as it was meant: character references of HTML resolved (`C&ocirc;te`), and UTF-8 that was read in another code page
/// (`CÃ´te`) repaired.
///
/// ```
/// let text = demarche::source::mended("C&ocirc;te dâ€™Ivoire".to_owned());
/// assert_eq!(text, "Côte d’Ivoire");
/// ```
pub fn mended(text: String) -> String {
    // Before references are resolved, too: what they stand for is sound, and would speak against a text that is damaged elsewhere.
    let mut text = without_damage(text);
    for _ in 0..LAYERS {
        match resolved(&text) {
            Cow::Borrowed(_) => break,
            Cow::Owned(clear) => text = without_damage(clear),
        }
    }
    text
}

/// The text as it was before its UTF-8 was read in other code pages.
fn without_damage(mut text: String) -> String {
    for _ in 0..LAYERS {
        let Some(clear) = repaired(&text) else { break };
        text = clear;
    }
    text
}

/// The text with its character references resolved; a `&` that begins none stays.
fn resolved(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    let mut changed = false;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        let end = behind
            .bytes()
            .take(LONGEST)
            .position(|b| !(b.is_ascii_alphanumeric() || b == b'#'))
            .unwrap_or(0);
        let name = &behind[..end];
        let value = Some(name)
            .filter(|_| behind[end..].starts_with(';'))
            .and_then(reference);
        if let Some(value) = value {
            out.push_str(&value);
            rest = &behind[end + 1..];
            changed = true;
        } else {
            out.push('&');
            rest = behind;
        }
    }
    if !changed {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What a name between `&` and `;` stands for.
fn reference(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        let known = quick_xml::escape::resolve_html5_entity(name)?;
        return Some(known.replace('\u{a0}', " "));
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Numbers of Windows-1252, as old pages have them.
    let c = match code {
        0xa0 => ' ',
        0x80..=0x9f => {
            let byte = [code as u8];
            WINDOWS_1252
                .decode_without_bom_handling(&byte)
                .0
                .chars()
                .next()?
        }
        _ => char::from_u32(code)?,
    };
    (!c.is_control() || matches!(c, '\n' | '\t')).then(|| c.to_string())
}

/// Code pages that UTF-8 is read in by mistake.
const PAGES: [&Encoding; 3] = [WINDOWS_1252, MACINTOSH, WINDOWS_1251];
/// Runs of other characters after which a text without a damaged one is taken for sound.
const SOUND: u32 = 3;

/// The text that `text` was before its UTF-8 was read in another code page; `None` when it never was.
///
/// Each run of characters beyond ASCII is looked at: its bytes in the code page must be UTF-8 of characters that texts hold, which
/// happens by accident to hardly any. One such run is enough where there are no others, else three to each of the others.
fn repaired(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    PAGES.into_iter().find_map(|page| repaired_from(text, page))
}

fn repaired_from(text: &str, page: &'static Encoding) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut damaged, mut sound) = (0_u32, 0_u32);
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| !b.is_ascii()) {
        let length = rest[at..]
            .bytes()
            .position(|b| b.is_ascii())
            .unwrap_or(rest.len() - at);
        let run = &rest[at..at + length];
        out.push_str(&rest[..at]);
        if let Some(clear) = decoded(run, page) {
            damaged += 1;
            out.push_str(&clear);
        } else {
            sound += 1;
            out.push_str(run);
        }
        if damaged == 0 && sound >= SOUND {
            return None;
        }
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    (damaged > 0 && damaged >= SOUND * sound).then_some(out)
}

/// What a run of characters was, if its bytes in the code page are UTF-8 of fewer, usual characters.
fn decoded(run: &str, page: &'static Encoding) -> Option<String> {
    let mut bytes = Vec::with_capacity(run.len());
    for c in run.chars() {
        bytes.push(byte_of(c, page)?);
    }
    let clear = String::from_utf8(bytes).ok()?;
    let usual = clear.chars().all(|c| {
        matches!(c, '\u{a0}'..='\u{17f}' | '\u{384}'..='\u{3ce}' | '\u{400}'..='\u{45f}' | '\u{490}' | '\u{491}'
            | '\u{5d0}'..='\u{5ea}' | '\u{60c}'..='\u{6d2}' | '\u{900}'..='\u{97f}' | '\u{1e00}'..='\u{1ef9}'
            | '\u{2010}'..='\u{2122}' | '\u{3001}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
            | '\u{ff01}'..='\u{ff5e}')
    });
    usual.then(|| clear.replace('\u{a0}', " "))
}

/// The byte of a character in the code page. In Windows-1252 control characters stand for themselves, as in Latin-1.
fn byte_of(c: char, page: &'static Encoding) -> Option<u8> {
    let code = u32::from(c);
    if page == WINDOWS_1252 && matches!(code, 0x80..=0xff) {
        return Some(code as u8);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unknown) = page.encode(c.encode_utf8(&mut buffer));
    (!unknown && bytes.len() == 1).then(|| bytes[0])
}
