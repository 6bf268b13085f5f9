#!/bin/sh
# Puts a built handbook into a bucket, in an order in which no reader meets a page without its style:
# what pages load, then the pages, then what is gone is taken away, and last the list of files. Only
# what differs from that list is sent, and only what stood in it is ever removed.
#
#   sh ci/upload.sh SITE s3://BUCKET[/FOLDER]
#
# AWS_ENDPOINT_URL leads to the stores of others than Amazon.
set -eu
site=${1:?say where the built site is}
bucket=${2:?say which bucket, as s3://name}
bucket=${bucket%/}
[ -n "${AWS_ENDPOINT_URL:-}" ] || unset AWS_ENDPOINT_URL

kept='@KEPT_PRIVATE@'
if ! grep -q '^Disallow: /$' "$site/robots.txt"; then
  kept='@KEPT_PUBLIC@'
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! aws s3 cp --only-show-errors "$bucket/build.json" "$work/former.json"; then
  echo "there is no list of files in $bucket yet: everything is sent"
  echo '{"files":{}}' >"$work/former.json"
fi
jq -r --slurpfile former "$work/former.json" \
  '.files | to_entries[] | select(.value != $former[0].files[.key]) | .key' "$site/build.json" |
  grep -v -x -e '\.nojekyll' -e '_headers' -e '_redirects' >"$work/differing" || true
jq -r --slurpfile site "$site/build.json" \
  '.files | keys[] | select($site[0].files[.] == null)' "$work/former.json" >"$work/gone"
# The names of these change with what is in them.
grep -E '^(assets/|search/(heads|places)-)' "$work/differing" >"$work/loaded" || true
grep -v -E '^(assets/|search/(heads|places)-)' "$work/differing" >"$work/pages" || true

# Sends the files that a list names; browsers keep them as said.
send() {
  while IFS= read -r path; do
    mkdir -p "$work/$1.files/$(dirname "$path")"
    cp "$site/$path" "$work/$1.files/$path"
  done <"$work/$1"
  if [ -d "$work/$1.files" ]; then
    aws s3 cp --only-show-errors --recursive --cache-control "$2" "$work/$1.files" "$bucket"
  fi
}
send loaded "$kept"
send pages '@ASKED_FOR@'
while IFS= read -r path; do
  aws s3 rm --only-show-errors "$bucket/$path" </dev/null
done <"$work/gone"
aws s3 cp --only-show-errors --cache-control '@ASKED_FOR@' "$site/build.json" "$bucket/build.json"
