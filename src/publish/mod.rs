//! What a site needs beside its pages, one file each: every one reads the handbook and returns files.

mod access;
mod headers;
mod icon;
pub mod leak;
mod manifest;
mod nginx;
pub mod offline;
mod pages_json;
mod portable;
mod record;
mod redirects;
mod robots;
mod sitemap;

pub use access::may_publish;
pub use headers::headers;
pub use icon::icon;
pub use manifest::manifest;
pub use nginx::nginx;
pub use pages_json::pages_json;
pub use portable::portable;
pub use record::{FILE as RECORD, Record, record};
pub use redirects::{base_path, redirects};
pub use robots::robots;
pub use sitemap::{has_sitemap, sitemap};
