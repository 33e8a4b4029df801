# tradeoff.gp -- speed against accuracy: every variant of one term and format by its time and its largest error, whoever
# wrote it. The line is the front: what lies above and to the right of it is beaten in both by one on it. Above the upper
# line stands what fails at some finite input, by time alone, with what happens first on the way out from s = 0.
#
# The table beside it, one row for each variant:
#   variant         the variant, with its library if it has one
#   ns_per_element  the median time
#   ns_low, ns_high its quartiles
#   max_ulp         the largest error of loss and gradient, in ulps
#   evidence        exact: over every float; lower-bound: over those tried
#   fails           the class of what fails nearest to s = 0 (see strip.gp), - for nothing
#   front           1: on the front
#   drawn_at        the height of its mark on the axis of ulps
#   label_at        the height of its name

x_title = "time per element, ns: left is faster"
y_title = "largest error, ulp: down is better"
array legend_words[4] = ["error exact", "error at least", "fails", "the front: nothing is faster and no less accurate"]
array legend_kind[4] = [blue.",0,1,7", blue.",0,1,6", vermillion.",0,1,2", green.",2.5,1,4"]
panel_height = pixels
panel_lines = 0
load 'begin.gp'

is_right(r) = strcol("fails") eq "-"
set logscale y
set yrange [y_bottom:y_top]
set ytics () nomirror out scale 0.4 offset 0.6,0 font small textcolor rgb ink
do for [n=floor(log10(y_bottom)):ceil(log10(y_split))] {
    do for [m in (y_split / y_bottom > 200 ? "1" : "1 2 5")] {
        if (m * 10.0 ** n >= y_bottom && m * 10.0 ** n <= y_split) { set ytics add (sprintf("%g", m * 10.0 ** n) m * 10.0 ** n) }
    }
}
# The axis of times ends before the column of names does.
names_at = 592 - 7.6 * longest
names_at = names_at > 250 ? names_at : 250.0
x_of(pixel) = x_low * (x_high / x_low) ** ((pixel - left(1)) / (names_at - 24 - left(1)))
set logscale x
set xrange [x_low:x_of(right(1))]
unset xtics
set xtics nomirror out scale 0.4 offset 0,0.3 font small textcolor rgb ink
every = log10(x_high / x_low) > 1.5 ? 1 : 0
do for [n=floor(log10(x_low)):ceil(log10(x_high))] {
    do for [m in (every ? "1" : "1 2 5")] {
        if (m * 10.0 ** n >= x_low && m * 10.0 ** n <= x_high) { x_named = x_named.sprintf('%s"%g" %g', strlen(x_named) ? ", " : "", m * 10.0 ** n, m * 10.0 ** n) }
    }
}
x_bare = x_named
do for [i=1:panels] {
    load 'panel.gp'
    if (y_top > y_split * 1.001) {
        set object 63 rectangle from graph 0, first y_split to graph 1, first y_top behind fillstyle solid noborder fillcolor rgb shade
        set label 30 "fails" at graph 0.02, graph 0.98 offset 0,-0.5 font bold textcolor rgb ink
    }
    table = chart_name.".tsv"
    plot table using (is_right(0) && column("front") == 1 ? column("ns_per_element") : NaN):"drawn_at" with steps lw 2.5 lc rgb green, \
        table using (column("front") == 1 ? column("ns_per_element") : NaN):"drawn_at" with points pt 4 ps 2 lw 2 lc rgb green, \
        table using "ns_per_element":"drawn_at":(x_of(names_at - 6) - column("ns_per_element")):(column("label_at") - column("drawn_at")) \
            with vectors nohead lw 0.6 lc rgb grey, \
        table using "ns_per_element":"drawn_at":"ns_low":"ns_high" with xerrorbars pt 0 lw 1 lc rgb frame, \
        table using (is_right(0) && strcol("evidence") eq "exact" ? column("ns_per_element") : NaN):"drawn_at" with points pt 7 ps 1.1 lc rgb blue, \
        table using (is_right(0) && strcol("evidence") ne "exact" ? column("ns_per_element") : NaN):"drawn_at" with points pt 6 ps 1.1 lc rgb blue, \
        table using (is_right(0) ? NaN : column("ns_per_element")):"drawn_at" with points pt 2 ps 0.9 lc rgb vermillion, \
        table using (x_of(names_at)):"label_at":(sprintf("%s  %s, %.3g ns", strcol("variant"), is_right(0) ? sprintf("%.3g ulp", column("max_ulp")) : strcol("fails"), column("ns_per_element"))) \
            with labels left font small noenhanced textcolor rgb ink
}
