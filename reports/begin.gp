# begin.gp -- the chart's size, and the file it is drawn into: what its head needs, then its panels, then a foot for the axis.
# The chart gives x_title, y_title and the arrays legend_words and legend_kind (see head.gp).

# The title at its blanks into lines, the legend's words into rows.
letters = 64
array title_line[4]
title_lines = 1
title_line[1] = ""
do for [n=1:words(chart_title)] {
    w = word(chart_title, n)
    if (strlen(title_line[title_lines]) + strlen(w) + 1 > letters && strlen(title_line[title_lines]) > 0 && title_lines < 4) {
        title_lines = title_lines + 1
        title_line[title_lines] = ""
    }
    title_line[title_lines] = title_line[title_lines].(strlen(title_line[title_lines]) ? " " : "").w
}
array legend_x[|legend_words|]
array legend_row[|legend_words|]
legend_at = 8
legend_rows = 1
do for [n=1:|legend_words|] {
    if (strlen(legend_words[n]) == 0) { continue }
    needs = 40 + 7.6 * strlen(legend_words[n])
    if (legend_at > 8 && legend_at + needs > width) {
        legend_rows = legend_rows + 1
        legend_at = 8
    }
    legend_x[n] = legend_at
    legend_row[n] = legend_rows
    legend_at = legend_at + needs + 12
}
array note_line[3]
note_lines = 0
do for [n=1:words(head_note)] {
    w = word(head_note, n)
    if (note_lines == 0 || (strlen(note_line[note_lines]) + strlen(w) > 76 && note_lines < 3)) {
        note_lines = note_lines + 1
        note_line[note_lines] = ""
    }
    note_line[note_lines] = note_line[note_lines].(strlen(note_line[note_lines]) ? " " : "").w
}
head = 16 + 17 * note_lines + 19 * title_lines + 19 * legend_rows + 26
height = head + row(panels) * (panel_height + 8 + 18 * panel_lines) + 18 * panel_lines + 4 + panel_height + 48
if (kind eq "svg") {
    set terminal svg size width,height rounded font typeface background "white"
    set output to_svg
} else {
    set terminal pngcairo size 1.5*width,1.5*height rounded font typeface fontscale 1.125 linewidth 1.5 pointscale 1.5 background "white"
    set output chart_name.".png"
}
set multiplot
