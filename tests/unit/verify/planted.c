/* Planted faults: a fault that a level should find is found, and the good kernel beside it is not flagged. */
#include "tests/planted/planted.h"
#include "harness/base/random.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/verify/by_format.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

static bool by_exhaustive(struct summary summaries[], const struct selection *selection,
                          const struct plan *plan)
{
    return exhaustive_run(summaries, selection, plan) == EXHAUSTIVE_DONE;
}

static bool is_fault(size_t row, int format)
{
    return planted[row].format == format && !planted_is_good(&planted[row]) &&
           planted[row].how != HOW_HOSTILE;
}

/* Judges the faults that are wanted, beside their good kernels: all faults must be found and nothing else. */
static void expect_found(bool wanted[PLANTED], int format, planted_level *level, const struct plan *plan)
{
    unsigned ways[PLANTED] = {0};
    planted_add_good(wanted);
    cr_assert(planted_judge(ways, wanted, format, level, plan, 0));
    for (size_t i = 0; i < PLANTED; i++)
        cr_expect((ways[i] != 0) == (wanted[i] && is_fault(i, format)), "%s: %s (shard %zu)", planted[i].name,
                  ways[i] ? "nothing is wrong there" : "not found", plan->shard);
}

Test(planted, holds_sixty_faults)
{
    size_t faults[FORMATS] = {0};
    for (size_t i = 0; i < PLANTED; i++)
        faults[planted[i].format] += planted_is_good(&planted[i]) ? 0 : 1;
    cr_expect(faults[F32] >= 40, "%zu in f32", faults[F32]);
    cr_expect(faults[F64] >= 22, "%zu in f64", faults[F64]);
    cr_expect(faults[F32] + faults[F64] >= 60);
}

/* All faults that show among the same 2^16 inputs at once. */
Test(planted, finds_f32_faults_where_they_show)
{
    bool done[PLANTED] = {false};
    for (size_t i = 0; i < PLANTED; i++) {
        bool wanted[PLANTED] = {false};
        if (!is_fault(i, F32) || done[i])
            continue;
        for (size_t k = i; k < PLANTED; k++)
            done[k] |= wanted[k] = is_fault(k, F32) && planted[k].shows == planted[i].shows;
        struct plan plan = {
            .level = EXHAUSTIVE, .seed = 1, .quiet = true, .shard = planted[i].shows, .shards = 65536};
        expect_found(wanted, F32, by_exhaustive, &plan);
    }
}

/* Of 16 blocks in a row, each begins at another place in its cache line, wherever memory is. */
Test(planted, finds_unaligned_heads_at_quick_level)
{
    bool wanted[PLANTED];
    size_t count = 0;
    for (size_t i = 0; i < PLANTED; i++)
        count += wanted[i] = strncmp(planted[i].name, "unaligned_", strlen("unaligned_")) == 0;
    cr_assert_eq(count, 3);
    expect_found(wanted, F32, judge_run,
                 &(struct plan){.level = QUICK, .seed = 1, .quiet = true, .shards = 1});
}

Test(planted, finds_f64_faults_at_full_level)
{
    bool wanted[PLANTED];
    for (size_t i = 0; i < PLANTED; i++)
        wanted[i] = is_fault(i, F64) && planted[i].shows == FULL;
    struct plan plan = {.level = FULL, .seed = 1, .quiet = true, .shards = 1};
    expect_found(wanted, F64, judge_run, &plan);
}

/* What a level of those below exhaustive finds of the kernels that are wrong otherwise, and that the good one among
   them is not blamed for what they leave behind. */
static void expect_hostile(bool wanted[PLANTED], enum level level)
{
    for (int format = 0; format < FORMATS; format++) {
        unsigned ways[PLANTED] = {0};
        struct plan plan = {.level = level, .seed = 1, .quiet = true, .shards = 1};
        planted_add_good(wanted);
        cr_assert(planted_judge(ways, wanted, format, judge_run, &plan, 1));
        for (size_t i = 0; i < PLANTED; i++)
            if (planted[i].format == format && wanted[i])
                cr_expect((ways[i] != 0) == (planted[i].how == HOW_HOSTILE && planted[i].shows <= level),
                          "%s: %s", planted[i].name, ways[i] ? "found" : "not found");
    }
}

Test(planted, finds_hostile_kernels)
{
    bool wanted[PLANTED];
    size_t count = 0;
    for (size_t i = 0; i < PLANTED; i++)
        count += wanted[i] = planted[i].how == HOW_HOSTILE;
    cr_assert(count >= 2 * 55, "%zu", count);
    expect_hostile(wanted, QUICK);
    for (size_t i = 0; i < PLANTED; i++)
        wanted[i] = planted[i].how == HOW_HOSTILE && planted[i].shows != QUICK;
    expect_hostile(wanted, FULL);
}

/* What goes wrong in very long calls alone, in both formats: level exhaustive has one, and it is asked for. */
static bool by_both(struct summary summaries[], const struct selection *selection, const struct plan *plan)
{
    uint64_t rounds;
    return by_format_judge(summaries, &rounds, selection, plan) == STATUS_OK;
}

Test(planted, finds_what_is_wrong_beyond_a_million)
{
    for (int format = 0; format < FORMATS; format++) {
        unsigned ways[PLANTED] = {0};
        bool wanted[PLANTED] = {false};
        enum planted_row row = format == F32 ? PLANTED_beyond_a_million : PLANTED_beyond_a_million_f64;
        enum planted_row good = format == F32 ? PLANTED_good_among_hostile : PLANTED_good_among_hostile_f64;
        struct plan plan = {
            .level = QUICK, .seed = 1, .quiet = true, .shards = 1, .longest = BY_FORMAT_LONGEST};
        wanted[row] = wanted[good] = true;
        cr_assert(planted_judge(ways, wanted, format, judge_run, &plan, 0));
        cr_expect(ways[row] != 0 && ways[good] == 0, "%s", formats[format].name);
        if (format == F32)
            continue;
        plan = (struct plan){.level = EXHAUSTIVE, .seed = 1, .quiet = true, .shards = 1, .rounds = 1};
        cr_assert(planted_judge(ways, wanted, format, by_both, &plan, 0));
        cr_expect(ways[row] != 0 && ways[good] == 0, "at level exhaustive");
    }
}

/* With nothing altered, what a row returns is what its kernel returns, whatever batch came before. */
Test(planted, remembers_good_results_only)
{
    const struct planted *row = &planted[PLANTED_good_bce_target];
    enum { ROOM = 1500, ROUNDS = 400 };
    static float x[ROOM], y[ROOM], want[OUTPUTS][ROOM], got[OUTPUTS][ROOM];
    uint64_t state = 1;
    size_t n = 8;
    for (int round = 0; round < ROUNDS; round++) {
        n = round % 3 ? 1 + random_next(&state) % (round % 2 ? 8 : ROOM) : n;
        if (round % 3) /* else the labels alone differ */
            x[random_next(&state) % n] = (float)random_uniform(&state);
        y[random_next(&state) % n] = (float)random_uniform(&state);
        row->good_f32(n, x, y, want[LOSS], want[GRAD]);
        row->f32(n, x, y, got[LOSS], got[GRAD]);
        for (int k = 0; k < OUTPUTS; k++)
            cr_assert_arr_eq(got[k], want[k], n * sizeof(float), "%s of %zu", output_names[k], n);
    }
}
