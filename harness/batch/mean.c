#include "harness/batch/mean.h"

#include "harness/batch/pieces.h"
#include "harness/foreign/call.h"
#include "harness/machine/environment.h"

#include <math.h>
#include <string.h>

enum { GUARDED_MOST = 1 << 12 };

double batch_mean(const struct batch_subject *s, enum ganloss_reduction reduction, size_t n, const void *x,
                  const void *y, void *grad)
{
    const struct ganloss_kernel *code = s->choice->kernel->code;
    if (s->choice->format == &formats[F32])
        return (double)s->scan->plan->code->mean_f32(code->f32, reduction, n, x, y, grad);
    return s->scan->plan->code->mean_f64(code->f64, reduction, n, x, y, grad);
}

struct guarded_mean {
    const struct batch_subject *subject;
    enum ganloss_reduction reduction;
};

static void run_mean(const struct guard *guard, const void *what)
{
    const struct guarded_mean *g = what;
    batch_mean(g->subject, g->reduction, guard->n, guard->at[GUARD_X],
               g->subject->scan->y ? guard->at[GUARD_Y] : NULL, guard->at[GUARD_GRAD]);
}

void batch_mean_guarded(const struct batch_subject *s, enum ganloss_reduction reduction)
{
    const struct guarded_mean mean = {s, reduction};
    struct guard guard = guard_make(GUARDED_MOST);
    for (size_t i = 0; i < s->scan->reached && s->scan->size[i] <= GUARDED_MOST; i++) {
        batch_pieces_place(&guard, s->scan, 0, s->scan->size[i]);
        guard_run(&guard, &(struct guarded){run_mean, &mean, choice_has(s->choice, GRAD) ? 1U << GRAD : 0},
                  s->faults, STAGE_MEANS, i);
    }
    guard_free(&guard);
}

void batch_mean_add_fault(const struct batch_subject *s, enum fault fault, size_t n, int64_t index,
                          unsigned parts)
{
    const struct format *format = s->choice->format;
    struct fault_at at = {STAGE_MEANS, 0, n, index, {(double)NAN, 0}, parts, 0, 0};
    if (index >= 0 && (size_t)index < n)
        at.input = (struct input){format_load(format, s->scan->x, (size_t)index),
                                  s->scan->y ? format_load(format, s->scan->y, (size_t)index) : 0};
#pragma omp critical(batch_faults)
    faults_add(s->faults, fault, &at, 1);
}

void batch_mean_check_answers(const struct batch_subject *s, size_t n)
{
    const struct call_outcome *outcome = call_outcome();
    for (size_t i = 0; i < outcome->troubles; i++)
        batch_mean_add_fault(s, outcome->trouble[i].fault, n, outcome->trouble[i].index,
                             outcome->trouble[i].parts);
    call_forget();
}

void batch_mean_check_environment(const struct batch_subject *s, size_t n)
{
    const struct environment usual = environment_usual(), now = environment_now();
    unsigned parts = environment_difference(&now, &usual);
    if (parts) {
        environment_set(&usual);
        batch_mean_add_fault(s, FAULT_ENVIRONMENT, n, 0, parts);
    }
}

void batch_mean_check_inputs(const struct batch_subject *s, char *inputs, const char *kept)
{
    size_t n = s->scan->size[s->scan->reached - 1], size = s->choice->format->size, i = 0;
    if (!inputs || memcmp(inputs, kept, n * size) == 0)
        return;
    while (inputs[i] == kept[i])
        i++;
    memcpy(inputs, kept, n * size);
    batch_mean_add_fault(s, FAULT_INPUTS, n, (int64_t)(i / size), 0);
}
