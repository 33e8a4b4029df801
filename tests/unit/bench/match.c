/* What both sides of a match get: the same inputs in the same turns, at all depths of the stack. */
#include "harness/bench/match.h"
#include "harness/bench/bench.h"
#include "harness/inputs/regime.h"
#include "harness/selection/select.h"

#include <criterion/criterion.h>

/* A sanitizer rounds what is pushed on the stack up to 32 bytes, so positions are told apart by lines. */
enum { POSITIONS = 64, LINE = 64, SAMPLES = 512 };

/* A kernel that notes where its stack and its inputs are. */
static struct note {
    const float *x[SAMPLES];
    uintptr_t stack[SAMPLES];
    size_t count;
} notes[2];

static void note(struct note *to, const float x[], float loss[], float grad[])
{
    volatile char here = 0;
    if (to->count < SAMPLES) {
        to->x[to->count] = x;
        to->stack[to->count] = (uintptr_t)&here % (POSITIONS * LINE);
    }
    to->count++;
    loss[0] = grad[0] = 0;
}

static void note_a(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)n;
    (void)y;
    note(&notes[0], x, loss, grad);
}

static void note_b(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    (void)n;
    (void)y;
    note(&notes[1], x, loss, grad);
}

static struct kernel noting[2];
static struct ganloss_kernel codes[2];

static void open_notes(struct match *match)
{
    ganloss_f32 *const functions[2] = {note_a, note_b};
    struct choice choice;
    cr_assert(choice_find(&choice, "wasserstein.g/stable/f32"));
    for (int s = 0; s < 2; s++) {
        codes[s] = *choice.kernel->code;
        codes[s].f32 = functions[s];
        noting[s] = *choice.kernel;
        noting[s].code = &codes[s];
        match->row[s] = (struct bench_row){
            .choice = choice, .reduction = ELEMENT, .regime = regime_find("uniform"), .batch = 1000};
        match->row[s].choice.kernel = &noting[s];
    }
    match_open(match, LEVEL_AUTO, 0, 1);
}

Test(pairs_match, both_sides_take_the_same_inputs_at_all_depths)
{
    struct match match;
    bool seen[POSITIONS] = {false};
    size_t positions = 0, inputs = 0;
    open_notes(&match);
    for (int s = 0; s < 2; s++) {
        struct match_side side = match_side(&match, s);
        for (int i = 0; i < SAMPLES; i++)
            match_sample(&side, 1);
        cr_assert_eq(notes[s].count, SAMPLES);
    }
    for (int i = 0; i < SAMPLES; i++) {
        cr_assert(notes[0].x[i] == notes[1].x[i] && notes[0].stack[i] == notes[1].stack[i], "sample %d", i);
        cr_assert_eq(notes[0].stack[i], notes[0].stack[i / 2 * 2], "two samples of a quad, at %d", i);
        inputs += i > 0 && notes[0].x[i] != notes[0].x[i - 1];
        seen[notes[0].stack[i] / LINE] = true;
    }
    for (int p = 0; p < POSITIONS; p++)
        positions += seen[p];
    cr_assert(positions == POSITIONS && inputs == SAMPLES - 1, "%zu depths, %zu inputs", positions, inputs);
    match_close(&match);
}
