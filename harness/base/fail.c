#include "harness/base/fail.h"

#include <stdio.h>

/* How grave a status is that is no error. */
static int rank(enum status status)
{
    static const enum status ascending[] = {STATUS_OK, STATUS_INCONCLUSIVE, STATUS_UNFINISHED,
                                            STATUS_PERFORMANCE, STATUS_NUMERICAL};
    enum { COUNT = sizeof ascending / sizeof *ascending };
    int k = 0;
    while (k < COUNT && ascending[k] != status)
        k++;
    return k;
}

enum status fail_graver(enum status first, enum status second)
{
    return rank(second) > rank(first) ? second : first;
}

void fail_print(const char *format, va_list arguments)
{
    fputs("ganloss: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

enum status fail(enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_print(format, arguments);
    va_end(arguments);
    return status;
}
