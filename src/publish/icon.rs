//! Icons of a site that has none: the first letter of its title on the theme's accent, with tabs on
//! the edge as a binder has.
//!
//! One drawing of a hundred units makes all of them: its strokes are written into an SVG, and for
//! pictures of pixels the distance to the nearest stroke says how much ink a pixel gets. The whole
//! square is coloured and the letter keeps to its middle, so that a phone may cut it to any shape.

mod letters;

use letters::{Point, lines, strokes};

use crate::theme::{Colours, written};
use crate::view::Icon;

/// How wide the drawing is.
const SIDE: f32 = 100.0;
/// How high a letter is.
const HEIGHT: f32 = 56.0;
/// How wide the pen is.
const PEN: f32 = 10.0;
/// The tabs on the edge: where each begins, how high it is, and how much of the ink it has, of
/// [`FULL`].
const TABS: [(f32, f32, u8); 3] = [(18.0, 18.0, 15), (41.0, 18.0, 9), (64.0, 18.0, 5)];
/// Where the tabs begin on the way from left to right.
const EDGE: f32 = 92.0;
/// The most ink that a pixel can have. Sixteen steps are enough for smooth edges and take half a
/// byte a pixel.
const FULL: u8 = 15;

/// What an icon shows.
#[derive(Debug)]
struct Drawing {
    /// The strokes of the letter, in its own units.
    strokes: &'static str,
    /// What makes the drawing's units of them: a factor, and where their origin stands.
    scale: f32,
    origin: Point,
}

/// Returns an icon for a site with this title.
pub fn icon(icon: Icon, title: &str, colours: Colours) -> Vec<u8> {
    let drawing = Drawing::of(title);
    match icon {
        Icon::Scalable => drawing.svg(colours).into_bytes(),
        Icon::Ico => ico(&drawing.png(32, colours)),
        Icon::Touch => drawing.png(180, colours),
        Icon::Small => drawing.png(192, colours),
        Icon::Large => drawing.png(512, colours),
    }
}

impl Drawing {
    fn of(title: &str) -> Self {
        use unicode_normalization::UnicodeNormalization;
        let first = title.nfd().find(|letter| letter.is_alphanumeric()).unwrap_or(' ');
        let strokes = strokes(first.to_ascii_uppercase());
        let points = lines(strokes).into_iter().flat_map(|(from, to)| [from, to]);
        let width = points.map(|(x, _)| x).fold(0.0, f32::max);
        let scale = HEIGHT / 8.0;
        // The tabs take a little of the right edge, so the letter stands in the middle of what is left.
        let origin = ((EDGE + 2.0 - width * scale) / 2.0, (SIDE - HEIGHT) / 2.0);
        Self { strokes, scale, origin }
    }

    fn svg(&self, colours: Colours) -> String {
        let (accent, paper) = (written(colours.accent), written(colours.paper));
        let (x, y) = self.origin;
        let tabs: String = TABS
            .iter()
            .map(|(top, height, ink)| {
                let ink = f32::from(*ink) / f32::from(FULL);
                format!(
                    "<path fill=\"{paper}\" fill-opacity=\"{ink:.2}\" d=\"M{EDGE} {top}h8v{height}h-8z\"/>"
                )
            })
            .collect();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">\
             <path fill=\"{accent}\" d=\"M0 0h100v100H0z\"/>{tabs}\
             <path transform=\"translate({x:.2} {y:.2}) scale({})\" d=\"{}\" fill=\"none\" stroke=\"{paper}\" \
             stroke-width=\"{:.3}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>\n",
            self.scale,
            self.strokes,
            PEN / self.scale,
        )
    }

    /// Returns the drawing as a picture of so many pixels on each side.
    fn png(&self, side: u16, colours: Colours) -> Vec<u8> {
        let ink = self.ink(side);
        let palette: Vec<u8> = (0..=FULL).flat_map(|ink| blend(colours, ink)).collect();
        let rows = ink.chunks(side.into());
        let packed: Vec<u8> = rows.flat_map(|row| row.chunks(2).map(packed)).collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side.into(), side.into());
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(palette);
        encoder.set_filter(png::Filter::NoFilter);
        let written = encoder.write_header().and_then(|mut writer| {
            writer.write_image_data(&packed)?;
            writer.finish()
        });
        written.expect("memory takes every byte, and the picture has as many as its size asks for");
        bytes
    }

    /// Returns how much ink each pixel has, row by row.
    fn ink(&self, side: u16) -> Vec<u8> {
        let pixels = f32::from(side) / SIDE;
        let mut ink = vec![0; usize::from(side) * usize::from(side)];
        for (top, height, of_tab) in TABS {
            for y in within(top * pixels, (top + height) * pixels, side) {
                for x in within(EDGE * pixels, f32::from(side), side) {
                    ink[y * usize::from(side) + x] = of_tab;
                }
            }
        }
        let to_pixels = |(x, y): Point| {
            ((self.origin.0 + x * self.scale) * pixels, (self.origin.1 + y * self.scale) * pixels)
        };
        let pen = PEN / 2.0 * pixels;
        for (from, to) in lines(self.strokes) {
            draw(&mut ink, side, to_pixels(from), to_pixels(to), pen);
        }
        ink
    }
}

/// Draws a line with a round pen; only the pixels near it are looked at.
fn draw(ink: &mut [u8], side: u16, from: Point, to: Point, pen: f32) {
    let reach = pen + 1.0;
    let (left, right) = (from.0.min(to.0) - reach, from.0.max(to.0) + reach);
    let (top, bottom) = (from.1.min(to.1) - reach, from.1.max(to.1) + reach);
    for y in within(top, bottom, side) {
        for x in within(left, right, side) {
            let pixel = &mut ink[y * usize::from(side) + x];
            if *pixel < FULL {
                let distance = distance((middle(x), middle(y)), from, to);
                *pixel = (*pixel).max(steps((pen - distance + 0.5).clamp(0.0, 1.0)));
            }
        }
    }
}

/// Returns the pixels that lie between two places.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "both are held between 0 and the side of a picture"
)]
fn within(from: f32, to: f32, side: u16) -> std::ops::Range<usize> {
    let held = |place: f32| place.round().clamp(0.0, f32::from(side)) as usize;
    held(from)..held(to)
}

#[expect(clippy::cast_precision_loss, reason = "a picture has a few hundred pixels on each side")]
fn middle(pixel: usize) -> f32 {
    pixel as f32 + 0.5
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "what is covered lies between 0 and 1"
)]
fn steps(covered: f32) -> u8 {
    (covered * f32::from(FULL)).round() as u8
}

/// Returns how far a point is from a line between two others.
fn distance(point: Point, from: Point, to: Point) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let (px, py) = (point.0 - from.0, point.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { ((px * dx + py * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (rx, ry) = (px - along * dx, py - along * dy);
    (rx * rx + ry * ry).sqrt()
}

/// Returns the colour of so much ink on the accent.
fn blend(colours: Colours, ink: u8) -> [u8; 3] {
    let (full, ink) = (u16::from(FULL), u16::from(ink));
    let mixed = |accent: u8, paper: u8| {
        let mixed = (u16::from(accent) * (full - ink) + u16::from(paper) * ink + full / 2) / full;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let (accent, paper) = (colours.accent, colours.paper);
    [mixed(accent[0], paper[0]), mixed(accent[1], paper[1]), mixed(accent[2], paper[2])]
}

/// Puts two pixels into a byte, the left one first.
fn packed(pair: &[u8]) -> u8 {
    pair[0] << 4 | pair.get(1).copied().unwrap_or(0)
}

/// Returns a picture of 32 pixels as the file that holds icons: a list of one, then the picture.
fn ico(png: &[u8]) -> Vec<u8> {
    let bytes = u32::try_from(png.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut ico = vec![0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 4, 0];
    ico.extend(bytes);
    ico.extend(22_u32.to_le_bytes());
    ico.extend(png);
    ico
}

#[cfg(test)]
mod tests {
    use super::{Drawing, FULL};

    /// Shows ink as letters, so that a drawing can be read in a test.
    fn shown(title: &str, side: u16) -> String {
        let ink = Drawing::of(title).ink(side);
        let row =
            |row: &[u8]| row.iter().map(|ink| if *ink > FULL / 2 { '#' } else { '.' }).collect::<String>();
        ink.chunks(side.into()).map(|pixels| row(pixels) + "\n").collect()
    }

    #[test]
    fn a_letter_and_the_first_tab_are_there_at_sixteen_pixels() {
        assert_eq!(shown("élan", 16), shown("Elan", 16), "marks above a letter are left out");
        let drawn = [
            "................",
            "................",
            "................",
            "....#######....#",
            "....##.........#",
            "....##.........#",
            "....##..........",
            "....######.....#",
            "....######.....#",
            "....##..........",
            "....##..........",
            "....##..........",
            "....#######.....",
            "................",
            "................",
            "................\n",
        ];
        assert_eq!(shown("Elan", 16), drawn.join("\n"));
    }

    #[test]
    fn a_title_that_no_letter_stands_for_gets_lines_of_text() {
        assert_eq!(shown("دليل", 32), shown("", 32));
        assert_ne!(shown("دليل", 32), shown("E", 32));
    }
}
