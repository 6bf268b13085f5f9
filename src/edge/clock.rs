//! What day it is: `--date`, else `SOURCE_DATE_EPOCH`, else today where the handbook is at home.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Error;

/// Returns the day that is given, or that of `SOURCE_DATE_EPOCH`, or today's.
///
/// `time_zone` is that of the settings; without one the machine's own counts. The specification of
/// `SOURCE_DATE_EPOCH` is that of reproducible-builds.org: seconds since 1970, UTC.
pub fn day(given: Option<Date>, epoch: Option<&str>, time_zone: Option<&str>) -> Result<Date, Error> {
    if let Some(date) = given {
        return Ok(date);
    }
    if let Some(epoch) = epoch {
        let seconds = epoch.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        let time =
            seconds.ok_or_else(|| Error::Refused(format!("SOURCE_DATE_EPOCH is no time: `{epoch}`")))?;
        return Ok(time.to_zoned(TimeZone::UTC).date());
    }
    let zone = match time_zone {
        Some(name) => TimeZone::get(name).map_err(|_| {
            Error::Refused(format!(
                "there is no time zone `{name}`; write it as `Europe/London` in `handbook.toml`"
            ))
        })?,
        None => TimeZone::system(),
    };
    Ok(Timestamp::now().to_zoned(zone).date())
}
