#!/usr/bin/env bash
# What Lighthouse makes of the sample on a phone with a mobile network: marks out of 100, and the times
# behind the mark for speed, in the median of five runs a page. Run it on a quiet machine.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$(mktemp -d "${TMPDIR:-/tmp}/deskbook-lighthouse-XXXXXX")
trap 'rm -rf "$here"' EXIT

cargo build --release --quiet
(cd tests/browser && npm ci --loglevel=error --no-audit --no-fund)
# With its history, since redlines are made of two editions, and as of today, since a page that is read on
# another day than that of its build says so by itself.
git clone --quiet . "$here/handbook"
sed -i.private 's/access = "private"/access = "public"/' "$here/handbook/handbook.toml"
"${CARGO_TARGET_DIR:-target}/release/deskbook" build --quiet --root "$here/handbook" --out "$here/site" \
    --date "$(date --utc +%F)" --base-url https://handbook.example.com/
node benches/lighthouse/report.mjs "$here/site"
