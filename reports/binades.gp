# binades.gp -- the largest error in ulps over all floats of each binade of the input, on both sides of 0, for one
# term and format, one panel per variant. Bars at the top: binades in which there are failures.
#
# The table beside it, two rows for each binade, its ends:
#   position         where the end stands on the axis
#   binade           the least number of the binade in size, hexadecimal; those of zero and the infinities are the numbers
#   V:loss_ulp       the largest error of variant V's loss over all floats of the binade; NaN: none has an error in ulps
#   V:loss_failures  how many of them are of a class, or have no correct bit; NaN: no inputs
#   V:grad_ulp, V:grad_failures  the same of its gradient

x_title = (at_D ? "D" : at_score ? "the critic's score s" : "logit s").", binade by binade, to both sides of 0"
y_title = "largest error, ulp (0 is drawn at 0.01)"
no_digit = 2.0 ** 24
y_bottom = 0.01
y_top = 1e11
array legend_words[6] = ["loss", "gradient", "bars on top: failures", "0.5 ulp", \
    bound_words, "2^24: no bit right"]
array legend_kind[6] = [blue.",1.6,1,0", vermillion.",1.6,2,0", "block,".grey.",3", green.",1.2,1,0", \
    black.(bound >= 0 || grad_bound >= 0 ? ",1.2,4,0" : ",0,1,0"), purple.",1.2,5,0"]
# Beyond the axis: drawn on its edge.
clip(y) = y != y ? NaN : y > y_top / 100 ? y_top / 100 : y < y_bottom ? y_bottom : y
failed(v, low) = column(v) > 0 ? low : NaN

load 'begin.gp'

load 'decades.gp'
set xrange [-x_high:x_high]
set xtics nomirror out scale 0.4 offset 0,0.3 font small textcolor rgb ink
x_named = '"0" 0'
x_bare = '"" 0'
do for [n=1:|tic_at|] {
    x_named = x_named.sprintf(', "%s" %d', tic_text[n], tic_at[n])
    x_bare = x_bare.sprintf(', "" %d', tic_at[n])
}
do for [i=1:panels] {
    load 'panel.gp'
    plot 0.5 with lines lw 1.2 lc rgb green, \
        no_digit with lines lw 1.2 dt 5 lc rgb purple, \
        (bound >= 0 ? clip(bound) : NaN) with lines lw 1.2 dt 4 lc rgb black, \
        (grad_bound >= 0 ? clip(grad_bound) : NaN) with lines lw 1.2 dt 4 lc rgb black, \
        chart_name.".tsv" using 1:(failed(v.":loss_failures", y_top / 4)):(y_top) with filledcurves fillcolor rgb blue, \
        chart_name.".tsv" using 1:(failed(v.":grad_failures", y_top / 40)):(y_top / 10) with filledcurves fillcolor rgb vermillion, \
        chart_name.".tsv" using 1:(clip(column(v.":loss_ulp"))) with lines lw 1.6 lc rgb blue, \
        chart_name.".tsv" using 1:(clip(column(v.":grad_ulp"))) with lines lw 1.6 dt 2 lc rgb vermillion
}
