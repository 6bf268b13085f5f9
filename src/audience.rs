//! [`Audience`]: who may read a text, and for whom a site is built.
//!
//! `handbook.toml` names the audiences of a site, the widest first: what is for one of them is for
//! all that stand behind it too. A build for an audience holds what is for it and for the wider
//! ones. It knows neither pages nor data; what becomes of these is for `handbook` to say.

/// A place in the list of audiences: the smaller, the more people read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Audience(u8);

impl Audience {
    /// Everybody: the widest audience there is.
    pub const ALL: Self = Self(0);
    /// Nobody in particular: what is for an audience that does not exist is in no build for readers,
    /// since nothing says who they are.
    pub const NOBODY: Self = Self(u8::MAX);
    /// Those who read everything, as whoever releases an edition must.
    const EVERYTHING: Self = Self(u8::MAX);

    /// Returns whether a build for this audience holds what is for another.
    pub fn reads(self, other: Self) -> bool {
        other <= self
    }
}

/// The audiences of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audiences {
    names: Vec<String>,
    usual: Audience,
}

/// More audiences than these tell nobody apart.
const MOST: usize = 100;

impl Audiences {
    /// Takes the names, the widest first, and that of builds and pages which name none.
    pub fn new(names: Vec<String>, usual: Option<&str>) -> Self {
        let mut audiences = Self { names, usual: Audience::ALL };
        audiences.names.truncate(MOST);
        audiences.usual = usual.map_or(Audience::ALL, |name| audiences.named(name));
        audiences
    }

    /// Returns the audience with this name; nobody, where there is none.
    pub fn named(&self, name: &str) -> Audience {
        let place = self.names.iter().position(|known| known == name);
        place.and_then(|place| u8::try_from(place).ok()).map_or(Audience::NOBODY, Audience)
    }

    /// Returns what an audience is called.
    pub fn name(&self, audience: Audience) -> Option<&str> {
        self.names.get(usize::from(audience.0)).map(String::as_str)
    }

    /// Returns every name, the widest first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Returns the audience of pages and builds that name none.
    pub fn usual(&self) -> Audience {
        self.usual
    }

    /// Returns the audience that reads whatever is for anybody.
    pub fn narrowest(&self) -> Audience {
        let last = self.names.len().saturating_sub(1);
        u8::try_from(last).map_or(Audience::NOBODY, Audience)
    }

    /// Returns the audience that is meant. A name that does not exist is reported where it was said;
    /// until it is mended, nothing is shown that not everybody may read.
    pub fn of(&self, readers: &Readers) -> Audience {
        let meant = match readers {
            Readers::Usual => self.usual,
            Readers::Named(name) => self.named(name),
            Readers::All => return Audience::EVERYTHING,
        };
        if meant == Audience::NOBODY { Audience::ALL } else { meant }
    }
}

/// Returns the name of an audience as it stands in a sentence: `team-leaders` reads "team leaders".
pub fn spoken(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

/// For whom a site is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Readers {
    /// Those that `handbook.toml` says where nobody says otherwise.
    #[default]
    Usual,
    /// The audience with this name.
    Named(String),
    /// Those who read everything.
    All,
}

#[cfg(test)]
mod tests {
    use super::{Audience, Audiences, Readers};

    #[test]
    fn a_build_holds_its_own_and_the_wider_and_nothing_that_is_for_nobody() {
        let names = ["public", "staff", "managers"].map(str::to_owned).to_vec();
        let audiences = Audiences::new(names, Some("staff"));
        let staff = audiences.of(&Readers::Usual);
        let read = ["public", "staff", "managers", "staf"].map(|name| staff.reads(audiences.named(name)));
        assert_eq!(read, [true, true, false, false]);
        assert!(audiences.of(&Readers::All).reads(audiences.named("staf")));
        assert_eq!(audiences.of(&Readers::Named("staf".into())), Audience::ALL);
    }

    #[test]
    fn without_audiences_everything_is_for_all() {
        let none = Audiences::default();
        assert!(none.of(&Readers::All).reads(none.usual()));
        assert_eq!(none.named("staff"), Audience::NOBODY);
    }
}
