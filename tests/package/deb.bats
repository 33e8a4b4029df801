# The Debian package: built twice to the same bytes, without errors for lintian, installed, used as people use it, removed.
# For root, or with sudo, by make deb-short: what is missing fails. Debian's own database of packages says what is left.

load ../cli/common

version=$(sed -n 's/^.define GANLOSS_VERSION_[A-Z]* *//p' "$root/losses/ganloss.h" | paste -sd.)

setup_file() {
    export DEB_TREE=$BATS_FILE_TMPDIR/sources
    export SOURCE_DATE_EPOCH=1700000000
    mkdir -p "$DEB_TREE/build/release"
    (cd "$root" && cp -a Makefile README.md LICENSE losses reference harness reports tests "$DEB_TREE")
    (cd "${ganloss%/ganloss}" && cp -a flags objects recorded ganloss lib* harness losses reference "$DEB_TREE/build/release")
    make -s -C "$DEB_TREE" deb DESCRIPTION=described
    cp "$DEB_TREE"/build/release/ganloss_*.deb "$BATS_FILE_TMPDIR/ganloss.deb"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# A scratch root in which the package is unpacked, as dpkg would do it below /.
unpacked() {
    dpkg-deb -x "$BATS_FILE_TMPDIR/ganloss.deb" there
}

@test "the same sources and date give the same bytes, wherever they are built" {
    cp -a "$DEB_TREE" elsewhere
    sleep 1
    make -s -C elsewhere deb DESCRIPTION=described
    cmp elsewhere/build/release/ganloss_*.deb "$BATS_FILE_TMPDIR/ganloss.deb"
    dpkg-deb -c "$BATS_FILE_TMPDIR/ganloss.deb" >files
    ! grep -v ' root/root ' files || false
    ! grep -v ' 2023-11-14 ' files || false
}

@test "control says what it needs; lintian finds no error; no path of the sources is in it" {
    dpkg-deb -f "$BATS_FILE_TMPDIR/ganloss.deb" >control
    grep -qx "Version: $version" control
    for package in libc6 libmpfr6 libjansson4 libxxhash0 libgomp1; do
        grep -q "^Depends: .*$package (>= " control
    done
    lintian --fail-on error "$BATS_FILE_TMPDIR/ganloss.deb" >found || { cat found; false; }
    unpacked
    ! grep -rqF -e "$DEB_TREE" -e "$root/" there || false
    (cd there && dpkg-deb -I "$BATS_FILE_TMPDIR/ganloss.deb" md5sums | md5sum -c --quiet)
    for page in there/usr/share/man/man?/*.gz; do
        [ -z "$(zcat "$page" | groff -ww -man -Tutf8 -z 2>&1)" ]
    done
}

@test "unpacked, it gives the bytes of the program in the tree" {
    unpacked
    for words in 'eval nonsaturating.g -50 0.1' 'list kernels --format json' 'verify -h'; do
        # shellcheck disable=SC2086 # words
        cmp <("$DEB_TREE/build/release/ganloss" $words) <(there/usr/bin/ganloss $words)
    done
    "$DEB_TREE/build/release/ganloss" verify wasserstein.g -q --save tree.json >/dev/null
    there/usr/bin/ganloss verify wasserstein.g -q --save there.json >/dev/null
    same_result tree.json there.json
}

@test "dpkg installs it, it is used, and dpkg removes it without a trace" {
    ! dpkg-query -W ganloss 2>/dev/null || false
    as_root dpkg -i "$BATS_FILE_TMPDIR/ganloss.deb" >log 2>&1 || { cat log; as_root dpkg -P ganloss; false; }
    cat >used.sh <<'END'
set -eu
[ "$(command -v ganloss)" = /usr/bin/ganloss ]
ganloss eval nonsaturating.g -50 | grep -q '^  exact loss 50.000000000000000000$'
man -w ganloss-verify | grep -q '/usr/share/man/man1/ganloss-verify.1.gz'
printf '#include <ganloss.h>\n#include <stdio.h>\nint main(void) { return puts(ganloss_version()) < 0; }\n' >p.c
cc p.c -o p $(pkg-config --cflags --libs ganloss)
[ "$(./p)" = "$1" ]
[ "$(bash -c '. /usr/share/bash-completion/completions/ganloss; COMP_LINE="ganloss ver" COMP_POINT=11; _ganloss; echo "${COMPREPLY[*]}"')" = verify ]
END
    local status=0
    bash used.sh "$version" || status=$?
    dpkg -L ganloss >listed
    as_root dpkg -P ganloss >log 2>&1
    [ "$status" -eq 0 ]
    [ "$(wc -l <listed)" -gt 50 ]
    while read -r path; do
        [ ! -f "$path" ] || { echo "left: $path"; return 1; }
    done <listed
    [ ! -e /usr/share/ganloss ]
    [ ! -e /usr/libexec/ganloss ]
}
