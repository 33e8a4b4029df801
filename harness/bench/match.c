#include "harness/bench/match.h"

#include "harness/base/process.h"
#include "harness/base/timing.h"
#include "harness/bench/arrays.h"
#include "harness/bench/foreign.h"
#include "harness/bench/repeat.h"

#include <alloca.h>
#include <math.h>

/* Long enough for the clock, which takes some 30 ns to read, and so short that most quads lie between two
   ticks of the system and two of the moods of a neighbour. */
static const double sample_ns = 50e3;

static bool any_is_foreign(const struct match *match)
{
    return bench_is_foreign(&match->row[0]) || bench_is_foreign(&match->row[1]);
}

/* Both go round their pools in the same turns, also where one needs more arrays than the other. */
static void place(struct match *match, int level)
{
    struct bench_row *a = &match->row[0], *b = &match->row[1];
    bench_place(a, level);
    bench_place(b, level);
    for (int s = 0; s < 2 && any_is_foreign(match); s++)
        bench_place_one_block(&match->row[s]);
    a->copies = b->copies = a->copies < b->copies ? a->copies : b->copies;
    a->level = b->level = a->level > b->level ? a->level : b->level;
}

void match_open(struct match *match, int level, size_t placement, uint64_t seed)
{
    bool one_format = match->row[0].choice.format == match->row[1].choice.format;
    place(match, level);
    match->arrays[1] = (struct bench_arrays){0};
    for (int s = 0; s < 2; s++) {
        if (s == 0 || !one_format)
            bench_arrays_allocate(&match->arrays[s], bench_pool_bytes(&match->row[s]), placement, seed);
        bench_arrays_load(&match->arrays[one_format ? 0 : s], &match->row[s]);
    }
}

void match_close(struct match *match)
{
    bench_arrays_free(&match->arrays[0]);
    bench_arrays_free(&match->arrays[1]);
}

/* Depths of both samples of a side in a quad are the same; an odd number of steps goes round all of them. */
__attribute__((noinline)) double match_sample(struct match_side *side, size_t calls)
{
    enum { PAGE = 4096, ALIGNED = 16, STEPS = 77 };
    size_t depth = side->samples++ / 2 * STEPS * ALIGNED % PAGE;
    volatile char *pushed = alloca(ALIGNED + depth);
    *pushed = 0;
    return bench_timed(side->row, calls, &side->arrays);
}

static double sample(void *self, size_t calls)
{
    return match_sample(self, calls);
}

struct match_side match_side(const struct match *match, int side)
{
    return (struct match_side){&match->row[side], match->arrays[match->arrays[side].block ? side : 0], 0};
}

bool match_measure(struct paired *paired, struct match *match, const struct match_plan *plan)
{
    int64_t start = timing_now();
    struct match_side sides[2] = {match_side(match, 0), match_side(match, 1)};
    struct contestant contestants[2] = {{sample, &sides[0]}, {sample, &sides[1]}};
    size_t calls = pairs_calibrate(contestants, any_is_foreign(match) ? BENCH_FOREIGN_SAMPLE_NS : sample_ns,
                                   MATCH_WARM_UP * plan->seconds);
    for (int s = 0; s < 2; s++) /* the same inputs and the same depths from now on */
        sides[s] = match_side(match, s);
    double left = plan->seconds - 1e-9 * (double)(timing_now() - start);
    return pairs_measure(paired, contestants, calls, left, plan->alpha, plan->seed);
}

/* Hex floats carry every bit. */
#define ANSWER "paired %la %la %la %la %la %zu %zu"

void match_answer(FILE *to, const struct paired *paired)
{
    fprintf(to, ANSWER "\n", paired->ratio, paired->low, paired->high, paired->a_ns, paired->b_ns,
            paired->quads, paired->calls);
}

bool match_ask(struct paired *again, void *argv)
{
    struct process fresh;
    if (!process_start(&fresh, argv, -1))
        return false;
    bool answered = fscanf(fresh.from, ANSWER, &again->ratio, &again->low, &again->high, &again->a_ns,
                           &again->b_ns, &again->quads, &again->calls) == 7;
    return process_end(&fresh) == 0 && answered;
}

void match_judge(struct match_outcome *outcome, double threshold, match_again *again, void *context)
{
    outcome->again = (struct paired){0};
    outcome->verdict = pairs_verdict(&outcome->first, threshold);
    if (outcome->verdict != VERDICT_FASTER && outcome->verdict != VERDICT_SLOWER)
        return;
    if (!again(&outcome->again, context))
        outcome->again.quads = 0;
    if (outcome->again.quads == 0 || !pairs_confirms(&outcome->again, outcome->verdict, threshold))
        outcome->verdict = VERDICT_INCONCLUSIVE;
}
