/* worst.h -- inputs at which something was once worst or wrong: DIRECTORY/TERM.wc.

   A text file; each line holds one input, a hex float (for terms with two operands: and the target, in
   [0, 1]), then a comment from # on that says who found it; or a comment alone; or nothing. A value that
   binary64 does not hold exactly, or that is not finite, is malformed: special values are always judged. */
#ifndef GANLOSS_HARNESS_INPUTS_WORST_H
#define GANLOSS_HARNESS_INPUTS_WORST_H

#include "harness/base/fail.h"
#include "harness/inputs/cases.h"
#include "harness/inputs/input.h"
#include "harness/selection/select.h"

/* A line of a file, as it stands there without its newline; the input where it holds one. */
struct worst_line {
    char *text;
    bool is_input;
    struct input input;
};

struct worst_file {
    struct worst_line *line;
    size_t count;
};

/* The files of a directory, one for each term; most are empty. */
struct worst {
    struct worst_file file[TERMS];
    size_t inputs; /* in all files */
};

/* Reads all files of the directory; NULL stands for an empty one. A directory that is not there is
   STATUS_NOTHING; a malformed line, or a file that is named after no term, STATUS_DATA. */
enum status worst_read(struct worst *worst, const char *directory);
void worst_free(struct worst *worst);

/* Puts inputs before all other cases: those of every term in this term's space and with as many operands,
   that the format can hold, each once. Which terms are selected makes no difference. */
void worst_prepend(struct cases *cases, const struct worst *worst, const struct term *term,
                   const struct format *format);

/* Whether the format holds the input; appends a line, whose text it takes over
   (input NULL: a comment). */
bool worst_fits(const struct input *input, const struct format *format);
void worst_append(struct worst_file *file, char *text, const struct input *input);

#endif
