# What the tests of the README's second section share.

walk_begin() {
    scratch=$(mktemp -d)
    cd "$scratch" || return
    copy_tree
    make -C tree install PREFIX="$scratch/there" >log
    mkdir empty
    cd empty || return
    export PATH=$scratch/there/bin:$PATH PKG_CONFIG_PATH=$scratch/there/lib/pkgconfig
    [ "$(command -v ganloss)" = "$scratch/there/bin/ganloss" ]
}

# fenced LANGUAGE N: the N-th block of the section in that language.
fenced() {
    sed -n '/^## Judge your own$/,/^## Commands$/p' "$root/README.md" |
        awk -v fence="\`\`\`$1" -v n="$2" '$0 == fence { here++; on = 1; next } /^```$/ { on = 0 } on && here == n'
}

# steps N LEVEL [LINES]: the commands of the N-th block, or the first of them, at another level than exhaustive, which takes minutes.
steps() {
    fenced sh "$1" | sed "s|--level exhaustive|$2|; ${3:-\$}q" >"steps$1"
    [ -s "steps$1" ] || return 99
    bash -ex "steps$1" </dev/null
}

# The faults that a record names: output and class.
classes() {
    awk '/^ +(loss|grad) /{ output = $1 } /^ +[a-z-]+ +(>=)? *[0-9]+ / && $1 != "loss" && $1 != "grad" { print output, $1 }' | sort -u
}
