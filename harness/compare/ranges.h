/* ranges.h -- binades of inputs as a person reads them: "(-2^7, -2^-3], [2^4, inf)". */
#ifndef GANLOSS_HARNESS_COMPARE_RANGES_H
#define GANLOSS_HARNESS_COMPARE_RANGES_H

#include "harness/compare/differences.h"

/* Ranges at most that are written out. */
enum { RANGES_SHOWN = 3, RANGES_TEXT = 256 };

/* The binades of an output that satisfy what is asked, neighbours joined (those without inputs are skipped), in the order
   of numbers. Returns how many binades there are; the text may end with "and N more". */
typedef bool ranges_asked(const struct differences_binade *binade, int side);
size_t ranges_text(char text[RANGES_TEXT], const struct format *format,
                   const struct differences_output *output, ranges_asked *asked, int side);

#endif
