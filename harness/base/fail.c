#include "harness/base/fail.h"

#include <ctype.h>
#include <stdio.h>

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

enum status fail(enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_print(format, arguments);
    va_end(arguments);
    return status;
}
