#include "harness/trace/gate.h"

#include "harness/record/fail_on.h"
#include "harness/record/finding.h"

#include <math.h>
#include <string.h>

void trace_gate_set(struct trace *trace, unsigned named, double max_ulp)
{
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++) {
            struct choice *choice = &trace->track[t].kernel[k].choice;
            choice->max_ulp = max_ulp;
            choice->fail_on = fail_on_for(choice, named);
        }
}

static unsigned classes_of(const struct kernel_step *step, enum output output)
{
    static const unsigned of_damage[DAMAGES] = {[DAMAGE_VANISHED] = 1U << VANISHED,
                                                [DAMAGE_OVERFLOW] = 1U << OVERFLOW,
                                                [DAMAGE_NAN] = 1U << NAN_MISMATCH,
                                                [DAMAGE_SIGN] = 1U << WRONG_SIGN,
                                                [DAMAGE_LOST] = 1U << FAIL_ON_LOST};
    unsigned set = 0;
    if (output == LOSS)
        return 1U << step->loss_error.class | (step->loss_error.lost ? 1U << FAIL_ON_LOST : 0);
    for (int d = 0; d < DAMAGES; d++)
        set |= step->damaged[d] > 0 ? of_damage[d] : 0;
    return set;
}

/* The classes that are failures by themselves. */
static unsigned failures(void)
{
    unsigned set = 0;
    for (int c = 0; c < CLASSES; c++)
        set |= error_class_is_failure((enum error_class)c) ? 1U << c : 0;
    return set;
}

unsigned trace_gate_shown(const struct kernel_trace *kernel, size_t step, enum output output)
{
    const struct kernel_step *s = &kernel->step[step];
    long double ulp = output == LOSS ? s->loss_error.ulp : s->grad_ulp; /* NaN where there is none */
    unsigned set = classes_of(s, output), fails = kernel->choice.fail_on;
    if (kernel->choice.max_ulp > 0) {
        fails |= failures() | TRACE_GATE_ULP;
        set |= ulp > (long double)kernel->choice.max_ulp ? TRACE_GATE_ULP : 0;
    }
    return set & fails;
}

unsigned trace_gate_met(const struct kernel_trace *kernel, size_t steps, size_t *first)
{
    unsigned met = 0;
    for (size_t i = 0; i < steps; i++) {
        unsigned here = trace_gate_shown(kernel, i, LOSS) | trace_gate_shown(kernel, i, GRAD);
        if (here && !met)
            *first = i;
        met |= here;
    }
    return met;
}

void trace_gate_text(char text[TRACE_GATE_TEXT], unsigned set)
{
    char names[FAIL_ON_TEXT];
    fail_on_text(names, set & ~TRACE_GATE_ULP);
    snprintf(text, TRACE_GATE_TEXT, "%s%s%s", names, *names && set & TRACE_GATE_ULP ? "," : "",
             set & TRACE_GATE_ULP ? "max-ulp" : "");
}

/* One finding for each bit of what an output shows, with its first step. */
static void add_findings(const struct kernel_trace *kernel, size_t steps, enum output output)
{
    unsigned told = 0;
    for (size_t i = 0; i < steps; i++) {
        unsigned here = trace_gate_shown(kernel, i, output) & ~told;
        told |= here;
        for (unsigned bit = 1; bit; bit <<= 1) {
            char name[TRACE_GATE_TEXT], said[160];
            if (!(here & bit))
                continue;
            trace_gate_text(name, bit);
            long double ulp = output == LOSS ? kernel->loss_error.ulp : kernel->grad_ulp;
            if (bit == TRACE_GATE_ULP)
                snprintf(said, sizeof said, "%s: %.4Lg ulp, allowed %g, first at step %zu",
                         output == LOSS ? "mean loss" : "gradients", ulp, kernel->choice.max_ulp, i);
            else
                snprintf(said, sizeof said, "%s: %s, first at step %zu",
                         output == LOSS ? "mean loss" : "gradients", name, i);
            finding_add_of((struct finding){.rule = bit == TRACE_GATE_ULP ? "bound" : name,
                                            .part = (enum finding_part)output,
                                            .message = said,
                                            .size = bit == TRACE_GATE_ULP ? ulp : 0},
                           &kernel->choice);
        }
    }
}

static void add_cases(const struct kernel_trace *kernel, const struct recording *run)
{
    char id[ID_SIZE];
    choice_id(id, &kernel->choice);
    finding_evidence(id, "evidence", "exact"); /* of the steps */
    finding_evidence(id, "steps", "%zu", run->steps);
    finding_evidence(id, "batch", "%zu", run->batch);
    if (kernel->choice.kernel->library)
        finding_evidence(id, "library", "%s", kernel->choice.kernel->library);
    for (int k = 0; k < OUTPUTS; k++)
        if (choice_has(&kernel->choice, (enum output)k))
            finding_case_add(id, (enum finding_part)k,
                             faults_fail(&kernel->faults) ? FINDING_SKIPPED : FINDING_JUDGED,
                             "its results count for nothing: it does more than return them");
    finding_case_add(id, FINDING_FAULTS, FINDING_JUDGED, "");
}

size_t trace_gate_print(const struct trace *trace, FILE *to)
{
    size_t failed = 0, first = 0;
    for (size_t t = 0; t < trace->track_count; t++)
        for (size_t k = 0; k < trace->track[t].kernel_count; k++) {
            const struct kernel_trace *kernel = &trace->track[t].kernel[k];
            unsigned met = trace_gate_met(kernel, trace->run->steps, &first);
            char id[ID_SIZE], names[TRACE_GATE_TEXT];
            add_cases(kernel, trace->run);
            if (!met ||
                faults_fail(&kernel->faults)) /* those are told of, and its results count for nothing */
                continue;
            choice_id(id, &kernel->choice);
            trace_gate_text(names, met);
            fprintf(to, "FAIL %s: %s in its mean loss or gradients, first at step %zu; rerun this trace\n",
                    id, names, first);
            for (int output = 0; output < OUTPUTS; output++)
                add_findings(kernel, trace->run->steps, (enum output)output);
            failed++;
        }
    return failed;
}
