# draw.gp -- draws one chart, chart_script.gp, to chart_name.svg and chart_name.png of chart_name.tsv. The program writes
# chart_name.gp: the chart's variables, then this file with the text of every script in the place of its `load`
# (chart.gp is the chart's script), so that it draws the chart alone.
# A chart's script says what its legend, its axes and its panels are, loads begin.gp, and for each i of 1 .. panels it
# loads panel.gp, then plots. The rest, the same for all charts, is here and in style.gp, begin.gp and panel.gp.

do for [needed in "svg pngcairo"] {
    if (strstrt(" ".GPVAL_TERMINALS." ", " ".needed." ") == 0) {
        exit message "gnuplot lacks the terminal ".needed status 69
    }
}
load 'style.gp'
load 'dark.gp'
do for [kind in "svg png"] {
    load 'chart.gp'
    unset multiplot
    unset output
}
