# gradient.gp -- a training run: the exact mean |gradient| of each role against the step, one panel per loss.

x_title = "training step"
y_title = "exact mean |gradient| over the batch"
array roles[3] = ["d_real", "d_fake", "g"]
array legend_words[3] = ["d_real: discriminator on real samples", "d_fake: discriminator on fakes", "g: generator"]
array legend_kind[3] = [blue.",2,1,0", vermillion.",2,2,0", green.",2,4,0"]

load reports.'/decades.gp'
set xrange [x_low:x_high]
do for [i=1:panels] {
    load reports.'/panel.gp'
    plot for [k=1:3] steps using "step":(column(v.":".roles[k]) > 0 ? column(v.":".roles[k]) : NaN) \
        with lines lw 2 dt dash[k == 3 ? 3 : k] lc rgb hue[k]
}
