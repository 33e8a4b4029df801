/* What a user has fail kernels: read, told again, and met. */
#include "harness/record/fail_on.h"
#include "harness/record/record.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *list, *said, *told; /* NULL: it is read; what is told again */
} rows[] = {
    {"nan", NULL, "nan"},
    {"zero-sign,sign", NULL, "sign,zero-sign"},
    {"position,lost,vanished,bounded,overflow,nan", NULL, "nan,overflow,bounded,vanished,lost,position"},
    {"sign,sign", NULL, "sign"},
    {"", "--fail-on takes one or more of nan,overflow,bounded,vanished,sign,zero-sign,lost,position, not ''",
     ""},
    {"nan,", "position, not ''", "nan"},
    {"nan,Nan,lost", "position, not 'Nan'", "nan"},
    {"zero", "not 'zero'", ""},
    {"signs,nan", "not 'signs'", ""},
};

Test(fail_on, lists_are_read_and_told_again)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned set = 0;
        char told[FAIL_ON_TEXT];
        said_start();
        bool good = fail_on_read(&set, "--fail-on", rows[i].list);
        char *said = said_end();
        cr_expect_eq(good, rows[i].said == NULL, "%s", rows[i].list);
        cr_expect(rows[i].said ? strstr(said, rows[i].said) != NULL : !*said, "%s: %s", rows[i].list, said);
        free(said);
        fail_on_text(told, set);
        cr_expect_str_eq(told, rows[i].told);
        cr_expect_eq(fail_on_of(told), set);
    }
}

/* Each name fails a kernel that shows it, and no other. */
Test(fail_on, fails_what_is_met_and_nothing_else)
{
    static const char *const names[] = {"nan",  "overflow",  "bounded", "vanished",
                                        "sign", "zero-sign", "lost",    "position"};
    const struct fault_at at = {.n = 1};
    for (int shown = 0; shown < 8; shown++) {
        struct summary s = {.inputs = 1};
        if (shown < 6)
            s.ideal[shown % 2].classes[NAN_MISMATCH + shown].count = 1;
        else if (shown == 6)
            s.ideal[GRAD].lost.count = 1;
        else
            faults_add(&s.faults, FAULT_POSITION, &at, 1);
        for (int named = 0; named < 8; named++) {
            struct choice choice;
            cr_assert(choice_find(&choice, "minimax.g/naive/f32"));
            cr_expect(record_passes(&choice, &s));
            choice.fail_on = fail_on_of(names[named]);
            unsigned expected = named != shown ? 0 : named == 7 ? RECORD_POSITION : RECORD_FAIL_ON;
            cr_expect_eq(record_failures(&choice, &s), expected, "%s, shown %s", names[named], names[shown]);
        }
    }
}
