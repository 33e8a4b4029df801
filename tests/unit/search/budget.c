/* The search keeps to its budget, by a clock on which its first round takes two seconds, each other round one
   (tests/support/invented.h). */
#include "harness/search/search.h"
#include "tests/support/invented.h"

#include <criterion/criterion.h>

static uint64_t rounds_within(double seconds)
{
    struct choice choice;
    struct summary summary;
    struct plan plan = {.level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .budget = seconds};
    cr_assert(choice_find(&choice, "wasserstein.g/stable/f64"));
    struct selection one = {&choice, 1};
    invented_tick = 1000000000;
    cr_assert_eq(search_run(&summary, &one, &plan), SEARCH_DONE);
    return summary.searched.rounds;
}

/* The first round is the longest by far, and says nothing of those to come; then one more, if it ends in time
   like the one before. */
Test(search_budget, rounds_end_in_time)
{
    cr_expect_eq(rounds_within(1.9), 1);
    cr_expect_eq(rounds_within(2.5), 2, "the second is not known to be too long");
    cr_expect_eq(rounds_within(3.9), 2);
    cr_expect_eq(rounds_within(4.0), 3);
    cr_expect_eq(rounds_within(5.9), 4);
}

Test(search_budget, one_round_at_the_least)
{
    cr_expect_eq(rounds_within(1e-9), 1);
}
