# along.gp -- the axis of logits, from -x_end to x_end: even from -20 to 20, where training is, which takes five sevenths of
# the width; logarithmic beyond, where the ground is shaded. What is drawn stands at along(s). Labels say s itself.

even_to = 20.0
beyond = 8.0
along(s) = abs(s) <= even_to ? s : (s > 0 ? 1 : -1) * (even_to + beyond * log((abs(s) < x_end ? abs(s) : x_end) / even_to) / log(x_end / even_to))
set xrange [-even_to - beyond - x_more:even_to + beyond + x_more]
set xtics nomirror out scale 0.4 offset 0,0.3 font small textcolor rgb ink
do for [s in "-700 -100 -20 -10 -5 0 5 10 20 100 700"] {
    # No two so near that their words touch.
    if (abs(int(s)) <= even_to || (abs(int(s)) < x_end && abs(int(s)) > x_end / (x_more > 0 ? 2 : 8))) {
        x_named = x_named.sprintf('%s"%s%d" %g', strlen(x_named) ? ", " : "", int(s) < 0 ? "−" : "", abs(int(s)), along(int(s)))
        x_bare = x_bare.sprintf('%s"" %g', strlen(x_bare) ? ", " : "", along(int(s)))
    }
}
