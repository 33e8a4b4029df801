/* fail.h -- exit statuses and the one line that goes with each. */
#ifndef GANLOSS_HARNESS_BASE_FAIL_H
#define GANLOSS_HARNESS_BASE_FAIL_H

#include <stdarg.h>

enum status {
    STATUS_OK = 0,
    STATUS_NUMERICAL = 1,    /* a kernel outside its bound; wins over 2 */
    STATUS_PERFORMANCE = 2,  /* slower than the baseline */
    STATUS_INCONCLUSIVE = 3, /* with --strict */
    STATUS_USAGE = 64,       /* unknown command, option or value */
    STATUS_DATA = 65,        /* malformed input file */
    STATUS_NOTHING = 66,     /* a selector or file name matches nothing */
    STATUS_UNAVAILABLE = 69, /* a capability or program is missing */
    STATUS_INTERNAL = 70,
    STATUS_IO = 74,        /* reading or writing failed */
    STATUS_UNFINISHED = 75 /* something that was asked for was not done */
};

/* The graver of two, in every command: an error (64 to 74; of two, the first), a numerical failure, a regression, what
   is unfinished, what is inconclusive, success. A failure that is proved stands, whatever was not done. */
enum status fail_graver(enum status first, enum status second);

/* Prints "ganloss: " and the message, one line, to stderr; control characters in it as \\xNN. */
__attribute__((format(printf, 1, 0))) void fail_print(const char *format, va_list arguments);

/* The same; returns the status, to be passed upward. */
__attribute__((format(printf, 2, 3))) enum status fail(enum status status, const char *format, ...);

/* The latest message that went with this status; "" where none did, or for STATUS_OK. */
const char *fail_said(enum status status);

#endif
