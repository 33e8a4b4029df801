#!/bin/sh
# The Debian package: what `make install` installs, and what a package says of itself.
# Usage: sh deb.sh BUILD VERSION: BUILD/ganloss_VERSION_ARCHITECTURE.deb. DEB_MAINTAINER says whose it is. The same sources
# and the same SOURCE_DATE_EPOCH (default: the last commit's) give the same bytes.
set -eu
umask 022
build=$1 version=$2 here=$(dirname "$0")
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || echo 0)}
export SOURCE_DATE_EPOCH
maintainer=${DEB_MAINTAINER:-The ganloss authors <ganloss@ganloss.invalid>}
architecture=$(dpkg --print-architecture)
libraries=/usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH)
work=$build/deb root=$build/deb/root
rm -rf "$work" "$build/pages"
mkdir -p "$root/DEBIAN" "$root/usr/share/doc/ganloss" "$work/debian"
${MAKE:-make} install DESTDIR="$root" PREFIX=/usr LIBDIR="$libraries" ZSHDIR=/usr/share/zsh/vendor-completions >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }

documents=$root/usr/share/doc/ganloss
# It calls libganloss and OpenMP, and nothing of the C library itself.
mkdir -p "$root/usr/share/lintian/overrides"
echo 'ganloss: library-not-linked-against-libc *libganloss_omp.so*' >"$root/usr/share/lintian/overrides/ganloss"
cp LICENSE "$documents/copyright"
cp README.md "$documents"
printf 'ganloss (%s) unstable; urgency=medium\n\n  * Built from the sources of this version; README.md tells of changes.\n\n -- %s  %s\n' \
    "$version" "$maintainer" "$(LC_ALL=C date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$documents/changelog.gz"
find "$root/usr/share/man" -type f -exec gzip -9nf {} +

# What its programs and libraries need, each by the package that has it.
printf 'Source: ganloss\n\nPackage: ganloss\nArchitecture: any\n' >"$work/debian/control"
printf 'libganloss 0 ganloss (>= %s)\nlibganloss_omp 0 ganloss (>= %s)\n' "$version" "$version" | tee "$root/DEBIAN/shlibs" >"$work/debian/shlibs.local"
depends=$(cd "$work" && dpkg-shlibdeps -O -xganloss "-lroot$libraries" root/usr/bin/ganloss root"$libraries"/*.so.*.* | sed 's/^shlibs:Depends=//')
echo 'activate-noawait ldconfig' >"$root/DEBIAN/triggers"
size=$(du -k --apparent-size -s "$root/usr" | cut -f1)
sed -e "s|@VERSION@|$version|" -e "s|@ARCHITECTURE@|$architecture|" -e "s|@MAINTAINER@|$maintainer|" -e "s|@SIZE@|$size|" \
    -e "s|@DEPENDS@|$depends|" "$here/control.in" >"$root/DEBIAN/control"
(cd "$root" && find usr -type f | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$build/ganloss_${version}_$architecture.deb" >>"$work/log"
rm -rf "$work"
echo "$build/ganloss_${version}_$architecture.deb"
