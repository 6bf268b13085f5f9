//! [`Colours`]: the two colours of a theme that are wanted outside its style sheets, for icons and
//! for the frame that a phone puts round an installed handbook.

use super::Layers;

/// Colours as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colours {
    /// What links and marks are set in.
    pub accent: [u8; 3],
    /// What pages are set on.
    pub paper: [u8; 3],
}

impl Default for Colours {
    fn default() -> Self {
        Self { accent: [0x0b, 0x4a, 0x5b], paper: [0xfa, 0xf8, 0xf3] }
    }
}

impl Colours {
    /// Reads the colours that the style sheets set first: those of the light theme.
    ///
    /// Only `#rgb` and `#rrggbb` are understood; a theme that writes another notation has the
    /// built-in colours here.
    pub fn read(layers: &Layers) -> Self {
        let default = Self::default();
        let first = |name: &str| {
            layers.texts("css").find_map(|(_, _, css)| {
                let (_, rest) = css.split_once(&format!("{name}:"))?;
                hex(rest.split([';', '}']).next()?.trim())
            })
        };
        Self {
            accent: first("--accent").unwrap_or(default.accent),
            paper: first("--paper").unwrap_or(default.paper),
        }
    }
}

/// Returns a colour as style sheets write it.
pub fn written([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let digits = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let [_, red, green, blue] = u32::from_str_radix(&digits, 16).ok()?.to_be_bytes();
    Some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::{hex, written};

    #[test]
    fn a_colour_reads_as_it_is_written() {
        assert_eq!(hex("#0f5668").map(written).as_deref(), Some("#0f5668"));
        assert_eq!(hex("#fa3"), Some([0xff, 0xaa, 0x33]));
        assert_eq!(hex("rgb(1 2 3)"), None);
    }
}
