/* What an exhaustive run costs: ns per input and core of a kernel, of the screen, of the metric, and of MPFR
   alone, on the same inputs in one process, for each instruction set that runs here; and what the search in
   f64 does. `make speed`. */
#include "harness/base/random.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/tally.h"
#include "harness/inputs/cases.h"
#include "harness/search/probe.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* From each of so many chunks, spread over all floats, two blocks. All that is timed takes turns in so many
   rounds, seconds in all, as a machine may be half as fast again for one of them. */
enum { PARTS = 256, BLOCKS = 2 * PARTS, SPREAD = 65536 / PARTS + 1, ROUNDS = 250 };
enum { BLOCKS_OF_A_CHUNK = 65536 / (COMPARE_BLOCK / 2) };

static struct block blocks[BLOCKS];
static struct workspace space;
static float inputs[BLOCKS][COMPARE_BLOCK], results[OUTPUTS][BLOCKS][COMPARE_BLOCK];

struct subject {
    struct choice choice;
    struct group group;
    struct pass pass;
    const struct comparer *comparer;
    struct summary summary;
};

static void run_kernel(struct subject *s)
{
    for (size_t b = 0; b < BLOCKS; b++)
        s->choice.kernel->code->f32(COMPARE_BLOCK, blocks[b].x, NULL, results[LOSS][b], results[GRAD][b]);
}

static void run_screen(struct subject *s)
{
    for (size_t b = 0; b < BLOCKS; b++)
        s->pass.screen->run(COMPARE_BLOCK, blocks[b].x, s->pass.formula.label, space.want[LOSS].exact,
                            space.want[GRAD].exact);
}

static void find_scale(struct block *b, const struct pass *pass)
{
    block_scale(b->scale, pass, float_of_bits(b->bits & 0xffff0000), float_of_bits(b->bits | 0xffff));
}

static void run_all(struct subject *s)
{
    for (size_t now = 0; now < BLOCKS; now++) {
        struct block *b = &blocks[now];
        const float *got[OUTPUTS] = {results[LOSS][now], results[GRAD][now]};
        if (now % BLOCKS_OF_A_CHUNK == 0) /* as often as in a run */
            find_scale(b, &s->pass);
        for (uint32_t i = 0; i < COMPARE_BLOCK; i++)
            inputs[now][i] = float_of_bits(b->bits + i);
        tally_begin(&space, b, s->comparer);
        tally_results(&s->summary, &space, b, s->group.member[0].sign, 0, got, s->comparer);
    }
}

static void run_mpfr(struct subject *s)
{
    struct output_summary total[OUTPUTS] = {{0}};
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t i = 0; i < COMPARE_BLOCK; i++) {
            struct input at = {(double)inputs[b][i], 0};
            struct want want[OUTPUTS];
            reference(&want[LOSS], &want[GRAD], &s->pass.formula, s->choice.format, at.x, 0);
            for (int k = 0; k < OUTPUTS; k++)
                summary_add(&total[k], s->group.space, &at, (double)results[k][b][i], &want[k]);
        }
}

/* Lowers *least, in ns per input, to what one run takes. */
static void time_once(double *least, void (*run)(struct subject *s), struct subject *s)
{
    int64_t start = timing_now();
    run(s);
    *least = fmin(*least, (double)(timing_now() - start) / (BLOCKS * COMPARE_BLOCK));
}

struct cost {
    double screen, all;
};

/* With one instruction set, if it runs here. */
static void time_isa(struct cost *cost, struct subject *s, enum isa isa)
{
    s->pass.screen = screen_find(&s->pass.formula, isa);
    s->comparer = comparer_find(isa);
    if (!s->pass.screen || !s->comparer)
        return;
    time_once(&cost->screen, run_screen, s);
    time_once(&cost->all, run_all, s);
}

static void time_subject(const char *id)
{
    struct subject s = {.summary = summary_with_binades()};
    struct selection one = {&s.choice, 1};
    double kernel = (double)INFINITY, mpfr = (double)INFINITY;
    struct cost costs[ISAS];
    if (!choice_find(&s.choice, id))
        exit(EXIT_FAILURE);
    groups_make(&s.group, &one);
    s.pass = (struct pass){&s.group, screen_find(&s.group.formula, isa_best()), s.group.formula};
    for (size_t b = 0; b < BLOCKS; b++) {
        blocks[b].pass = &s.pass;
        find_scale(&blocks[b], &s.pass);
    }
    for (int isa = 0; isa < ISAS; isa++)
        costs[isa] = (struct cost){(double)INFINITY, (double)INFINITY};
    for (int round = 0; round < ROUNDS; round++) {
        time_once(&kernel, run_kernel, &s);
        for (int isa = 0; isa < ISAS; isa++)
            time_isa(&costs[isa], &s, (enum isa)isa);
    }
    time_once(&mpfr, run_mpfr, &s);
    printf("%s: kernel %.1f ns, MPFR alone %.0f ns per input\n", id, kernel, mpfr);
    for (int isa = 0; isa < ISAS; isa++) {
        double screen = costs[isa].screen, all = costs[isa].all;
        if (isfinite(costs[isa].all))
            printf("  %-6s  screen %5.2f  metric %5.2f  both %5.2f ns; MPFR alone takes %.0f times as long\n",
                   isa_names[isa], screen, all - screen, all, mpfr / all);
    }
    summary_clear(&s.summary);
    groups_free(&s.group, 1);
}

/* f64: the certified errors of results, as the search has them; what is left open included. */
static struct choice searched;
static double doubles[BLOCKS][COMPARE_BLOCK], found[OUTPUTS][COMPARE_BLOCK];
static struct probed probed[OUTPUTS];

static void run_kernel_f64(struct subject *s)
{
    (void)s;
    for (size_t b = 0; b < BLOCKS; b++)
        searched.kernel->code->f64(COMPARE_BLOCK, doubles[b], NULL, found[LOSS], found[GRAD]);
}

static void run_probe(struct subject *s)
{
    uint64_t audited = 0;
    const struct ideal ideal = ideal_of(searched.kernel->term);
    const struct screen_f64 *screen = screen_f64_find(&ideal.formula, isa_best());
    (void)s;
    for (size_t b = 0; b < BLOCKS; b++) {
        const double *got[OUTPUTS] = {found[LOSS], found[GRAD]};
        searched.kernel->code->f64(COMPARE_BLOCK, doubles[b], NULL, found[LOSS], found[GRAD]);
        if (!probe_run(probed, screen, &ideal, COMPARE_BLOCK, doubles[b], NULL, got, &audited))
            exit(EXIT_FAILURE);
    }
}

static void time_f64(const char *id, const char *name, double (*draw)(uint64_t *random))
{
    uint64_t random = 1;
    double kernel = (double)INFINITY, all = (double)INFINITY;
    if (!choice_find(&searched, id))
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < BLOCKS * COMPARE_BLOCK; i++)
        doubles[i / COMPARE_BLOCK][i % COMPARE_BLOCK] = draw(&random);
    for (int round = 0; round < ROUNDS / 10; round++) {
        time_once(&kernel, run_kernel_f64, NULL);
        time_once(&all, run_probe, NULL);
    }
    printf(
        "%s on %s: kernel %.1f ns; screen and metric %.1f ns, %.1f million certified evaluations a second\n",
        id, name, kernel, all - kernel, 1e3 / (all - kernel));
}

static double draw_any(uint64_t *random)
{
    return format_value(&formats[F64], random_next(random));
}

static double draw_logit(uint64_t *random)
{
    return 80 * random_uniform(random) - 40;
}

int main(void)
{
    static const char *const ids[] = {"nonsaturating.g/stable/f32", "nonsaturating.g/naive/f32",
                                      "minimax.g@D/stable/f32"};
    for (size_t b = 0; b < BLOCKS; b++) {
        uint32_t chunk = (uint32_t)(b / 2 * SPREAD) & 0xffff;
        blocks[b] =
            (struct block){.bits = chunk << 16 | (b % 2 ? 0x8000 : 0), .n = COMPARE_BLOCK, .x = inputs[b]};
        for (uint32_t i = 0; i < COMPARE_BLOCK; i++)
            inputs[b][i] = float_of_bits(blocks[b].bits + i);
    }
    printf("%d inputs, loss and gradient of each, one core; the least of %d rounds\n", BLOCKS * COMPARE_BLOCK,
           ROUNDS);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        time_subject(ids[i]);
    time_f64("nonsaturating.g/stable/f64", "logits within 40", draw_logit);
    time_f64("nonsaturating.g/stable/f64", "any doubles", draw_any);
    time_f64("minimax.g@D/stable/f64", "D in [0, 1]", random_uniform);
    return EXIT_SUCCESS;
}
