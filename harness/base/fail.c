#include "harness/base/fail.h"

#include <ctype.h>
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

/* It stays one line, and cannot steer a terminal, whatever is in the names that it tells. */
void fail_print(const char *format, va_list arguments)
{
    enum { LONGEST = 8192, ESCAPE = 4 };
    char text[LONGEST], line[ESCAPE * LONGEST];
    size_t end = 0;
    vsnprintf(text, sizeof text, format, arguments);
    for (const char *c = text; *c; c++)
        end += (size_t)sprintf(line + end, iscntrl((unsigned char)*c) ? "\\x%02x" : "%c", (unsigned char)*c);
    fprintf(stderr, "ganloss: %.*s\n", (int)end, line);
}

static struct {
    enum status status;
    char text[512];
} said;

enum status fail(enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_print(format, arguments);
    va_end(arguments);
    if (status != STATUS_OK) {
#pragma omp critical(fail_said)
        {
            said.status = status;
            va_start(arguments, format);
            vsnprintf(said.text, sizeof said.text, format, arguments);
            va_end(arguments);
        }
    }
    return status;
}

const char *fail_said(enum status status)
{
    return status != STATUS_OK && said.status == status ? said.text : "";
}
