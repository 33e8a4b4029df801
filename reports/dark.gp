# dark.gp -- what the SVG files get besides: other colours on a dark screen (each with the light one that it is in place of),
# a title and names of their own for what one page may hold several of, and a family of fonts that every browser knows.

of_dark = "ffffff 16191C FFFFFF 16191C 000000 F4F4F4 202020 ECECEC 606060 9A9A9A DCDCDC 3C4146 F2F2F2 22272B A0A0A0 7C838A ". \
    "0072B2 4FB0F0 D55E00 FF8A3C 009E73 38CC9C CC79A7 F0A0CC E69F00 FFBE3C 56B4E9 9AD8FF F7D9A0 6B4E14"
part(hex, n) = int("0x".hex[2 * n - 1:2 * n])
# As gnuplot writes it, in lines and in texts, for sed: with any blanks.
written(hex) = sprintf("rgb\\( *%d, *%d, *%d\\)", part(hex, 1), part(hex, 2), part(hex, 3))
rule(what, is, hex) = '['.what.'="'.is.'"]{'.what.':#'.hex.'}'
dark_rules = ""
short_colours = "s/=.black[\\x27\"]/=\"#000000\"/g; s/=.#([0-9A-F]*)[\\x27\"]/=\"#\\1\"/g"
do for [n=1:words(of_dark) / 2] {
    a = word(of_dark, 2 * n - 1)
    b = word(of_dark, 2 * n)
    do for [what in "fill stroke color"] { dark_rules = dark_rules.rule(what, "#".a, b) }
    short_colours = short_colours."; s/=[\\x27\"]".written(a)."[\\x27\"]/=\"#".a."\"/g"
}

# In order: title and colours; titles that tell of scripts, and names of what they are of; groups of nothing; fonts, and what all
# groups share, once; texts without a group each; patterns' colours as attributes, where a rule finds them; colours in one form;
# places to a tenth of a pixel; what is never used; names.
to_svg = "|sed -z -E -e 's|<title>Gnuplot</title>|<title>".chart_name."</title><style>@media screen and (prefers-color-scheme:dark){".dark_rules."}</style>|'". \
    " -e 's/ stroke-linecap=\"round\" stroke-linejoin=\"round\"//g; s/ class=\"gridline\"//g'". \
    " -e 's|<g id=\"gnuplot_plot_[^\"]*\" ><title>[^\\n]*</title>|<g>|g; s|<g id=\"gnuplot_plot_[^\"]*\" >|<g>|g'". \
    " -e 's|<g fill=\"none\" color=\"[^\"]*\" stroke=\"[^\"]*\" stroke-width=\"[^\"]*\">\\n</g>\\n||g'". \
    " -e 's/<g fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"([^\"]*)\">/<g stroke-width=\"\\1\">/g'". \
    " -e 's|(<rect x=\"0\" y=\"0\"[^>]*)/>|\\1 stroke=\"none\"/>|'". \
    " -e 's/ font-family=\"DejaVu Sans:Bold\"/ font-weight=\"bold\"/g; s/ font-family=\"DejaVu Sans\"//g; s|<tspan *>([^<]*)</tspan>|\\1|g'". \
    " -e 's/id=\"gnuplot_canvas\"/& fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-linejoin=\"round\" font-family=\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\"/'". \
    " -e 's|<g (transform=\"[^\"]*\" stroke=\"none\" [^>]*)>\\n\\t\\t<text>([^\\n]*)</text>\\n\\t</g>|<text \\1>\\2</text>|g'". \
    " -e 's/style=\\x27stroke:none; fill:(rgb\\([0-9,]*\\))\\x27/stroke=\"none\" fill=\"\\1\"/g; s/style=\\x27fill:none; stroke:(rgb\\([0-9,]*\\))\\x27/fill=\"none\" stroke=\"\\1\"/g'". \
    " -e 's|\\t*<text [^>]*></text>\\n*||g; s/ fill = / fill=/g; s/ points = / points=/g'". \
    " -e '".short_colours."'". \
    " -e 's/([ \\t\\x27\"][ML][0-9]+\\.[0-9])[0-9],([0-9]+\\.[0-9])[0-9]/\\1,\\2/g; s/([ \\t\\x27\"][ML][0-9]+)\\.0,/\\1,/g'". \
    " -e 's/([ \\t\\x27\"][ML][0-9.]+,[0-9]+)\\.0([ \\n])/\\1\\2/g'". \
    " -e 's|<g stroke-width=\"([^\"]*)\">\\n\\t<path ([^>]*)/></g>|<path stroke-width=\"\\1\" \\2/>|g'". \
    " -e 's|\\t<filter id=.textbox.*</filter>\\n||; s/(id=[\\x27\"]|#)gp/\\1".chart_name."-gp/g' >".chart_name.".svg"
