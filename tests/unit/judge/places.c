/* A kernel's results for the same inputs elsewhere: what differs is a fault of the right name, and is judged there. */
#include "harness/judge/places.h"

#include "harness/base/random.h"
#include "tests/support/replaced.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static ganloss_f32 *good;

/* Runs all places of a kernel that stands where the stable one of the non-saturating loss does. */
static struct summary placed(ganloss_f32 *f32)
{
    struct replaced at;
    struct selection one = {&at.choice, 1};
    struct group group;
    struct summary summary = {0};
    replaced_make(&at, "nonsaturating.g/stable/f32");
    good = at.code.f32;
    at.code.f32 = f32;
    cr_assert_eq(groups_make(&group, &one), 1);
    struct cases cases = cases_make(group.space, group.operands, group.format, QUICK, 1);
    const struct places_plan plan = {&cases, QUICK, 1, 0};
    struct guard guard = guard_make(places_longest(QUICK));
    places_run(&summary, &at.choice, &group, group.member[0].sign, &plan, &guard);
    guard_free(&guard);
    cases_free(&cases);
    groups_free(&group, 1);
    return summary;
}

static void as_it_is(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    good(n, x, y, loss, grad);
}

/* Doubles the gradients of finite inputs near 0, which are some -1/2. */
static void spoil(size_t n, const float x[], float grad[])
{
    for (size_t i = 0; i < n; i++)
        grad[i] = fabsf(x[i]) < 1 ? 2 * grad[i] : grad[i];
}

static uint64_t sum_of(size_t n, const float x[])
{
    uint64_t sum = n;
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &x[i], sizeof bits);
        sum = random_hash(sum, bits);
    }
    return sum;
}

/* Wrong where the same inputs were there before, in the same order. */
static void same_call_again(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    static uint64_t known[1 << 16];
    static size_t count;
    uint64_t sum = sum_of(n, x);
    bool again = false;
    good(n, x, y, loss, grad);
    for (size_t i = 0; i < count; i++)
        again |= known[i] == sum;
    if (again)
        spoil(n, x, grad);
    else if (n > 2 && count < sizeof known / sizeof *known)
        known[count++] = sum;
}

/* Wrong in the short calls after a long one, which are its pieces. */
static void shorter_than_it_began(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    static bool was_long;
    good(n, x, y, loss, grad);
    was_long = was_long || n > 512;
    if (was_long && n <= 512)
        spoil(n, x, grad);
}

Test(places, a_good_kernel_has_no_faults)
{
    struct summary s = placed(as_it_is);
    cr_expect_not(faults_any(&s.faults));
    cr_expect(s.ideal[GRAD].max_ulp <= 4);
    summary_clear(&s);
}

Test(places, the_same_call_is_made_once_more)
{
    struct summary s = placed(same_call_again);
    cr_expect_gt(s.faults.of[FAULT_STATE].count, 0);
    cr_expect_gt(s.ideal[GRAD].max_ulp, 1e6, "and the other result is judged");
    summary_clear(&s);
}

Test(places, pieces_are_compared_with_the_whole)
{
    struct summary s = placed(shorter_than_it_began);
    cr_expect_gt(s.faults.of[FAULT_POSITION].count, 0);
    cr_expect_gt(s.ideal[GRAD].max_ulp, 1e6, "and the other result is judged");
    summary_clear(&s);
}
