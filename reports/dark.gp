# dark.gp -- what the SVG files get besides: other colours on a dark screen (each with the light one that it is in place of),
# a title and names of their own for what one page may hold several of, and a family of fonts that every browser knows.

of_dark = "ffffff 16191C 000000 F4F4F4 202020 ECECEC 606060 9A9A9A DCDCDC 3C4146 F2F2F2 22272B A0A0A0 7C838A ". \
    "0072B2 4FB0F0 D55E00 FF8A3C 009E73 38CC9C CC79A7 F0A0CC E69F00 FFBE3C 56B4E9 9AD8FF F7D9A0 6B4E14"
part(hex, n) = int("0x".hex[2 * n - 1:2 * n])
spaced(hex) = sprintf("rgb(%3d, %3d, %3d)", part(hex, 1), part(hex, 2), part(hex, 3))
plain(hex) = sprintf("rgb(%d,%d,%d)", part(hex, 1), part(hex, 2), part(hex, 3))
rule(what, is, hex) = '['.what.'="'.is.'"]{'.what.':#'.hex.'}'
dark_rules = rule("fill", "#ffffff", word(of_dark, 2)).rule("fill", "black", word(of_dark, 4)). \
    rule("stroke", "black", word(of_dark, 4)).rule("color", "black", word(of_dark, 4)).rule("color", "#FFFFFF", word(of_dark, 2))
do for [n=1:words(of_dark) / 2] {
    a = word(of_dark, 2 * n - 1)
    b = word(of_dark, 2 * n)
    dark_rules = dark_rules.rule("fill", plain(a), b).rule("fill", spaced(a), b).rule("stroke", spaced(a), b).rule("color", spaced(a), b).rule("stroke", plain(a), b)
}

# In order: title and colours; attributes that all groups share, once; titles that tell of scripts; groups of nothing;
# fonts, once; the colours of patterns, where a rule finds them; places to a tenth of a pixel; names.
q = "\\x27"
to_svg = "|sed -z -E -e 's|<title>Gnuplot</title>|<title>".chart_name."</title><style>@media screen and (prefers-color-scheme:dark){".dark_rules."}</style>|'". \
    " -e 's/ stroke-linecap=\"round\" stroke-linejoin=\"round\"//g'". \
    " -e 's|(gnuplot_plot_[^\"]*\" >)<title>[^\\n]*</title>|\\1|g'". \
    " -e 's|<g fill=\"none\" color=\"[^\"]*\" stroke=\"[^\"]*\" stroke-width=\"[^\"]*\">\\n</g>\\n||g'". \
    " -e 's/ font-family=\"DejaVu Sans:Bold\"/ font-weight=\"bold\"/g; s/ font-family=\"DejaVu Sans\"//g'". \
    " -e 's|<tspan *>([^<]*)</tspan>|\\1|g; s/id=\"gnuplot_canvas\"/& stroke-linejoin=\"round\" font-family=\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\"/'". \
    " -e 's/style=".q."stroke:none; fill:(rgb\\([0-9,]*\\))".q."/stroke=\"none\" fill=\"\\1\"/g'". \
    " -e 's/style=".q."fill:none; stroke:(rgb\\([0-9,]*\\))".q."/fill=\"none\" stroke=\"\\1\"/g'". \
    " -e 's/([ \\t".q."][ML][0-9]+\\.[0-9])[0-9],([0-9]+\\.[0-9])[0-9]/\\1,\\2/g; s/([ \\t".q."][ML][0-9]+)\\.0,/\\1,/g'". \
    " -e 's/([ \\t".q."][ML][0-9.]+,[0-9]+)\\.0([ \\n])/\\1\\2/g'". \
    " -e 's/(id=[".q."\"]|#)(gp|gnuplot_|textbox|greybox)/\\1".chart_name."-\\2/g' >".chart_name.".svg"
