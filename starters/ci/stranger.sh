#!/bin/sh
# Asks for the published handbook without a login, and fails when a private one is given out.
#
#   sh ci/stranger.sh SITE [ADDRESS]     the built site; its address, if handbook.toml does not say
set -eu
site=${1:?say where the built site is}
address=${2:-$(sed -n 's/^base_url *= *"\([^"]*\)".*/\1/p' handbook.toml)}

if ! grep -q '^Disallow: /$' "$site/robots.txt"; then
  exit 0 # everybody may read it
fi
if [ -z "$address" ]; then
  echo "handbook.toml has no base_url, so nobody has looked whether the host asks for a login"
  exit 0
fi
if ! page=$(curl --silent --show-error --location --max-time 30 "$address"); then
  echo "$address cannot be reached from here"
  exit 0
fi
case $page in
  *'content="Deskbook '*)
    echo "::error title=Everybody can read this handbook::$address gives it out without a login. Close it on the host now, then find out why; handbook.toml says that something asks for one."
    exit 1
    ;;
esac
echo "$address does not show the handbook to strangers"
