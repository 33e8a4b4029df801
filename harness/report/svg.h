/* svg.h -- what gnuplot's SVG files lack. */
#ifndef GANLOSS_HARNESS_REPORT_SVG_H
#define GANLOSS_HARNESS_REPORT_SVG_H

#include "harness/base/fail.h"

/* Gives the file's fonts names that every browser has something for. gnuplot writes the one font that it was given, which
   most readers' machines lack, and "DejaVu Sans:Bold", which is no font's name. */
enum status report_svg_name_fonts(const char *path);

#endif
