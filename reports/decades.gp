# decades.gp -- a logarithmic y axis from y_bottom to y_top with at most most_tics labelled powers of ten.

set logscale y
set yrange [y_bottom:y_top]
first = ceil(log10(y_bottom))
last = floor(log10(y_top))
every = 1
most_tics = panel_height / 23
do for [n in "2 5 10 20 50 100 200"] {
    if ((last - first) / every >= most_tics) { every = int(n) }
}
unset ytics
set ytics () nomirror out scale 0.4 offset 0.6,0 font small textcolor rgb ink
# Less than two decades: 1, 2, 5, 10, ...
do for [n=first-1:last+(last-first < 2 ? 0 : -1000)] {
    do for [m in "2 5"] { set ytics add (sprintf("%g", m * 10.0 ** n) m * 10.0 ** n) }
}
do for [n=first:last] {
    if (n % every == 0) {
        set ytics add ((n == 0 || (abs(n) < 4 && every < 10) ? sprintf("%g", 10.0 ** n) : sprintf("10^{%d}", n)) 10.0 ** n)
    }
}
