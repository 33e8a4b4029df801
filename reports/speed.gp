# speed.gp -- time per element against the batch for one term and format, one panel per variant, the fastest first; one line
# per regime of inputs, or per reduction. Upright lines: where the batch fills a cache. Below the dashed line no time can
# be: what the machine needs to copy as many bytes as an element has. The right axis: elements per second.
#
# The table beside it, one row for each time:
#   variant         the variant
#   line            the regime of inputs; for batch means the reduction
#   batch           elements of a call
#   ns_per_element  the median time of an element
#   ns_low, ns_high its quartiles
#   elements_per_second  the same time, as a rate
#   copy_ns         what copying its bytes takes, from the cache in which the batch is; NaN: not measured

x_title = "batch, elements"
y_title = "left: time per element, ns; right: elements per second"
reference = 0
do for [i=1:panels] {
    if (names[i] eq "stable") { reference = i }
}
reference = panels > 1 ? reference : 0
count = |lines|
array legend_words[count + 3]
array legend_kind[count + 3]
do for [k=1:count] {
    legend_words[k] = lines[k]
    h = 1 + (k - 1) % 8
    legend_kind[k] = sprintf("%s,1.6,%d,%d", hue[h], dash[h], mark[h])
}
legend_words[count + 1] = reference ? "stable, ".lines[1] : ""
legend_kind[count + 1] = reference ? grey.",5,1,0" : "#FFFFFF,0,1,0"
legend_words[count + 2] = cache_words
legend_kind[count + 2] = strlen(cache_words) ? black.",1,3,0" : "#FFFFFF,0,1,0"
legend_words[count + 3] = copy_words
legend_kind[count + 3] = strlen(copy_words) ? black.",1.4,2,0" : "#FFFFFF,0,1,0"
is(v, l) = strcol(1) eq v && strcol(2) eq l
grid_columns = panels > 1 ? 2 : 1
panel_height = 120
gutter = 40
right_gutter = 44
load 'begin.gp'

# Rows of other lines give NaN, over which a line goes on.
set datafile missing NaN
load 'decades.gp'
set logscale x
set xrange [x_low:x_high]
x_format = "10^{%T}"
# The same heights, said as a rate.
set logscale y2
set y2range [1e9 / y_bottom:1e9 / y_top]
set y2tics () nomirror out scale 0.4 offset -0.8,0 font small textcolor rgb ink
do for [n=6:12] { set y2tics add (sprintf("10^{%d}", n) 10.0 ** n) }
set border 11 lc rgb frame
do for [i=1:panels] {
    load 'panel.gp'
    do for [c=1:|caches|] {
        if (caches[c] > x_low && caches[c] < x_high) {
            set arrow 50+c from caches[c], graph 0 to caches[c], graph 1 nohead lw 1 dt 3 lc rgb black
            set label 50+c sprintf("L%d", c) at caches[c], graph 1 offset 0,0.6 center font small textcolor rgb ink
        }
    }
    times = chart_name.".tsv"
    plot times using 3:(reference > 0 && is(names[reference], lines[1]) ? $4 : NaN) with lines lw 5 lc rgb grey, \
        times using 3:(is(v, lines[1]) ? $8 : NaN) with lines lw 1.4 dt 2 lc rgb black, \
        for [k=1:count] times using 3:(is(v, lines[k]) ? $4 : NaN):5:6 \
            with yerrorbars pt 0 lw 1 lc rgb hue[1 + (k - 1) % 8], \
        for [k=1:count] times using 3:(is(v, lines[k]) ? $4 : NaN) with linespoints lw 1.6 ps 0.6 \
            dt dash[1 + (k - 1) % 8] pt mark[1 + (k - 1) % 8] lc rgb hue[1 + (k - 1) % 8]
}
