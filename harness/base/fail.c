#include "harness/base/fail.h"

#include <stdio.h>

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
