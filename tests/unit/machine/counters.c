/* Counters: a machine without them says why, software events stand in where there are none, and
   single-stepping counts to the instruction. */
#include "harness/machine/counters.h"
#include "harness/machine/steps.h"

#include <criterion/criterion.h>
#include <linux/perf_event.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* The first two count time, which is more than 10^5 ns in the opening test's spin. */
static const struct counter_event software[COUNTERS] = {
    {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
    {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY},
};

Test(counters, they_open_and_count_or_there_is_a_reason)
{
    struct counters counters;
    char reason[COUNTERS_REASON] = "";
    bool open = counters_open(&counters, counters_events, reason);
    cr_assert(open == (*reason == '\0'), "%s", reason);
    if (open)
        counters_close(&counters);
}

Test(counters, an_event_that_does_not_exist_has_a_reason)
{
    static const struct counter_event none[COUNTERS] = {{12345, 0}, {12345, 0}, {12345, 0}, {12345, 0}};
    struct counters counters;
    char reason[COUNTERS_REASON] = "";
    cr_assert(!counters_open(&counters, none, reason) && strlen(reason) > 10);
}

Test(counters, counters_that_stay_at_zero_are_refused)
{
    static const struct counter_event dummy[COUNTERS] = {{PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY},
                                                         {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY},
                                                         {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY},
                                                         {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_DUMMY}};
    struct counters counters;
    char reason[COUNTERS_REASON] = "";
    cr_assert(!counters_open(&counters, dummy, reason) && strlen(reason) > 10);
}

Test(counters, a_group_counts_between_start_and_stop)
{
    struct counters counters;
    char reason[COUNTERS_REASON];
    struct counts little, much;
    volatile double x = 1;
    if (!counters_open(&counters, software, reason))
        cr_skip("no software events either: %s", reason);
    counters_start(&counters);
    cr_assert(counters_stop(&counters, &little));
    counters_start(&counters);
    for (int i = 0; i < 1000000; i++)
        x = x * 0.5 + 1;
    cr_assert(counters_stop(&counters, &much));
    cr_assert(much.of[0] > 10 * little.of[0] && much.of[0] > 2e5, "%g then %g", little.of[0], much.of[0]);
    counters_close(&counters);
}

/* Two instructions per turn, whatever the compiler would make of a loop. */
static void turns(void *argument)
{
#if defined __x86_64__
    uint64_t n = *(uint64_t *)argument;
    __asm__ volatile("1: sub $1, %0\n jnz 1b" : "+r"(n) : : "cc");
#else
    for (volatile uint64_t n = *(uint64_t *)argument; n > 0; n--)
        ;
#endif
}

Test(counters, single_stepping_counts_each_instruction)
{
    char reason[STEPS_REASON];
    double steps[3];
    uint64_t n[3] = {10, 110, 120};
    for (int i = 0; i < 3; i++)
        cr_assert(steps_count(turns, &n[i], &steps[i], reason), "%s", reason);
#if defined __x86_64__
    cr_assert(steps[1] - steps[0] == 200 && steps[2] - steps[1] == 20, "%g %g %g", steps[0], steps[1],
              steps[2]);
#else
    cr_assert(steps[1] - steps[0] == 10 * (steps[2] - steps[1]));
#endif
}

/* libc copies in another way where source and destination are at the same place of their pages, or nearly. */
static void copy_from_stack(void *argument)
{
    static char to[2048];
    char from[2048];
    size_t n = *(size_t *)argument;
    __asm__ volatile("" : : "r"(from) : "memory");
    memcpy(to, from, n);
    __asm__ volatile("" : : "r"(to) : "memory");
}

/* Counts it from ever deeper in the stack. */
static void count_below(int depth, size_t n, double first)
{
    char reason[STEPS_REASON];
    double steps;
    cr_assert(steps_count(copy_from_stack, &n, &steps, reason), "%s", reason);
    cr_expect(depth == 0 || (steps >= first && steps <= first), "%g, and %g from elsewhere", first, steps);
    if (depth < 40)
        count_below(depth + 1, n, depth == 0 ? steps : first);
    __asm__ volatile("" : : "r"(reason) : "memory"); /* so that each call has a frame of its own */
}

Test(counters, steps_do_not_depend_on_where_the_stack_is)
{
    for (size_t n = 64; n <= 1280; n *= 20)
        count_below(0, n, 0);
}

static void crash(void *argument)
{
    *(volatile int *)argument = 1;
}

/* The second time, which is the one that is stepped. */
static void crash_later(void *argument)
{
    static int calls;
    if (++calls == 2)
        crash(argument);
}

static void wait_for_ever(void *argument)
{
    (void)argument;
    for (;;)
        pause();
}

Test(counters, what_dies_or_stays_while_it_is_counted_is_an_error, .timeout = 60)
{
    void (*const runs[])(void *) = {crash, crash_later, wait_for_ever};
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        char reason[STEPS_REASON] = "";
        double steps;
        cr_assert(!steps_count(runs[i], NULL, &steps, reason) && strlen(reason) > 10, "%zu: %s", i, reason);
    }
}
