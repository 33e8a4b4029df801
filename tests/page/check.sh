#!/bin/bash
# check.sh PAGE OUT: the page as browsers and printers see it: at 400, 800 and 1280 pixels, light and dark, and on paper. Screenshots
# and the PDF stay in OUT, to be looked at. 69: a program is missing; VNU=FILE.jar: the validator's place.
set -u
page=$(realpath "$1") out=$2 here=$(cd "$(dirname "$0")" && pwd)
vnu=${VNU:-build/page/node_modules/vnu-jar/build/dist/vnu.jar}
for program in chromium java pdftotext pdfinfo; do
    command -v $program >/dev/null || { echo "page-check: $program is not there (make deps-page installs it)" >&2; exit 69; }
done
[ -s "$vnu" ] || { echo "page-check: $vnu is not there (make deps-page installs it)" >&2; exit 69; }
mkdir -p "$out" || exit 74
scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
bad=0
wrong() { echo "page-check: $*"; bad=1; }

browser() { # ARGUMENT...
    timeout "${SECONDS_EACH:-120}" chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$scratch/profile" \
        --virtual-time-budget=20000 "$@" 2>"$scratch/browser" || { wrong "chromium: $(tail -1 "$scratch/browser")"; return 1; }
}

java -jar "$vnu" --errors-only "$page" >"$scratch/vnu" 2>&1 || wrong "not valid: $(head -3 "$scratch/vnu" | cut -c1-300)"
[ "$(stat -c %s "$page")" -lt 5000000 ] || wrong "the page is larger than 5 MB: $(stat -c %s "$page") bytes"

sed '$d' "$page" >"$scratch/page.html"
{ echo '<script data-check>'; cat "$here/check.js"; echo '</script></html>'; } >>"$scratch/page.html"
for width in ${WIDTHS:-400 800 1280}; do
    for scheme in dark light; do
        preferred=$([ $scheme = dark ] && echo 0 || echo 1)
        view=(--window-size=$width,"${HEIGHT:-5000}" --blink-settings=preferredColorScheme="$preferred")
        browser "${view[@]}" --screenshot="$out/$width-$scheme.png" "file://$page" >/dev/null
        [ -s "$out/$width-$scheme.png" ] || wrong "no screenshot at $width pixels, $scheme"
        cat >"$scratch/frame.html" <<END
<!DOCTYPE html><title>frame</title><style>iframe { border: 0; width: ${width}px; height: 5000px }</style>
<script>onmessage = event => { document.querySelector('pre').textContent = '\\n' + event.data + '\\n' }</script>
<pre></pre><iframe src="page.html"></iframe>
END
        browser --window-size=1400,5000 --blink-settings=preferredColorScheme="$preferred" --dump-dom "file://$scratch/frame.html" >"$scratch/dom"
        grep -qx "seen $width $scheme" "$scratch/dom" || wrong "asked for $width pixels, $scheme, the browser says: $(grep '^seen' "$scratch/dom")"
        while IFS= read -r line; do wrong "$width $scheme: ${line#wrong }"; done < <(grep '^wrong ' "$scratch/dom")
    done
done

# On paper: no word beyond the page's edge, no page without one.
browser --no-pdf-header-footer --print-to-pdf="$out/page.pdf" "file://$page" >/dev/null
pdftotext -bbox "$out/page.pdf" "$scratch/words" 2>"$scratch/pdf" || wrong 'no PDF'
awk -F'"' '
    /<page/ { pages++; wide = $2; high = $4; words = 0 }
    /<word/ { words++; if ($6 > wide || $8 > high || $2 < 0) { print "page-check: on paper, page " pages ": cut: " $0; bad = 1 } }
    /<\/page/ { if (words == 0) { print "page-check: on paper, page " pages " is blank"; bad = 1 } }
    END { if (pages < 2) { print "page-check: on paper, there are " pages + 0 " pages"; bad = 1 } exit bad }' "$scratch/words" || bad=1
[ $bad -eq 0 ] && echo "page-check: $(pdfinfo "$out/page.pdf" | sed -n 's/^Pages: *//p') pages on paper, six screenshots: look at them in $out"
exit $bad
