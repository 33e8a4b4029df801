#include "harness/compare/ranges.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Binades of one sign; the last of them holds infinity and NaN. */
static size_t of_one_sign(const struct format *format)
{
    return (size_t)(2 * format->emax + 2);
}

/* The i-th in the order of numbers. */
static size_t in_order(const struct format *format, size_t i)
{
    size_t half = of_one_sign(format);
    return i < half ? 2 * half - 1 - i : i - half;
}

/* The least magnitude of a binade; of the one beyond the last number's, "inf". */
static const char *magnitude(char text[16], const struct format *format, size_t binade)
{
    size_t exponent = binade % of_one_sign(format);
    if (exponent == 0)
        return "0";
    if (exponent == of_one_sign(format) - 1)
        return "inf";
    snprintf(text, 16, "2^%d", (int)exponent - format->emax);
    return text;
}

/* From the binade `low` up to `high`, in the order of numbers. */
static void write(char *text, size_t room, const struct format *format, size_t low, size_t high)
{
    char from[16], to[16];
    size_t half = of_one_sign(format);
    bool ends_negative = high >= half, begins_negative = low >= half;
    bool from_nan = low % half == half - 1, to_nan = high % half == half - 1;
    const char *start = from_nan          ? begins_negative ? "-inf" : "inf"
                        : begins_negative ? magnitude(from, format, low + 1)
                                          : magnitude(from, format, low);
    const char *end =
        to_nan ? ends_negative ? "-inf" : "inf" : magnitude(to, format, ends_negative ? high : high + 1);
    snprintf(text, room, "%s%s%s, %s%s%s%s", from_nan || !begins_negative ? "[" : "(",
             begins_negative && !from_nan ? "-" : "", start,
             ends_negative && !to_nan && strcmp(end, "0") != 0 ? "-" : "", end,
             ends_negative || to_nan ? "]" : ")", to_nan || from_nan ? " or NaN" : "");
}

size_t ranges_text(char text[RANGES_TEXT], const struct format *format,
                   const struct differences_output *output, ranges_asked *asked, int side)
{
    size_t count = 0, ranges = 0, low = 0, high = 0, all = 2 * of_one_sign(format), length;
    bool open = false;
    *text = '\0';
    for (size_t i = 0; i <= all; i++) {
        size_t b = i < all ? in_order(format, i) : 0;
        if (i < all && output->binade[b].inputs == 0)
            continue;
        bool is = i < all && asked(&output->binade[b], side);
        count += is;
        if (open && !is && ++ranges <= RANGES_SHOWN) {
            length = strlen(text);
            snprintf(text + length, RANGES_TEXT - length, "%s", length > 0 ? ", " : "");
            length = strlen(text);
            write(text + length, RANGES_TEXT - length, format, low, high);
        }
        low = is && !open ? b : low;
        high = is ? b : high;
        open = is;
    }
    length = strlen(text);
    if (ranges > RANGES_SHOWN)
        snprintf(text + length, RANGES_TEXT - length, " and %zu more", ranges - RANGES_SHOWN);
    return count;
}
