# panel.gp -- the place and the name of panel i.

set lmargin at screen X(left(i))
set rmargin at screen X(right(i))
set tmargin at screen Y(top(i))
set bmargin at screen Y(bottom(i))
set label 20 names[i] at screen X(left(i)), screen Y(top(i) - 34) font "DejaVu Sans:Bold,10" noenhanced
