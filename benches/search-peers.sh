#!/usr/bin/env bash
# Deskbook's search beside Pagefind's, on the same generated pages in the same run.
#
#   benches/search-peers.sh [PAGES…]   300, 1000 and 10000 unless given
#
# Pagefind (npm) reads the site that Deskbook built. Times of the index are Deskbook's own for words
# and files, and the whole run of Pagefind; first-query bytes are what crosses the wire from the
# script on until ten titles are known, compressed as hosts do.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$(mktemp -d "${TMPDIR:-/tmp}/deskbook-search-XXXXXX")
trap 'rm -rf "$here"' EXIT

cargo build --release --quiet --bin deskbook --example generate-handbook --example search-figures
bin="${CARGO_TARGET_DIR:-target}/release"
(cd tests/browser && npm ci --silent --no-audit --no-fund)
(cd "$here" && npm init --yes >/dev/null && npm install --silent --no-audit --no-fund pagefind@1.6)
nproc | sed 's/$/ processors/'

for pages in "${@:-300 1000 10000}"; do
    for size in $pages; do
        printf '\n== %s pages\n' "$size"
        "$bin/examples/generate-handbook" "$size" "$here/handbook-$size"
        "$bin/deskbook" build --quiet --root "$here/handbook-$size" --out "$here/site-$size"
        "$bin/examples/search-figures" "$here/handbook-$size"
        started=$(date +%s.%N)
        "$here/node_modules/.bin/pagefind" --silent --site "$here/site-$size" >/dev/null
        date +%s.%N | awk -v started="$started" '{ printf "pagefind index %.2f s, ", $1 - started }'
        find "$here/site-$size/pagefind" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.1f MB in %d files\n", sum / 1e6, NR }'
        for delay in 0 150; do
            for tool in deskbook pagefind; do
                node benches/search/browser.mjs "$here/site-$size" "$tool" "$delay"
            done
        done
    done
done
