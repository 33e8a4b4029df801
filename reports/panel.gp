# panel.gp -- the place and the name of panel i, v; with the first of them the chart's head is drawn. Numbers at the x axis
# stand below the last panel of each column alone.

v = names[i]
unset arrow
unset object
unset label
if (i == 1) {
    load 'head.gp'
}
set lmargin at screen X(left(i))
set rmargin at screen X(right(i))
set tmargin at screen Y(top(i))
set bmargin at screen Y(bottom(i))
set label 20 v at screen X(left(i) - (grid_columns == 1 ? gutter - 8 : 0)), screen Y(top(i) - 18 * panel_lines + 8) font bold noenhanced textcolor rgb ink
last_row = i > panels - grid_columns
if (strlen(x_named) > 0) {
    eval "set xtics (".(last_row ? x_named : x_bare).")"
} else {
    if (last_row) { set format x x_format } else { set format x "" }
}
