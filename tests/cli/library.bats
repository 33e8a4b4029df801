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
