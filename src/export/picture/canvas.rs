//! Drawing SVG: marks with rounded numbers, and widths of text without a font at hand.

use std::fmt::Write as _;

use crate::export::xml::escape;

use super::palette::Colour;

/// Widths of the characters from space to `~` in Helvetica, in thousandths of the font size (Adobe's metrics of the standard fonts).
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// The same for letters beyond ASCII, and for those of East Asian scripts.
const OTHER: u16 = 556;
const WIDE: u16 = 1000;

/// How wide a text is, in units of the drawing; bold letters are a tenth wider.
pub(super) fn text_width(text: &str, size: f64, bold: bool) -> f64 {
    let thousandths: u64 = text
        .chars()
        .map(|c| match c {
            ' '..='~' => WIDTHS[c as usize - 32],
            '\u{1100}'..='\u{11ff}'
            | '\u{2e80}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{10000}'.. => WIDE,
            _ => OTHER,
        })
        .map(u64::from)
        .sum();
    thousandths as f64 / 1000.0 * size * if bold { 1.1 } else { 1.0 }
}

/// A text cut so that it is at most so wide; characters that would change the direction of what follows are left out.
pub(super) fn fitted(text: &str, size: f64, most: f64) -> String {
    let clean: String = text.chars().filter(|c| !turns(*c)).collect();
    if text_width(&clean, size, false) <= most {
        return clean;
    }
    let mut kept = String::new();
    for c in clean.chars() {
        kept.push(c);
        if text_width(&kept, size, false) + text_width("…", size, false) > most {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

fn turns(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) colour: Colour,
    pub(super) anchor: Anchor,
    /// Whether a white rim keeps it apart from lines.
    pub(super) rim: bool,
}

impl Type {
    pub(super) const fn new(size: f64, colour: Colour, anchor: Anchor) -> Self {
        Self {
            size,
            bold: false,
            colour,
            anchor,
            rim: false,
        }
    }

    pub(super) const fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }

    pub(super) const fn rimmed(self) -> Self {
        Self { rim: true, ..self }
    }
}

/// How a line looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stroke {
    pub(super) width: f64,
    pub(super) colour: Colour,
    pub(super) dashed: bool,
}

impl Stroke {
    pub(super) const fn new(width: f64, colour: Colour) -> Self {
        Self {
            width,
            colour,
            dashed: false,
        }
    }
}

/// A drawing; x grows to the right, y downwards.
pub(super) struct Canvas {
    width: f64,
    body: String,
}

impl Canvas {
    pub(super) const fn new(width: f64) -> Self {
        Self {
            width,
            body: String::new(),
        }
    }

    pub(super) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), stroke: Stroke) {
        self.open("line", &[("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]);
        self.stroke(stroke);
        self.body.push_str("/>\n");
    }

    /// A line through points.
    pub(super) fn polyline(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        self.body.push_str("<polyline fill=\"none\" points=\"");
        self.points(points);
        self.body.push('"');
        self.stroke(stroke);
        self.body.push_str("/>\n");
    }

    /// A filled shape.
    pub(super) fn polygon(&mut self, points: &[(f64, f64)], fill: Colour) {
        self.body.push_str("<polygon points=\"");
        self.points(points);
        self.body.push('"');
        self.fill(fill);
        self.body.push_str("/>\n");
    }

    pub(super) fn rect(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), fill: Colour) {
        self.open(
            "rect",
            &[("x", x), ("y", y), ("width", width), ("height", height)],
        );
        self.fill(fill);
        self.body.push_str("/>\n");
    }

    /// The border of a rectangle.
    pub(super) fn border(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        stroke: Stroke,
    ) {
        self.open(
            "rect",
            &[("x", x), ("y", y), ("width", width), ("height", height)],
        );
        self.body.push_str(" fill=\"none\"");
        self.stroke(stroke);
        self.body.push_str("/>\n");
    }

    /// A disc with a white rim.
    pub(super) fn disc(&mut self, (x, y): (f64, f64), radius: f64, fill: Colour) {
        self.open("circle", &[("cx", x), ("cy", y), ("r", radius)]);
        self.fill(fill);
        self.stroke(Stroke::new(0.6, super::palette::WHITE));
        self.body.push_str("/>\n");
    }

    pub(super) fn text(&mut self, at: (f64, f64), text: &str, kind: Type) {
        self.turned(at, 0.0, text, kind);
    }

    /// A text turned by some degrees around its point.
    pub(super) fn turned(&mut self, (x, y): (f64, f64), degrees: f64, text: &str, kind: Type) {
        if degrees == 0.0 {
            self.open("text", &[("x", x), ("y", y)]);
        } else {
            self.body.push_str("<text transform=\"translate(");
            number(&mut self.body, x);
            self.body.push(' ');
            number(&mut self.body, y);
            self.body.push_str(") rotate(");
            number(&mut self.body, degrees);
            self.body.push_str(")\"");
        }
        self.attribute("font-size", kind.size);
        self.fill(kind.colour);
        match kind.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.body.push_str(" text-anchor=\"end\""),
        }
        if kind.bold {
            self.body.push_str(" font-weight=\"bold\"");
        }
        if kind.rim {
            self.body.push_str(" stroke=\"#ffffff\" stroke-width=\"1.6\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }
        self.body.push('>');
        escape(&mut self.body, text);
        self.body.push_str("</text>\n");
    }

    /// The whole file: its width in print and its title, which readers of screens hear.
    pub(super) fn finish(self, height: f64, title: &str) -> String {
        let millimetres = |points: f64| points * 25.4 / 72.0;
        let mut out = String::with_capacity(self.body.len() + 600);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
        number(&mut out, millimetres(self.width));
        out.push_str("mm\" height=\"");
        number(&mut out, millimetres(height));
        out.push_str("mm\" viewBox=\"0 0 ");
        number(&mut out, self.width);
        out.push(' ');
        number(&mut out, height);
        out.push_str("\" font-family=\"Helvetica, Arial, sans-serif\" role=\"img\">\n<title>");
        escape(&mut out, title);
        out.push_str("</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        out.push_str(&self.body);
        out.push_str("</svg>\n");
        out
    }

    fn open(&mut self, tag: &str, numbers: &[(&str, f64)]) {
        self.body.push('<');
        self.body.push_str(tag);
        for &(name, value) in numbers {
            self.attribute(name, value);
        }
    }

    fn attribute(&mut self, name: &str, value: f64) {
        self.body.push(' ');
        self.body.push_str(name);
        self.body.push_str("=\"");
        number(&mut self.body, value);
        self.body.push('"');
    }

    fn points(&mut self, points: &[(f64, f64)]) {
        for (i, &(x, y)) in points.iter().enumerate() {
            if i > 0 {
                self.body.push(' ');
            }
            number(&mut self.body, x);
            self.body.push(',');
            number(&mut self.body, y);
        }
    }

    fn fill(&mut self, colour: Colour) {
        // Writing to a String cannot fail.
        let _ = write!(self.body, " fill=\"{colour}\"");
    }

    fn stroke(&mut self, stroke: Stroke) {
        let _ = write!(self.body, " stroke=\"{}\"", stroke.colour);
        self.attribute("stroke-width", stroke.width.max(0.5));
        if stroke.dashed {
            self.body.push_str(" stroke-dasharray=\"4 2.5\"");
        }
    }
}

/// Writes a number with at most two decimals.
fn number(out: &mut String, value: f64) {
    let rounded = (value * 100.0).round() / 100.0 + 0.0;
    let _ = write!(out, "{rounded}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_helvetica() {
        let wire = 10.0 * (0.944 + 0.222 + 0.333 + 0.556);
        assert!((text_width("Wire", 10.0, false) - wire).abs() < 1e-9);
        assert!(text_width("北京", 10.0, false) == 20.0);
        assert_eq!(fitted("United States", 10.0, 200.0), "United States");
        let cut = fitted("United States of America", 10.0, 60.0);
        assert!(
            cut.ends_with('…') && text_width(&cut, 10.0, false) <= 60.0,
            "{cut}"
        );
        assert_eq!(fitted("a\u{202e}b\u{7}", 10.0, 60.0), "ab");
    }

    #[test]
    fn texts_are_escaped_and_lines_are_never_hairlines() {
        let mut canvas = Canvas::new(100.0);
        let black = super::super::palette::INK;
        canvas.text((1.0, 2.345), "<&\u{0}", Type::new(7.0, black, Anchor::End));
        canvas.line((0.0, 0.0), (1.0, 1.0), Stroke::new(0.1, black));
        let svg = canvas.finish(50.0, "a < b");
        assert!(svg.contains("&lt;&amp;\u{fffd}"), "{svg}");
        assert!(svg.contains("y=\"2.35\""), "{svg}");
        assert!(svg.contains("stroke-width=\"0.5\""), "{svg}");
        assert!(svg.contains("<title>a &lt; b</title>"), "{svg}");
    }
}
