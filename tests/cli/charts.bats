# What charts show is what their tables hold: each script of reports/ is run as report runs it, and the points that it plots are
# compared with those that the table says, column by column; so are the numbers at its axes with where they stand.

load common

# A report of all kinds of charts, whose gnuplot also writes what is plotted, as text, and the settings that it is plotted with.
setup_file() {
    load common
    cd "$BATS_FILE_TMPDIR" || return
    mkdir drawn
    cp -r "$root/reports" scripts
    sed -i 's/^set format x .*/set format x "%.17g"/' scripts/*.gp # else a number on the axis is its power of ten
    cat >plotter <<'END'
#!/bin/sh
sed "s|^reports = .*|reports = \"$HERE/scripts\"|
    s|^load reports.'/draw.gp'|load reports.'/style.gp'; set table chart_name.'.points'; load reports.'/'.chart_script.'.gp'; unset table; save chart_name.'.settings'|" \
    "$2" >.points.gp
gnuplot -d .points.gp && mv ./*.points ./*.settings "$HERE/drawn" && rm .points.gp && exec gnuplot "$@"
END
    chmod +x plotter
    data=$root/tests/data
    "$ganloss" verify 'nonsaturating.g/stable/*' 'nonsaturating.g/clamp100/*' 'wasserstein.g/stable/f32' -q --save v.json >/dev/null
    "$ganloss" verify 'minimax.d_fake/stable/f32' 'minimax.d_fake/clip1e7/f32' --level exhaustive --shard 60/127 -q --save e.json >/dev/null
    "$ganloss" batch 'nonsaturating.g/stable/f32' --batch 3,100,4097 --regime early --save b.json -q >/dev/null
    "$ganloss" trace "$data/minimax-real.npy" "$data/minimax-fake.npy" --loss minimax --compute f32 --save t.json -q >/dev/null
    # times of which every column is another one, so that none can be taken for its neighbour
    awk 'BEGIN {
        print "{\"schema\": \"ganloss-result/2\", \"command\": \"bench\", \"bench\": ["
        for (variant = 0; variant < 2; variant++) for (regime = 0; regime < 2; regime++) for (batch = 1; batch < 1e6; batch *= 16)
            printf "%s{\"id\": \"nonsaturating.g/%s/f32\", \"kind\": \"element\", \"regime\": \"%s\", \"batch\": %d, \"ns_per_element\": %g, \"ns_low\": %g, \"ns_high\": %g, \"ns_per_call\": %g, \"bytes_per_element\": 12}\n",
                n++ ? "," : "", variant ? "stable" : "naive", regime ? "early" : "saturated", batch, 2 + n / 10, 1 + n / 11, 5 + n / 7, batch * (2 + n / 10)
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

# table TSV PROGRAM CHART: the table through awk, in which the function at(COLUMN) is a cell of the line by its column; the names
# of panels are in panel[1..panels], `low` and `high` are the ends of the y axis.
table() {
    awk -F'\t' -v names="$(names "$3" names | paste -sd,)" -v lines="$(names "$3" lines | paste -sd,)" \
        -v low="$(sed -n 's/^set yrange \[ \([^ ]*\) .*/\1/p' "drawn/$3.settings")" -v high="$(sed -n 's/^set yrange \[ [^ ]* : \([^ ]*\) .*/\1/p' "drawn/$3.settings")" '
        function at(name) { return $column[name] }
        function number(text) { return text == "NaN" ? 0 : text + 0 }
        function size(x) { return x < 0 ? -x : x }
        function put(curve, x, y) { print p, curve, x, y }
        BEGIN { panels = split(names, panel, ","); count = split(lines, line, ",") }
        FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        { rows++; for (i in column) cell[rows, i] = $column[i] }
        END { '"$2"' }' "page/data/$1.tsv"
}

@test "speed: the median at its batch, with the quartiles below and above, and stable's behind it" {
    chart=speed-element-nonsaturating.g-f32
    table "$chart" '
        for (p = 1; p <= panels; p++) {
            for (r = 1; r <= rows; r++) if (cell[r, "variant"] == "stable" && cell[r, "line"] == line[1]) print p, 1, cell[r, "batch"], cell[r, "ns_per_element"]
            for (k = 1; k <= count; k++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "line"] == line[k])
                print p, 1 + k, cell[r, "batch"], cell[r, "ns_per_element"], cell[r, "ns_low"], cell[r, "ns_high"]
            for (k = 1; k <= count; k++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "line"] == line[k])
                print p, 1 + count + k, cell[r, "batch"], cell[r, "ns_per_element"]
        }' "$chart" | same_points "$chart"
    awk -F'\t' 'NR > 1 && !($5 < $4 && $4 < $6) { print; bad = 1 } END { exit bad || NR != 21 }' "page/data/$chart.tsv"
}

@test "a time stands between its quartiles in every table" {
    awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i; next } !($c["ns_low"] < $c["ns_per_element"] && $c["ns_per_element"] < $c["ns_high"]) { print; bad = 1 }
        END { exit bad || NR != 21 }' page/data/bench.tsv
    sed -n '/<th class="n">ns per element<\/th>/,/<\/table>/p' page/index.html | grep -c '<th class="n">ns per element</th><th class="n">from</th><th class="n">to</th>' | grep -qx 1
    sed -n 's|^<tr><th>nonsaturating.g/[a-z]*/f32</th><td>element</td>.*<td class="n">\(.*\)</td><td class="n">\(.*\)</td><td class="n">\(.*\)</td><td class="n">.*</td></tr>$|\1 \2 \3|p' page/index.html |
        awk '!($2 < $1 && $1 < $3) { print; bad = 1 } END { exit bad || NR != 20 }'
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
        table "${chart/error/spans}" 'for (p = 1; p <= panels; p++) for (k = 5; k <= 6; k++) for (r = 1; r <= rows; r++)
            if (cell[r, "variant"] == panel[p] && cell[r, "what"] == (k == 5 ? "loss_ulp" : "grad_ulp"))
                print p, k, (cell[r, "from"] + cell[r, "to"]) / 2, 1, cell[r, "from"], cell[r, "to"], k == 5 ? high / 4 : high / 40, k == 5 ? high : high / 10' $chart >spans
        table "${chart/error/curve}" 'for (p = 1; p <= panels; p++) for (k = 7; k <= 8; k++) for (r = 1; r <= rows; r++) {
            y = cell[r, panel[p] (k == 7 ? ":loss_ulp" : ":grad_ulp")]
            if (y != "NaN") put(k, cell[r, "logit"], y + 0 < 0.01 ? 0.01 : y > high / 100 ? high / 100 : y) }' $chart >curves
        points $chart | awk '$2 <= 4' | sort -n -k1,2 -s - spans curves | same_points $chart
    done
}

@test "saturation: the exact gradient and the one returned, and what is wrong where" {
    for chart in saturation-nonsaturating.g-f32 saturation-nonsaturating.g-f64; do
        table "${chart/saturation/spans}" 'split("off zero not-finite sign", fault, " ")
            for (p = 1; p <= panels; p++) {
                for (k = 1; k <= 4; k++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "what"] == fault[k])
                    print p, k, (cell[r, "from"] + cell[r, "to"]) / 2, 1, cell[r, "from"], cell[r, "to"], low, high
            }' $chart >spans
        table "${chart/saturation/spans}" 'for (p = 1; p <= panels; p++) for (r = 1; r <= rows; r++) if (cell[r, "variant"] == panel[p] && cell[r, "what"] == "zero")
            put(7, cell[r, "from"] > 0 ? cell[r, "from"] : cell[r, "to"], low * (high / low) ^ 0.03)' $chart >zeros
        table "${chart/saturation/curve}" 'for (p = 1; p <= panels; p++) {
            for (r = 1; r <= rows; r++) if (cell[r, "exact_grad"] != "NaN") put(5, cell[r, "logit"], size(cell[r, "exact_grad"]))
            for (r = 1; r <= rows; r++) { y = size(number(cell[r, panel[p] ":grad"])); if (y > 0) put(6, cell[r, "logit"], y) } }' $chart >curves
        grep -q '^[12] 7 ' zeros
        sort -n -k1,2 -s spans curves zeros | same_points $chart
    done
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
    awk -F'\t' 'NR > 3 && $1 % 2 == 0 && $2 != "inf" && ($2 / 2 ^ (($1 - 2) / 2) - 1) ^ 2 > 1e-9 { print; bad = 1 } END { exit bad }' page/data/histogram-minimax.d_fake-f32.tsv
    # D at its logit: 10^-n, 1 - 10^-n, 1 - 2^-n
    for format in f32 f64; do
        tics x saturation-nonsaturating.g-$format | sed 'y/⁰¹²³⁴⁵⁶⁷⁸⁹⁻−/0123456789--/; s/^½/1-2-1/' |
            awk -F'\t' '{ n = split($1, part, "-"); s = n == 3 ? part[3] * log(part[2]) : -part[2] * log(part[1])
                if ($1 == "1-2-1") s = 0
                if (s - $2 > 0.1 || $2 - s > 0.1) { print; bad = 1 } } END { exit bad || NR < 5 }'
    done
    for script in speed batch; do grep -qxF 'set format x "10^{%T}"' "$root/reports/$script.gp"; done
}
