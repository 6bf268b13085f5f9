//! Reports and `where`, each on a small handbook: the whole answer.

use deskbook::reports::{affected, aliases, coverage, owners, values};
use deskbook::{Options, Snapshot, build};
use jiff::civil::date;

const HANDBOOK: &str = r#"//- content/index.md
# Handbook

See [refunds](refunds.md), [limits](limits.md) and [calm](calm.md).
//- content/refunds.md
---
title: Refunds
code: R1
summary: Up to {{ value.refund.adviser }}.
owner: leader
reviewed: 2026-01-01
review_every: 12
aliases: [money back, refund]
satisfies: [A]
---
You may give {{ value.refund.adviser }}.
//- content/limits.md
---
title: Limits
aliases: [Money back]
---
::: authority action=refund
:::
//- content/calm.md
# Calm

Breathe.
//- content/_data/roles.toml
[adviser]
title = "adviser"
[leader]
title = "team leader"
//- content/_data/values.toml
[refund.adviser]
amount = 100
unit = "money"
confirmed = false
[refund.unused]
amount = 3
unit = "days"
owner = "leader"
effective = 2026-09-01
//- content/_data/authority.toml
[refund]
title = "Refund"
grants = [{ role = "adviser", limit = "refund.adviser" }]
//- content/_data/requirements.toml
[A]
text = "Say what may be given."
source = "The board"
[B]
text = "Say who decides."
"#;

fn options() -> Options {
    Options::on(date(2026, 12, 1))
}

#[test]
fn where_lists_exactly_the_pages_that_a_value_reaches() {
    let snapshot = Snapshot::fixture(HANDBOOK);
    let found = affected(&snapshot, &options(), "value.refund.adviser").expect("the value");
    assert_eq!(found.reads, "£100");
    let place = |mention: &deskbook::reports::Mention| {
        format!("{}:{}:{}", mention.file, mention.position.line, mention.position.column)
    };
    assert_eq!(place(&found.set_in), "content/_data/values.toml:2:10");
    let named: Vec<String> = found.named_in.iter().map(place).collect();
    assert_eq!(
        named,
        ["content/_data/authority.toml:3:40", "content/refunds.md:4:10", "content/refunds.md:11:14"]
    );
    let shown: Vec<&str> = found.shown_on.iter().map(|(url, _)| url.as_str()).collect();
    // The home page and the list of all pages show the summary, the table shows the limit.
    assert_eq!(shown, ["/", "/limits/", "/refunds/", "/all-pages/"]);
}

/// What `where` says is what a reader of the finished pages finds.
#[test]
fn a_page_that_where_leaves_out_does_not_state_the_value() {
    let snapshot = Snapshot::fixture(HANDBOOK);
    let found = affected(&snapshot, &options(), "value.refund.adviser").expect("the value");
    let built = build(&snapshot, &options()).value;
    for page in &built.handbook.pages {
        let html = built.output.text(page.url.file().as_str()).unwrap_or_default();
        let listed = found.shown_on.iter().any(|(url, _)| *url == format!("/{}", page.url));
        assert_eq!(html.contains("£100"), listed, "/{}", page.url);
    }
}

#[test]
fn nothing_is_found_under_a_name_that_does_not_exist() {
    assert_eq!(affected(&Snapshot::fixture(HANDBOOK), &options(), "value.refund.nobody"), None);
}

#[test]
fn each_report_says_what_it_found_in_one_line_at_the_end() {
    let handbook = build(&Snapshot::fixture(HANDBOOK), &options()).value.handbook;
    assert_eq!(
        coverage(&handbook).csv(),
        "requirement,state,pages,text,source\nA,covered,R1,Say what may be given.,The board\nB,missing,,Say who decides.,\n"
    );
    assert_eq!(
        owners(&handbook, 60).csv(),
        "owner,due_on,state,page,title,last_reviewed,file\nteam leader,2027-01-01,due,R1,Refunds,2026-01-01,content/refunds.md\n"
    );
    assert_eq!(owners(&handbook, 10).summary, "No review is due before 2026-12-11.");
    assert_eq!(
        values(&handbook).csv(),
        "value,amount,per,state,owner,effective,named_in\nrefund.adviser,£100,,sample,,,\"R1, authority.toml\"\nrefund.unused,3 days,,confirmed,team leader,2026-09-01,\n"
    );
    assert_eq!(values(&handbook).summary, "2 values, 1 not confirmed, 1 named nowhere.");
    assert_eq!(
        aliases(&handbook).csv(),
        "alias,page,title,also_on\nMoney back,Limits,Limits,R1\nmoney back,R1,Refunds,Limits\nrefund,R1,Refunds,\n"
    );
}
