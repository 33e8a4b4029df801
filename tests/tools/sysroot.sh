#!/bin/sh
# Unpacks another machine's Debian packages, so that programs can be built for it, and run by qemu: nothing is installed, and apt's own lists
# are left alone. Does nothing when all is there. Usage: sh tests/tools/sysroot.sh ARCHITECTURE DIRECTORY PACKAGE...
set -eu
architecture=$1 directory=$2
shift 2
[ "$(cat "$directory/packages" 2>/dev/null)" != "$*" ] || exit 0
echo "sysroot: unpacking for $architecture: $*"
mkdir -p "$directory/apt/lists/partial" "$directory/apt/archives/partial"
directory=$(realpath "$directory")
apt="$directory/apt"
set -- "$@"
packages=$*
options="-q -o Dir::State::lists=$apt/lists -o Dir::Cache=$apt -o Dir::State::status=/dev/null -o APT::Architecture=$architecture
    -o APT::Architectures=$architecture -o APT::Sandbox::User=$(id -un)"
cd "$apt"
# shellcheck disable=SC2086 # lists are split on purpose
apt-get $options update
# shellcheck disable=SC2086
apt-get $options download $packages
for package in ./*.deb; do
    dpkg-deb -x "$package" "$directory"
done
cd "$directory"
[ ! -d lib ] || { cp -a lib/. usr/lib && rm -rf lib; } # which on a machine are one: some packages have the old name
cd / && rm -rf "$apt"
echo "$packages" >"$directory/packages"
