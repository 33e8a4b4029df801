#include "harness/cli/values.h"

#include "harness/base/fail.h"

#include <ctype.h>
#include <errno.h>
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

/* strtoul would take spaces, signs, and 010 for 8. */
bool cli_is_unsigned(const char *text, unsigned long low, unsigned long high, unsigned long *to)
{
    bool is_hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char *digits = is_hex ? text + 2 : text;
    if (!isxdigit((unsigned char)*digits) ||
        digits[strspn(digits, is_hex ? "0123456789abcdefABCDEF" : "0123456789")])
        return false;
    errno = 0;
    *to = strtoul(digits, NULL, is_hex ? 16 : 10);
    return errno == 0 && *to >= low && *to <= high;
}

bool cli_unsigned(const char *option, const char *text, unsigned long low, unsigned long high,
                  unsigned long *to)
{
    if (cli_is_unsigned(text, low, high, to))
        return true;
    return cli_bad("%s takes a whole number from %lu to %lu, not '%s'", option, low, high, text);
}

bool cli_positive(const char *option, const char *text, double most, double *to)
{
    char *end;
    *to = strtod(text, &end);
    if (*end == '\0' && end != text && *to > 0 && *to <= most)
        return true;
    return cli_bad("%s takes a positive number up to %.15g, not '%s'", option, most, text);
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
