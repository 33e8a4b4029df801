# strip.gp -- what fails where: one row per variant of a term in one format, the upper bar for the gradient, the lower one for
# the loss, along the logit s; the two cells at the ends are the infinities. Where nothing is drawn, nothing fails. What fails
# nowhere stands on top, then what fails farthest from s = 0.
#
# The table beside it, one row for each stretch of one class:
#   row      the row of the chart, 1 at the top
#   variant  the variant
#   output   grad or loss
#   class    sign: of the wrong sign; nan: NaN for a number; vanished: 0 for a number that is not; lost: off by half of it or
#            more; overflow: infinity for a number; bounded: a number for infinity
#   from     where the stretch begins, as a logit; -inf or inf: at the infinity itself
#   to       where it ends

x_title = at_D ? "logit of D, s = log(D / (1 − D)); shaded: logarithmic" : at_score ? "the critic's score s; shaded: logarithmic" : \
    "logit s, D = 1 / (1 + e^{−s}); shaded: logarithmic"
y_title = "upper bar: gradient; lower bar: loss; ".evidence
array class[6] = ["lost", "vanished", "nan", "overflow", "bounded", "sign"]
array class_fill[6] = ["#F7D9A0", vermillion, black, purple, sky, blue]
array class_pattern[6] = [3, 3, 3, 4, 5, 1]
array legend_words[6] = ["wrong by half or more", "0, not a number", "NaN", "infinite", "not infinite", "wrong sign"]
array legend_kind[6]
do for [k=1:6] { legend_kind[k] = sprintf("block,%s,%d", class_fill[k], class_pattern[k]) }
legend_words[2] = "zero: nothing is learnt"
legend_words[5] = "finite for an infinity"
longest = 0
do for [r=1:|rows|] { longest = strlen(rows[r]) > longest ? strlen(rows[r]) : longest }
gutter = 24 + 8.4 * (longest < 26 ? longest : 26)
panel_height = 38 * |rows|
panel_lines = 0
load 'begin.gp'

x_more = 7
load 'along.gp'
x_named = x_named.sprintf(', "−∞" %g, "∞" %g', -even_to - beyond - 4.6, even_to + beyond + 4.6)
x_bare = x_named
# An infinity has a cell of its own.
edge(text, side) = text eq "-inf" ? -even_to - beyond - (side < 0 ? 6 : 3.2) : text eq "inf" ? even_to + beyond + (side < 0 ? 3.2 : 6) : along(real(text))
from(r) = edge(strcol("from"), -1)
to(r) = edge(strcol("to"), 1)
middle(r) = (from(r) + to(r)) / 2
is(k) = strcol("class") eq class[k]
# What fits into its bar is said there, too.
is_wide(letters) = to(0) - from(0) > 1.4 * letters
named(r) = strcol("class") eq "vanished" && is_wide(1) ? "0" : strcol("class") eq "nan" && is_wide(3) ? "NaN" : strcol("class") eq "lost" && is_wide(5) ? "wrong" : ""
base(r) = -$1 + (strcol("output") eq "grad" ? 0.52 : 0.12)
set yrange [-|rows| - 0.05:0.05]
unset ytics
set grid noytics
do for [i=1:panels] {
    load 'panel.gp'
    load 'zones.gp'
    do for [r=1:|rows|] {
        row_name = strlen(rows[r]) < 27 ? rows[r] : substr(rows[r], 1, 25)."…"
        set label 300+r row_name at screen X(gutter - 10), first 0.5 - r right font typeface noenhanced textcolor rgb ink
        if (clean[r]) { set label 400+r "nothing fails" at along(0), first 0.5 - r center font small textcolor rgb frame }
        set arrow 300+r from graph 0, first -r to graph 1, first -r nohead lw 0.7 lc rgb faint
    }
    # Every row has a label, if only an empty one: gnuplot 5.4 may crash on a plot of labels without any.
    if (stretches > 0) {
        plot for [k=1:3] chart_name.".tsv" using (is(k) ? middle(0) : NaN):(base(0) + 0.18):(from(0)):(to(0)):(base(0)):(base(0) + 0.36) \
                with boxxyerror fillstyle solid border lc rgb class_fill[k] fillcolor rgb class_fill[k], \
            for [k=4:6] chart_name.".tsv" using (is(k) ? middle(0) : NaN):(base(0) + 0.18):(from(0)):(to(0)):(base(0)):(base(0) + 0.36) \
                with boxxyerror fillstyle pattern class_pattern[k] border lc rgb class_fill[k] fillcolor rgb class_fill[k], \
            chart_name.".tsv" using (middle(0)):(base(0) + 0.18):(named(0)):(strcol("class") eq "lost" ? 0x202020 : 0xFFFFFF) \
                with labels font "DejaVu Sans,11" noenhanced textcolor rgb variable
    } else {
        plot NaN
    }
}
