// What a browser prints.

// Counts the page objects of a PDF as the browser writes them.
export function countSheets(pdf) {
  return pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}
