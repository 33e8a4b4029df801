/* Files of inputs that are not what the manifest says: one line, wherever they are changed. */
#include "harness/base/threads.h"
#include "tests/support/graded.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(changed, .init = graded_place_make, .fini = graded_place_remove);

static const struct graded_trial quick = {"nonsaturating.g/stable/f32", QUICK, 0, 1, 1 << 10},
                                 labels = {"bce.target/add1e8/f32", QUICK, 1, 3, 1 << 14},
                                 floats = {"minimax.g/naive/f32", EXHAUSTIVE, 300, 9999, 1 << 16},
                                 both = {"bce.target/stable/f32", EXHAUSTIVE, 11, 9999, 1 << 18};

static void write_files(const struct graded_trial *trial)
{
    struct grading g;
    struct summary summary = graded_by(&g, trial, 3, NULL);
    summary_clear(&summary);
    grading_close(&g);
}

/* Changes a byte of a file, so many from its end. */
static void change(const char *name, long back)
{
    char *path = graded_path(name);
    FILE *file = fopen(path, "r+");
    cr_assert(file && fseek(file, -back, SEEK_END) == 0);
    int byte = fgetc(file);
    cr_assert(fseek(file, -back, SEEK_END) == 0 && fputc(byte ^ 1, file) != EOF && fclose(file) == 0);
    free(path);
}

static bool is_one_line(const char *said)
{
    return strchr(said, '\n') == said + strlen(said) - 1;
}

Test(changed, inputs_are_refused_in_one_line_wherever_they_are)
{
    static const struct {
        const struct graded_trial *trial;
        const char *file;
        long back;
    } changes[] = {{&quick, "in/x/00000.npy", 4096},    {&quick, "in/x/00013.npy", 1},
                   {&labels, "in/y/00002.npy", 2},      {&floats, "in/x/00003.npy", 1},
                   {&floats, "in/x/00000.npy", 262144}, {&both, "in/y/00001.npy", 7}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char *said;
        write_files(changes[i].trial);
        change(changes[i].file, changes[i].back);
        cr_expect_eq(graded_again(&said), STATUS_DATA, "%zu", i);
        cr_expect(strstr(said, changes[i].file) && is_one_line(said), "%zu: %s", i, said);
        free(said);
        change(changes[i].file, changes[i].back);
        cr_expect_eq(graded_again(&said), STATUS_OK, "%zu: changed back: %s", i, said);
        free(said);
        graded_place_remove();
        graded_place_make();
    }
}

/* What is said of two files, each in a thread's buffers, where threads share the word or do not. */
static char *said_of_both(const struct grading *g, bool shared)
{
    bool told[2] = {false, false};
    said_start();
    for (size_t i = 0; i < 2; i++) {
        struct grading_part *part = grading_part_make(g, &told[shared ? 0 : i]);
        cr_expect_eq(grading_part_begin(part, i), STATUS_OK);
        cr_expect_eq(grading_part_read(part, 0, CHUNK), STATUS_DATA);
        grading_part_end(part, false);
        grading_part_free(part);
    }
    return said_end();
}

Test(changed, several_files_are_told_of_once)
{
    struct grading g;
    struct summary summary = graded_by(&g, &floats, 3, NULL);
    summary_clear(&summary);
    change("in/x/00000.npy", 262144);
    change("in/x/00001.npy", 9);
    char *said = said_of_both(&g, true);
    cr_expect(is_one_line(said), "%s", said);
    free(said);
    said = said_of_both(&g, false);
    cr_expect(!is_one_line(said), "%s", said);
    free(said);
    grading_close(&g);
    threads_use(4);
    cr_expect_eq(graded_again(&said), STATUS_DATA);
    cr_expect(is_one_line(said), "%s", said);
    free(said);
}
