# style.gp -- what all charts share: colours, fonts, and the grid of panels, one per name, under a head.
# Colours: Okabe and Ito's, which colour-blind readers tell apart; dashes, markers and lightness say the same.

set datafile separator "\t"
set datafile columnheaders
set datafile commentschars ""
set encoding utf8
# Of levels, which are straight.
set samples 2
# In pixels of a chart that is 600 wide: 9 at the least where it is shown 400 wide.
typeface = "DejaVu Sans,14"
bold = "DejaVu Sans:Bold,14"
small = "DejaVu Sans,13"

black = "#000000"; orange = "#E69F00"; sky = "#56B4E9"; green = "#009E73"
blue = "#0072B2"; vermillion = "#D55E00"; purple = "#CC79A7"; grey = "#A0A0A0"
ink = "#202020"; frame = "#606060"; faint = "#DCDCDC"; shade = "#F2F2F2"
array hue[8] = [blue, vermillion, green, purple, orange, sky, black, grey]
array dash[8] = [1, 2, 4, 5, 3, 1, 2, 4]
array mark[8] = [7, 5, 9, 13, 11, 6, 4, 8]
# A script may change these before it loads begin.gp: how many panels stand side by side, how high each is, how wide
# what stands to the left of it is, how many lines of text stand above it, and a note below the legend.
width = 600
grid_columns = 1
panel_height = 70
gutter = 54
right_gutter = 8
panel_lines = 1
# The numbers at the x axis: a format, or two lists of tics, with and without words.
head_note = ""
x_format = "%g"
x_named = ""
x_bare = ""
cell(i) = (width - 8.0) / grid_columns
row(i) = (i - 1) / grid_columns
left(i) = ((i - 1) % grid_columns) * cell(i) + gutter
right(i) = ((i - 1) % grid_columns + 1) * cell(i) - right_gutter
top(i) = head + row(i) * (panel_height + 8 + 18 * panel_lines) + 18 * panel_lines + 4
bottom(i) = top(i) + panel_height
X(pixel) = pixel / (1.0 * width)
Y(pixel) = 1 - pixel / (1.0 * height)

set border 3 lc rgb frame
set tics nomirror out scale 0.4 font small textcolor rgb ink
set xtics offset 0,0.3
set ytics offset 0.6,0
set grid lc rgb faint lt 1 lw 0.7
unset key
