# gradient.gp -- a training run: the exact mean |gradient| of each role against the step, one panel per loss.
#
# The table beside it, one row for each step:
#   step      the training step
#   L:d_real  of loss L, the exact mean size of the gradients of the discriminator on real samples; NaN: it has none
#   L:d_fake  of the discriminator on the generator's
#   L:g       of the generator

x_title = "training step"
y_title = "exact mean |gradient| over the batch"
array roles[3] = ["d_real", "d_fake", "g"]
array legend_words[3] = ["d_real: D on real samples", "d_fake: D on fakes", "g: generator"]
array legend_kind[3] = [blue.",2,1,0", vermillion.",2,2,0", green.",2,4,0"]

grid_columns = panels > 1 ? 2 : 1
panel_height = 150
load 'begin.gp'

load 'decades.gp'
set xrange [x_low:x_high]
steps_between = 10.0 ** floor(log10(x_high / 4.0))
set xtics steps_between * (x_high < 5 * steps_between ? 1 : x_high < 10 * steps_between ? 2 : x_high < 25 * steps_between ? 5 : 10)
do for [i=1:panels] {
    load 'panel.gp'
    plot for [k=1:3] chart_name.".tsv" using "step":(column(v.":".roles[k]) > 0 ? column(v.":".roles[k]) : NaN) \
        with lines lw 2 dt dash[k == 3 ? 3 : k] lc rgb hue[k]
}
