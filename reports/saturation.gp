# saturation.gp -- where the gradient of one term and format goes, one panel per variant (those without a fault share the
# first): the size of the exact gradient thick and grey, what the variant returns on top of it, against the logit s, and a
# tint where the two have nothing in common. A triangle marks the input nearest to s = 0 on either side from which a
# variant fails: the number beside its name, that of the page's table.
#
# The table beside it, one row for each point s of the axis:
#   s           the logit; for terms on a probability, that of D, log(D / (1 - D))
#   exact_grad  the exact gradient there, rounded to the format
#   V:grad      what variant V returns; NaN where that is NaN or infinite
# and -spans.tsv, one row for each stretch of points with the same fault:
#   variant     the variant
#   what        off: by half the exact value or more; zero; not-finite: NaN or infinite; sign: the wrong one
#   from, to    where on the axis the stretch begins and ends

x_title = at_D ? "logit of D, s = log(D / (1 − D)); shaded: logarithmic" : at_score ? "the critic's score s; shaded: logarithmic" : \
    "logit s, D = 1 / (1 + e^{−s}); shaded: logarithmic"
y_title = at_D ? "|gradient with respect to D|" : at_score ? "|gradient with respect to the score|" : "|gradient with respect to s|"
array fault[4] = ["off", "zero", "not-finite", "sign"]
array tint[4] = ["#F7D9A0", vermillion, black, purple]
array tint_pattern[4] = [3, 5, 2, 4]
array legend_words[7] = ["exact", "returned", "off by half or more", "zero", "NaN, infinite", "wrong sign", "from here on"]
array legend_kind[7] = [grey.",5,1,0", blue.",2,1,0", "block,".tint[1].",3", "block,".tint[2].",5", "block,".tint[3].",2", "block,".tint[4].",4", black.",0,1,11"]
load 'begin.gp'

# An axis down to gnuplot's least normal number; the last of binary64's subnormals lie below it.
decades_shown = log10(y_high) - log10(y_low)
bottom_exponent = log10(y_low) - 0.08 * decades_shown - 0.3
y_bottom = 10 ** (bottom_exponent > -307 ? bottom_exponent : -307)
top_exponent = log10(y_high) + 0.05 * decades_shown + 0.3
y_top = 10 ** (top_exponent < 307 ? top_exponent : 307)
marker = 10 ** (log10(y_bottom) + 0.1 * (log10(y_top) - log10(y_bottom)))
got(v) = abs(column(v.":grad"))
is(v, what) = strcol(1) eq v && strcol(2) eq what
nowhere = 1e299
load 'decades.gp'
x_more = 0
load 'along.gp'
do for [i=1:panels] {
    load 'panel.gp'
    load 'zones.gp'
    set label 21 notes[i] at screen X(right(i)), screen Y(top(i) - 10) right font small noenhanced textcolor rgb ink
    if (abs(below[i]) < nowhere) { set label 22 "" at along(below[i]), marker point pt 11 ps 1 lc rgb black front }
    if (abs(above[i]) < nowhere) { set label 23 "" at along(above[i]), marker point pt 11 ps 1 lc rgb black front }
    plot for [k=1:1] chart_name."-spans.tsv" using (is(group[i], fault[k]) ? (along($3) + along($4)) / 2 : NaN):(1):(along($3)):(along($4)):(y_bottom):(y_top) \
            with boxxyerror fillstyle solid noborder fillcolor rgb tint[k], \
        for [k=2:4] chart_name."-spans.tsv" using (is(group[i], fault[k]) ? (along($3) + along($4)) / 2 : NaN):(1):(along($3)):(along($4)):(y_bottom):(y_top) \
            with boxxyerror fillstyle pattern tint_pattern[k] noborder fillcolor rgb tint[k], \
        chart_name.".tsv" using (along($1)):(abs(column("exact_grad"))) with lines lw 5 lc rgb grey, \
        chart_name.".tsv" using (along($1)):(got(group[i]) > 0 ? got(group[i]) : NaN) with lines lw 2 lc rgb blue
}
