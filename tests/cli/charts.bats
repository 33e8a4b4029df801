# What charts show is what their tables hold: each script of reports/ is run as report runs it, and the points that it plots are
# compared with those that the table says, column by column; so are the numbers at its axes with where they stand.

load common

# A report of all kinds of charts, whose gnuplot also writes what is plotted, as text, and the settings that it is plotted with.
setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return
    mkdir drawn
    cat >plotter <<'END'
#!/bin/sh
for name in $(sed -n 's/^load "\(.*\)\.gp"$/\1/p' "$2"); do
    # (of what it has no points of, gnuplot 5.4 makes no table, but crashes)
    [ "$(wc -l <"$name.tsv")" -gt 1 ] || continue
    # as it is, but into tables; formats, or a number on the axis is its power of ten
    sed -e 's/^do for \[kind in "svg png"\]/do for [kind in "svg"]/' -e '/^ *set terminal/d' -e '/^ *set multiplot/d' -e '/^ *unset multiplot/d' \
        -e "s/^ *set output .*/set table chart_name.'.points'/" -e 's/set format x [a-z_"]*/set format x "%.17g"/g' "$name.gp" >".$name.points.gp"
    echo "unset table; save chart_name.'.settings'" >>".$name.points.gp"
    gnuplot -d ".$name.points.gp" && mv "$name.points" "$name.settings" "$HERE/drawn" && rm ".$name.points.gp" || exit
done
exec gnuplot "$@"
END
    chmod +x plotter
    data=$root/tests/data
    "$ganloss" verify 'nonsaturating.g/stable/*' 'nonsaturating.g/clamp100/*' 'nonsaturating.g/fused/f32' 'wasserstein.g/stable/f32' -q --save v.json >/dev/null
    "$ganloss" verify 'minimax.d_fake/stable/f32' 'minimax.d_fake/clip1e7/f32' --level exhaustive --shard 60/127 -q --save e.json >/dev/null
    "$ganloss" batch 'nonsaturating.g/stable/f32' --batch 3,100,4097 --regime early --save b.json -q >/dev/null
    "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --loss minimax --compute f32 --save t.json -q >/dev/null
    # times of which every column is another one, so that none can be taken for its neighbour
    awk 'BEGIN {
        print "{\"schema\": \"ganloss-result/2\", \"command\": \"bench\", \"options\": {\"limits\": {\"copy_bytes_per_ns\": {\"L1\": 24, \"L2\": 6, \"L3\": null, \"memory\": null}, \"fma_per_ns\": {\"any\": {\"f32\": 9, \"f64\": 9}}}}, \"bench\": ["
        split("clamp100 stable fused", variant, " ")
        for (v = 1; v <= 3; v++) for (regime = 0; regime < 2; regime++) for (batch = 1; batch < 1e6; batch *= 16)
            printf "%s{\"id\": \"nonsaturating.g/%s/f32\", \"kind\": \"element\", \"regime\": \"%s\", \"batch\": %d, \"cache\": \"L%d\", \"ns_per_element\": %g, \"ns_low\": %g, \"ns_high\": %g, \"ns_per_call\": %g, \"bytes_per_element\": 12}\n",
                n++ ? "," : "", variant[v], regime ? "early" : "saturated", batch, 1 + (batch > 16) + (batch > 4096), 2 + n / 10, 1 + n / 11, 5 + n / 7, batch * (2 + n / 10)
        print "]}" }' >times.json
    HERE=$PWD GANLOSS_GNUPLOT=$PWD/plotter "$ganloss" report v.json e.json b.json t.json times.json --out page --exact none -q
}

setup() {
    cd "$BATS_FILE_TMPDIR" || return
}

teardown() {
    :
}

# points CHART: what it plotted: a line "PANEL CURVE X Y..." for each point, both numbers from 1 on; without what is not drawn.
points() {
    awk '/^# Curve [0-9]/ { curve = $3 + 1; panel += curve == 1 } /^#|^$/ || $NF == "u" || $2 == "NaN" { next }
        { $NF = ""; print panel, curve, $0 }' "drawn/$1.points"
}

# names CHART VARIABLE: an array that the program has set, a line each.
names() {
    sed -n "s/^array $2\[.*\] = \[\(.*\)\]$/\1/p; s/^$2 = \[\(.*\)\]$/\1/p" "drawn/$1.settings" | tr -d '"' | sed 's/, */,/g' | tr ',' '\n'
}

# levels_are CHART DIGIT: the first curves are levels: half an ulp, no digit right, the bounds of loss and gradient as the program set them.
levels_are() {
    points "$1" | awk -v digit="$2" -v loss="$(sed -n 's/^bound = //p' "drawn/$1.settings")" -v grad="$(sed -n 's/^grad_bound = //p' "drawn/$1.settings")" '
        $2 == 1 && $4 != 0.5 || $2 == 2 && ($4 / digit - 1) ^ 2 > 1e-9 || $2 == 3 && $4 != loss || $2 == 4 && $4 != grad { bad = 1 }
        $2 <= 4 { n++ } END { exit bad || n < 9 || loss <= 0 }'
}

# same_points CHART: whether it plotted those that stdin says, in the same form, to five digits.
same_points() {
    points "$1" >plotted
    cat >wanted
    [ "$(wc -l <wanted)" -ge 3 ] || { echo "$1: nothing is wanted"; return 1; }
    paste -d'|' wanted plotted | awk -F'|' -v chart="$1" '
        { n = split($1, want, " "); m = split($2, got, " "); bad = n != m
          for (i = 1; i <= n; i++) { off = want[i] - got[i]; size = want[i] < 0 ? -want[i] : want[i]; bad = bad || off > 2e-5 * size || -off > 2e-5 * size } }
        bad { print chart ", line " NR ": wanted " $1 ", plotted " $2; exit 1 }'
}

# table TSV PROGRAM CHART [ARRAY]: the table through awk, in which the function at(COLUMN) is a cell of the line by its column; the names
# of panels, or what ARRAY holds, are in panel[1..panels], `low` and `high` are the ends of the y axis.
table() {
    awk -F'\t' -v names="$(names "$3" "${4:-names}" | paste -sd,)" -v lines="$(names "$3" lines | paste -sd,)" -v end="$(sed -n 's/^x_end = //p' "drawn/$3.settings")" \
        -v low="$(sed -n 's/^set yrange \[ \([^ ]*\) .*/\1/p' "drawn/$3.settings")" -v high="$(sed -n 's/^set yrange \[ [^ ]* : \([^ ]*\) .*/\1/p' "drawn/$3.settings")" '
        function at(name) { return $column[name] }
        function number(text) { return text == "NaN" ? 0 : text + 0 }
        function size(x) { return x < 0 ? -x : x }
        function put(curve, x, y) { print p, curve, x, y }
        # even to 20, where five sevenths of the width end, logarithmic from there to the end
        function along(s,   out) { out = size(s) <= 20 ? size(s) : 20 + 8 * log((size(s) < end ? size(s) : end) / 20) / log(end / 20); return s < 0 ? -out : out }
        function box(k, from, to, bottom, top) { print p, k, (along(from) + along(to)) / 2, 1, along(from), along(to), bottom, top }
        BEGIN { panels = split(names, panel, ","); count = split(lines, line, ",") }
        FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        { rows++; for (i in column) cell[rows, i] = $column[i] }
        END { '"$2"' }' "page/charts/$1.tsv"
}

@test "speed: the median at its batch, with the quartiles below and above, stable's behind it, and what copying takes" {
    chart=speed-element-nonsaturating.g-f32
    table "$chart" '
        for (p = 1; p <= panels; p++) {
            for (r = 1; r <= rows; r++) if (cell[r, "variant"] == "stable" && cell[r, "line"] == line[1]) print p, 1, cell[r, "batch"], cell[r, "ns_per_element"]
            for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "line"] == line[1] && cell[r, "copy_ns"] != "NaN") print p, 2, cell[r, "batch"], cell[r, "copy_ns"]
            for (k = 1; k <= count; k++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "line"] == line[k])
                print p, 2 + k, cell[r, "batch"], cell[r, "ns_per_element"], cell[r, "ns_low"], cell[r, "ns_high"]
            for (k = 1; k <= count; k++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "line"] == line[k])
                print p, 2 + count + k, cell[r, "batch"], cell[r, "ns_per_element"]
        }' "$chart" | same_points "$chart"
    # 12 bytes at 24 or 6 of them in a ns; the rate is that of the time, at the axis too
    awk -F'\t' 'NR > 1 && (!($5 < $4 && $4 < $6) || ($7 * $4 / 1e9 - 1) ^ 2 > 1e-9 || $8 != ($3 <= 16 ? 0.5 : $3 <= 4096 ? 2 : "NaN")) { print; bad = 1 } END { exit bad || NR != 31 }' "page/charts/$chart.tsv"
    sed -n 's/^set \(y2\?\)range \[ \([^ ]*\) : \([^ ]*\) .*/\1 \2 \3/p' "drawn/$chart.settings" |
        awk '{ low[$1] = $2; high[$1] = $3 } END { exit !((low["y"] * low["y2"] / 1e9 - 1) ^ 2 < 1e-9 && (high["y"] * high["y2"] / 1e9 - 1) ^ 2 < 1e-9) }'
    tics y2 "$chart" | awk -F'\t' '{ split($1, part, /\^\{|\}/) } (part[1] ^ part[2] / $2 - 1) ^ 2 > 1e-9 { bad = 1 } END { exit bad || NR < 5 }'
    # the fastest first
    [ "$(names "$chart" names | paste -sd' ')" = 'clamp100 stable fused' ]
}

@test "all times: each number of a record under its own name, in the table and on the page" {
    python3 - id regime batch ns_per_element ns_low ns_high ns_per_call <<'END'
import csv, json, math, re, sys

def same(rows, wanted, off):
    rows, wanted = (sorted((*row[:2], *map(float, row[2:])) for row in some) for some in (rows, wanted))
    near = lambda a, b: a == b if isinstance(a, str) else math.isclose(a, b, rel_tol=off)
    return len(rows) == len(wanted) == 30 and all(map(near, sum(rows, ()), sum(wanted, ())))

names = sys.argv[1:]
records = [[record[name] for name in names] for record in json.load(open("times.json"))["bench"]]
table = [[row[name] for name in names] for row in csv.DictReader(open("page/data/bench.tsv"), delimiter="\t")]
assert same(table, records, 1e-15), table
# on the page numbers have two or three digits
page = re.search("<summary>All times.*?</details>", open("page/index.html").read(), re.S).group()
rows = [[re.sub("<[^>]*>", "", cell) for cell in re.findall("<t[hd].*?</t[hd]>", row)] for row in re.findall("<tr>.*?</tr>", page)[1:]]
assert same([[row[0], *row[3:]] for row in rows], records, 0.03), rows
END
}

@test "tradeoff: each variant at its time and its error, what fails above them, and a front that nothing beats" {
    chart=tradeoff-nonsaturating.g-f32
    split=$(sed -n 's/^y_split = //p' "drawn/$chart.settings")
    table "$chart" 'p = 1
        for (r = 1; r <= rows; r++) if (cell[r, "front"] == 1) put(1, cell[r, "ns_per_element"], cell[r, "drawn_at"])
        for (r = 1; r <= rows; r++) if (cell[r, "front"] == 1) put(2, cell[r, "ns_per_element"], cell[r, "drawn_at"])
        for (r = 1; r <= rows; r++) print p, 4, cell[r, "ns_per_element"], cell[r, "drawn_at"], cell[r, "ns_low"], cell[r, "ns_high"]
        for (r = 1; r <= rows; r++) if (cell[r, "fails"] == "-" && cell[r, "evidence"] == "exact") put(5, cell[r, "ns_per_element"], cell[r, "drawn_at"])
        for (r = 1; r <= rows; r++) if (cell[r, "fails"] == "-" && cell[r, "evidence"] != "exact") put(6, cell[r, "ns_per_element"], cell[r, "drawn_at"])
        for (r = 1; r <= rows; r++) if (cell[r, "fails"] != "-") put(7, cell[r, "ns_per_element"], cell[r, "drawn_at"])' "$chart" >wanted-points
    points "$chart" | awk '$2 != 3 && $2 < 8' >plotted-points
    awk -v drawn="$(cat plotted-points)" 'BEGIN { n = split(drawn, line, "\n") } { m = split($0, want, " "); k = split(line[NR], got, " "); bad = bad || m > k
        for (i = 1; i <= m; i++) bad = bad || (want[i] - got[i]) ^ 2 > 1e-8 * want[i] ^ 2 } END { exit bad || n != NR || NR < 8 }' wanted-points
    # clamp100 loses the gradient, fused is more accurate than stable and here slower: both are on the front
    awk -F'\t' -v split_at="$split" 'NR > 1 { of[$1] = $8; fails[$1] = $7; at[$1] = $9; ulp[$1] = $5; name[$1] = $10 }
        END { exit !(of["stable"] == 1 && of["fused"] == 1 && of["clamp100"] == 0 && fails["clamp100"] == "lost" && fails["stable"] == "-" &&
              at["stable"] == ulp["stable"] && at["fused"] == ulp["fused"] && at["clamp100"] > split_at && ulp["stable"] < split_at && ulp["fused"] < 0.5001) }' \
        <(awk 'BEGIN { FS = OFS = "\t" } NR > 1 { $5 = sprintf("%.6g", $5); $9 = sprintf("%.6g", $9) } { print }' "page/charts/$chart.tsv")
    tics y "$chart" | awk -F'\t' -v split_at="$split" '$1 != $2 || $2 > split_at { bad = 1 } END { exit bad || NR < 2 }'
}

@test "batch: the error of the mean, its three parts and the bound, without their signs" {
    chart=batch-nonsaturating.g-stable-f32-early
    table "$chart" '
        split("total sum_bound element sum scale", part, " ")
        for (p = 1; p <= panels; p++) for (k = 1; k <= 5; k++) for (r = 1; r <= rows; r++)
            if (cell[r, "reduction"] == panel[p] && size(cell[r, part[k]]) >= low) put(k, cell[r, "batch"], size(cell[r, part[k]]))' "$chart" | same_points "$chart"
}

@test "error: ulps of loss and gradient along the logit, and bars where there are none" {
    for chart in error-nonsaturating.g-f32 error-nonsaturating.g-f64; do
        levels_are $chart $([ ${chart##*-} = f32 ] && echo 16777216 || echo 9007199254740992)
        table "$chart-spans" 'for (p = 1; p <= panels; p++) for (k = 5; k <= 6; k++) for (r = 1; r <= rows; r++)
            if (cell[r, "variant"] == panel[p] && cell[r, "what"] == (k == 5 ? "loss_ulp" : "grad_ulp"))
                box(k, cell[r, "from"], cell[r, "to"], k == 5 ? high / 8 : high / 80, k == 5 ? high : high / 10)' $chart >spans
        table "$chart" 'for (p = 1; p <= panels; p++) for (k = 7; k <= 8; k++) for (r = 1; r <= rows; r++) {
            y = cell[r, panel[p] (k == 7 ? ":loss_ulp" : ":grad_ulp")]
            if (y != "NaN") put(k, along(cell[r, "s"]), y + 0 < 0.1 ? 0.1 : y > high / 100 ? high / 100 : y) }' $chart >curves
        points $chart | awk '$2 <= 4' | sort -n -k1,2 -s - spans curves | same_points $chart
    done
}

@test "saturation: the exact gradient and the one returned, what is wrong where, and from where on" {
    for chart in saturation-nonsaturating.g-f32 saturation-nonsaturating.g-f64; do
        table "$chart-spans" 'split("off zero not-finite sign", fault, " ")
            for (p = 1; p <= panels; p++) for (k = 1; k <= 4; k++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "what"] == fault[k])
                box(k, cell[r, "from"], cell[r, "to"], low, high)' $chart group >spans
        table "$chart" 'for (p = 1; p <= panels; p++) {
            for (r = 1; r <= rows; r++) if (cell[r, "exact_grad"] != "NaN") put(5, along(cell[r, "s"]), size(cell[r, "exact_grad"]))
            for (r = 1; r <= rows; r++) { y = size(number(cell[r, panel[p] ":grad"])); if (y > 0) put(6, along(cell[r, "s"]), y) } }' $chart group >curves
        grep -q '^2 2 ' spans
        sort -n -k1,2 -s spans curves | same_points $chart
        # the first panel is of those without a fault; the mark of the other, the record's, stands in the cell where its tint begins
        [ "$(sed -n 's/^array names\[2\] = \["\([^"]*\)","clamp100"\]$/\1/p' drawn/$chart.settings | sed 's/, / /g')" = "stable$([ ${chart##*-} = f32 ] && echo ' fused')" ]
        table "$chart-spans" 'below = '"$(names $chart below | tail -1)"'; above = '"$(names $chart above | tail -1)"'; from = 1e300; to = -1e300
            for (r = 1; r <= rows; r++) if (cell[r, "variant"] == "clamp100") {
                if (cell[r, "from"] < 0 && cell[r, "to"] > to) to = cell[r, "to"]
                if (cell[r, "from"] > 0 && cell[r, "from"] < from) from = cell[r, "from"] }
            print (below < 0 && above > 0 && (along(below) - along(to)) ^ 2 < 0.12 && (along(above) - along(from)) ^ 2 < 0.12 ? "near" : below " " to " " above " " from)' $chart >marks
        [ "$(cat marks)" = near ] || { cat marks; return 1; }
    done
}

@test "strip: a row for each variant, and what its gradient and its loss are where they fail" {
    chart=strip-nonsaturating.g-f32
    table "$chart" 'split("lost vanished nan overflow bounded sign", class, " "); p = 1
        for (k = 1; k <= 6; k++) for (r = 1; r <= rows; r++) if (cell[r, "class"] == class[k]) {
            from = cell[r, "from"] == "-inf" ? -34 : cell[r, "from"] == "inf" ? 31.2 : along(cell[r, "from"])
            to = cell[r, "to"] == "-inf" ? -31.2 : cell[r, "to"] == "inf" ? 34 : along(cell[r, "to"])
            base = -cell[r, "row"] + (cell[r, "output"] == "grad" ? 0.52 : 0.12)
            print p, k, (from + to) / 2, base + 0.18, from, to, base, base + 0.36 }' "$chart" >boxes
    points "$chart" | awk '$2 <= 6' >plotted-boxes
    awk -v drawn="$(cat plotted-boxes)" 'BEGIN { n = split(drawn, line, "\n") } { m = split($0, want, " "); split(line[NR], got, " ")
        for (i = 1; i <= m; i++) bad = bad || (want[i] - got[i]) ^ 2 > 1e-8 } END { exit bad || n != NR || NR < 6 }' boxes
    [ "$(names "$chart" rows | paste -sd' ')" = 'stable fused clamp100' ]
    # BCELoss's clamp: the gradient is wrong, then 0; the loss of -inf is finite; 0 where D is 1
    [ "$(awk -F'\t' 'NR > 1 { print $1, $2, $3, $4, ($5 < 0 ? "-" : "+") }' "page/charts/$chart.tsv" | sort -u | paste -sd,)" = \
        '3 clamp100 grad lost +,3 clamp100 grad lost -,3 clamp100 grad vanished +,3 clamp100 grad vanished -,3 clamp100 loss bounded -,3 clamp100 loss lost +,3 clamp100 loss vanished +' ]
}

@test "binades and histogram: the largest error of each binade, where it failed, and how many results have which error" {
    chart=binades-minimax.d_fake-f32
    table "$chart" 'for (p = 1; p <= panels; p++) for (k = 5; k <= 8; k++) for (r = 1; r <= rows; r++) {
        what = panel[p] ":" (k % 2 ? "loss" : "grad"); y = cell[r, what "_ulp"]; failed = number(cell[r, what "_failures"])
        if (k < 7 && failed > 0) print p, k, cell[r, "position"], k == 5 ? high / 4 : high / 40, k == 5 ? high : high / 10
        if (k >= 7 && y != "NaN") put(k, cell[r, "position"], y + 0 < 0.01 ? 0.01 : y + 0 > high / 100 ? high / 100 : y) }' "$chart" >curves
    ! diff <(sed -n 's/^\(.\) 5 /\1 /p' curves | cut -d' ' -f1,2) <(sed -n 's/^\(.\) 6 /\1 /p' curves | cut -d' ' -f1,2) >differ
    [ -s differ ]
    levels_are "$chart" 16777216
    points "$chart" | awk '$2 <= 4' | sort -n -k1,2 -s - curves | same_points "$chart"
    chart=histogram-minimax.d_fake-f32
    table "$chart" 'for (p = 1; p <= panels; p++) for (k = 1; k <= 2; k++) for (r = 1; r <= rows; r++) {
        y = cell[r, panel[p] (k == 1 ? ":loss" : ":grad")]; put(k, cell[r, "bin"], y > 0 ? y : 0.5) }' "$chart" | same_points "$chart"
}

@test "gradient and lost: the mean of a step, and the share of the batch that is lost, in percent" {
    table gradient-minimax 'split("d_real d_fake g", role, " ")
        for (p = 1; p <= panels; p++) for (k = 1; k <= 3; k++) for (r = 1; r <= rows; r++) {
            y = number(cell[r, panel[p] ":" role[k]]); if (y > 0) put(k, cell[r, "step"], y) }' gradient-minimax | same_points gradient-minimax
    table lost-minimax-minimax-f32 'split("d_real d_fake g", role, " ")
        for (p = 1; p <= panels; p++) for (k = 1; k <= 3; k++) for (r = 1; r <= rows; r++) put(k, cell[r, "step"], 100 * cell[r, panel[p] ":" role[k]])' lost-minimax-minimax-f32 |
        same_points lost-minimax-minimax-f32
    # those that lose something have a panel, the others are named
    [ "$(sed -n 's/^nothing = "\(.*\)"$/\1/p' drawn/lost-minimax-minimax-f32.settings | sed 's/, /,/g' | tr ',' '\n' | cat - <(names lost-minimax-minimax-f32 names) | sort | paste -sd' ')" = \
        "$(grep -o '"id": "minimax.d_real/[^"]*f32"' t.json | cut -d/ -f2 | sort -u | paste -sd' ')" ]
    names lost-minimax-minimax-f32 names | grep -qx clip1e7 && ! names lost-minimax-minimax-f32 names | grep -qx 'stable\|fused' || false
}

# tics AXIS CHART: "TEXT<tab>POSITION" of those with a text.
tics() {
    sed -n "s/^set $1tics   (\(.*\))$/\1/p" "drawn/$2.settings" | grep -o '"[^"]*" [^,]*' | sed 's/^"\(\\n\)\?\([^"]*\)" /\2\t/'
}

@test "a number at an axis stands where it says" {
    number='function value(text,   part) { return split(text, part, /\^\{|\}/) > 1 ? part[1] ^ part[2] : text } function near(a, b) { return (a / b - 1) ^ 2 < 1e-10 }'
    for chart in drawn/{speed,batch,error,saturation,binades,histogram,gradient}-*.settings; do
        chart=$(basename "$chart" .settings)
        tics y "$chart" | awk -F'\t' "$number"' !near(value($1), $2) { print; bad = 1 } END { exit bad || NR < 2 }' || { echo "$chart"; return 1; }
    done
    # the n-th step ends at 2^((n - 3)/2) ulp
    tics x histogram-minimax.d_fake-f32 | awk -F'\t' "$number"' !near(value($1), 2 ^ (($2 - 3) / 2)) { print; bad = 1 } END { exit bad || NR < 2 }'
    awk -F'\t' 'NR > 3 && $1 % 2 == 0 && $2 != "inf" && ($2 / 2 ^ (($1 - 2) / 2) - 1) ^ 2 > 1e-9 { print; bad = 1 } END { exit bad }' page/charts/histogram-minimax.d_fake-f32.tsv
    # a logit stands at its place, the infinities beyond all
    for chart in {saturation,error}-nonsaturating.g-{f32,f64} strip-nonsaturating.g-f32 saturation-wasserstein.g-f32; do
        tics x $chart | sed 's/−/-/' | awk -F'\t' -v end="$(sed -n 's/^x_end = //p' drawn/$chart.settings)" '
            $1 ~ /∞/ { bad = bad || ($1 ~ /-/ ? -$2 : $2) <= 28.5; next }
            { s = $1 < 0 ? -$1 : $1; at = s <= 20 ? s : 20 + 8 * log(s / 20) / log(end / 20); at = $1 < 0 ? -at : at; bad = bad || (at - $2) ^ 2 > 1e-6 }
            END { exit bad || NR < 7 }' || { echo $chart; return 1; }
    done
    for script in speed batch; do grep -qxF 'x_format = "10^{%T}"' "$root/reports/$script.gp"; done
}

# bats test_tags=slow
@test "a chart's script draws it alone, to the same bytes, and its head tells of every column" {
    for script in "$root"/reports/*.gp; do
        script=$(basename "$script" .gp)
        chart=$(find page/charts -name "$script-*.svg" | sort | head -1)
        [ -n "$chart" ] || case $script in history | along | begin | dark | decades | draw | head | panel | style | zones) continue ;; esac
        chart=$(basename "$chart" .svg)
        mkdir "alone-$script"
        cp page/charts/$chart.gp page/charts/$chart*.tsv "alone-$script"
        (cd "alone-$script" && env -i PATH="$PATH" gnuplot "$chart.gp" 2>/dev/null)
        cmp "page/charts/$chart.svg" "alone-$script/$chart.svg"
        cmp "page/charts/$chart.png" "alone-$script/$chart.png"
        ! grep -q "^ *load\|$root\|$PWD" "page/charts/$chart.gp" || false
        for column in $(head -qn 1 "alone-$script"/*.tsv | tr '\t' '\n' | sed 's/^[^:]*:/[A-Z]:/' | sort -u); do
            sed '/^[^#]/,$d' "page/charts/$chart.gp" | grep -q "^#   .*\b$column\b\|^#   $column\b" || { echo "$script: nothing tells of $column"; return 1; }
        done
    done
}

@test "a chart has other colours on a dark screen, names of its own, and no script in a title" {
    for chart in page/charts/*.svg; do
        name=$(basename "$chart" .svg)
        grep -q '@media screen and (prefers-color-scheme:dark)' "$chart"
        # a colour that is drawn with is one that the rules know
        sed 's/<style>.*<.style>//' "$chart" | grep -o '\(fill\|stroke\|color\)="#[0-9A-Fa-f]*"' | sort -u >colours
        [ "$(wc -l <colours)" -ge 5 ]
        while read -r colour; do grep -qF "[$colour]{" "$chart" || { echo "$name: $colour"; return 1; }; done <colours
        ! grep -q "=.\?[\"']rgb(" "$chart" || { echo "$name: a colour in another form"; return 1; }
        ! grep -o "id=['\"][^'\"]*" "$chart" | grep -v "id=.$name-\|id=.gnuplot_canvas" || { echo "$name: ids"; return 1; }
        [ "$(grep -o '<title>[^<]*' "$chart" | sort -u)" = "<title>$name" ]
        # what makes it smaller leaves every word as it is
        words=$(sed -n 's/^bound_words = "\(.*\)"$/\1/p' "page/charts/$name.gp")
        [ -z "$words" ] || grep -qF ">$(printf "$words")</text>" "$chart" || { echo "$name: $words"; return 1; }
    done
}
