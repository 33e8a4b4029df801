# history.gp -- figures of one kernel over versions, a panel for each list of what compares, a line for each figure. A ring says
# that it became worse there, a square that it became better. The versions stand in their order along the axis.
#
# The table beside it, one row for each figure of a version:
#   panel    the panel, from 1
#   figure   what it is a figure of
#   place    the version's place in their order, from 1
#   version  its name
#   value    the figure; of counts, 0.5 for none; NaN: it has none
#   change   1: it became worse there; -1: better; 0: neither

x_title = "version"
y_title = y_words
count = |lines|
array legend_words[count + 2]
array legend_kind[count + 2]
do for [k=1:count] {
    legend_words[k] = lines[k]
    legend_kind[k] = sprintf("%s,1.4,%d,%d", hue[k], dash[k], mark[k])
}
legend_words[count + 1] = "worse"
legend_kind[count + 1] = vermillion.",0,1,6"
legend_words[count + 2] = "better"
legend_kind[count + 2] = green.",0,1,4"
is(p, l) = int(column("panel")) == p && strcol("figure") eq l

grid_columns = panels > 1 ? 2 : 1
panel_height = 180
gutter = 50
load 'begin.gp'

# Rows of other lines give NaN, over which a line goes on.
set datafile missing NaN
if (y_linear) {
    set yrange [*:*]
    set offsets 0, 0, graph 0.15, graph 0.15
} else {
    load 'decades.gp'
}
set xrange [x_low:x_high]
set xtics () nomirror out scale 0.4 rotate by 20 right font "DejaVu Sans,12" textcolor rgb ink noenhanced
do for [t=1:|tick_at|] { set xtics add (tick_words[t] tick_at[t]) }
do for [i=1:panels] {
    load 'panel.gp'
    set bmargin at screen Y(bottom(i) - 34)
    plot for [k=1:count] chart_name.".tsv" using "place":(is(i, lines[k]) ? column("value") : NaN) with linespoints \
            lw 1.4 ps 0.6 dt dash[k] pt mark[k] lc rgb hue[k], \
        for [k=1:count] chart_name.".tsv" using "place":(is(i, lines[k]) && column("change") > 0 ? column("value") : NaN) \
            with points pt 6 ps 1.8 lw 2 lc rgb vermillion, \
        for [k=1:count] chart_name.".tsv" using "place":(is(i, lines[k]) && column("change") < 0 ? column("value") : NaN) \
            with points pt 4 ps 1.8 lw 2 lc rgb green
}
