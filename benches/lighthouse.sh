#!/usr/bin/env bash
# What Lighthouse makes of the sample on a phone with a mobile network: marks out of 100, and the times
# behind the mark for speed, in the median of five runs a page. Run it on a quiet machine.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$(mktemp -d "${TMPDIR:-/tmp}/deskbook-lighthouse-XXXXXX")
trap 'rm -rf "$here"' EXIT

cargo build --release --quiet
(cd tests/browser && npm ci --silent --no-audit --no-fund)
cp -R content handbook.toml "$here"
sed -i.private 's/access = "private"/access = "public"/' "$here/handbook.toml"
"${CARGO_TARGET_DIR:-target}/release/deskbook" build --quiet --root "$here" --out "$here/site" \
    --date "$(date +%F)" --base-url https://handbook.example.com/
node benches/lighthouse/report.mjs "$here/site"
