//! The table of rules: a name, a level, a line and a page of explanation each.
//!
//! A rule's page is `src/diag/rules/NAME.md`. Its good and bad examples are run by the tests, and
//! `deskbook explain NAME` prints it.

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// The build does not write anything.
    Error,
    /// The build goes on; `--deny warnings` makes it an error.
    Warning,
    /// It comes with the calendar: no change to the handbook brought it about.
    Due,
    /// It is not reported.
    Allow,
}

impl Level {
    /// Returns the level with this name in settings.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Error, Self::Warning, Self::Due, Self::Allow].into_iter().find(|level| level.name() == name)
    }

    /// Returns the name that settings and reports use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Due => "due",
            Self::Allow => "allow",
        }
    }
}

/// A rule that findings cite.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// Its level where the site does not say otherwise.
    pub level: Level,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Its page: Markdown with good and bad examples.
    pub page: &'static str,
}

/// Returns the rule with this name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}

macro_rules! table {
    ($($constant:ident $name:literal $level:ident $summary:literal;)*) => {
        /// Every rule as a constant.
        pub mod rules {
            use super::{Level, Rule};
            $(
                #[doc = $summary]
                pub static $constant: Rule = Rule {
                    name: $name,
                    level: Level::$level,
                    summary: $summary,
                    page: include_str!(concat!("rules/", $name, ".md")),
                };
            )*
        }

        /// Every rule, grouped as a reader of the list would want them.
        pub static ALL: &[&Rule] = &[$(&rules::$constant),*];
    };
}

table! {
    SYNTAX_ERROR "syntax-error" Error "A YAML or TOML text that cannot be read";
    UNKNOWN_KEY "unknown-key" Error "A key that no setting, field or data file has";
    WRONG_TYPE "wrong-type" Error "A value that is not what its key expects";
    MISSING_FIELD "missing-field" Error "A field that the page's kind or the data file needs";
    TOO_LONG "too-long" Warning "A title or summary longer than readers see at once";
    MISSING_SECTION "missing-section" Error "A section that the page's kind cannot do without";
    EXPECTED_SECTION "expected-section" Warning "A section that readers of this kind of page look for";
    MISPLACED_SECTION "misplaced-section" Warning "A section out of its place, or under nearly the right name";
    BROKEN_LINK "broken-link" Error "A link or page reference that leads nowhere";
    BROKEN_ANCHOR "broken-anchor" Error "A link to a heading that the page does not have";
    MISSING_FILE "missing-file" Error "A picture or download that is not there";
    DEAD_EXTERNAL_LINK "dead-external-link" Error "A link to an address elsewhere that no longer exists";
    DOUBTFUL_EXTERNAL_LINK "doubtful-external-link" Warning "A link to an address elsewhere that may not be there";
    OUT_OF_REACH "out-of-reach" Warning "A link that some who read it cannot follow, since its page is not for them";
    WITHHELD_NAME "withheld-name" Error "A value, term, action or path that is not for all who read the text";
    LEAK "leak" Error "Words or names in a build that are left out of it";
    UNSAFE_LINK "unsafe-link" Error "A link that runs code or opens what a handbook should not";
    DUPLICATE_ADDRESS "duplicate-address" Error "Two files that would be published at one address";
    DUPLICATE_ID "duplicate-id" Error "A page id, code or heading id that is taken";
    UNKNOWN_KIND "unknown-kind" Error "A kind of page that does not exist";
    UNKNOWN_ROLE "unknown-role" Error "A role that `roles.toml` does not have";
    UNKNOWN_VALUE "unknown-value" Error "A value that `values.toml` does not have";
    UNKNOWN_TERM "unknown-term" Error "A term that `terms.toml` does not have";
    UNKNOWN_ACTION "unknown-action" Error "An action that `authority.toml` does not have";
    UNKNOWN_PATH "unknown-path" Error "A reading path that `paths.toml` does not have";
    UNKNOWN_AUDIENCE "unknown-audience" Error "An audience that `handbook.toml` does not have";
    UNKNOWN_REQUIREMENT "unknown-requirement" Error "A requirement that `requirements.toml` does not have";
    UNKNOWN_PLACEHOLDER "unknown-placeholder" Error "A placeholder that is neither a value, a role nor a term";
    UNKNOWN_BLOCK "unknown-block" Error "A fenced block that does not exist";
    UNKNOWN_BLOCK_FIELD "unknown-block-field" Error "A field that the block does not have";
    INCOMPLETE_BLOCK "incomplete-block" Error "A block without a part that it cannot do without";
    UNCLOSED_BLOCK "unclosed-block" Error "A fence that is opened and not closed, or closed and not opened";
    ONE_SIDED_SAY_LIST "one-sided-say-list" Warning "Words to say without words to avoid, or the other way round";
    AUTHORITY_LIMITS "authority-limits" Error "Limits that do not rise from role to role";
    SAME_SIGNER "same-signer" Error "A rung of a ladder that is signed by whoever acts";
    DEAD_BRANCH "dead-branch" Error "A branch of a decision tree that ends nowhere";
    DEEP_TREE "deep-tree" Error "A decision tree that asks more than four questions in a row";
    TREE_LOOP "tree-loop" Error "Decision trees that lead round in a circle";
    LETTER_FIELD "letter-field" Error "A blank in a letter that is not declared, or a declared one that is not used";
    PROTECTED_PAGE "protected-page" Error "A page of a protected area without the safeguards of a fair process";
    NO_CONTACT "no-contact" Warning "A hand-over to a role that nobody can reach";
    LONG_CHECKLIST "long-checklist" Warning "A checklist of more than nine items";
    RETIRED_WITHOUT_REPLACEMENT "retired-without-replacement" Error "A retired page that does not say what replaces it";
    RAW_HTML "raw-html" Error "HTML in Markdown";
    DEEP_NESTING "deep-nesting" Error "Markdown nested deeper than any reader follows";
    UNWRITTEN "unwritten" Error "A place in a text that still waits for its words";
    EMPTY_PAGE "empty-page" Warning "A file without a word in it";
    UNREADABLE_FILE "unreadable-file" Error "A file that cannot be read as what it should be";
    RESERVED_NAME "reserved-name" Error "A file name that some systems cannot store";
    TEMPLATE_ERROR "template-error" Error "A template that cannot be read or filled in";
    STYLE_ERROR "style-error" Error "A style sheet that cannot be read";
    SCRIPT_ERROR "script-error" Error "A script that cannot be read";
    BAD_EXCUSE "bad-excuse" Error "An excuse that names no rule or gives no reason";
    UNUSED_EXCUSE "unused-excuse" Warning "An excuse that excuses nothing";
    OVER_CAP "over-cap" Warning "A page with more words than its kind allows";
    LONG_SENTENCE "long-sentence" Warning "A sentence of more than 25 words";
    WORD_TO_AVOID "word-to-avoid" Warning "A word for which the handbook has a better one";
    HAND_TYPED_AMOUNT "hand-typed-amount" Warning "An amount or a number of days typed by hand";
    PERSONAL_DATA "personal-data" Warning "Something that looks like a person's data";
    MISSING_ALT "missing-alt" Warning "A picture without words for those who cannot see it";
    PICTURE_SIZE "picture-size" Warning "A picture that is heavy, or whose size is not known";
    HEADING_LEVEL "heading-level" Warning "A heading that skips a level";
    ORPHAN_PAGE "orphan-page" Warning "A page that no other page leads to";
    FEW_ALIASES "few-aliases" Warning "A page that staff would not find in their own words";
    BROKEN_PROMISE "broken-promise" Error "A search that does not find the page that `search.toml` promises";
    EDITION_RECORD "edition-record" Error "The record of an edition that says what cannot be";
    EDITION_WORDS "edition-words" Error "A page of a released edition that no longer reads as it did";
    UNREAD_EDITION "unread-edition" Warning "An edition that the live server cannot read from git";
    UNCONFIRMED_VALUE "unconfirmed-value" Error "A sample figure in what is to be released";
    NEGLECTED_REVIEW "neglected-review" Error "A review that is overdue for longer than a release lets pass";
    VANISHED_ADDRESS "vanished-address" Error "An address of the last edition that leads nowhere in the next";
    VANISHED_ANCHOR "vanished-anchor" Warning "A heading of the last edition that links no longer find in the next";
    LOST_CORRECTION "lost-correction" Error "A correction of the last edition that the next takes back";
    WITHDRAWN_WORDS "withdrawn-words" Error "A page whose words were withdrawn from the edition in force";
    UNNOTED_CHANGE "unnoted-change" Error "A changed value, rule or standard that no release note names";
    REVIEW_OVERDUE "review-overdue" Due "A page whose review is past its date";
    LAW_UNCHECKED "law-unchecked" Due "A statement of law that was last checked more than a year ago";
    REVIEW_SOON "review-soon" Due "A page whose review is due within the coming weeks";
}
