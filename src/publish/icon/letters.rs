//! The letters of icons, as strokes: a pen of one width draws each in a box eight units high.
//!
//! They are written as the paths of SVG are, with `M`, `L` and `C` alone and whole numbers or
//! decimals between spaces. Latin letters stand here; a title in another script gets lines of text.

/// A point, to the right and down.
pub type Point = (f32, f32);

/// Returns the strokes of a letter, without marks above or below it.
pub fn strokes(letter: char) -> &'static str {
    match letter {
        'A' => "M 0 8 L 3 0 L 6 8 M 1 5.4 L 5 5.4",
        'B' => {
            "M 3 0 L 0 0 L 0 8 L 3.2 8 C 4.8 8 5.8 7.2 5.8 5.9 C 5.8 4.6 4.8 3.8 3.2 3.8 L 0 3.8 \
             M 3 0 C 4.4 0 5.3 0.8 5.3 1.9 C 5.3 3 4.4 3.8 3 3.8"
        }
        'C' => "M 6 1.4 C 5.4 0.5 4.5 0 3.5 0 C 1.4 0 0 1.7 0 4 C 0 6.3 1.4 8 3.5 8 C 4.5 8 5.4 7.5 6 6.6",
        'D' => "M 0 0 L 0 8 L 2.4 8 C 4.7 8 6 6.4 6 4 C 6 1.6 4.7 0 2.4 0 L 0 0",
        'E' => "M 5 0 L 0 0 L 0 8 L 5 8 M 0 3.9 L 4.4 3.9",
        'F' => "M 5 0 L 0 0 L 0 8 M 0 3.9 L 4.4 3.9",
        'G' => {
            "M 6 1.4 C 5.4 0.5 4.5 0 3.5 0 C 1.4 0 0 1.7 0 4 C 0 6.3 1.4 8 3.5 8 C 4.5 8 5.5 7.6 6.2 6.9 \
             L 6.2 4.3 L 3.8 4.3"
        }
        'H' => "M 0 0 L 0 8 M 6 0 L 6 8 M 0 3.9 L 6 3.9",
        'I' => "M 0 0 L 0 8",
        'J' => "M 4.4 0 L 4.4 5.6 C 4.4 7.1 3.6 8 2.3 8 C 1.2 8 0.4 7.4 0 6.4",
        'K' => "M 0 0 L 0 8 M 5.6 0 L 0 5 M 2 3.3 L 6 8",
        'L' => "M 0 0 L 0 8 L 5 8",
        'M' => "M 0 8 L 0 0 L 3.6 5 L 7.2 0 L 7.2 8",
        'N' => "M 0 8 L 0 0 L 6 8 L 6 0",
        'O' => "M 3.5 0 C 1.4 0 0 1.7 0 4 C 0 6.3 1.4 8 3.5 8 C 5.6 8 7 6.3 7 4 C 7 1.7 5.6 0 3.5 0",
        'P' => "M 0 8 L 0 0 L 3.2 0 C 4.8 0 5.8 0.9 5.8 2.3 C 5.8 3.7 4.8 4.6 3.2 4.6 L 0 4.6",
        'Q' => {
            "M 3.5 0 C 1.4 0 0 1.7 0 4 C 0 6.3 1.4 8 3.5 8 C 5.6 8 7 6.3 7 4 C 7 1.7 5.6 0 3.5 0 \
             M 4.4 5.8 L 7 8.4"
        }
        'R' => "M 0 8 L 0 0 L 3.2 0 C 4.8 0 5.8 0.9 5.8 2.3 C 5.8 3.7 4.8 4.6 3.2 4.6 L 0 4.6 M 3 4.6 L 6 8",
        'S' => {
            "M 5.5 1.3 C 4.9 0.5 4 0 2.9 0 C 1.4 0 0.4 0.9 0.4 2.1 C 0.4 3.4 1.5 3.7 3 4 \
             C 4.6 4.3 5.7 4.7 5.7 6 C 5.7 7.2 4.6 8 3 8 C 1.7 8 0.7 7.5 0 6.6"
        }
        'T' => "M 0 0 L 6 0 M 3 0 L 3 8",
        'U' => "M 0 0 L 0 5 C 0 6.9 1.1 8 3 8 C 4.9 8 6 6.9 6 5 L 6 0",
        'V' => "M 0 0 L 3.2 8 L 6.4 0",
        'W' => "M 0 0 L 2.1 8 L 4.5 1 L 6.9 8 L 9 0",
        'X' => "M 0 0 L 6 8 M 6 0 L 0 8",
        'Y' => "M 0 0 L 3 4.2 L 6 0 M 3 4.2 L 3 8",
        'Z' => "M 0 0 L 5.8 0 L 0 8 L 5.8 8",
        _ => "M 0 0.6 L 6.4 0.6 M 0 4 L 6.4 4 M 0 7.4 L 4 7.4",
    }
}

/// How many straight lines stand for a curve.
const STEPS: u8 = 6;

/// Returns the strokes as straight lines.
pub fn lines(strokes: &str) -> Vec<(Point, Point)> {
    let mut lines = Vec::new();
    let mut words = strokes.split(' ');
    let mut at = (0.0, 0.0);
    while let Some(command) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
        let mut point = || -> Point { (number(), number()) };
        match command {
            "C" => {
                let curve = [at, point(), point(), point()];
                for step in 1..=STEPS {
                    let next = on_curve(curve, f32::from(step) / f32::from(STEPS));
                    lines.push((at, next));
                    at = next;
                }
            }
            "L" => {
                let next = point();
                lines.push((at, next));
                at = next;
            }
            _ => at = point(),
        }
    }
    lines
}

/// Returns the point of a cubic curve that is so far on its way, from 0 to 1.
fn on_curve([from, first, second, to]: [Point; 4], along: f32) -> Point {
    let left = 1.0 - along;
    let shares =
        [left * left * left, 3.0 * left * left * along, 3.0 * left * along * along, along * along * along];
    let points = [from, first, second, to];
    let mix = |of: fn(Point) -> f32| points.iter().zip(shares).map(|(point, share)| of(*point) * share).sum();
    (mix(|point| point.0), mix(|point| point.1))
}
