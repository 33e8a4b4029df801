# histogram.gp -- how many of all results have which error, for one term and format, one panel per variant. The
# first step is what is correctly rounded; then two steps to each doubling of the error.
#
# The table beside it, one row for each step:
#   bin        the number of the step, from 0; the last row ends the last one
#   up_to_ulp  the largest error that it counts
#   V:loss     how many losses of variant V have such an error
#   V:grad     how many gradients

x_title = "error, ulp; the first step: correctly rounded"
y_title = "results"
y_bottom = 0.5
y_top = 3e10
array legend_words[3] = ["loss", "gradient", ""]
array legend_kind[3] = ["block,".sky.",3", vermillion.",1.8,1,0", "#FFFFFF,0,1,0"]
shown(n) = n > 0 ? n : y_bottom

grid_columns = panels > 1 ? 2 : 1
panel_height = 130
panel_lines = 3
load 'begin.gp'

load 'decades.gp'
set xrange [0:bins]
set xtics nomirror out scale 0.4 offset 0,0.3 font small textcolor rgb ink
# The upper end of bin 2 m + 2 is 2^m ulp.
octaves = (bins - 3) / 2
every = octaves > 16 ? 8 : octaves > 8 ? 4 : octaves > 4 ? 2 : 1
do for [m=0:octaves] {
    if (m % every == 0) {
        x_named = x_named.sprintf('%s"%s" %d', strlen(x_named) ? ", " : "", m < 10 ? sprintf("%d", 2 ** m) : sprintf("2^{%d}", m), 2 * m + 3)
        x_bare = x_bare.sprintf('%s"" %d', strlen(x_bare) ? ", " : "", 2 * m + 3)
    }
}
do for [i=1:panels] {
    load 'panel.gp'
    set label 21 loss_note[i] at screen X(left(i)), screen Y(top(i) - 28) font small noenhanced textcolor rgb ink
    set label 22 grad_note[i] at screen X(left(i)), screen Y(top(i) - 11) font small noenhanced textcolor rgb ink
    plot chart_name.".tsv" using 1:(shown(column(v.":loss"))) with fillsteps fillstyle solid noborder fillcolor rgb sky, \
        chart_name.".tsv" using 1:(shown(column(v.":grad"))) with steps lw 1.8 lc rgb vermillion
}
