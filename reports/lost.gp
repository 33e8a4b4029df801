# lost.gp -- a training run: the share of the batch whose gradient a variant loses, against the step, one panel
# per variant, one line per role.
#
# The table beside it, one row for each step:
#   step      the training step
#   V:d_real  the share, from 0 to 1, that variant V loses of the discriminator's gradients on real samples; NaN: none
#   V:d_fake  on the generator's
#   V:g       of the generator's gradients

x_title = "training step"
y_title = "share of the batch whose gradient is lost, %"
array roles[3] = ["d_real", "d_fake", "g"]
array legend_words[3] = ["d_real: D on real samples", "d_fake: D on fakes", "g: generator"]
array legend_kind[3] = [blue.",2,1,0", vermillion.",2,2,0", green.",2,4,0"]

head_note = strlen(nothing) ? "Nothing is lost by: ".nothing : ""
grid_columns = panels > 1 ? 2 : 1
panel_height = 110
load 'begin.gp'

set xrange [x_low:x_high]
steps_between = 10.0 ** floor(log10(x_high / 4.0))
set xtics steps_between * (x_high < 5 * steps_between ? 1 : x_high < 10 * steps_between ? 2 : x_high < 25 * steps_between ? 5 : 10)
set yrange [-3:103]
set ytics 25
do for [i=1:panels] {
    load 'panel.gp'
    plot for [k=1:3] chart_name.".tsv" using "step":(100 * column(v.":".roles[k])) \
        with lines lw 2 dt dash[k == 3 ? 3 : k] lc rgb hue[k]
}
