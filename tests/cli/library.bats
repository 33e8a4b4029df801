# The library as others find it: what it exports, and programs in C and C++ that use an installed copy.

load common

# They look at the files of the release build, and make copies of it.
setup() {
    case $ganloss in */release/*) ;; *) skip 'once, in the release build' ;; esac
    scratch=$(mktemp -d)
    cd "$scratch" || return
}

# What losses/ganloss.h declares: functions and tables. A plugin, not the library, defines ganloss_plugin.
declared() {
    sed -n 's/^[a-z].*[ *]\(ganloss_[a-z0-9_]*\)[([].*/\1/p' "$root/losses/ganloss.h" | grep -v '^ganloss_plugin$\|^ganloss_f[0-9]*$' | sort
}

@test "the library exports what its header declares, and no other name" {
    build=${ganloss%/ganloss}
    declared >declared
    [ "$(wc -l <declared)" -ge 11 ]
    nm -D --defined-only "$build/libganloss.so" | awk '{ print $NF }' | sort >shared
    nm -g --defined-only "$build/libganloss.a" | awk 'NF == 3 { print $NF }' | sort >static
    diff declared shared
    diff declared static
}

@test "one version: of the header, the library, its name and the program; git's description beside it" {
    build=${ganloss%/ganloss}
    cat >version.c <<'EOF'
#include "losses/ganloss.h"
#include <stdio.h>
int main(void)
{
    printf("%d.%d.%d\n", GANLOSS_VERSION_MAJOR, GANLOSS_VERSION_MINOR, GANLOSS_VERSION_PATCH);
    puts(ganloss_version());
}
EOF
    cc -I"$root" version.c -o version "$build/libganloss.so"
    LD_LIBRARY_PATH=$build ./version >says
    version=$(head -1 says)
    [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
    [ "$(sed -n 2p says)" = "$version" ]
    [[ "$("$ganloss" --version)" =~ ^"ganloss $version ("[^\ ]+\)$ ]]
    [ "$("$ganloss" list --version)" = "$("$ganloss" --version)" ]
    readelf -d "$build/libganloss.so" | grep -qF "soname: [libganloss.so.${version%%.*}]"
    [ "$(readlink "$build/libganloss.so")" = "libganloss.so.$version" ]
    [ "$(readlink "$build/libganloss.so.${version%%.*}")" = "libganloss.so.$version" ]
    grep -q "^${version//./\\.} " <(sed -n '/^## Changes$/,$p' "$root/README.md")
}
