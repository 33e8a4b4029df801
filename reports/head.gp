# head.gp -- the chart's title, its legend, and the titles of the axes, which all panels share. A legend's line style is
# "colour,width,dash,mark" (mark 0: a line alone; width 0: a mark alone), or "block,colour,pattern" (3: solid).

do for [n=1:title_lines] {
    set label n title_line[n] at screen X(8), screen Y(5 + 19 * n) font bold noenhanced textcolor rgb ink
}
set label 8 x_title at screen X(gutter + (width - gutter) / 2), screen Y(height - 10) center font small textcolor rgb ink
set label 9 y_title at screen X(8), screen Y(head - 16 - 17 * note_lines) left font small textcolor rgb ink
do for [n=1:note_lines] {
    set label 10+n note_line[n] at screen X(8), screen Y(head - 16 - 17 * (note_lines - n)) left font small noenhanced textcolor rgb ink
}
do for [n=1:|legend_words|] {
    if (strlen(legend_words[n]) == 0) { continue }
    k = legend_kind[n]
    y = 14 + 19 * title_lines + 19 * legend_row[n] - 6
    array part_of[4]
    do for [p=1:4] {
        comma = strstrt(k.",", ",")
        part_of[p] = k[1:comma-1]
        k = k[comma+1:*]
    }
    if (part_of[1] eq "block") {
        set object n rectangle from screen X(legend_x[n]), screen Y(y + 6) to screen X(legend_x[n] + 30), screen Y(y - 6) \
            fillcolor rgb part_of[2] noclip
        if (int(part_of[3]) == 3) {
            set object n fillstyle solid border lc rgb frame
        } else {
            set object n fillstyle pattern int(part_of[3]) border lc rgb frame
        }
    } else {
        if (real(part_of[2]) > 0) {
            set arrow n from screen X(legend_x[n]), screen Y(y) to screen X(legend_x[n] + 30), screen Y(y) nohead \
                lw real(part_of[2]) dt int(part_of[3]) lc rgb part_of[1]
        }
        if (int(part_of[4]) > 0) {
            set label 200+n "" at screen X(legend_x[n] + 15), screen Y(y) point pt int(part_of[4]) ps 0.8 lc rgb part_of[1]
        }
    }
    set label 100+n legend_words[n] at screen X(legend_x[n] + 36), screen Y(y) left font small noenhanced textcolor rgb ink
}
