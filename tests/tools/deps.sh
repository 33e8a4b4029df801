#!/bin/sh
# Installs the named Debian packages that are missing; does nothing when all are there.
set -eu
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "deps: this is not a Debian system. Install the counterparts of: $*" >&2
    echo "      (a C17 compiler, GNU make, MPFR, jansson, xxHash, SQLite, libpng, Criterion, FLINT with Arb, gnuplot 5.4, bats)" >&2
    exit 69
fi
# One after another: make runs `deps` and `deps-mpi` side by side, and apt-get does not wait for itself.
exec 9<"$0"
flock 9
missing=
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "deps: need root or sudo to install:$missing" >&2; exit 69; }
    sudo=sudo
fi
echo "deps: installing$missing"
$sudo apt-get update -q
# shellcheck disable=SC2086 # the list is split on purpose
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing 9<&-
