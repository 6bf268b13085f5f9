//! [`Table`]: rows under headings, as text, JSON or CSV.

use serde_json::{Map, Value};

/// Rows under headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The headings, which are the keys in JSON too.
    pub columns: &'static [&'static str],
    /// The rows; each has a cell for each column.
    pub rows: Vec<Vec<String>>,
    /// What the rows come to, in one line.
    pub summary: String,
}

/// The widest that a column gets in text; what is longer goes on in the next line's place.
const WIDEST: usize = 60;

impl Table {
    /// Returns columns of even width, then the summary.
    pub fn text(&self) -> String {
        let width = |column: usize| {
            let cells = self.rows.iter().map(|row| row[column].chars().count());
            cells.chain([self.columns[column].len()]).max().unwrap_or(0).min(WIDEST)
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut text = String::new();
        if !self.rows.is_empty() {
            let headings: Vec<String> = self.columns.iter().map(|name| name.replace('_', " ")).collect();
            line(&mut text, &headings, &widths);
            let rules: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
            line(&mut text, &rules, &widths);
            for row in &self.rows {
                line(&mut text, row, &widths);
            }
            text.push('\n');
        }
        text + &self.summary + "\n"
    }

    /// Returns an array of objects.
    pub fn json(&self) -> String {
        let object = |row: &Vec<String>| {
            let cells = self.columns.iter().zip(row);
            Value::Object(
                cells.map(|(key, cell)| ((*key).to_owned(), cell.clone().into())).collect::<Map<_, _>>(),
            )
        };
        let rows: Vec<Value> = self.rows.iter().map(object).collect();
        let text = serde_json::to_string_pretty(&rows).expect("text cells are JSON");
        text + "\n"
    }

    /// Returns comma-separated values with a line of headings (RFC 4180).
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = self.rows.iter().map(|row| row.iter().map(String::as_str).collect::<Vec<_>>());
        for row in std::iter::once(self.columns.to_vec()).chain(rows) {
            writer.write_record(row).expect("memory takes every row");
        }
        let bytes = writer.into_inner().expect("memory takes every row");
        String::from_utf8(bytes).expect("cells are text")
    }
}

fn line(text: &mut String, cells: &[String], widths: &[usize]) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let missing = width.saturating_sub(cell.chars().count());
        line.push_str(cell);
        line.push_str(&" ".repeat(missing + 2));
    }
    text.push_str(line.trim_end());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn table() -> Table {
        Table {
            columns: &["owner", "due_on"],
            rows: vec![vec!["shop manager".into(), "2026-12-01".into()], vec!["x, \"y\"".into(), "-".into()]],
            summary: "2 pages".into(),
        }
    }

    #[test]
    fn text_has_even_columns_and_a_summary() {
        assert_eq!(
            table().text(),
            "owner         due on\n------------  ----------\nshop manager  2026-12-01\nx, \"y\"        -\n\n2 pages\n"
        );
    }

    #[test]
    fn csv_quotes_what_needs_it() {
        assert_eq!(table().csv(), "owner,due_on\nshop manager,2026-12-01\n\"x, \"\"y\"\"\",-\n");
    }

    #[test]
    fn json_is_a_list_of_objects() {
        let rows: serde_json::Value = serde_json::from_str(&table().json()).expect("JSON");
        assert_eq!(rows[1]["owner"], "x, \"y\"");
    }
}
