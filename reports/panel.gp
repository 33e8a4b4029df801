# panel.gp -- the place and the name of panel i, v; with the first of them the chart's head is drawn.

v = names[i]
if (i == 1) {
    load reports.'/head.gp'
} else {
    unset arrow
    unset object
    unset label
}
set lmargin at screen X(left(i))
set rmargin at screen X(right(i))
set tmargin at screen Y(top(i))
set bmargin at screen Y(bottom(i))
set label 20 v at screen X(left(i)), screen Y(top(i) - 34) font "DejaVu Sans:Bold,10" noenhanced
