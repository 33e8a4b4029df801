# batch.gp -- the error of the mean over a batch and its parts against n, for one kernel and regime, one panel per
# reduction, log-log. What is below the axis, as the division by a power of two is, is not drawn.

x_title = "batch, elements"
y_title = "error of the mean, ulp (below 0.0001: not drawn)"
array parts[4] = ["total", "element", "sum", "scale"]
array legend_words[5] = ["error", "element: the kernel's own", "sum: the reduction", "scale: the division by n", \
    "bound of the sum"]
array legend_kind[5] = [grey.",5,1,0", blue.",0.8,1,7", vermillion.",0.8,2,5", green.",0.8,4,9", black.",1.2,3,0"]
shown(y) = abs(y) < y_bottom ? NaN : abs(y)
is(v) = strcol(1) eq v

# Rows of other panels, and what is not drawn, give NaN, over which a line goes on.
set datafile missing NaN
load reports.'/decades.gp'
set logscale x
set xrange [x_low:x_high]
set format x "10^{%T}"
do for [i=1:panels] {
    load reports.'/panel.gp'
    plot errors using 2:(is(v) ? shown(column("total")) : NaN) with lines lw 5 lc rgb grey, \
        errors using 2:(is(v) ? shown(column("sum_bound")) : NaN) with lines lw 1.2 dt 3 lc rgb black, \
        for [k=2:4] errors using 2:(is(v) ? shown(column(parts[k])) : NaN) with linespoints lw 0.8 ps 0.5 \
            dt dash[k - 1] pt mark[k - 1] lc rgb hue[k - 1]
}
