# saturation.gp -- |gradient| against D for one term and format, one panel per variant: the exact gradient thick
# and grey, what the variant returns on top of it, and a tint where the two have nothing in common.

# A critic's score is no logit: no D goes with it.
x_title = at_D ? "D, spaced by its logit s = log(D / (1 − D))" : at_score ? "the critic's score s" : \
    "D = sigmoid(s), spaced by the logit s"
y_title = at_D ? "|gradient with respect to D|" : at_score ? "|gradient with respect to the score s|" : \
    "|gradient with respect to the logit s|"
array fault[4] = ["off", "zero", "not-finite", "sign"]
array tint[4] = ["#FBE7B2", "#F2A97E", "#A97AA8", "#4D4D4D"]
array legend_words[7] = ["exact", "returned", "off by half or more", "zero", "NaN or infinite", "wrong sign", "becomes zero here"]
array legend_kind[7] = [grey.",6,1,0", blue.",1.8,1,0", "block,".tint[1], "block,".tint[2], "block,".tint[3], "block,".tint[4], black.",0,1,11"]

# An axis down to gnuplot's least normal number; the last of binary64's subnormals lie below it.
decades = log10(y_high) - log10(y_low)
bottom_exponent = log10(y_low) - 0.08 * decades - 0.3
y_bottom = 10 ** (bottom_exponent > -307 ? bottom_exponent : -307)
top_exponent = log10(y_high) + 0.05 * decades + 0.3
y_top = 10 ** (top_exponent < 307 ? top_exponent : 307)
marker = 10 ** (log10(y_bottom) + 0.03 * (log10(y_top) - log10(y_bottom)))
got(v) = abs(column(v.":grad"))
is(v, what) = strcol(1) eq v && strcol(2) eq what
# The end of a stretch of zeros that is nearer to logit 0.
onset(from, to) = from > 0 ? from : to

load reports.'/decades.gp'
set xrange [x_low:x_high]
set grid noxtics front
if (precision == 24) {
    set xtics ("10⁻³⁸" -87.5, "10⁻²⁰" -46.05, "\n10⁻⁸" -18.42, "½" 0, "\n1−2⁻²⁴" 16.64, "1−10⁻²⁰" 46.05)
} else {
    set xtics ("10⁻³⁰⁰" -690.8, "10⁻¹⁵⁰" -345.4, "½" 0, "\n1−2⁻⁵³" 36.74, "1−10⁻¹⁵⁰" 345.4)
}
if (at_score) { set xtics autofreq }
do for [i=1:panels] {
    load reports.'/panel.gp'
    set label 21 below[i] at screen X(left(i)), screen Y(top(i) - 20) font ",8" noenhanced
    set label 22 above[i] at screen X(left(i)), screen Y(top(i) - 9) font ",8" noenhanced
    plot for [k=1:4] spans using (is(v, fault[k]) ? ($3 + $4) / 2 : NaN):(1):3:4:(y_bottom):(y_top) \
            with boxxyerror fillstyle solid noborder fillcolor rgb tint[k], \
        curve using "logit":(abs(column("exact_grad"))) with lines lw 6 lc rgb grey, \
        curve using "logit":(got(v) > 0 ? got(v) : NaN) with lines lw 1.8 lc rgb blue, \
        spans using (is(v, "zero") ? onset($3, $4) : NaN):(marker) \
            with points pt 11 ps 1 lc rgb black
}
