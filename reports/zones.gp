# zones.gp -- the ground of a panel over the axis of along.gp: shaded where that is logarithmic.

set object 61 rectangle from -even_to - beyond, graph 0 to -even_to, graph 1 behind fillstyle solid noborder fillcolor rgb shade
set object 62 rectangle from even_to, graph 0 to even_to + beyond, graph 1 behind fillstyle solid noborder fillcolor rgb shade
