# batch.gp -- the error of the mean over a batch and its parts against n, for one kernel and regime, one panel per
# reduction, log-log. Below the axis: drawn on its edge.

x_title = "batch, elements"
y_title = "error of the mean, ulp (0 is drawn at 0.0001)"
array parts[4] = ["total", "element", "sum", "scale"]
array legend_words[5] = ["error", "element: the kernel's own", "sum: the reduction", "scale: the division by n", \
    "bound of the sum"]
array legend_kind[5] = [grey.",5,1,0", blue.",1.4,1,7", vermillion.",1.4,2,5", green.",1.4,4,9", black.",1.2,3,0"]
clip(y) = y != y ? NaN : abs(y) < y_bottom ? y_bottom : abs(y)
is(v) = strcol(1) eq v

# Rows of other panels give NaN, over which a line goes on.
set datafile missing NaN
set multiplot
load reports.'/decades.gp'
set logscale x
set xrange [x_low:x_high]
set format x "10^{%T}"
load reports.'/head.gp'
do for [i=1:panels] {
    load reports.'/panel.gp'
    v = names[i]
    plot errors using 2:(is(v) ? clip(column("total")) : NaN) with lines lw 5 lc rgb grey, \
        errors using 2:(is(v) ? clip(column("sum_bound")) : NaN) with lines lw 1.2 dt 3 lc rgb black, \
        for [k=2:4] errors using 2:(is(v) ? clip(column(parts[k])) : NaN) with linespoints lw 1.2 ps 0.4 \
            dt dash[k - 1] pt mark[k - 1] lc rgb hue[k - 1]
    if (i == 1) {
        unset arrow
        unset object
        unset label
    }
}
unset multiplot
