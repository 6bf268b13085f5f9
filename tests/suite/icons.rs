//! The icons of a site and what a phone needs to install it; a site's own come first.

use deskbook::output::Content;
use deskbook::{Options, Output, Snapshot, build, publish};
use jiff::civil::date;

fn built(handbook: &str) -> Output {
    let options = Options::on(date(2026, 12, 1));
    let built = build(&Snapshot::fixture(handbook), &options);
    assert!(built.diagnostics.is_empty(), "{:?}", built.diagnostics);
    built.value.output
}

fn bytes<'a>(output: &'a Output, path: &str) -> &'a [u8] {
    match output.get(path) {
        Some(Content::Bytes(bytes)) => bytes,
        other => panic!("`{path}` is {other:?}"),
    }
}

/// Returns what the head of a page says of icons and of the manifest.
fn head(output: &Output, path: &str) -> Vec<String> {
    let html = output.text(path).unwrap_or_else(|| panic!("nothing stands at `{path}`"));
    let lines = html.lines().filter(|line| line.contains("icon") || line.contains("manifest"));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_site_without_icons_gets_them_in_the_colours_of_its_theme() {
    let output = built(
        "# Home\n//- handbook.toml\ntitle = \"Élan\"\ntheme = \"own\"\n//- themes/own/css/01-tokens.css\n:root { --paper: #fff; --accent: #a04 }\n//- content/a/b.md\n# B\n",
    );
    let svg = output.text("favicon.svg").expect("an icon");
    assert!(svg.contains("fill=\"#aa0044\"") && svg.contains("stroke=\"#ffffff\""), "{svg}");
    for (path, side) in [("apple-touch-icon.png", 180), ("icon-192.png", 192), ("icon-512.png", 512)] {
        let size = imagesize::blob_size(bytes(&output, path)).expect("a picture");
        assert_eq!((size.width, size.height), (side, side), "{path}");
    }
    let ico = bytes(&output, "favicon.ico");
    assert_eq!(&ico[22..26], b"\x89PNG");
    assert_eq!(usize::try_from(u32::from_le_bytes([ico[14], ico[15], ico[16], ico[17]])), Ok(ico.len() - 22));
    assert_eq!(
        head(&output, "a/b/index.html"),
        [
            "<link rel=\"icon\" href=\"../../favicon.ico\" sizes=\"32x32\">",
            "<link rel=\"icon\" href=\"../../favicon.svg\" type=\"image/svg+xml\">",
            "<link rel=\"apple-touch-icon\" href=\"../../apple-touch-icon.png\">",
            "<link rel=\"manifest\" href=\"../../manifest.webmanifest\" crossorigin=\"use-credentials\" data-online>",
        ]
    );
}

#[test]
fn icons_of_its_own_take_the_place_of_ours() {
    let output = built(
        "# Home\n//- static/favicon.png\nours\n//- static/icon-192.png\nours too\n//- static/manifest.webmanifest\n{}\n",
    );
    assert_eq!(output.get("favicon.svg"), None, "a browser might prefer it");
    assert_eq!(output.get("favicon.ico"), None);
    for path in ["favicon.png", "icon-192.png", "manifest.webmanifest"] {
        assert!(matches!(output.get(path), Some(Content::Copy(..))), "{path}");
    }
    assert!(matches!(output.get("icon-512.png"), Some(Content::Bytes(_))));
    assert_eq!(
        head(&output, "index.html")[..2],
        [
            "<link rel=\"icon\" href=\"favicon.png\" type=\"image/png\">",
            "<link rel=\"apple-touch-icon\" href=\"apple-touch-icon.png\">",
        ]
    );
}

#[test]
fn the_manifest_says_what_the_handbook_is_and_where_help_stands() {
    let output = built(
        "---\ntitle: Home\nsummary: How we help.\n---\n//- handbook.toml\ntitle = \"Help \\\"desk\\\"\"\nlanguage = \"ar\"\n",
    );
    let manifest = output.text("manifest.webmanifest").expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(manifest).expect("JSON");
    assert_eq!(manifest["name"], "Help \"desk\"");
    assert_eq!(manifest["description"], "How we help.");
    assert_eq!((&manifest["lang"], &manifest["dir"]), (&"ar".into(), &"rtl".into()));
    assert_eq!((&manifest["start_url"], &manifest["scope"]), (&"./".into(), &"./".into()));
    let shortcuts: Vec<_> = manifest["shortcuts"].as_array().expect("a list").iter().collect();
    assert_eq!(shortcuts.iter().map(|one| &one["url"]).collect::<Vec<_>>(), ["help-now/", "search/"]);
    for icon in manifest["icons"].as_array().expect("a list") {
        assert!(output.get(icon["src"].as_str().expect("a name")).is_some(), "{icon}");
    }
}

#[test]
fn a_portable_copy_asks_for_no_manifest() {
    let output = built("# Home\n");
    let copy = publish::portable(&output, date(2026, 12, 1));
    assert_eq!(copy.get("manifest.webmanifest"), None);
    assert!(copy.get("favicon.svg").is_some());
    assert!(!copy.text("index.html").expect("a page").contains("manifest"));
}
