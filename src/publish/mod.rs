//! What a site needs beside its pages, one file each: every one reads the handbook and returns files.

mod pages_json;
mod portable;
mod record;
mod robots;
mod sitemap;

pub use pages_json::pages_json;
pub use portable::portable;
pub use record::{FILE as RECORD, Record, record};
pub use robots::robots;
pub use sitemap::{has_sitemap, sitemap};
