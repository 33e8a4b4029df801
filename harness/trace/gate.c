#include "harness/trace/gate.h"

#include "harness/record/fail_on.h"
#include "harness/record/rerun.h"

void trace_gate_set(struct trace *trace, unsigned named)
{
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++) {
            struct choice *choice = &trace->track[t].kernel[k].choice;
            choice->fail_on = fail_on_for(choice, named);
        }
}

static unsigned shown(const struct kernel_step *step)
{
    static const unsigned of_damage[DAMAGES] = {[DAMAGE_VANISHED] = 1U << VANISHED,
                                                [DAMAGE_OVERFLOW] = 1U << OVERFLOW,
                                                [DAMAGE_NAN] = 1U << NAN_MISMATCH,
                                                [DAMAGE_SIGN] = 1U << WRONG_SIGN,
                                                [DAMAGE_LOST] = 1U << FAIL_ON_LOST};
    unsigned set = 1U << step->loss_error.class | (step->loss_error.lost ? 1U << FAIL_ON_LOST : 0);
    for (int d = 0; d < DAMAGES; d++)
        set |= step->damaged[d] > 0 ? of_damage[d] : 0;
    return set;
}

unsigned trace_gate_met(const struct kernel_trace *kernel, size_t steps, size_t *first)
{
    unsigned met = 0;
    for (size_t i = 0; i < steps; i++) {
        unsigned here = shown(&kernel->step[i]) & kernel->choice.fail_on;
        if (here && !met)
            *first = i;
        met |= here;
    }
    return met;
}

size_t trace_gate_print(const struct trace *trace, FILE *to)
{
    size_t failed = 0, first = 0;
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++) {
            const struct kernel_trace *kernel = &trace->track[t].kernel[k];
            unsigned met = trace_gate_met(kernel, trace->run->steps, &first);
            char id[ID_SIZE], names[FAIL_ON_TEXT];
            if (!met ||
                faults_fail(&kernel->faults)) /* those are told of, and its results count for nothing */
                continue;
            choice_id(id, &kernel->choice);
            fail_on_text(names, met);
            fprintf(to, "FAIL %s: %s in its mean loss or gradients, first at step %zu; rerun: %s", id, names,
                    first, trace->rerun ? trace->rerun : "ganloss trace");
            rerun_print(to, &kernel->choice);
            fputc('\n', to);
            failed++;
        }
    return failed;
}
