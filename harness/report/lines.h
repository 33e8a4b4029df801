/* lines.h -- which line of a library is the one to write for a term, and which is not: among those of
   losses/variants.def, as the judged results say. */
#ifndef GANLOSS_HARNESS_REPORT_LINES_H
#define GANLOSS_HARNESS_REPORT_LINES_H

#include "harness/report/degree.h"
#include "harness/selection/variants.h"

/* An expression and what was judged of it: itself, or the variant that it computes. */
struct line {
    const struct variant_expression *expression;
    struct judgement judgement;
    const char *library; /* "PyTorch 1.13.0", if that was judged itself; NULL: the variant was */
};

/* Whether anything of it was judged. */
bool report_line_judge(struct line *line, const struct report *report,
                       const struct variant_expression *expression, const struct term *term,
                       const char *format);

/* The line of a library that one should write; false where none was judged, or it has none for the term. It may be one that
   is not right: none is. */
bool report_line_best(struct line *line, const struct report *report, enum variant_library library,
                      const struct term *term, const char *format);

/* The one that one should not: which loses gradients at the most steps of a recorded run, then on most of the axis; false:
   none does in training. */
bool report_line_worst(struct line *line, const struct report *report, enum variant_library library,
                       const struct term *term, const char *format);

#endif
