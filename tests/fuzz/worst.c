/* worst.c -- worst cases: the first byte says whether of a term with a label, the others are the file. */
#include "harness/inputs/worst.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const ids[2] = {"minimax.g@D", "bce.target"};

/* A directory with a file of that name for the term's worst cases. */
static char *make_directory(int with_label, const char *file)
{
    char *directory = fuzz_path(ids[with_label]), name[96];
    snprintf(name, sizeof name, "%s/%s.wc", ids[with_label], ids[with_label]);
    char *path = fuzz_path(name);
    if (mkdir(directory, 0700) == 0)
        fuzz_expect(symlink(file, path) == 0, "a directory can be made");
    free(path);
    return directory;
}

static void check(const struct worst *worst)
{
    size_t inputs = 0;
    for (size_t t = 0; t < TERMS; t++)
        for (size_t i = 0; i < worst->file[t].count; i++) {
            const struct worst_line *line = &worst->file[t].line[i];
            inputs += line->is_input;
            fuzz_expect(!line->is_input ||
                            (isfinite(line->input.x) && line->input.target >= 0 && line->input.target <= 1),
                        "an input is finite, and a label from 0 to 1");
        }
    fuzz_expect(inputs == worst->inputs, "inputs are counted");
    for (size_t f = 0; f < FORMATS; f++)
        for (int k = 0; k < 2; k++) {
            const struct term *term = term_find(ids[k]);
            struct cases cases = {.x = malloc(sizeof(double)),
                                  .target = term->operands == 2 ? malloc(sizeof(double)) : NULL};
            worst_prepend(&cases, worst, term, &formats[f]);
            fuzz_expect(cases.count <= inputs, "each input is a case once");
            cases_free(&cases);
        }
}

void fuzz_worst(const unsigned char bytes[], size_t size)
{
    struct worst worst;
    if (size == 0)
        return;
    char *directory = make_directory(bytes[0] & 1, fuzz_file(0, bytes + 1, size - 1));
    if (worst_read(&worst, directory) == STATUS_OK) {
        check(&worst);
        worst_free(&worst);
    }
    free(directory);
}
