# Manual pages and zsh's completion under programs that make check does without: mandoc, man and zsh.

load ../cli/common

setup_file() {
    export PAGES=$BATS_FILE_TMPDIR/pages
    SOURCE_DATE_EPOCH=1700000000 sh "$root/harness/package/pages.sh" "$ganloss" "$root/losses/ganloss.h" "$PAGES"
}

@test "mandoc and man have nothing to say against a page, and apropos finds what it is" {
    for page in "$PAGES"/man?/*; do
        mandoc -Tlint "$page" >said || { echo "$page"; cat said; false; }
        [ -z "$(man -l --warnings "$page" 2>&1 >/dev/null)" ]
        lexgrog "$page" | grep -q ' - '
    done
}

@test "zsh completes commands, options, their values, terms and kernels" {
    zsh -n "$PAGES/zsh/_ganloss"
    cat >complete.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= ; fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; stty -echo cols 200; print rea''dy"
zpty -r shell text '*ready*'
zpty -n -w shell "$2"$'\t'
zpty -r shell text "*$3*"
print "found $3"
zpty -d shell
END
    while IFS='|' read -r line becomes; do
        [ "$(timeout 60 zsh -f complete.zsh "$PAGES/zsh" "$line" "$becomes")" = "found $becomes" ] || { echo "$line"; return 1; }
    done <<'END'
ganloss ver|ganloss verify
ganloss verify --lev|ganloss verify --level
ganloss verify --level=ex|--level=exhaustive
ganloss verify --fail-on=nan,van|--fail-on=nan,vanished
ganloss eval wasser|ganloss eval wasserstein.
ganloss help gra|ganloss help grade
ganloss verify minimax.g@D/sta|minimax.g@D/stable/f
END
}
