//! Classes of bytes and small questions about words, for the scanner.

/// What a byte may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Other,
    Letter,
    Digit,
    Space,
    Wide,
}

const CLASSES: [Class; 256] = {
    let mut table = [Class::Other; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        table[b] = if byte.is_ascii_alphabetic() {
            Class::Letter
        } else if byte.is_ascii_digit() {
            Class::Digit
        } else if byte <= b' ' || byte == 0x7f {
            Class::Space
        } else if byte >= 0x80 {
            Class::Wide
        } else {
            Class::Other
        };
        b += 1;
    }
    table
};

pub(super) fn class(byte: u8) -> Class {
    CLASSES[byte as usize]
}

pub(super) fn last_part(word: &str) -> &str {
    word.rsplit('.').next().unwrap_or(word)
}

pub(super) fn is_one_letter(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// French articles and particles that lose their vowel before another.
pub(super) fn is_elision(word: &str) -> bool {
    matches!(
        word,
        "l" | "d"
            | "qu"
            | "n"
            | "s"
            | "j"
            | "c"
            | "m"
            | "t"
            | "jusqu"
            | "lorsqu"
            | "puisqu"
            | "L"
            | "Qu"
    )
}
