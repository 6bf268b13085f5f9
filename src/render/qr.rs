//! [`QrCode`]: an address as a camera reads it.
//!
//! An address goes in; out comes a drawing for a page or for a terminal. It knows neither pages nor
//! where a drawing stands, and nothing of how a code is made up: that is the library's.

use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::render::Renderer;
use qrcode::render::unicode::Dense1x2;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel};

/// A seventh of the code may be dirty or torn before it is lost: paper hangs on a wall for a year.
const CORRECTION: EcLevel = EcLevel::M;

/// The light modules that the standard asks for on each side.
const QUIET: u8 = 4;

/// The modules of a QR code, row by row.
#[derive(Clone, Debug)]
pub struct QrCode {
    modules: Vec<Color>,
    width: usize,
}

impl QrCode {
    /// Returns the code of an address, as small as it can be; one of more than 2,331 bytes has none.
    ///
    /// Which modules are flipped follows a pattern that is always the same. To weigh all eight against
    /// each other, as the standard proposes, takes sixty times as long as to make the code; which one it
    /// is stands in the code, so each can be read. By the standard's measure this one is best for
    /// addresses, and a few hundredths worse than the best of eight.
    pub fn new(address: &str) -> Result<Self, QrError> {
        let bits = encode_auto(address.as_bytes(), CORRECTION)?;
        let version = bits.version();
        let (data, correction) = construct_codewords(&bits.into_bytes(), version, CORRECTION)?;
        let mut canvas = Canvas::new(version, CORRECTION);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        canvas.apply_mask(MaskPattern::VerticalLines);
        let modules = canvas.into_colors();
        Ok(Self { width: modules.len().isqrt(), modules })
    }

    /// Returns it as an element of a page: black on white in every colour scheme, and nothing to those
    /// who listen, since the address stands beside it.
    ///
    /// Runs of dark modules are lines as thick as a module. One line through all neighbours would be a
    /// quarter shorter, and half as long again once it is compressed.
    pub fn svg(&self) -> String {
        let side = self.width + 2 * usize::from(QUIET);
        let corner = format!("-{QUIET} -{QUIET}.5");
        let mut svg = format!(
            "<svg aria-hidden=\"true\" viewBox=\"{corner} {side} {side}\">\
             <path fill=\"#fff\" d=\"M{corner}h{side}v{side}H-{QUIET}z\"/><path stroke=\"#000\" d=\""
        );
        for (row, modules) in self.modules.chunks(self.width).enumerate() {
            push_row(&mut svg, row, modules);
        }
        svg + "\"/></svg>"
    }

    /// Returns it as lines of text for a terminal.
    pub fn text(&self) -> String {
        Renderer::<Dense1x2>::new(&self.modules, self.width, u32::from(QUIET)).build()
    }
}

/// Draws the runs of dark modules in a row.
fn push_row(path: &mut String, row: usize, modules: &[Color]) {
    let (mut column, mut drawn) = (0, None);
    for run in modules.chunk_by(PartialEq::eq) {
        let start = column;
        column += run.len();
        if run[0] == Color::Light {
            continue;
        }
        match drawn {
            None => {
                push(path, 'M', start);
                push(path, ' ', row);
            }
            Some(end) => {
                push(path, 'm', start - end);
                path.push_str(" 0");
            }
        }
        push(path, 'h', run.len());
        drawn = Some(column);
    }
}

/// Adds a sign and a number; no code has a thousand modules on a side. To format so many numbers takes
/// longer than to make the code.
fn push(path: &mut String, sign: char, number: usize) {
    let digit = |number: usize| char::from(b"0123456789"[number % 10]);
    path.push(sign);
    if number >= 100 {
        path.push(digit(number / 100));
    }
    if number >= 10 {
        path.push(digit(number / 10));
    }
    path.push(digit(number));
}
