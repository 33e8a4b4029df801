# lost.gp -- a training run: the share of the batch whose gradient a variant loses, against the step, one panel
# per variant, one line per role.

x_title = "training step"
y_title = "share of the batch whose gradient is lost, %"
array roles[3] = ["d_real", "d_fake", "g"]
array legend_words[3] = ["d_real: discriminator on real samples", "d_fake: discriminator on fakes", "g: generator"]
array legend_kind[3] = [blue.",2,1,0", vermillion.",2,2,0", green.",2,4,0"]

set xrange [x_low:x_high]
set yrange [-3:103]
set ytics 25
do for [i=1:panels] {
    load reports.'/panel.gp'
    plot for [k=1:3] steps using "step":(100 * column(v.":".roles[k])) \
        with lines lw 2 dt dash[k == 3 ? 3 : k] lc rgb hue[k]
}
