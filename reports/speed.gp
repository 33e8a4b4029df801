# speed.gp -- time per element against the batch for one term and format, one panel per variant, one line per
# regime of inputs or per reduction. The vertical lines: where the batch fills a cache.

x_title = "batch, elements"
y_title = "time per element, ns"
reference = 0
do for [i=1:panels] {
    if (names[i] eq "stable") { reference = i }
}
reference = panels > 1 ? reference : 0
count = |lines|
array legend_words[count + 2]
array legend_kind[count + 2]
do for [k=1:count] {
    legend_words[k] = lines[k]
    h = 1 + (k - 1) % 8
    legend_kind[k] = sprintf("%s,1.4,%d,%d", hue[h], dash[h], mark[h])
}
legend_words[count + 1] = reference ? "stable, ".lines[1] : ""
legend_kind[count + 1] = reference ? grey.",5,1,0" : "#FFFFFF,0,1,0"
legend_words[count + 2] = cache_words
legend_kind[count + 2] = strlen(cache_words) ? black.",1,3,0" : "#FFFFFF,0,1,0"
is(v, l) = strcol(1) eq v && strcol(2) eq l

# Rows of other lines give NaN, over which a line goes on.
set datafile missing NaN
load reports.'/decades.gp'
set logscale x
set xrange [x_low:x_high]
set format x "10^{%T}"
do for [i=1:panels] {
    load reports.'/panel.gp'
    do for [c=1:|caches|] {
        if (caches[c] > x_low && caches[c] < x_high) {
            set arrow 50+c from caches[c], graph 0 to caches[c], graph 1 nohead lw 1 dt 3 lc rgb black
            set label 50+c sprintf("L%d", c) at caches[c], graph 1.06 center font ",8"
        }
    }
    plot times using 3:(reference > 0 && is(names[reference], lines[1]) ? $4 : NaN) with lines lw 5 lc rgb grey, \
        for [k=1:count] times using 3:(is(v, lines[k]) ? $4 : NaN):5:6 \
            with yerrorbars pt 0 lw 1 lc rgb hue[1 + (k - 1) % 8], \
        for [k=1:count] times using 3:(is(v, lines[k]) ? $4 : NaN) with linespoints lw 1.4 ps 0.7 \
            dt dash[1 + (k - 1) % 8] pt mark[1 + (k - 1) % 8] lc rgb hue[1 + (k - 1) % 8]
}
