//! Numbers and lists as the sentences of a report have them.

/// With commas between thousands.
pub(super) fn whole(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Two decimals with a sign, a real minus among them.
pub(super) fn signed(x: f64) -> String {
    let sign = if x > 0.0 {
        "+"
    } else if x < 0.0 {
        "\u{2212}"
    } else {
        ""
    };
    format!("{sign}{:.2}", x.abs())
}

/// Two decimals; the sign only where it is a minus.
pub(super) fn decimal(x: f64) -> String {
    signed(x).trim_start_matches('+').to_owned()
}

/// A share in percent, with one decimal below ten.
pub(super) fn percent(share: f64) -> String {
    let value = 100.0 * share;
    if value < 9.95 {
        format!("{value:.1}\u{a0}%")
    } else {
        format!("{value:.0}\u{a0}%")
    }
}

/// A probability: two significant digits, or a power of ten.
pub(super) fn probability(p: f64) -> String {
    if p <= crate::tables::LEAST_P {
        return "< 10\u{207b}\u{b2}\u{2079}\u{2079}".to_owned();
    }
    if p >= 0.001 {
        let decimals = if p >= 0.1 {
            2
        } else if p >= 0.01 {
            3
        } else {
            4
        };
        let text = format!("{p:.decimals$}");
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    let text = format!("{p:.0e}");
    match text.split_once("e-") {
        Some((digit, power)) => format!("{digit}\u{a0}×\u{a0}10\u{207b}{}", raised(power)),
        None => text,
    }
}

fn raised(digits: &str) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    digits
        .chars()
        .filter_map(|c| c.to_digit(10))
        .filter_map(|d| RAISED.get(d as usize))
        .collect()
}

/// `one article`, `2 articles`.
pub(super) fn plural(n: u64, noun: &str) -> String {
    match (n, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{} {stem}ies", whole(n)),
        _ => format!("{} {noun}s", whole(n)),
    }
}

/// Names of any length, cut so that a sentence stays readable. Characters that would turn the text around are left out.
pub(super) fn short(name: &str, most: usize) -> String {
    let shown: String = name.chars().filter(|c| !turns(*c)).collect();
    if shown.chars().count() <= most {
        return shown;
    }
    let cut: String = shown.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Control characters and those that change the direction of what follows.
fn turns(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_print() {
        assert_eq!(whole(1_234_567), "1,234,567");
        assert_eq!(whole(12), "12");
        assert_eq!(signed(-0.378), "\u{2212}0.38");
        assert_eq!(signed(0.0), "0.00");
        assert_eq!(decimal(0.5), "0.50");
        assert_eq!(percent(0.0912), "9.1\u{a0}%");
        assert_eq!(percent(0.973), "97\u{a0}%");
        assert_eq!(probability(0.0213), "0.021");
        assert_eq!(probability(0.0019), "0.0019");
        assert_eq!(probability(3.7e-62), "4\u{a0}×\u{a0}10⁻⁶²");
        assert_eq!(probability(1e-300), "< 10⁻²⁹⁹");
        assert_eq!(plural(1, "story"), "1 story");
        assert_eq!(plural(1_200, "story"), "1,200 stories");
        assert_eq!(plural(3, "article"), "3 articles");
        assert_eq!(short("a\u{202e}bcdef", 4), "abc…");
    }
}
