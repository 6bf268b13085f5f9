//! The day decides what stands where: the same handbook, built the day before an edition takes effect
//! and on that day.

use deskbook::{Options, Output, Progress, Snapshot, build_editions};
use jiff::civil::{Date, date};

use super::editions::{history, main_text, second, text};

/// Builds a public handbook on a day.
fn built(day: Date) -> Output {
    let today = format!("//- handbook.toml\naccess = \"public\"\n//- content/index.md\n{}", second());
    let options = Options { base_url: Some("https://example.com/".into()), ..Options::on(day) };
    let built = build_editions(&Snapshot::fixture(&today), &history(), &options, &Progress::default());
    built.value.output
}

/// Tells of a page what search engines and readers are told of it.
fn told(output: &Output, address: &str) -> String {
    let Some(html) = output.text(&format!("{address}index.html")) else {
        return format!("/{address}: none\n");
    };
    let between = |from: &str, to: &str| Some(html.split_once(from)?.1.split_once(to)?.0);
    let canonical = between("rel=\"canonical\" href=\"", "\"").unwrap_or("nothing");
    let robots = if html.contains("content=\"noindex\"") { "noindex" } else { "index" };
    let band = between("<aside class=\"edition-band ", "</p>").unwrap_or("no band");
    let history = html.split_once("class=\"history\"").map_or("", |(_, history)| history);
    let label = history.split_once("</h2>\n<p>").map_or("", |(_, line)| line);
    let label =
        label.split(" <a").next().and_then(|line| line.split(" Code of its words").next()).unwrap_or("");
    format!("/{address}: {robots}, counts as {canonical}\n  {band}\n  {label}\n")
}

fn whole(output: &Output) -> String {
    let pages = [
        "refunds/",
        "money-back/",
        "editions/2026.1/refunds/",
        "editions/2026.1/old/",
        "editions/2026.2/money-back/",
        "changes/2026.2/money-back/",
    ];
    let pages: String = pages.iter().map(|page| told(output, page)).collect();
    let sitemap = text(output, "sitemap.xml").split("<loc>").skip(1);
    let sitemap: Vec<&str> = sitemap.filter_map(|entry| entry.split("</loc>").next()).collect();
    let written = sitemap.into_iter().filter(|url| {
        ["refunds/", "money-back/", "old/", "gifts/", "editions"].iter().any(|name| url.contains(name))
    });
    format!("{pages}sitemap: {}\n", written.collect::<Vec<_>>().join(" "))
}

#[test]
fn on_the_day_before_the_old_edition_holds() {
    let output = built(date(2026, 11, 30));
    assert_eq!(
        whole(&output),
        "/refunds/: index, counts as https://example.com/refunds/
  no band
  Edition 2026.1, in force from 1 September 2026. Edition 2026.2 takes effect on 1 December 2026.
/money-back/: none
/editions/2026.1/refunds/: index, counts as https://example.com/refunds/
  no band
  Edition 2026.1, in force from 1 September 2026. Edition 2026.2 takes effect on 1 December 2026.
/editions/2026.1/old/: index, counts as https://example.com/old/
  no band
  Edition 2026.1, in force from 1 September 2026. Edition 2026.2 takes effect on 1 December 2026.
/editions/2026.2/money-back/: noindex, counts as https://example.com/refunds/
  upcoming\" aria-label=\"Editions\"><p>This is edition 2026.2. It takes effect on 1 December 2026; until then it does not hold. <a href=\"../../../refunds/\">Read what holds today</a>
  Edition 2026.2, in force from 1 December 2026.
/changes/2026.2/money-back/: noindex, counts as nothing
  redlined\" aria-label=\"Editions\"><p>What changed from edition 2026.1 to 2026.2, in force from 1 December 2026.
  
sitemap: https://example.com/old/ https://example.com/refunds/
"
    );
}

#[test]
fn on_the_day_the_new_edition_holds() {
    let output = built(date(2026, 12, 1));
    assert_eq!(
        whole(&output),
        "/refunds/: none
/money-back/: index, counts as https://example.com/money-back/
  no band
  Edition 2026.2, in force from 1 December 2026.
/editions/2026.1/refunds/: noindex, counts as https://example.com/money-back/
  replaced\" aria-label=\"Editions\"><p>This is edition 2026.1. It was replaced on 1 December 2026. <a href=\"../../../money-back/\">Read what holds today</a>
  Edition 2026.1, in force from 1 September 2026.
/editions/2026.1/old/: noindex, counts as nothing
  replaced\" aria-label=\"Editions\"><p>This is edition 2026.1. It was replaced on 1 December 2026, and the edition in force does not have this page.
  Edition 2026.1, in force from 1 September 2026.
/editions/2026.2/money-back/: index, counts as https://example.com/money-back/
  no band
  Edition 2026.2, in force from 1 December 2026.
/changes/2026.2/money-back/: index, counts as https://example.com/money-back/
  redlined\" aria-label=\"Editions\"><p>What changed from edition 2026.1 to 2026.2, in force from 1 December 2026.
  
sitemap: https://example.com/gifts/ https://example.com/money-back/
"
    );
}

/// What a script needs to put a page right on another day than that of the build.
#[test]
fn a_page_says_on_which_days_it_is_right_and_the_list_what_is_right_on_others() {
    let list = |day: Date| -> serde_json::Value {
        serde_json::from_str(text(&built(day), "editions.json")).expect("JSON")
    };
    let (before, after) = (list(date(2026, 11, 30)), list(date(2026, 12, 1)));
    assert_eq!(before[0]["says"], after[0]["says"], "whatever the day of the build");
    assert_eq!(before[1]["says"], after[1]["says"]);
    assert_eq!(after[0]["says"]["since"], "Edition 2026.2 has taken effect since, on 1 December 2026.");
    assert_eq!(after[0]["says"]["replaced"], serde_json::Value::Null);
    assert_eq!(after[1]["says"]["replaced"], "This is edition 2026.1. It was replaced on 1 December 2026.");
    let page = |day: Date, path: &str| main_text(&built(day), path);
    let history = "<section class=\"history\" id=\"page-editions\" data-edition=\"2026.1\" data-status=";
    let early = page(date(2026, 11, 30), "refunds/index.html");
    let told = format!(
        "{history}\"in-force\" data-list=\"../editions.json\" data-from=\"2026-09-01\" data-until=\"2026-12-01\">"
    );
    assert!(early.contains(&told), "{early}");
    let late = page(date(2026, 12, 1), "editions/2026.1/refunds/index.html");
    let told =
        format!("{history}\"replaced\" data-list=\"../../../editions.json\" data-from=\"2026-12-01\">");
    assert!(late.contains(&told), "{late}");
}
