/* Selectors with parts left out mean the whole glob that the rules say, and what was a selector before means the same. */
#include "harness/selection/selector.h"

#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

Test(selector, parts_that_are_left_out)
{
    static const char *const known[][2] = {{"stable", "*/stable/*"},
                                           {"nonsaturating.g", "nonsaturating.g/*/*"},
                                           {"f32", "*/*/f32"},
                                           {"nonsaturating.g/stable", "nonsaturating.g/stable/*"},
                                           {"nonsaturating.g/f64", "nonsaturating.g/*/f64"},
                                           {"stable/f32", "*/stable/f32"},
                                           {"clip1e*", "*/clip1e*/*"},
                                           {"stab?e/f32", "*/stab?e/f32"},
                                           {"bce.target", "bce.target/*/*"},
                                           {"*.g/stable", "*.g/stable/*"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        enum status status;
        char *glob = selector_glob(known[i][0], &status);
        cr_assert_not_null(glob, "%s", known[i][0]);
        cr_expect_str_eq(glob, known[i][1]);
        free(glob);
    }
}

/* What matches some whole id is taken as it stands: as a plain glob, be it readable otherwise, too. */
Test(selector, a_glob_over_ids_stays_one)
{
    static const char *const globs[] = {"*",      "nonsaturating.g*", "*/stable/f32", "n*",   "*f32",
                                        "*/f32",  "*stable*",         "m*/f64",       "*/s*", "[mn]*/f32",
                                        "*.g/s*", "bce.?/*"};
    for (size_t g = 0; g < sizeof globs / sizeof *globs; g++) {
        enum status status;
        char *glob = selector_glob(globs[g], &status);
        cr_assert_not_null(glob, "%s", globs[g]);
        cr_expect_str_eq(glob, globs[g]);
        free(glob);
        for (size_t k = 0; k < catalogue_count(); k++) {
            char id[ID_SIZE];
            struct choice choice = choice_make(catalogue_at(k));
            choice_id(id, &choice);
            cr_assert_eq(selector_covers(globs[g], id), fnmatch(globs[g], id, 0) == 0, "%s %s", globs[g], id);
        }
    }
}

Test(selector, what_is_covered_is_what_is_selected)
{
    static const char *const texts[] = {
        "stable", "f32", "nonsaturating.g", "nonsaturating.g/stable", "stable/f64", "f*", "none"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        enum status status;
        said_start();
        char *glob = selector_glob(texts[t], &status);
        free(said_end());
        for (size_t k = 0; k < catalogue_count(); k++) {
            char id[ID_SIZE];
            struct choice choice = choice_make(catalogue_at(k));
            choice_id(id, &choice);
            cr_assert_eq(selector_covers(texts[t], id), glob && fnmatch(glob, id, 0) == 0, "%s %s", texts[t],
                         id);
        }
        free(glob);
    }
    cr_expect(selector_covers("stable", "gone.g/stable/f32"), "a kernel that is not there any more");
    cr_expect(!selector_covers("stable", "gone.g/naive/f32"));
}

Test(selector, what_is_bad_is_said_in_one_line)
{
    static const struct {
        const char *text, *said;
        enum status status;
    } bad[] = {
        {"stabel",
         "ganloss: no kernel matches 'stabel': there is no term, variant or format 'stabel'; did you mean stable? (see "
         "ganloss list kernels)\n",
         STATUS_NOTHING},
        {"minimax.g/stable/f23",
         "ganloss: no kernel matches 'minimax.g/stable/f23': there is no format 'f23'; did you mean f32? (see ganloss "
         "list kernels)\n",
         STATUS_NOTHING},
        {"stable/naive",
         "ganloss: no kernel matches 'stable/naive': none has all its parts (see ganloss list kernels)\n",
         STATUS_NOTHING},
        {"f32/stable",
         "ganloss: no kernel matches 'f32/stable': none has all its parts (see ganloss list kernels)\n",
         STATUS_NOTHING},
        {"a/b/c/d",
         "ganloss: no kernel matches 'a/b/c/d' (ids are TERM/VARIANT/FORMAT, see ganloss list kernels)\n",
         STATUS_NOTHING},
        {"f*", "ganloss: 'f*' could mean */f*/* or */*/f*; write one of them\n", STATUS_USAGE},
        {"",
         "ganloss: no kernel matches '': there is no term, variant or format '' (see ganloss list kernels)\n",
         STATUS_NOTHING}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        enum status status;
        said_start();
        cr_expect_null(selector_glob(bad[i].text, &status));
        char *said = said_end();
        cr_expect_eq(status, bad[i].status);
        cr_expect_str_eq(said, bad[i].said);
        free(said);
    }
}

Test(selector, one_kernel)
{
    struct choice choice;
    char id[ID_SIZE];
    cr_assert_eq(select_one(&choice, "bce.target/stable/f32"), STATUS_OK);
    said_start();
    cr_expect_eq(select_one(&choice, "bce.target/stable"), STATUS_USAGE);
    cr_expect_eq(select_one(&choice, "bce.target/none/f32"), STATUS_NOTHING);
    char *said = said_end();
    cr_expect_str_eq(
        said,
        "ganloss: 'bce.target/stable' is 2 kernels, where one is asked for; write one of them, such as "
        "bce.target/stable/f32\n"
        "ganloss: no kernel matches 'bce.target/none/f32': there is no variant 'none' (see ganloss list "
        "kernels)\n");
    free(said);
    cr_assert_eq(select_one(&choice, "bce.target/[s]table/f64"), STATUS_OK);
    choice_id(id, &choice);
    cr_expect_str_eq(id, "bce.target/stable/f64");
}
