# draw.gp -- draws one chart, chart_script.gp, to chart_name.svg and chart_name.png. The program sets the
# chart's variables and loads this file; it starts gnuplot once, in the directory of the report.

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
    load reports.'/'.chart_script.'.gp'
    unset output
}
