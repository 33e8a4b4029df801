#include "harness/cli/number.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const number_forms =
    "a decimal, a hex float, inf, nan, or bits 0b32:3f800000 or 0b64:3ff0000000000000";

static bool parse_bits(struct number *number, const char *text)
{
    static const char *const prefixes[FORMATS] = {"0b32:", "0b64:"};
    for (int f = 0; f < FORMATS; f++) {
        const char *digits = text + strlen(prefixes[f]);
        if (strncmp(text, prefixes[f], strlen(prefixes[f])) != 0)
            continue;
        if (strlen(digits) != 2 * formats[f].size ||
            strspn(digits, "0123456789abcdefABCDEF") != strlen(digits))
            return false;
        double value = format_value(&formats[f], strtoull(digits, NULL, 16));
        *number = (struct number){text, &formats[f], {value, value}};
        return true;
    }
    return false;
}

bool number_parse(struct number *number, const char *text)
{
    char *end;
    while (isspace((unsigned char)*text))
        text++;
    if (parse_bits(number, text))
        return true;
    /* strtof and strtod each round once; strtod then strtof would round twice */
    *number = (struct number){text, NULL, {[F32] = (double)strtof(text, &end), [F64] = strtod(text, &end)}};
    return *text != '\0' && *end == '\0';
}
