#!/bin/sh
# Installs the Debian packages named, those that are missing and no others. With nothing missing it asks no server.
set -eu

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "make deps knows Debian and its relatives. Elsewhere install the packages that hold: $*" >&2
    exit 0
fi
missing=
for package; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing:$missing"
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing
