//! A bucket: in which order it is filled, and what is taken away.

use std::collections::BTreeMap;
use std::fs;

use deskbook::headers;

use super::desk::{Desk, LOGIN};
use crate::program::files;

/// An object store in a folder, which notes what is done to it in which order.
const AWS: &str = r#"
place() { printf '%s' "$HOME/store/${1#s3://}"; }
kept=; recursive=; args=()
for word in "$@"; do
  case $word in
    --cache-control) next=1 ;;
    --recursive) recursive=1 ;;
    --only-show-errors) ;;
    *) if [ "${next:-}" ]; then kept=$word; next=; else args+=("$word"); fi ;;
  esac
done
note() { printf '%s %s %s\n' "$1" "${2#"$HOME/store/handbook/"}" "$kept" >> "$HOME/order"; }
put() { mkdir -p "$(dirname "$2")"; cp "$1" "$2"; note put "$2"; [ "$2" != "${FAILS_AT:-}" ] || exit 1; }
case ${args[1]} in
  cp)
    from=${args[2]} to=${args[3]}
    case $from in
      s3://*) cp "$(place "$from")" "$to" 2>/dev/null || { echo 'An error occurred (404)' >&2; exit 1; } ;;
      *)
        if [ "$recursive" ]; then
          while IFS= read -r -d '' file; do put "$from/$file" "$(place "$to")/$file"; done < <(cd "$from" && find . -type f -printf '%P\0' | sort -z)
        else put "$from" "$(place "$to")"; fi ;;
    esac ;;
  rm) rm "$(place "${args[2]}")"; note rm "$(place "${args[2]}")" ;;
  *) exit 2 ;;
esac
"#;

#[test]
fn a_bucket_never_shows_a_page_without_its_style() {
    let desk = Desk::new("s3", LOGIN);
    desk.fake("aws", AWS);
    desk.fake("curl", "exit 7");
    let known = [
        ("secrets.AWS_ACCESS_KEY_ID", "a"),
        ("secrets.AWS_SECRET_ACCESS_KEY", "b"),
        ("vars.AWS_DEFAULT_REGION", "eu"),
        ("vars.AWS_ENDPOINT_URL", ""),
        ("vars.BUCKET", "handbook"),
    ];
    let publish = || {
        let _ = fs::remove_file(desk.at("temp/order"));
        desk.well("handbook.yml", "publish", &known);
        desk.text("temp/order").lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>()
    };
    fs::create_dir_all(desk.at("temp/store/handbook")).expect("a bucket");
    fs::write(desk.at("temp/store/handbook/of-others.txt"), "Leave me.").expect("a file of others");

    let first = publish();
    let stage = |line: &String| {
        let hashed = line.starts_with("put assets/")
            || line.starts_with("put search/heads-")
            || line.starts_with("put search/places-");
        match line.as_str() {
            line if line.starts_with("put build.json ") => 3,
            line if line.starts_with("rm ") => 2,
            _ if hashed => 0,
            _ => 1,
        }
    };
    let stages: Vec<u8> = first.iter().map(stage).collect();
    assert!(stages.is_sorted() && stages.last() == Some(&3), "{first:?}");
    for (line, stage) in first.iter().zip(&stages) {
        let kept = if *stage == 0 { headers::kept(false) } else { headers::ASKED_FOR };
        assert!(line.ends_with(&format!(" {kept}")), "{line}");
    }
    assert_eq!(in_bucket(&desk), built(&desk), "everything is there, and what others put there as well");

    assert_eq!(publish(), ["put build.json no-cache"], "a second time there is nothing to send");

    fs::write(desk.at("book/content/new.md"), "# New\n\nWords.\n").expect("a page");
    let index = desk.text("book/content/index.md");
    fs::write(desk.at("book/content/index.md"), format!("{index}\n[New](new.md)\n")).expect("a page");
    let third = publish();
    assert!(third.contains(&"put new/index.html no-cache".to_owned()), "{third:?}");
    assert!(
        !third.iter().any(|line| line.contains("assets/handbook")),
        "styles are there already: {third:?}"
    );
    assert!(third.iter().map(stage).collect::<Vec<_>>().is_sorted());

    // A run that fails half-way is finished by the next, since the list of files comes last.
    fs::remove_file(desk.at("book/content/new.md")).expect("a page");
    fs::write(desk.at("book/content/index.md"), &index).expect("a page");
    let broken = desk.run(
        "deskbook --quiet build --out site && sh ci/upload.sh site s3://handbook",
        &[("FAILS_AT", &desk.at("temp/store/handbook/index.html").to_string_lossy())],
    );
    assert!(!broken.status.success());
    assert!(
        desk.at("temp/store/handbook/new/index.html").exists(),
        "nothing is taken away before everything stands"
    );
    let fourth = publish();
    assert!(fourth.contains(&"rm new/index.html".to_owned()), "{fourth:?}");
    assert!(fourth.iter().map(stage).collect::<Vec<_>>().is_sorted(), "{fourth:?}");
    assert_eq!(in_bucket(&desk), built(&desk));
    assert_eq!(desk.text("temp/store/handbook/of-others.txt"), "Leave me.");
}

/// What stands in the bucket beside the file of others.
fn in_bucket(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(&desk.at("temp/store/handbook"));
    files.remove("of-others.txt").expect("the file of others");
    files
}

/// What was built, but for what only other hosts read.
fn built(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut files = files(&desk.at("book/site"));
    files.retain(|path, _| ![".nojekyll", "_headers", "_redirects"].contains(&path.as_str()));
    files
}
