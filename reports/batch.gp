# batch.gp -- the error of the mean over a batch and its parts against n, for one kernel and regime, one panel per
# reduction, log-log. What is below the axis, as the division by a power of two is, is not drawn.
#
# The table beside it, one row for each mean, in ulps of the exact one, with signs:
#   reduction  how the elements were added up
#   batch      how many they were
#   total      the error of the mean; the next three add up to it
#   element    what the elements' own errors add up to
#   sum        what the reduction adds
#   scale      what the division by n adds
#   sum_bound  how much the reduction can add at the most

x_title = "batch, elements"
y_title = "error of the mean, ulp, in one sampled batch of each size (below 0.0001: not drawn)"
array parts[4] = ["total", "element", "sum", "scale"]
array legend_words[5] = ["error", "element: the kernel's own", "sum: the reduction", "scale: the division by n", \
    "bound of the sum"]
array legend_kind[5] = [grey.",5,1,0", blue.",1.4,1,0", vermillion.",1.4,2,0", green.",1.4,4,0", black.",1.2,3,0"]
shown(y) = abs(y) < y_bottom ? NaN : abs(y)
is(v) = strcol(1) eq v
grid_columns = panels > 1 ? 2 : 1
panel_height = 170
load 'begin.gp'

# Rows of other panels, and what is not drawn, give NaN, over which a line goes on.
set datafile missing NaN
load 'decades.gp'
set logscale x
set xrange [x_low:x_high]
x_format = "10^{%T}"
errors = chart_name.".tsv"
do for [i=1:panels] {
    load 'panel.gp'
    plot errors using 2:(is(v) ? shown(column("total")) : NaN) with lines lw 5 lc rgb grey, \
        errors using 2:(is(v) ? shown(column("sum_bound")) : NaN) with lines lw 1.2 dt 3 lc rgb black, \
        for [k=2:4] errors using 2:(is(v) ? shown(column(parts[k])) : NaN) with lines lw 1.4 \
            dt dash[k - 1] lc rgb hue[k - 1]
}
