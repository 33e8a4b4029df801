#include "harness/base/quote.h"

#include "harness/base/allocate.h"

#include <string.h>

/* Single quotes of its own end those around it, stand by themselves, and begin them anew. */
char *quote_word(const char *text)
{
    static const char quote[] = "'\\''";
    char *quoted = allocate(4 * strlen(text) + 3, 1), *to = quoted;
    *to++ = '\'';
    for (const char *c = text; *c; c++)
        if (*c == '\'') {
            memcpy(to, quote, sizeof quote - 1);
            to += sizeof quote - 1;
        } else {
            *to++ = *c;
        }
    strcpy(to, "'");
    return quoted;
}
