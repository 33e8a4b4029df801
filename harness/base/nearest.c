#include "harness/base/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

size_t nearest_distance(const char *a, const char *b)
{
    size_t rows = strlen(a), columns = strlen(b), table[NEAREST_LONGEST][NEAREST_LONGEST];
    if (rows >= NEAREST_LONGEST || columns >= NEAREST_LONGEST)
        return NEAREST_LONGEST;
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            int x = tolower((unsigned char)a[i - 1]), y = tolower((unsigned char)b[j - 1]);
            table[i][j] = least(table[i - 1][j - 1] + (x != y), least(table[i - 1][j], table[i][j - 1]) + 1);
            if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2]) &&
                y == tolower((unsigned char)a[i - 2]))
                table[i][j] = least(table[i][j], table[i - 2][j - 2] + 1);
        }
    }
    return table[rows][columns];
}

struct nearest nearest_begin(const char *text)
{
    size_t third = strlen(text) / 3;
    return (struct nearest){.text = text, .distance = (third > 1 ? third : 1) + 1};
}

void nearest_try(struct nearest *nearest, const char *name)
{
    size_t distance = nearest_distance(nearest->text, name);
    if (distance >= nearest->distance || distance >= strlen(name)) /* of one letter nothing is left */
        return;
    nearest->distance = distance;
    snprintf(nearest->name, sizeof nearest->name, "%s", name);
}

const char *nearest_text(char text[NEAREST_TEXT], const struct nearest *nearest)
{
    text[0] = '\0';
    if (*nearest->name)
        snprintf(text, NEAREST_TEXT, "; did you mean %s?", nearest->name);
    return text;
}
