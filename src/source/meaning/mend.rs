//! Text as it was meant: character references of HTML in plain fields, and UTF-8 that was once read as Windows-1252.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// References within references that are resolved.
const LAYERS: usize = 2;
/// Longest name of a reference.
const LONGEST: usize = 32;

/// The text with its character references resolved and twice encoded characters repaired.
pub(in crate::source) fn mended(text: String) -> String {
    let mut text = text;
    for _ in 0..LAYERS {
        match resolved(&text) {
            Cow::Borrowed(_) => break,
            Cow::Owned(clear) => text = clear,
        }
    }
    repaired(&text).unwrap_or(text)
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

/// The text that `text` was before its UTF-8 was read as Windows-1252; `None` when it never was.
///
/// All its characters must be of Windows-1252, and their bytes UTF-8 with at least one character of the kinds that
/// texts hold: by accident this happens to hardly any text.
fn repaired(text: &str) -> Option<String> {
    let telling = |c: char| matches!(c, 'Ã' | 'Â' | 'â' | 'Ä' | 'Å' | 'Ð' | 'Ñ' | 'Î' | 'Ï');
    if !text.contains(telling) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        bytes.push(byte_of(c)?);
    }
    let clear = String::from_utf8(bytes).ok()?;
    let strange = clear.chars().any(|c| {
        !c.is_ascii()
            && !matches!(c, '\u{a0}'..='\u{17f}' | '\u{370}'..='\u{4ff}' | '\u{2010}'..='\u{2122}')
    });
    let plain = clear.chars().count() < text.chars().count();
    (plain && !strange).then(|| clear.replace('\u{a0}', " "))
}

/// The byte of a character in Windows-1252; undefined bytes stand for themselves.
fn byte_of(c: char) -> Option<u8> {
    let code = u32::from(c);
    if matches!(code, 0..=0x7f | 0x81 | 0x8d | 0x8f | 0x90 | 0x9d | 0xa0..=0xff) {
        return Some(code as u8);
    }
    let text = c.to_string();
    let (bytes, _, unknown) = WINDOWS_1252.encode(&text);
    (!unknown && bytes.len() == 1).then(|| bytes[0])
}
