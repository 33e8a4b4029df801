# style.gp -- what all charts share: colours and the grid of panels, one per name, under a head.
# Colours: Okabe and Ito's, which colour-blind readers tell apart; dashes, markers and lightness say the same.

set datafile separator "\t"
set datafile columnheaders
set datafile commentschars ""
set encoding utf8
typeface = "DejaVu Sans,10"

black = "#000000"; orange = "#E69F00"; sky = "#56B4E9"; green = "#009E73"
blue = "#0072B2"; vermillion = "#D55E00"; purple = "#CC79A7"; grey = "#A0A0A0"
array hue[8] = [blue, vermillion, green, purple, orange, sky, black, grey]
array dash[8] = [1, 2, 4, 5, 3, 1, 2, 4]
array mark[8] = [7, 5, 9, 13, 11, 6, 4, 8]

# The grid, in pixels: `panels` panels of equal size under a head, above a foot for the axis title.
width = 900
grid_columns = panels == 1 ? 1 : panels <= 4 ? 2 : 3
grid_rows = (panels + grid_columns - 1) / grid_columns
panel_height = grid_columns == 1 ? 320 : grid_columns == 2 ? 240 : 200
head = 66
foot = 30
height = head + grid_rows * panel_height + foot
cell = (width - 30.0) / grid_columns
left(i) = 30 + ((i - 1) % grid_columns) * cell + 38
right(i) = 30 + ((i - 1) % grid_columns + 1) * cell - 20
top(i) = head + ((i - 1) / grid_columns) * panel_height + 46
bottom(i) = head + ((i - 1) / grid_columns + 1) * panel_height - 32
X(pixel) = pixel / (1.0 * width)
Y(pixel) = 1 - pixel / (1.0 * height)

set border 3 lc rgb "#606060"
set tics nomirror out scale 0.5 font ",8" textcolor rgb "#202020"
set xtics offset 0,0.4
set ytics offset 0.5,0
set grid lc rgb "#E4E4E4" lt 1 lw 0.5
unset key
