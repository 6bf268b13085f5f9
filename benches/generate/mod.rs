//! Handbooks of any size, the same on every machine.
//!
//! A [`Handbook`] of some number of pages has a home page and areas of a hundred pages each. A page
//! has about 600 words: a title and a summary, five headings, a list, a numbered list, a table of
//! four columns and five rows, six links to other pages (some to a heading), a note or a quotation.
//! One page in five names a limit. Each page is made from its number alone, and `deskbook check`
//! finds nothing wrong with any.
//!
//! Two flavours have the same words in the same order. They differ only where the tools do: in the
//! names of index pages, the form of links, and limits, which Deskbook fills in from
//! `values.toml` and Hugo finds typed out.

mod edition;
mod prose;

use prose::{Dice, Vocabulary, capital, plural, slug};

/// How many pages an area has, its own included.
const AREA: usize = 100;

/// The tool that a handbook is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// Links name files; limits are values.
    Deskbook,
    /// Links name addresses; limits are typed out.
    Hugo,
}

/// A handbook with its pages numbered from the home page on.
pub struct Handbook {
    pages: usize,
    flavour: Flavour,
    vocabulary: Vocabulary,
    edition: usize,
}

/// Purposes that dice are made for.
const TEXT: u64 = 1;
const HEADINGS: u64 = 2;
const LINKS: u64 = 3;

/// The sections that pages choose theirs from.
const SECTIONS: &[&str] = &[
    "Use this when",
    "Steps",
    "What to say",
    "You may decide",
    "Hand over when",
    "Afterwards",
    "Why",
    "Before you begin",
    "What you need",
    "Who decides",
    "Exceptions",
    "By phone",
    "At the counter",
    "In writing",
    "At the door",
    "What to record",
    "If it goes wrong",
    "How long it takes",
    "Common questions",
    "Where to look",
];

/// Limits by key, in the site's currency.
const LIMITS: &[(&str, u32)] = &[
    ("refund.adviser", 50),
    ("refund.leader", 150),
    ("refund.manager", 500),
    ("goodwill.adviser", 20),
    ("goodwill.leader", 80),
];

impl Handbook {
    /// Takes the number of pages, the home page and those of the areas included.
    pub fn new(pages: usize, flavour: Flavour) -> Self {
        Self { pages, flavour, vocabulary: Vocabulary::new(), edition: 1 }
    }

    /// Returns every file by path: settings first, then pages.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        let pages = (0..self.pages + self.added()).map(|number| (self.path(number), self.page(number)));
        self.settings().into_iter().chain(pages)
    }

    fn settings(&self) -> Vec<(String, String)> {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        match self.flavour {
            Flavour::Deskbook => vec![
                file("handbook.toml", include_str!("handbook.toml")),
                file("content/_data/values.toml", &self.values()),
            ],
            Flavour::Hugo => vec![
                file("hugo.toml", include_str!("hugo/hugo.toml")),
                file("layouts/_default/baseof.html", include_str!("hugo/layouts/_default/baseof.html")),
                file("layouts/_default/single.html", include_str!("hugo/layouts/_default/single.html")),
                file("layouts/_default/list.html", include_str!("hugo/layouts/_default/list.html")),
                file("layouts/partials/areas.html", include_str!("hugo/layouts/partials/areas.html")),
                file("layouts/partials/places.html", include_str!("hugo/layouts/partials/places.html")),
            ],
        }
    }

    /// Returns the path of a page's file.
    pub fn path(&self, number: usize) -> String {
        let index = match self.flavour {
            Flavour::Deskbook => "index.md",
            Flavour::Hugo => "_index.md",
        };
        match place(number) {
            Place::Home => format!("content/{index}"),
            Place::Area(area) => format!("content/{}/{index}", self.folder(area)),
            Place::Page(area) => format!("content/{}/{}.md", self.folder(area), slug(&self.title(number))),
        }
    }

    fn folder(&self, area: usize) -> String {
        slug(&self.area_title(area))
    }

    /// Returns the title of an area, such as `Late parcels`; no two have the same.
    fn area_title(&self, area: usize) -> String {
        let Vocabulary { nouns, adjectives, .. } = &self.vocabulary;
        let kinds = nouns.len() * adjectives.len();
        let kind = area * 1_009 % kinds;
        capital(&format!("{} {}", adjectives.at(kind / nouns.len()), plural(nouns.at(kind))))
    }

    /// Returns the title of a page, such as `Refuse the late parcel`; no two have the same.
    fn title(&self, number: usize) -> String {
        match place(number) {
            Place::Home => "Standards of service".to_owned(),
            Place::Area(area) => self.area_title(area),
            Place::Page(_) => {
                let Vocabulary { verbs, nouns, adjectives, .. } = &self.vocabulary;
                let kinds = verbs.len() * nouns.len() * adjectives.len();
                let kind = number * 100_003 % kinds;
                let (adjective, rest) = (adjectives.at(kind), kind / adjectives.len());
                capital(&format!("{} the {adjective} {}", verbs.at(rest / nouns.len()), nouns.at(rest)))
            }
        }
    }

    /// Returns the headings of a page: five of the sections, each once.
    fn headings(number: usize) -> [&'static str; 5] {
        let mut dice = Dice::new(number, HEADINGS);
        let first = dice.below(SECTIONS.len());
        // A step that shares no factor with their number never meets a section twice.
        let step = [1, 3, 7, 9, 11, 13, 17, 19][dice.below(8)];
        std::array::from_fn(|position| SECTIONS[(first + position * step) % SECTIONS.len()])
    }

    /// Returns the text of a page.
    pub fn page(&self, number: usize) -> String {
        let dice = &mut Dice::new(number, TEXT);
        let words = &self.vocabulary;
        let mut links = Links { handbook: self, from: number, dice: Dice::new(number, LINKS) };
        let [first, second, third, fourth, fifth] = Self::headings(number);
        let (title, summary) = (self.title(number), words.instruction(dice));
        let (since, summary) = (self.title_since(number), self.summary_since(number).unwrap_or(summary));
        let mut page = format!("---\ntitle: {title}{since}\nsummary: Use this to {summary}.\n---\n");
        let mut add = |block: String| {
            page.push('\n');
            page.push_str(&block);
            page.push('\n');
        };
        add(words.paragraph(4, dice));
        add(format!("## {first}"));
        add(format!("{} {}", words.paragraph(5, dice), links.sentence(dice)));
        add(list(5, |_| words.sentence(dice)));
        add(links.sentence(dice));
        add(format!("## {second}"));
        add(numbered(5, |_| step(words, dice)));
        add(words.paragraph(5, dice));
        add(format!("### {third}"));
        add(format!("{} {}", words.paragraph(3, dice), links.sentence(dice)));
        add(table(words, dice));
        add(format!("## {fourth}"));
        add(format!("{} {}", words.paragraph(4, dice), links.sentence(dice)));
        add(match number % 2 {
            0 => format!("> [!NOTE]\n> {}", words.paragraph(2, dice)),
            _ => format!("> {}", words.paragraph(2, dice)),
        });
        add(format!("## {fifth}"));
        add(format!("{} {}", words.paragraph(4, dice), links.sentence(dice)));
        add(format!("{} {}", links.sentence(dice), words.paragraph(4, dice)));
        if number.is_multiple_of(5) {
            add(format!("Give {} up to {} without asking.", words.thing(dice), self.limit(number / 5)));
        }
        if let Some(paragraph) = self.paragraph_since(number) {
            add(paragraph);
        }
        page
    }

    fn limit(&self, number: usize) -> String {
        let number = number % LIMITS.len();
        match self.flavour {
            Flavour::Deskbook => format!("{{{{ value.{} }}}}", LIMITS[number].0),
            Flavour::Hugo => format!("£{}", self.amount(number)),
        }
    }

    fn values(&self) -> String {
        let limits = LIMITS.iter().enumerate();
        let value = |(number, (key, _)): (usize, &(&str, u32))| {
            let amount = self.amount(number);
            format!("[{key}]\namount = {amount}\nunit = \"money\"\nper = \"case\"\n")
        };
        limits.map(value).collect::<Vec<_>>().join("\n")
    }

    /// Returns the address that leads from one page to another.
    fn link(&self, from: usize, to: usize) -> String {
        let area_of = |number| match place(number) {
            Place::Home => None,
            Place::Area(area) | Place::Page(area) => Some(area),
        };
        let up = match (self.flavour, place(from)) {
            (_, Place::Home) => "",
            (Flavour::Hugo, Place::Page(_)) => "../../",
            _ => "../",
        };
        let down = |area| {
            if area_of(from) == Some(area) { String::new() } else { format!("{}/", self.folder(area)) }
        };
        let up = match area_of(to) {
            Some(area) if area_of(from) == Some(area) => up.strip_suffix("../").unwrap_or(up),
            _ => up,
        };
        match (self.flavour, place(to)) {
            (Flavour::Deskbook, Place::Home) => format!("{up}index.md"),
            (Flavour::Deskbook, Place::Area(area)) => format!("{up}{}index.md", down(area)),
            (Flavour::Deskbook, Place::Page(area)) => {
                format!("{up}{}{}.md", down(area), slug(&self.title(to)))
            }
            (Flavour::Hugo, Place::Home) => up.to_owned(),
            (Flavour::Hugo, Place::Area(area)) => format!("{up}{}", down(area)),
            (Flavour::Hugo, Place::Page(area)) => format!("{up}{}{}/", down(area), slug(&self.title(to))),
        }
    }
}

/// Where a page stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Home,
    /// It is the page of this area.
    Area(usize),
    /// It stands in this area.
    Page(usize),
}

fn place(number: usize) -> Place {
    match number.checked_sub(1) {
        None => Place::Home,
        Some(below) if below.is_multiple_of(AREA) => Place::Area(below / AREA),
        Some(below) => Place::Page(below / AREA),
    }
}

/// The links of one page, to be drawn one by one.
struct Links<'a> {
    handbook: &'a Handbook,
    from: usize,
    dice: Dice,
}

impl Links<'_> {
    /// Returns a sentence with a link to another page; two in three lead to one of the same area.
    fn sentence(&mut self, dice: &mut Dice) -> String {
        let Self { handbook, from, .. } = *self;
        let to = self.other();
        let anchor = match self.dice.one_in(3) {
            true => format!("#{}", slug(Handbook::headings(to)[self.dice.below(5)])),
            false => String::new(),
        };
        let (title, address) = (handbook.title(to), handbook.link(from, to));
        let doing = handbook.vocabulary.thing(dice);
        format!("See [{title}]({address}{anchor}) before you close {doing}.")
    }

    fn other(&mut self) -> usize {
        let pages = self.handbook.pages;
        let area = self.from.saturating_sub(1) / AREA * AREA + 1;
        let size = AREA.min(pages.saturating_sub(area));
        let to = match size > 0 && self.from > 0 && !self.dice.one_in(3) {
            true => area + self.dice.below(size),
            false => self.dice.below(pages),
        };
        if to == self.from { (to + 1) % pages } else { to }
    }
}

fn list(items: usize, mut item: impl FnMut(usize) -> String) -> String {
    (0..items).map(|number| format!("- {}", item(number))).collect::<Vec<_>>().join("\n")
}

fn numbered(items: usize, mut item: impl FnMut(usize) -> String) -> String {
    (0..items).map(|number| format!("{}. {}", number + 1, item(number))).collect::<Vec<_>>().join("\n")
}

fn step(words: &Vocabulary, dice: &mut Dice) -> String {
    format!("**{}.** {}", capital(words.verbs.draw(dice)), words.sentence(dice))
}

fn table(words: &Vocabulary, dice: &mut Dice) -> String {
    let mut cell = || capital(words.nouns.draw(dice));
    let mut rows = vec![format!("| {} | {} | {} | {} |", cell(), cell(), cell(), cell())];
    rows.push("|---|---|:---:|---:|".to_owned());
    for _ in 0..5 {
        let (thing, other) = (words.thing(dice), words.thing(dice));
        let (what, who) = (words.adjectives.draw(dice), words.nouns.draw(dice));
        rows.push(format!("| {} | {what} | {who} | {other} |", capital(&thing)));
    }
    rows.join("\n")
}
