#include "harness/verify/outcome.h"

#include "harness/base/terminal.h"
#include "harness/inputs/cases.h"
#include "harness/record/evidence.h"
#include "harness/record/finding.h"
#include "harness/record/record.h"
#include "harness/verify/worst_first.h"

#include <math.h>
#include <string.h>

/* Whether a kernel was done with: a run that was interrupted may have come to the end of some. */
static bool is_done(const struct choice *choice, const struct summary *summary,
                    const struct outcome_shown *shown)
{
    return shown->complete || evidence_of(choice, summary, shown->level) == EVIDENCE_EXACT;
}

/* Kernels by what became of them. */
struct counts {
    size_t judged, within, failed, unbound, open;
    unsigned long long inputs;
    bool more; /* inputs than are counted */
};

static void count(struct counts *c, const struct choice *choice, const struct summary *summary, bool done)
{
    bool passes = record_passes(choice, summary), bound = choice_has_bound(choice);
    c->inputs += summary->inputs;
    c->more = c->more || summary->searched.uncounted > 0;
    c->open += !done && passes;
    if (passes && (summary->inputs == 0 || !done)) /* what answered nothing may have failed for it */
        return;
    c->judged++;
    c->within += passes && bound ? 1 : 0;
    c->failed += passes ? 0 : 1;
    c->unbound += passes && !bound ? 1 : 0;
}

void outcome_print(FILE *to, const struct selection *selection, const struct summary summaries[],
                   const struct outcome_shown *shown)
{
    struct counts c = {0};
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *choice = &selection->at[i];
        bool done = is_done(choice, &summaries[i], shown);
        if (!shown->quiet)
            record_print(to, choice, &summaries[i], shown->level, done);
        count(&c, choice, &summaries[i], done);
    }
    if (!shown->quiet)
        worst_first_print(to, selection, summaries, shown->level);
    if (!shown->complete)
        terminal_print_verdict(to, "INCOMPLETE: ");
    fputs(terminal_on(to, MARK_FIRST), to);
    fprintf(
        to, "%zu kernels on %s%llu inputs in %.1f s: %zu within their bounds, %zu outside, %zu declare none",
        selection->count, c.more ? "at least " : "", c.inputs, shown->seconds, c.within, c.failed, c.unbound);
    if (c.open > 0)
        fprintf(to, ", %zu not finished", c.open);
    else if (c.judged < selection->count)
        fprintf(to, ", %zu not judged", selection->count - c.judged);
    fprintf(to, "%s (level %s, %sseed %llu)\n", terminal_off(to), shown->level,
            strcmp(shown->level, level_names[EXHAUSTIVE]) == 0 ? "" : "sampled, ",
            (unsigned long long)shown->seed);
}

enum status outcome_of(const struct selection *selection, const struct summary summaries[],
                       const struct outcome_shown *shown)
{
    enum status status = shown->complete ? STATUS_OK : STATUS_UNFINISHED;
    for (size_t i = 0; i < selection->count; i++)
        if (!record_passes(&selection->at[i], &summaries[i])) {
            record_print_failure(stderr, &selection->at[i], &summaries[i], shown->level, shown->seed);
            status = fail_graver(status, STATUS_NUMERICAL);
        }
    return status;
}

static void add_output(const char *id, const struct choice *choice, const struct summary *summary, int output)
{
    static const char *const bounds[OUTPUTS] = {"loss.bound_ulp", "grad.bound_ulp"},
                             *const maxima[OUTPUTS] = {"loss.max_ulp", "grad.max_ulp"},
                             *const places[OUTPUTS] = {"loss.at", "grad.at"};
    const struct output_summary *s = &summary->ideal[output];
    double bound = choice_bound(choice, (enum output)output);
    if (isfinite(bound))
        finding_evidence(id, bounds[output], "%g", bound);
    else
        finding_evidence(id, bounds[output], "none");
    if (s->compared == 0)
        return;
    finding_evidence(id, maxima[output], "%.4Lg", s->max_ulp);
    if (choice->kernel->term->operands == 2)
        finding_evidence(id, places[output], "%a (%.17g), target %a", s->at.x, s->at.x, s->at.target);
    else
        finding_evidence(id, places[output], "%a (%.17g)", s->at.x, s->at.x);
}

void outcome_findings(const struct selection *selection, const struct summary summaries[],
                      const struct outcome_shown *shown)
{
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *choice = &selection->at[i];
        const struct summary *summary = &summaries[i];
        bool judged = summary->inputs > 0 && is_done(choice, summary, shown);
        enum finding_state state = judged ? FINDING_JUDGED : FINDING_UNFINISHED;
        const char *why = summary->inputs > 0 ? "the run ended before it was done with this kernel"
                                              : "it was judged on no input";
        char id[ID_SIZE];
        choice_id(id, choice);
        finding_evidence(id, "evidence", "%s",
                         evidence_words[evidence_of(choice, summary, shown->level)].word);
        finding_evidence(id, "level", "%s", shown->level);
        finding_evidence(id, "seed", "%llu", (unsigned long long)shown->seed);
        finding_evidence(id, "inputs", "%llu", (unsigned long long)summary->inputs);
        if (choice->kernel->library)
            finding_evidence(id, "library", "%s", choice->kernel->library);
        for (int k = 0; k < OUTPUTS; k++)
            if (choice_has(choice, (enum output)k)) {
                finding_case_add(id, (enum finding_part)k, state, why);
                add_output(id, choice, summary, k);
            }
        finding_case_add(id, FINDING_FAULTS, state, why);
    }
}
