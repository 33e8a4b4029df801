# histogram.gp -- how many of all results have which error, for one term and format, one panel per variant. The
# first step is what is correctly rounded; then two steps to each doubling of the error.

x_title = "error, ulp; the first step: correctly rounded"
y_title = "results"
y_bottom = 0.5
y_top = 3e10
array legend_words[3] = ["loss", "gradient", "right: correctly rounded; fail: of a class, or without one correct bit"]
array legend_kind[3] = ["block,".sky, vermillion.",1.8,1,0", "#FFFFFF,0,1,0"]
shown(n) = n > 0 ? n : y_bottom

load reports.'/decades.gp'
set xrange [0:bins]
unset xtics
set xtics nomirror out scale 0.5 offset 0,0.4 font ",8" textcolor rgb "#202020" ()
# The upper end of bin 2 m + 2 is 2^m ulp.
octaves = (bins - 3) / 2
every = octaves > 16 ? 8 : octaves > 8 ? 4 : octaves > 4 ? 2 : 1
do for [m=0:octaves] {
    if (m % every == 0) { set xtics add ((m < 10 ? sprintf("%d", 2 ** m) : sprintf("2^{%d}", m)) 2 * m + 3) }
}
do for [i=1:panels] {
    load reports.'/panel.gp'
    set label 21 loss_note[i] at screen X(left(i)), screen Y(top(i) - 20) font ",8" noenhanced
    set label 22 grad_note[i] at screen X(left(i)), screen Y(top(i) - 9) font ",8" noenhanced
    plot data using 1:(shown(column(v.":loss"))) with fillsteps fillstyle solid noborder fillcolor rgb sky, \
        data using 1:(shown(column(v.":grad"))) with steps lw 1.8 lc rgb vermillion
}
