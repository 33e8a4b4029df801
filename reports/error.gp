# error.gp -- the error in ulps of loss and gradient against the logit, for one term and format, one panel per
# variant. Bars at the top: where the result is NaN, infinite, zero or of the wrong sign and has no error in ulps.

x_title = at_D ? "logit of D, s = log(D / (1 − D))" : at_score ? "the critic's score s" : "logit s"
y_title = "error, ulp (0 is drawn at 0.01)"
no_digit = 2.0 ** precision
y_bottom = 0.01
y_top = precision == 24 ? 1e11 : 1e21
array legend_words[6] = ["loss", "gradient", "bars on top: no number", "0.5 ulp", \
    bound_words, sprintf("2^%d: no bit right", precision)]
array legend_kind[6] = [blue.",1.6,1,0", vermillion.",1.6,2,0", "block,".grey, green.",1.2,1,0", \
    black.(bound >= 0 || grad_bound >= 0 ? ",1.2,4,0" : ",0,1,0"), purple.",1.2,5,0"]
# Beyond the axis: drawn on its edge.
clip(y) = y != y ? NaN : y > y_top / 100 ? y_top / 100 : y < y_bottom ? y_bottom : y
is(v, what) = strcol(1) eq v && strcol(2) eq what

load reports.'/decades.gp'
set xrange [x_low:x_high]
do for [i=1:panels] {
    load reports.'/panel.gp'
    plot 0.5 with lines lw 1.2 lc rgb green, \
        no_digit with lines lw 1.2 dt 5 lc rgb purple, \
        (bound >= 0 ? clip(bound) : NaN) with lines lw 1.2 dt 4 lc rgb black, \
        (grad_bound >= 0 ? clip(grad_bound) : NaN) with lines lw 1.2 dt 4 lc rgb black, \
        spans using (is(v, "loss_ulp") ? ($3 + $4) / 2 : NaN):(1):3:4:(y_top / 4):(y_top) \
            with boxxyerror fillstyle solid noborder fillcolor rgb blue, \
        spans using (is(v, "grad_ulp") ? ($3 + $4) / 2 : NaN):(1):3:4:(y_top / 40):(y_top / 10) \
            with boxxyerror fillstyle solid noborder fillcolor rgb vermillion, \
        curve using "logit":(clip(column(v.":loss_ulp"))) with lines lw 1.6 lc rgb blue, \
        curve using "logit":(clip(column(v.":grad_ulp"))) with lines lw 1.6 dt 2 lc rgb vermillion
}
