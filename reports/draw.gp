# draw.gp -- draws one chart, chart_script.gp, to chart_name.svg and chart_name.png. The program sets the
# chart's variables and loads this file; it starts gnuplot once, in the directory of the report.
# A chart's script says what its legend, its axes and one panel are: for each i of 1 .. panels it loads panel.gp,
# then plots. The rest, the same for all charts, is here and in style.gp, head.gp and panel.gp.

do for [needed in "svg pngcairo"] {
    if (strstrt(" ".GPVAL_TERMINALS." ", " ".needed." ") == 0) {
        exit message "gnuplot lacks the terminal ".needed status 69
    }
}
load reports.'/style.gp'
do for [kind in "svg png"] {
    if (kind eq "svg") {
        # the same size of text: svg counts pixels, cairo points at 96 to the inch
        set terminal svg size width,height font typeface fontscale 1.33 background "white"
    } else {
        set terminal pngcairo size width,height font typeface background "white"
    }
    set output chart_name.".".kind
    set multiplot
    load reports.'/'.chart_script.'.gp'
    unset multiplot
    unset output
}
