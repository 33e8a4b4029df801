/* What a run comes to: a kernel outside its bound fails it, finished or not. */
#include "harness/verify/outcome.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* The status of a run of a good kernel and of one with this error; *said: on stderr, from malloc. */
static enum status outcome(long double ulp, bool complete, char **said)
{
    struct choice choices[2];
    const struct selection selection = {choices, 2};
    struct summary summaries[2] = {{.inputs = 9}, {.inputs = 9}};
    cr_assert(choice_find(&choices[0], "minimax.g/stable/f32") &&
              choice_find(&choices[1], "minimax.d_real/stable/f32"));
    summaries[1].ideal[GRAD] = (struct output_summary){.compared = 1, .max_ulp = ulp, .at = {2, 0}};
    said_start();
    enum status status = outcome_of(
        &selection, summaries, &(struct outcome_shown){.level = "quick", .seed = 7, .complete = complete});
    *said = said_end();
    return status;
}

Test(outcome, a_bound_that_is_left_is_a_failure)
{
    char *said;
    cr_expect_eq(outcome(2.5L, true, &said), STATUS_NUMERICAL);
    cr_expect_not_null(strstr(said, "FAIL minimax.d_real/stable/f32 grad: >= 2.5 ulp, bound 2.45"), "%s",
                       said);
    cr_expect_null(strstr(said, "minimax.g/stable"), "%s", said);
    free(said);
    cr_expect_eq(outcome(2.44L, true, &said), STATUS_OK);
    cr_expect_str_eq(said, "");
    free(said);
}

Test(outcome, of_a_run_that_is_not_done_too)
{
    char *said;
    cr_expect_eq(outcome(2.5L, false, &said), STATUS_NUMERICAL);
    free(said);
    cr_expect_eq(outcome(2.44L, false, &said), STATUS_UNFINISHED);
    cr_expect_str_eq(said, "");
    free(said);
}
