/* Lines that are cut to fit a screen. */
#include "harness/compare/wrap.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *wrapped(const char *text)
{
    char *result;
    size_t size;
    FILE *to = open_memstream(&result, &size);
    wrap_print(to, text);
    fclose(to);
    return result;
}

static void expect(const char *text, const char *wanted)
{
    char *got = wrapped(text);
    cr_expect_str_eq(got, wanted);
    free(got);
}

#define TEN   "123456789 "
#define FIFTY TEN TEN TEN TEN TEN

Test(wrap, leaves_what_fits)
{
    char line[WRAP_COLUMNS + 2];
    memset(line, 'x', WRAP_COLUMNS);
    strcpy(line + WRAP_COLUMNS, "\n");
    expect(line, line);
    line[40] = ' ';
    expect(line, line);
    expect("", "");
    expect("  a\n\nb\n", "  a\n\nb\n");
    expect("no end", "no end\n");
}

Test(wrap, cuts_where_a_part_ends)
{
    /* behind the last comma that leaves 80 columns, not at a space before them */
    expect(FIFTY "a, b; c " FIFTY "\n", FIFTY "a, b;\n    c " FIFTY "\n");
    /* not within brackets, of which the two ends may be of different kinds */
    expect(FIFTY "in: (1, 2], (3, " TEN TEN "4) and more\n",
           FIFTY "in: (1, 2],\n    (3, " TEN TEN "4) and more\n");
    /* where two spaces stand, which then are gone */
    expect("  " FIFTY TEN "x  y " TEN TEN "\n", "  " FIFTY TEN "x\n      y " TEN TEN "\n");
}

Test(wrap, cuts_at_any_space_and_else_not_at_all)
{
    /* a line of 81 columns is one too long, of 80 none */
    expect(TEN TEN TEN TEN TEN TEN "12345678901 123456789 and\n",
           TEN TEN TEN TEN TEN TEN "12345678901\n    123456789 and\n");
    expect(TEN TEN TEN TEN TEN TEN "1234567890 123456789 and\n",
           TEN TEN TEN TEN TEN TEN "1234567890 123456789\n    and\n");
    char solid[201], twice[420];
    expect(FIFTY FIFTY "\n", FIFTY TEN TEN "123456789\n    123456789 123456789 \n");
    memset(solid, 'y', 200);
    solid[200] = '\0';
    snprintf(twice, sizeof twice, "%s\n", solid);
    expect(twice, twice);
    snprintf(twice, sizeof twice, "  %s and so on", solid);
    char *got = wrapped(twice);
    cr_expect(strncmp(got + 2, solid, 200) == 0 && strcmp(got + 202, "\n      and so on\n") == 0, "%s", got);
    free(got);
}

Test(wrap, goes_on_to_the_right_and_cuts_that_again)
{
    char *got = wrapped("   " FIFTY FIFTY FIFTY FIFTY "end\n");
    size_t lines = 0;
    for (const char *line = got; *line; line = strchr(line, '\n') + 1, lines++) {
        cr_expect(strcspn(line, "\n") <= WRAP_COLUMNS);
        cr_expect_eq(strspn(line, " "), lines == 0 ? 3 : 7);
    }
    cr_expect_eq(lines, 3, "%zu", lines);
    cr_expect(strstr(got, "end\n"));
    free(got);
}
