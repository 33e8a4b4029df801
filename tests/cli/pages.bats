# Manual pages and completion say what --help says: all are made of one table, by different hands.

load common

setup_file() {
    export PAGES=$BATS_FILE_TMPDIR/pages
    SOURCE_DATE_EPOCH=1700000000 sh "$root/harness/package/pages.sh" "$ganloss" "$root/losses/ganloss.h" "$PAGES"
}

commands() {
    "$ganloss" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]\+\) .*/\1/p'
}

# options COMMAND: as --help has them, "--level" and so on.
options() {
    COLUMNS=200 "$ganloss" "$1" --help | sed -n 's/^ *\(-[a-z], \)\?\(--[a-z-]\+\).*/\2/p' | sort -u
}

# completes LINE: what bash offers behind it, in a line.
completes() {
    bash -c '. "$0/bash/ganloss"; COMP_LINE=$1 COMP_POINT=${#1}; _ganloss; echo "${COMPREPLY[*]}"' "$PAGES" "$1"
}

@test "there is a page for every command, and one for the program and the header; nothing is wrong with them" {
    [ "$(ls "$PAGES/man1")" = "$({ echo ganloss.1; commands | sed 's/.*/ganloss-&.1/'; } | LC_ALL=C sort)" ]
    # the Makefile reads the table of commands, too
    [ "$(sed -n 's/^    {"\([a-z][a-z-]*\)", command_.*/\1/p' "$root/harness/main.c" | xargs)" = "$(commands | xargs)" ]
    for page in "$PAGES"/man?/*; do
        head -3 "$page" | grep -q '^.TH [A-Z-]* [13] "2023-11-14" "ganloss [0-9.]*"'
        groff -ww -man -Tutf8 -z "$page" >warnings 2>&1 && [ ! -s warnings ] || { cat warnings; false; }
    done
    grep -q '^double ganloss_loss_f64(' "$PAGES/man3/ganloss.3"
    # the header is shown as it is, whatever in it roff would take for its own
    groff -man -Tascii -P-cbou -rLL=200n "$PAGES/man3/ganloss.3" | sed -n '/^       .\* ganloss.h/,/^SEE ALSO/s/^       //p' | grep -v '^$' >shown
    sed 's/ *$//' "$root/losses/ganloss.h" | grep -v '^$' | diff - shown
}

@test "every option of every command stands in its page, and in the completion of both shells" {
    total=0
    for command in $(commands); do
        groff -man -Tascii -P-cbou "$PAGES/man1/ganloss-$command.1" >page
        for option in $(options "$command"); do
            total=$((total + 1))
            grep -q -- "^ *\(-[a-z], \)\?$option\(=\| \|$\)" page || { echo "$command $option is not in its page"; return 1; }
            sed -n "/^_ganloss_options/,/^}/s/^ *'$command') echo '\(.*\)' ;;/\1/p" "$PAGES/bash/ganloss" | tr ' ' '\n' | grep -qx -- "$option" ||
                { echo "$command $option: bash"; return 1; }
            sed -n "/^    $command)\$/,/;;\$/p" "$PAGES/zsh/_ganloss" | grep -q -- "'\*$option\(=\)\?\[" || { echo "$command $option: zsh"; return 1; }
        done
        # and no others: hidden ones stay so
        [ "$(grep -o -- '^ *\(-[a-z], \)\?--[a-z-]*' page | grep -o -- '--.*' | sort -u)" = "$(options "$command")" ]
    done
    [ "$total" -ge 150 ]
    ! grep -r 'serve\b\|--alpha' "$PAGES"/man1 "$PAGES/bash" || false
}

@test "bash completes commands, options, their values, terms, kernels and files" {
    [ "$(completes 'ganloss ver')" = verify ]
    [ "$(completes 'ganloss ')" = "$(commands | xargs) --help --version" ]
    [ "$(completes 'ganloss verify --lev')" = --level ]
    [ "$(completes 'ganloss verify --level ')" = 'quick full exhaustive' ]
    [ "$(completes 'ganloss verify --level=ex')" = exhaustive ]
    [ "$(completes 'ganloss bench --format ')" = 'text json tsv' ]
    [ "$(completes 'ganloss doctor --format ')" = 'text json' ]
    [ "$(completes 'ganloss list --color a')" = 'auto always' ]
    [ "$(completes 'ganloss verify --fail-on nan,van')" = nan,vanished ]
    [ "$(completes 'ganloss verify --fail-on pos')" = position ]
    [ "$(completes 'ganloss batch --reduction naive,p')" = naive,pairwise ]
    [ "$(completes 'ganloss bench --regime=equi')" = equilibrium ]
    [ "$(completes 'ganloss trace --loss min')" = minimax ]
    [ "$(completes 'ganloss verify --jobs ')" = '' ]
    [ "$(completes 'ganloss eval wasser' | tr ' ' '\n' | sort)" = "$("$ganloss" list terms | sed -n 's/^\(wasserstein[^ ]*\) .*/\1/p' | sort)" ]
    [ "$(completes 'ganloss verify minimax.g/fus')" = 'minimax.g/fused/f32 minimax.g/fused/f64' ]
    [ "$(completes 'ganloss verify stab')" = stable ]
    [ "$(completes 'ganloss verify --same-as minimax.g@D/stable/f3')" = D/stable/f32 ] # bash has kept what is before @
    [ "$(completes 'ganloss compare minimax.g/stable/f32 minimax.g/naive/f6')" = minimax.g/naive/f64 ]
    [ "$(completes 'ganloss inputs bce.target/')" = 'bce.target/f32 bce.target/f64' ]
    [ "$(completes 'ganloss list ')" = 'losses terms kernels variants regimes' ]
    [ "$(completes 'ganloss help gra')" = grade ]
    touch 'a file.json'
    mkdir folder
    [ "$(completes 'ganloss merge a')" = 'a file.json' ]
    [ "$(completes 'ganloss verify --save=a')" = 'a file.json' ]
    [ "$(completes 'ganloss report x --out ')" = folder ]
    [ "$(completes 'ganloss nonsense ')" = '' ]
}
