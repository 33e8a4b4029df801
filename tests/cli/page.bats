# The page that a report is: one file, and answers that follow the documents.

load common

# Documents, made once, and a plotter that draws nothing, so that no test waits for gnuplot.
setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return
    cat >plotter <<'END'
#!/bin/sh
for script in "$2" ./*.gp charts/*.gp; do # one script for all charts, or one for each beside it
    [ -e "$script" ] || continue
    sed -n 's/^chart_name = "\(.*\)"$/\1/p' "$script" | while IFS= read -r name; do
        picture=$(dirname "$script")/$name
        echo '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90"/></svg>' >"$picture.svg"
        echo 'a chart of 12 bytes and IEND' >"$picture.png"
    done
done
END
    chmod +x plotter
    data=$root/tests/data
    "$ganloss" verify 'nonsaturating.g/threshold20/f32' 'nonsaturating.g/stable/f32' 'nonsaturating.g/clamp100/f32' -q --save v.json >/dev/null
    "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --loss minimax --loss nonsaturating --compute f32 --save t.json >t.txt
    awk 'BEGIN { print "{\"schema\": \"ganloss-result/2\", \"command\": \"bench\", \"bench\": ["
        for (i = 0; i < 2; i++) printf "%s{\"id\": \"nonsaturating.g/%s/f32\", \"kind\": \"element\", \"regime\": \"equilibrium\", \"batch\": 64, \"ns_per_element\": %d}\n",
            i ? "," : "", i ? "threshold20" : "clamp100", 8 - 2 * i
        print "]}" }' >b.json
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return
}

teardown() {
    :
}

page() { # OUT DOCUMENT...
    GANLOSS_GNUPLOT=$PWD/plotter "$ganloss" report "${@:2}" --out "$1" --exact none -q
}

# answer OUT ID: the answer behind the question that leads to #ID, without tags.
answer() {
    sed -n "/<dt><a href=\"#$2\">/{n;p}" "$1/index.html" | sed 's/<[^>]*>//g; s/&nbsp;/ /g; s/&lt;/</g; s/&#39;/'"'"'/g'
}

@test "the page is one file that needs nothing else, twice the same, and every answer stands in it" {
    page one v.json t.json b.json
    page two v.json t.json b.json
    diff -r one two
    [ "$(grep -o ' src="[^"]*"\| href="[^"]*"' one/index.html | grep -cv '="data:\|="#')" -eq 0 ]
    [ "$(grep -o '<figure' one/index.html | wc -l)" -ge 3 ]
    [ "$(grep -o 'src="data:image' one/index.html | wc -l)" -ge 2 ]
    ! grep -q '<script\|<link\|@import\|url(' one/index.html || false
    [ "$(stat -c %s one/index.html)" -lt 5000000 ]
    for id in $(grep -o 'href="#[^"]*"' one/index.html | sed 's/.*#//; s/"//' | sort -u); do
        [ "$(grep -c "id=\"$id\"" one/index.html)" -eq 1 ] || { echo "#$id"; return 1; }
    done
    for id in write safe price traces; do [ -n "$(answer one $id)" ]; done
}

@test "which line, until which logit, at which price, because of what: as the documents say" {
    page one v.json t.json b.json
    answer one write | grep -qF 'For the generator F.softplus(-d_fake).mean(); of logits, without a sigmoid.'
    answer one safe | grep -q "In float32 no: the generator's gradient is right for logits −28\.[0-9]* < s < 16\.[0-9]* (sampled). Below, gradients of up to 1, above, of up to 7.[0-9]*e−8 become 0, NaN, or wrong by half or more; met at 12.5 % of the steps of the recorded run minimax"
    answer one price | grep -q '^As PyTorch computes them, written in C, ns per element: F.softplus 6, torch.nn.BCELoss 8. .*the fastest right kernel is threshold20 (F.softplus), 6 ns .* wrong in training is clamp100 (torch.nn.BCELoss), 8 ns .* costs nothing, it is 1.33 times as fast.$'
    answer one traces | grep -q '^Run minimax: because of the loss, whose exact gradient is below 1e-3 from step 2 on, and of the formula besides with [0-9]* of 14 ways to write minimax.g (torch.nn.BCELoss, .*). Of yours, save .* ganloss trace '
    # softplus that loses a gradient where training comes to is not the line to write
    awk '/"id": "nonsaturating.g.threshold20/ { here = 1 } here && /"grad"/ { grad = 1 }
        grad && /"classes": {}/ { sub(/{}/, "{\"nan\": {\"count\": 3, \"first\": \"-0x1p+5\", \"last\": \"-0x1p+3\", \"below\": \"-0x1p+3\", \"above\": null}}"); here = grad = 0 } { print }' v.json >worse.json
    sed 's/"id": "nonsaturating.g.threshold20/"id": "nonsaturating.g\/other/' t.json >other.json
    page two worse.json other.json b.json
    answer two write | grep -qF -- '-F.logsigmoid(d_fake).mean()'
    answer two price | grep -q 'no kernel that was timed is right'
    # a run that does not saturate
    sed 's/"saturated_from": [0-9][0-9]*/"saturated_from": null/' t.json >healthy.json
    page three v.json healthy.json b.json
    answer three traces | grep -q '^Run minimax: not because of the loss, but of the formula with'
    # what is lost is how large: of BCELoss all of it, of BCEWithLogitsLoss next to nothing
    "$ganloss" verify 'nonsaturating.g/logsigmoid/f32' 'nonsaturating.g/clamp100/f32' -q --save lost.json >/dev/null
    page six lost.json t.json
    grep -q 's&nbsp;&le;&nbsp;−28.[0-9]*, s&nbsp;&ge;&nbsp;16.3[0-9]*</small><small>of |g| up to 1</small>' six/index.html
    grep -q 's&nbsp;&ge;&nbsp;16.3[0-9]*</small><small>of |g| up to 7.9[0-9]*e−8</small>' six/index.html
    # in training, too: where the exact gradient is next to nothing, the badge says so, also where the curves are of another document
    "$ganloss" verify 'nonsaturating.d_real/logsigmoid/f32' 'nonsaturating.d_real/clamp100/f32' -q --save tiny.json >/dev/null
    "$ganloss" verify 'nonsaturating.d_real/stable/f32' -q --save later.json >/dev/null
    page seven tiny.json later.json t.json
    grep -q '<span class="tail">negligible</span><small>s&nbsp;&ge;&nbsp;16.3[0-9]*</small><small>of |g| up to 7.9[0-9]*e−8</small>' seven/index.html
    grep -q '<span class="training">in training</span><small>s&nbsp;&le;&nbsp;−28[^/]*</small><small>of |g| up to 1</small>' seven/index.html
    # without what makes an answer, it names the command
    page four v.json
    answer four price | grep -q 'ganloss bench' && answer four traces | grep -q 'ganloss trace'
    answer four safe | grep -q 'no recorded run tells how often'
}

@test "a trace tells the lowest and the highest logit of each step" {
    sed -n '/"reach"/,/"losses"/p' t.json | tr -d ' ,' | grep '^-\?[0-9]' | sort -g >reached
    [ "$(wc -l <reached)" -eq 800 ] # two sides of 200 steps
    head -1 reached | grep -q '^-32.46813' && tail -1 reached | grep -q '^28.57815'
}

@test "a run's section has the sentence that trace prints" {
    page one v.json t.json b.json
    for term in minimax.g nonsaturating.g; do
        sentence=$(sed -n "s/^  \($term: .*saturate.*\)$/\1/p" t.txt)
        [ -n "$sentence" ]
        grep -qF "<li>$sentence. " one/index.html || { echo "$sentence"; return 1; }
    done
}

@test "the documents stand beside the page, each under a name of its own" {
    mkdir -p else && cp b.json else/v.json
    page beside v.json t.json else/v.json <(cat b.json)
    cmp v.json beside/data/v.json
    cmp t.json beside/data/t.json
    cmp b.json beside/data/v-2.json
    [ "$(find beside/data -name '*.json' | wc -l)" -eq 3 ]
    page beside beside/data/v.json beside/data/t.json # of its own
    cmp v.json beside/data/v.json
}

@test "list: variants with what libraries call them, kernels with that and the source" {
    "$ganloss" list variants >out
    grep -q '^clamp100 .*torch.nn.BCELoss$' out
    grep -q '^logsigmoid .*torch.nn.BCEWithLogitsLoss from 2.0 on$' out
    "$ganloss" list kernels | grep -q '^nonsaturating.g/twosided/f32 .*Goodfellow et al. 2014, sec. 3 .*optax.sigmoid_binary_cross_entropy; keras'
    "$ganloss" list variants --format json | grep -q '"also_known_as": "F.softplus"'
    awk 'NR == 1 { at = index($0, "also_known_as"); next } { print "| `" $1 "` | " substr($0, at) " |" }' out >rows
    [ "$(wc -l <rows)" -ge 15 ]
    diff rows <(grep '^| `[a-z0-9_]*` | .* |$' "$root/README.md" | grep -Ff <(cut -d'|' -f2 rows)) # README has the same rows
    page one v.json
    grep -q '<th>clamp100<small>torch.<wbr>nn.<wbr>BCELoss</small></th>' one/index.html
}
