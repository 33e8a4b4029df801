# error.gp -- the error in ulps of loss and gradient against the logit, for one term and format, one panel per variant. Bars
# at the top, the loss's above the gradient's: where the result is NaN, infinite, zero or of the wrong sign and has no error.
#
# The table beside it, one row for each point s of the axis:
#   s           the logit; for terms on a probability, that of D, log(D / (1 - D))
#   exact_grad  the exact gradient there, rounded to the format
#   V:loss_ulp  the largest error of variant V's loss about there, in ulps; NaN where a result has none
#   V:grad_ulp  the same of its gradient
# and -spans.tsv, one row for each stretch of points without an error:
#   variant     the variant
#   what        loss_ulp or grad_ulp: what has none
#   from, to    where on the axis the stretch begins and ends

x_title = at_D ? "logit of D, s = log(D / (1 − D)); shaded: logarithmic" : at_score ? "the critic's score s; shaded: logarithmic" : \
    "logit s; shaded: logarithmic"
y_title = "error, ulp (below 0.1: drawn there)"
no_digit = 2.0 ** precision
y_bottom = 0.1
y_top = precision == 24 ? 1e11 : 1e21
array legend_words[6] = ["loss", "gradient", "bars: no number", "0.5 ulp", bound_words, sprintf("2^%d: no bit right", precision)]
array legend_kind[6] = [blue.",1.8,1,0", vermillion.",1.8,2,0", "block,".grey.",3", green.",1.2,1,0", \
    black.(bound >= 0 || grad_bound >= 0 ? ",1.2,4,0" : ",0,1,0"), purple.",1.2,5,0"]
# Beyond the axis: drawn on its edge.
clip(y) = y != y ? NaN : y > y_top / 100 ? y_top / 100 : y < y_bottom ? y_bottom : y
is(v, what) = strcol(1) eq v && strcol(2) eq what
panel_height = 90
load 'begin.gp'

load 'decades.gp'
x_more = 0
load 'along.gp'
do for [i=1:panels] {
    load 'panel.gp'
    load 'zones.gp'
    plot 0.5 with lines lw 1.2 lc rgb green, \
        no_digit with lines lw 1.2 dt 5 lc rgb purple, \
        (bound >= 0 ? clip(bound) : NaN) with lines lw 1.2 dt 4 lc rgb black, \
        (grad_bound >= 0 ? clip(grad_bound) : NaN) with lines lw 1.2 dt 4 lc rgb black, \
        chart_name."-spans.tsv" using (is(v, "loss_ulp") ? (along($3) + along($4)) / 2 : NaN):(1):(along($3)):(along($4)):(y_top / 8):(y_top) \
            with boxxyerror fillstyle solid noborder fillcolor rgb blue, \
        chart_name."-spans.tsv" using (is(v, "grad_ulp") ? (along($3) + along($4)) / 2 : NaN):(1):(along($3)):(along($4)):(y_top / 80):(y_top / 10) \
            with boxxyerror fillstyle solid noborder fillcolor rgb vermillion, \
        chart_name.".tsv" using (along($1)):(clip(column(v.":loss_ulp"))) with lines lw 1.8 lc rgb blue, \
        chart_name.".tsv" using (along($1)):(clip(column(v.":grad_ulp"))) with lines lw 1.8 dt 2 lc rgb vermillion
}
