# decades.gp -- a logarithmic y axis from y_bottom to y_top with at most seven labelled powers of ten.

set logscale y
set yrange [y_bottom:y_top]
first = ceil(log10(y_bottom))
last = floor(log10(y_top))
every = 1
do for [n in "2 5 10 20 50 100"] {
    if ((last - first) / every > 6) { every = int(n) }
}
unset ytics
set ytics nomirror out scale 0.5 offset 0.5,0 font ",8" textcolor rgb "#202020" ()
# Less than two decades: 1, 2, 5, 10, ...
do for [n=first-1:last+(last-first < 2 ? 0 : -1000)] {
    do for [m in "2 5"] { set ytics add (sprintf("%g", m * 10.0 ** n) m * 10.0 ** n) }
}
do for [n=first:last] {
    if (n % every == 0) {
        set ytics add ((abs(n) < 4 && every < 10 ? sprintf("%g", 10.0 ** n) : sprintf("10^{%d}", n)) 10.0 ** n)
    }
}
