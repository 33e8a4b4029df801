/* One process alone: a run of one rank. More are in tests/ranks. */
#include "harness/ranks/ranks.h"
#include "harness/ranks/agree.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

Test(ranks, alone_it_leads)
{
    cr_expect_eq(ranks_begin(), STATUS_OK);
    cr_expect_eq(ranks_count(), 1);
    cr_expect_eq(ranks_number(), 0);
    cr_expect(ranks_lead());
    ranks_end();
}

/* Each number comes once, whichever thread asks, and they begin again. */
Test(ranks, counter_hands_out_each_number_once)
{
    enum { NUMBERS = 10000 };
    static unsigned char seen[NUMBERS];
    for (int time = 0; time < 2; time++) {
        memset(seen, 0, sizeof seen);
        ranks_rewind();
#pragma omp parallel
        for (uint64_t k; (k = ranks_take(1)) < NUMBERS;) {
#pragma omp atomic
            seen[k]++;
        }
        for (int i = 0; i < NUMBERS; i++)
            cr_expect_eq(seen[i], 1, "%d came %d times", i, seen[i]);
    }
    ranks_rewind();
    cr_expect_eq(ranks_take(7), 0);
    cr_expect_eq(ranks_take(1), 7);
}

static void never(void *to, const void *bytes, size_t size)
{
    (void)to;
    (void)bytes;
    cr_assert_fail("%zu bytes of another rank", size);
}

Test(ranks, alone_it_has_what_it_has)
{
    int own = 5;
    ranks_share(&own, sizeof own);
    cr_expect_eq(own, 5);
    cr_expect_eq(ranks_largest(3), 3);
    ranks_gather(&own, sizeof own, never, NULL);
    cr_expect_eq(ranks_agree(STATUS_DATA, NULL, NULL), STATUS_DATA);
    cr_expect_eq(ranks_agree(STATUS_OK, NULL, NULL), STATUS_OK);
    cr_expect_eq(ranks_agree_end(STATUS_NUMERICAL), STATUS_NUMERICAL);
}

/* Tests have no module beside them: what mpirun starts says so, instead of doing all the work once for each rank. */
Test(ranks, without_the_module_mpirun_is_refused)
{
    setenv("OMPI_COMM_WORLD_SIZE", "2", 1);
    cr_expect_eq(ranks_begin(), STATUS_UNAVAILABLE);
    cr_expect_eq(ranks_count(), 1);
    cr_expect_null(ranks_version());
}
