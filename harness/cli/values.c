#include "harness/cli/values.h"

#include "harness/base/fail.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool cli_bad(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail_print(format, arguments);
    va_end(arguments);
    return false;
}

bool cli_unsigned(const char *option, const char *text, unsigned long low, unsigned long high,
                  unsigned long *to)
{
    char *end;
    errno = 0;
    *to = strtoul(text, &end, 0);
    if (errno == 0 && *end == '\0' && end != text && !strchr(text, '-') && *to >= low && *to <= high)
        return true;
    return cli_bad("%s takes a whole number from %lu to %lu, not '%s'", option, low, high, text);
}

bool cli_positive(const char *option, const char *text, double *to)
{
    char *end;
    *to = strtod(text, &end);
    if (*end == '\0' && end != text && *to > 0 && isfinite(*to))
        return true;
    return cli_bad("%s takes a positive number, not '%s'", option, text);
}

bool cli_choice(const char *option, const char *text, const char *const names[], int *to)
{
    for (*to = 0; names[*to]; ++*to)
        if (strcmp(names[*to], text) == 0)
            return true;
    char accepted[256] = "";
    for (int i = 0; names[i]; i++)
        snprintf(accepted + strlen(accepted), sizeof accepted - strlen(accepted), "%s%s", i ? ", " : "",
                 names[i]);
    return cli_bad("%s is one of %s, not '%s'", option, accepted, text);
}
