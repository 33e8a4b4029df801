# head.gp -- the chart's title, its legend in one line, and the titles of the axes, which all panels share.
# The chart gives x_title, y_title and the arrays legend_words and legend_kind: a line style as
# "colour,width,dash,mark" (mark 0: a line alone; width 0: a mark alone), or "block,colour".

set label 1 chart_title at screen X(14), screen Y(18) font "DejaVu Sans:Bold,12" noenhanced
set label 2 x_title at screen X(30 + (width - 30) / 2), screen Y(height - 13) center
set label 3 y_title at screen X(13), screen Y((head + height - foot) / 2) center rotate by 90
legend_at = 16
do for [n=1:|legend_words|] {
    if (strlen(legend_words[n]) == 0) { continue }
    k = legend_kind[n]
    array part[4]
    comma = strstrt(k, ",")
    if (k[1:comma-1] eq "block") {
        set object n rectangle from screen X(legend_at), screen Y(52) to screen X(legend_at + 18), screen Y(40) \
            fillstyle solid fillcolor rgb k[comma+1:*] noclip
        legend_at = legend_at + 24
    } else {
        do for [p=1:4] {
            comma = strstrt(k.",", ",")
            part[p] = k[1:comma-1]
            k = k[comma+1:*]
        }
        if (real(part[2]) > 0) {
            set arrow n from screen X(legend_at), screen Y(46) to screen X(legend_at + 34), screen Y(46) nohead \
                lw real(part[2]) dt int(part[3]) lc rgb part[1]
        }
        if (int(part[4]) > 0) {
            set label 200+n "" at screen X(legend_at + 17), screen Y(46) point pt int(part[4]) ps 0.9 lc rgb part[1]
        }
        legend_at = legend_at + 40
    }
    set label 100+n legend_words[n] at screen X(legend_at), screen Y(46) left font ",9" noenhanced
    legend_at = legend_at + 6.6 * strlen(legend_words[n]) + 16
}
