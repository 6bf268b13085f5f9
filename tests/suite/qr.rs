//! The code on a poster leads a camera to the page.

use deskbook::output::Output;
use deskbook::render::QrCode;
use deskbook::{Options, Snapshot, build};
use jiff::civil::date;
use proptest::prelude::*;

use super::editions::{history_of, published};

const HANDBOOK: &str = "\
# Handbook
//- content/1-exit/index.md
# Exit
//- content/1-exit/leave early.md
# Leave early

At six.
//- content/1-exit/later.md
---
title: Not yet
status: draft
---
Nobody reads it.
";

fn built(base_url: Option<&str>) -> Output {
    let base_url = base_url.map(str::to_owned);
    let options = Options { base_url, drafts: true, ..Options::on(date(2026, 12, 1)) };
    build(&Snapshot::fixture(HANDBOOK), &options).value.output
}

/// Returns the drawing of a code on a page.
fn code(html: &str) -> Option<&str> {
    let foot = html.split_once("class=\"poster-foot\">").map(|(_, foot)| foot)?;
    let end = foot.strip_prefix("<svg ")?.find("</svg>")?;
    Some(&foot[.."<svg ".len() + end])
}

/// Returns what a camera reads of a drawing, three points a module.
fn read(svg: &str) -> String {
    const POINTS: usize = 3;
    let modules = drawn(svg);
    let side = modules.len() * POINTS;
    let light = |x: usize, y: usize| if modules[y / POINTS][x / POINTS] { 0 } else { 255 };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, light);
    let codes = picture.detect_grids();
    assert_eq!(codes.len(), 1, "{svg}");
    let (about, text) = codes[0].decode().expect("a code");
    assert_eq!(about.ecc_level, 0, "it is of level M");
    text
}

/// Returns which modules a drawing makes dark, row by row, with the light ones around.
fn drawn(svg: &str) -> Vec<Vec<bool>> {
    let value = |name: &str| svg.split_once(name).and_then(|(_, rest)| rest.split('"').next());
    let frame = value("viewBox=\"").expect("a frame").split(' ').collect::<Vec<_>>();
    let ["-4", "-4.5", side, _] = frame[..] else { panic!("{frame:?}") };
    let side: usize = side.parse().expect("a number");
    let paper = format!("fill=\"#fff\" d=\"M-4 -4.5h{side}v{side}H-4z\"");
    assert!(svg.contains(&paper) && frame[3] == frame[2], "{svg}");
    let mut modules = vec![vec![false; side]; side];
    let (mut column, mut row) = (0, 0);
    let lines = value("stroke=\"#000\" d=\"").expect("lines");
    for (at, command) in lines.match_indices(|c: char| c.is_ascii_alphabetic()) {
        let numbers = lines[at + 1..].split(|c: char| c.is_ascii_alphabetic()).next().expect("numbers");
        let numbers: Vec<usize> =
            numbers.split(' ').map(|number| number.parse().expect("a number")).collect();
        match (command, &numbers[..]) {
            ("M", [x, y]) => (column, row) = (x + 4, y + 4),
            ("m", [x, 0]) => column += x,
            ("h", [length]) => {
                modules[row][column..column + length].fill(true);
                column += length;
            }
            other => panic!("{other:?}"),
        }
    }
    modules
}

#[test]
fn a_camera_reads_the_address_that_stands_beside_it() {
    let output = built(Some("https://example.com/desk/"));
    for path in ["exit/", "exit/leave-early/"] {
        let html = output.text(&format!("{path}index.html")).expect("a page");
        let address = format!("https://example.com/desk/{path}");
        assert!(html.contains(&format!(" <b>{address}</b></p>")), "{html}");
        let svg = code(html).expect("a code");
        assert_eq!(read(svg), address);
        assert!(svg.starts_with("<svg aria-hidden=\"true\" ") && !svg.contains("style="), "{svg}");
    }
}

#[test]
fn what_is_no_poster_or_has_no_address_has_no_code() {
    let output = built(Some("https://example.com/"));
    for path in ["index.html", "exit/later/index.html", "all-pages/index.html", "print/index.html"] {
        assert!(!output.text(path).expect("a page").contains("<svg"), "{path}");
    }
    let output = built(None);
    let html = output.text("exit/leave-early/index.html").expect("a page");
    assert!(html.contains("class=\"poster-foot\"><div><p>") && !html.contains("<svg"), "{html}");
}

#[test]
fn an_address_too_long_for_a_code_stands_in_words() {
    let base_url = format!("https://example.com/{}", "desk/".repeat(465));
    let output = built(Some(&base_url));
    let html = output.text("exit/leave-early/index.html").expect("a page");
    assert!(html.contains(&format!(" <b>{base_url}exit/leave-early/</b></p>")), "{html}");
    assert_eq!(code(html), None);
    assert!(output.text("exit/index.html").is_some_and(|html| code(html).is_none()));
}

#[test]
fn the_code_is_of_the_edition_in_force() {
    let second = HANDBOOK.replace("At six.", "At seven.");
    let editions = [("2026.1", date(2026, 9, 1), HANDBOOK), ("2026.2", date(2026, 12, 1), &*second)];
    let history = history_of(&editions);
    let output = published(&second, &history, date(2026, 12, 5));
    let html = output.text("exit/leave-early/index.html").expect("a page");
    assert_eq!(read(code(html).expect("a code")), "https://example.com/h/exit/leave-early/");
    let old = output.text("editions/2026.1/exit/leave-early/index.html").expect("a page");
    assert!(!old.contains("<svg") && !old.contains("poster-foot"), "{old}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_address_is_read(address in "https?://[a-z0-9.-]{1,40}/([a-z0-9-]{1,30}/|(%D8%[A-F0-9]{2}){1,9}/){0,6}") {
        let code = QrCode::new(&address).expect("a code");
        prop_assert_eq!(read(&code.svg()), address);
    }
}
