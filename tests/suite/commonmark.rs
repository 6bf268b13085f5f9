//! The examples of the `CommonMark` specification through our own renderer, letter by letter.

const SPECIFICATION: &str = include_str!("../commonmark/spec.txt");

struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// Reads the examples: 32 backticks and the word, the Markdown, a full stop, the HTML, backticks.
/// An arrow stands for a tab.
fn examples() -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut lines = SPECIFICATION.lines();
    while let Some(line) = lines.next() {
        if line != format!("{fence} example") {
            continue;
        }
        let mut part = |end: &str| -> String {
            let lines = lines.by_ref().take_while(|line| *line != end);
            lines.map(|line| line.replace('→', "\t") + "\n").collect()
        };
        let (markdown, html) = (part("."), part(&fence));
        examples.push(Example { number: examples.len() + 1, markdown, html });
    }
    examples
}

#[test]
fn every_example_of_the_specification_gives_its_html() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let failures: Vec<String> = examples
        .iter()
        .filter_map(|example| {
            let html = deskbook::render::commonmark(&example.markdown);
            let differs = html != example.html;
            differs.then(|| {
                format!(
                    "example {}\n--- Markdown\n{}--- expected\n{}--- found\n{html}",
                    example.number, example.markdown, example.html
                )
            })
        })
        .collect();
    assert!(failures.is_empty(), "{} examples fail\n\n{}", failures.len(), failures.join("\n\n"));
}
