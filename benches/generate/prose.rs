//! Sentences that look like a handbook's and mean nothing.
//!
//! Words are drawn by rank as they are in natural text: the second as often by half as the first,
//! the third by a third (Zipf, "Human Behavior and the Principle of Least Effort", 1949). Rare ones
//! come from some thousand names of places, so that a larger handbook has more different words too.
//! No sentence has more than 25 words. The same dice give the same text on every machine.

/// A source of numbers that look random and are the same every time: `SplitMix64` (Steele, Lea and
/// Flood, "Fast Splittable Pseudorandom Number Generators", 2014).
pub struct Dice(u64);

impl Dice {
    /// Makes dice that no other page and purpose shares.
    pub fn new(page: usize, purpose: u64) -> Self {
        Self((page as u64).wrapping_mul(0xd134_2543_de82_ef95) ^ purpose.wrapping_mul(0x9e6c_63d0_876a_68ee))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.roll() % limit as u64).unwrap_or(0)
    }

    /// Returns true once in `times` rolls.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// Words by rank, to be drawn as natural text draws them.
pub struct Ranked {
    words: Vec<String>,
    /// The sum of the weights up to each word.
    sums: Vec<u64>,
}

impl Ranked {
    fn new(words: impl IntoIterator<Item = String>) -> Self {
        let words: Vec<String> = words.into_iter().collect();
        let weights = (1..=words.len() as u64).map(|rank| 1_000_000_000 / rank);
        let sums = weights.scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { sums: sums.collect(), words }
    }

    fn list(words: &str) -> Self {
        Self::new(words.split_whitespace().map(str::to_owned))
    }

    /// Draws a word.
    pub fn draw(&self, dice: &mut Dice) -> &str {
        let all = self.sums.last().copied().unwrap_or(1);
        let at = dice.roll() % all;
        &self.words[self.sums.partition_point(|sum| *sum <= at)]
    }

    /// Returns the word at a rank, beginning again behind the last.
    pub fn at(&self, rank: usize) -> &str {
        &self.words[rank % self.words.len()]
    }

    /// Returns how many words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }
}

/// The words of the handbook.
pub struct Vocabulary {
    /// Things.
    pub nouns: Ranked,
    /// What to do, as an instruction says it.
    pub verbs: Ranked,
    /// What things are like.
    pub adjectives: Ranked,
    people: Ranked,
    articles: Ranked,
    places: Ranked,
    prepositions: Ranked,
    openings: Ranked,
}

const NOUNS: &str = "order receipt refund parcel case call item price delivery complaint account payment letter \
    message card voucher counter record reply date form answer promise limit reason question page step offer \
    return exchange repair product visit driver door label size colour box bag note photo invoice contract \
    deposit loan fee discount basket website branch till queue phone line email address number signature key \
    ticket reference history log report review survey idea warning notice rule standard policy decision \
    authority approval referral escalation handover shift break rota office desk system screen field tab \
    search result draft template word phrase sentence tone voice name title mistake fault delay damage loss \
    shortage recall hazard injury accident incident threat insult apology praise gift credit balance debt \
    interest tax bank cheque wallet coin transfer charge dispute claim guarantee warranty part spare tool kit \
    manual lamp chair table rack bed mattress kettle oven fridge heater fan cable plug battery bulb sofa \
    curtain carpet towel blanket pan plate glass fork bottle toy book game jacket shoe coat shirt";

const VERBS: &str = "ask check give tell open close take write read send keep find note offer explain record \
    call show bring confirm return accept refuse agree listen repeat thank move carry hold wrap weigh measure \
    label pack unpack scan print sign stamp count sort store lock mend replace order cancel change update \
    correct delete copy attach forward answer acknowledge greet welcome invite guide walk follow leave pause \
    resume finish begin plan book arrange collect deliver refund charge credit settle waive approve review \
    report refer escalate release test inspect clean repair swap reserve quote compare choose";

const ADJECTIVES: &str = "new same right late full first open short clear damaged missing wrong small large early \
    final written second signed faulty paid unpaid empty heavy fragile old local recent regular simple single \
    double formal fair safe quick slow spare sealed opened unused used broken lost stolen digital printed blank \
    correct proper public private shared separate special standard urgent routine monthly weekly daily yearly";

const PEOPLE: &str = "customer adviser team-leader manager colleague driver caller visitor specialist cashier \
    supervisor supplier neighbour carer parent engineer auditor trainer courier guest";

const ARTICLES: &str = "the a your this their the each our the that";

const PREPOSITIONS: &str = "for to with in on from at by about before after within under without beside";

const OPENINGS: &str = "when if before once after while where unless";

impl Vocabulary {
    /// Takes the words.
    pub fn new() -> Self {
        Self {
            nouns: Ranked::list(NOUNS),
            verbs: Ranked::list(VERBS),
            adjectives: Ranked::list(ADJECTIVES),
            people: Ranked::list(PEOPLE),
            articles: Ranked::list(ARTICLES),
            places: Ranked::new(places()),
            prepositions: Ranked::list(PREPOSITIONS),
            openings: Ranked::list(OPENINGS),
        }
    }

    /// Returns a paragraph.
    pub fn paragraph(&self, sentences: usize, dice: &mut Dice) -> String {
        (0..sentences).map(|_| self.sentence(dice)).collect::<Vec<_>>().join(" ")
    }

    /// Returns a sentence of seven to seventeen words.
    pub fn sentence(&self, dice: &mut Dice) -> String {
        let text = match dice.below(4) {
            0 => format!("{} because {}", self.statement(dice), self.statement(dice)),
            1 => format!("{} and {}", self.instruction(dice), self.instruction(dice)),
            _ => {
                let opening = self.openings.draw(dice);
                format!("{opening} {}, {}", self.statement(dice), self.instruction(dice))
            }
        };
        capital(&text) + "."
    }

    /// Returns what somebody does.
    fn statement(&self, dice: &mut Dice) -> String {
        let person = with_article(self.articles.draw(dice), self.people.draw(dice));
        format!("{person} {} {}", third_person(self.verbs.draw(dice)), self.thing(dice))
    }

    /// Returns what to do.
    pub fn instruction(&self, dice: &mut Dice) -> String {
        let done = format!("{} {}", self.verbs.draw(dice), self.thing(dice));
        match dice.one_in(2) {
            true => format!("{done} {} {}", self.prepositions.draw(dice), self.thing(dice)),
            false => done,
        }
    }

    /// Returns a thing with what is said of it, in two or three words.
    pub fn thing(&self, dice: &mut Dice) -> String {
        let noun = self.nouns.draw(dice);
        match dice.below(5) {
            0 => format!("the {} {noun}", self.places.draw(dice)),
            1 | 2 => {
                with_article(self.articles.draw(dice), &format!("{} {noun}", self.adjectives.draw(dice)))
            }
            _ => with_article(self.articles.draw(dice), noun),
        }
    }
}

/// Returns the names of places, some thousand of them.
fn places() -> impl Iterator<Item = String> {
    const FIRST: &[&str] = &[
        "Ash", "Brad", "Charl", "Dun", "Elm", "Fern", "Green", "Hart", "Ing", "Kings", "Long", "Mar", "Nor",
        "Oak", "Pres", "Red", "Stan", "Tar", "Up", "Wal",
    ];
    const MIDDLE: &[&str] = &["", "ing", "er", "le", "en", "win", "bor", "mel", "ster", "ka"];
    const LAST: &[&str] = &[
        "ton", "ham", "ford", "ley", "wick", "worth", "by", "field", "stead", "mouth", "bury", "dale",
        "well", "ridge", "haven", "gate", "combe", "hurst",
    ];
    let count = FIRST.len() * MIDDLE.len() * LAST.len();
    // A step that shares no factor with their number visits each name once, in no visible order.
    (0..count).map(move |rank| rank * 1_007 % count).map(|place| {
        let (first, rest) = (place % FIRST.len(), place / FIRST.len());
        let (middle, last) = (rest % MIDDLE.len(), rest / MIDDLE.len());
        format!("{}{}{}", FIRST[first], MIDDLE[middle], LAST[last])
    })
}

fn with_article(article: &str, words: &str) -> String {
    match article == "a" && words.starts_with(['a', 'e', 'i', 'o']) {
        true => format!("an {words}"),
        false => format!("{article} {words}"),
    }
}

fn third_person(verb: &str) -> String {
    let before_y = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if verb.ends_with(['s', 'x']) || verb.ends_with("sh") || verb.ends_with("ch") => {
            format!("{verb}es")
        }
        None => format!("{verb}s"),
    }
}

/// Returns many of a thing.
pub fn plural(noun: &str) -> String {
    third_person(noun)
}

/// Returns a text with its first letter as a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Returns a text of ASCII words as an address writes it.
pub fn slug(text: &str) -> String {
    text.to_ascii_lowercase().replace(' ', "-")
}
