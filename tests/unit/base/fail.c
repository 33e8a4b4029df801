/* Of two exit statuses, which one a command ends with. */
#include "harness/base/fail.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(fail, errors_win_then_proved_failures_then_what_is_unfinished)
{
    static const enum status grave_first[] = {STATUS_IO,         STATUS_NUMERICAL,    STATUS_PERFORMANCE,
                                              STATUS_UNFINISHED, STATUS_INCONCLUSIVE, STATUS_OK};
    enum { COUNT = sizeof grave_first / sizeof *grave_first };
    for (int a = 0; a < COUNT; a++)
        for (int b = 0; b < COUNT; b++)
            cr_expect_eq(fail_graver(grave_first[a], grave_first[b]), grave_first[a < b ? a : b], "%d and %d",
                         (int)grave_first[a], (int)grave_first[b]);
}

Test(fail, of_two_errors_the_first_stands)
{
    static const enum status errors[] = {STATUS_USAGE,       STATUS_DATA,     STATUS_NOTHING,
                                         STATUS_UNAVAILABLE, STATUS_INTERNAL, STATUS_IO};
    for (size_t a = 0; a < sizeof errors / sizeof *errors; a++)
        for (size_t b = 0; b < sizeof errors / sizeof *errors; b++)
            cr_expect_eq(fail_graver(errors[a], errors[b]), errors[a]);
}

Test(fail, the_latest_message_of_a_status_is_kept)
{
    said_start();
    cr_expect_str_eq(fail_said(STATUS_DATA), "");
    fail(STATUS_DATA, "%d", 1);
    fail(STATUS_DATA, "%d", 2);
    fail(STATUS_OK, "a word beside");
    cr_expect_str_eq(fail_said(STATUS_DATA), "2");
    cr_expect_str_eq(fail_said(STATUS_IO), "");
    cr_expect_str_eq(fail_said(STATUS_OK), "");
    free(said_end());
}
