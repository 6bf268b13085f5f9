// A handbook that takes HTML: it looks and reads like Markdown, and what would run, load from
// elsewhere or mislead is gone, even where somebody has silenced the findings.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";

import { barriers } from "../lib/barriers.js";
import { serve } from "../lib/host.js";
import { program } from "../lib/live.js";
import { desk, phone, reader } from "../lib/reading.js";

const root = mkdtempSync(path.join(tmpdir(), "deskbook-html-"));
after(() => rmSync(root, { recursive: true, force: true }));

const good = `# Keys and sums

Press <kbd>Ctrl</kbd>+<kbd>K</kbd> to search. Water is H<sub>2</sub>O, and 10<sup>3</sup> is a thousand.
<abbr title="Value added tax">VAT</abbr> is <mark>never</mark> left out; <span lang="fr">bon courage</span>.

<details>
<summary>How the old till counted</summary>

It rounded *down*:

1. to five pence,
2. then to the pound.

</details>

<table>
<caption>Hours at the desk</caption>
<thead><tr><th scope="col">Day</th><th scope="col">From</th><th scope="col">To</th></tr></thead>
<tbody><tr><th scope="row" rowspan="2">Monday</th><td>9</td><td>12</td></tr><tr><td>13</td><td>17</td></tr></tbody>
</table>

<dl><dt>Slip</dt><dd>The paper that comes back with a parcel.</dd></dl>

<figure><blockquote>I only wanted somebody to listen.</blockquote><figcaption>A customer, in <cite>Letters</cite></figcaption></figure>
`;

const attacks = [
  "<script>document.title = 'ran'</script>",
  "<img src=x onerror=\"document.title = 'ran'\">",
  "<svg onload=\"document.title = 'ran'\"></svg>",
  "<a href=\"javascript:document.title='ran'\">go</a>",
  "<a href=\"/\" target=\"_top\" onclick=\"document.title='ran'\">go</a>",
  "<iframe src=\"https://elsewhere.test/\"></iframe>",
  "<img src=\"https://elsewhere.test/a.png\" alt=\"a\">",
  "<link rel=\"stylesheet\" href=\"https://elsewhere.test/a.css\">",
  "<style>body { display: none }</style>",
  "<p style=\"position: fixed; inset: 0\">over all</p>",
  "<form action=\"https://elsewhere.test/\"><input name=\"card\"><button>Send</button></form>",
  "<meta http-equiv=\"refresh\" content=\"0; url=https://elsewhere.test/\">",
  "<base href=\"https://elsewhere.test/\">",
  "<div id=\"main-text\" class=\"urgent\">not the text</div>",
  "<dialog open>not ours</dialog>",
  "<!--><img src=x onerror=\"document.title = 'ran'\">-->",
  "<noscript><p title=\"</noscript><img src=x onerror=document.title='ran'>\"></noscript>",
];

function built() {
  mkdirSync(path.join(root, "content"), { recursive: true });
  const silenced = ["raw-html", "unsafe-link", "missing-file", "missing-alt", "broken-link"].map((rule) => `${rule} = "allow"`);
  writeFileSync(path.join(root, "handbook.toml"), `title = "Desk"\nhtml = "sanitised"\n\n[rules]\n${silenced.join("\n")}\n`);
  writeFileSync(path.join(root, "content/index.md"), "# Desk\n\n[Keys](keys.md), [traps](traps.md)\n");
  writeFileSync(path.join(root, "content/keys.md"), good);
  const each = attacks.flatMap((attack) => [attack, `Text ${attack} text.`, `<div>\n${attack}\n</div>`]);
  writeFileSync(path.join(root, "content/traps.md"), `# Traps\n\n${each.join("\n\n")}\n\n## The end\n`);
  const site = path.join(root, "site");
  execFileSync(program, ["build", "--quiet", "--root", root, "--date", "2026-12-01", "--out", site]);
  return site;
}

function story(name, options, tell) {
  test(name, { skip: !program && "DESKBOOK is not set" }, async () => {
    const host = await serve(built());
    try {
      await reader({ baseURL: host.origin, ...options }, (page) => tell(page, host.origin));
    } finally {
      await host.close();
    }
  });
}

describe("HTML in pages", () => {
  for (const viewport of [phone, desk]) {
    for (const colorScheme of ["light", "dark"]) {
      story(`fits at ${viewport.width} px, ${colorScheme}, without a barrier`, { viewport, colorScheme }, async (page) => {
        await page.goto("/keys/");
        await page.locator("summary", { hasText: "old till" }).click();
        await page.getByText("then to the pound").waitFor();
        assert.deepEqual(await barriers(page), []);
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(beyond <= 0, `${beyond} px too wide`);
        if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `html-${viewport.width}-${colorScheme}.png`), fullPage: true });
      });
    }
  }

  story("runs nothing, loads nothing from elsewhere and covers nothing", { viewport: desk }, async (page, origin) => {
    const refused = [];
    const asked = [];
    page.on("console", (message) => /Content.Security.Policy/i.test(message.text()) && refused.push(message.text()));
    page.on("request", (request) => request.url().startsWith(origin) || asked.push(request.url()));
    await page.goto("/traps/");
    await page.waitForLoadState("networkidle");
    assert.deepEqual({ refused, asked, title: await page.title() }, { refused: [], asked: [], title: "Traps · Desk" });
    assert.equal(await page.locator("h2", { hasText: "The end" }).isVisible(), true);
    assert.deepEqual(await barriers(page), []);
    const left = await page.evaluate(() => {
      const body = document.querySelector("main .body");
      const found = body.querySelectorAll("script, style, iframe, form, input, button, svg, dialog, link, meta, base, [style], [target], [onclick], [onerror]");
      return [...found].map((element) => element.outerHTML);
    });
    assert.deepEqual(left, []);
    assert.equal(await page.evaluate(() => document.querySelectorAll("#main-text").length), 1);
  });
});
