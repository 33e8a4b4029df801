# history.gp -- figures of one kernel over versions, a panel for each list of what compares, a line for each figure. A ring says
# that it became worse there, a square that it became better. The versions stand in their order along the axis.

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

# Rows of other lines give NaN, over which a line goes on.
set datafile missing NaN
if (y_linear) {
    set yrange [*:*]
    set offsets 0, 0, graph 0.15, graph 0.15
} else {
    load reports.'/decades.gp'
}
set xrange [x_low:x_high]
set xtics nomirror out scale 0.5 rotate by 20 right font ",7" noenhanced ()
do for [t=1:|tick_at|] { set xtics add (tick_words[t] tick_at[t]) }
do for [i=1:panels] {
    load reports.'/panel.gp'
    set bmargin at screen Y(bottom(i) - 14)
    plot for [k=1:count] table using "place":(is(i, lines[k]) ? column("value") : NaN) with linespoints \
            lw 1.4 ps 0.6 dt dash[k] pt mark[k] lc rgb hue[k], \
        for [k=1:count] table using "place":(is(i, lines[k]) && column("change") > 0 ? column("value") : NaN) \
            with points pt 6 ps 1.8 lw 2 lc rgb vermillion, \
        for [k=1:count] table using "place":(is(i, lines[k]) && column("change") < 0 ? column("value") : NaN) \
            with points pt 4 ps 1.8 lw 2 lc rgb green
}
