#include "harness/record/record.h"

#include "harness/base/allocate.h"
#include "harness/base/hex.h"
#include "harness/base/terminal.h"
#include "harness/record/evidence.h"
#include "harness/record/fail_on.h"
#include "harness/record/faults_text.h"
#include "harness/record/finding.h"
#include "harness/record/input_text.h"
#include "harness/record/library.h"
#include "harness/record/modes_text.h"
#include "harness/record/searched_text.h"

#include <math.h>
#include <stdlib.h>

/* An output that declares no bound, as its operands cancel: sigmoid(s) - t. */
static bool output_cancels(const struct choice *choice, enum output output)
{
    return isinf(choice_bound(choice, output)) && choice->kernel->term->operands == 2;
}

unsigned record_failures(const struct choice *choice, const struct summary *summary)
{
    bool first_class = choice_is_first_class(choice);
    unsigned failures = faults_fail(&summary->faults) ? RECORD_FAULTS : 0U;
    for (int k = 0; k < OUTPUTS; k++) {
        const struct output_summary *s = &summary->ideal[k];
        double bound = choice_bound(choice, (enum output)k);
        failures |= !isinf(bound) && !summary_passes(s, bound) ? RECORD_BOUND : 0U;
        bool cancels = output_cancels(choice, (enum output)k);
        bool class = cancels ? s->beyond.count > 0 : !summary_passes(s, (double)INFINITY);
        failures |= first_class && isinf(bound) && class ? RECORD_CLASS : 0U;
        failures |= first_class && !cancels && s->classes[ZERO_SIGN].count > 0 ? RECORD_ZERO_SIGN : 0U;
    }
    unsigned named = fail_on_met(choice->fail_on, summary);
    failures |= named & ~(1U << FAIL_ON_POSITION) ? RECORD_FAIL_ON : 0U;
    if ((first_class || named & 1U << FAIL_ON_POSITION) && summary->faults.of[FAULT_POSITION].count > 0)
        failures |= RECORD_POSITION;
    return failures;
}

bool record_passes(const struct choice *choice, const struct summary *summary)
{
    return record_failures(choice, summary) == 0;
}

bool record_has_own(const struct choice *choice, const struct summary *summary, struct formula *own)
{
    return reference_own(own, choice->kernel->term, choice->kernel->code->variant) &&
           summary->own[LOSS].compared + summary->own[LOSS].not_rounded > 0;
}

/* How a kernel that is asked once more is spoken of. Where results depend on their place or on what went before, it may
   answer otherwise than it did. */
static const char *asked_again(const struct summary *summary)
{
    const struct faults *faults = &summary->faults;
    return faults->of[FAULT_POSITION].count + faults->of[FAULT_STATE].count > 0 ? "alone" : "got";
}

/* "X (t = T) [got G, exact E]", in so many words; without one, no result is shown. */
static void print_result(FILE *to, const struct choice *choice, const struct formula *f, enum output output,
                         const struct input *input, const char *word, double got)
{
    char exact[80], text[HEX_TEXT];
    reference_decimal(exact, 10, f, choice->format, input->x, input->target, output);
    input_text_print(to, choice, input);
    if (word)
        fprintf(to, " [%s %s, exact %s]", word,
                hex_text(text, isnan(input->x) ? input_text_number(got) : got), exact);
    else
        fprintf(to, " [exact %s]", exact);
}

/* The same, the kernel being run once more, where it can be; `word` says so. */
static void print_point(FILE *to, const struct choice *choice, const struct formula *f, enum output output,
                        const struct input *input, const char *word)
{
    double got[OUTPUTS] = {0};
    bool asked = choice_is_callable(choice);
    if (asked)
        choice_at(choice, input->x, input->target, &got[LOSS], &got[GRAD]);
    print_result(to, choice, f, output, input, asked ? word : NULL, got[output]);
}

static void print_extent(FILE *to, const struct choice *choice, const struct formula *f, enum output output,
                         const char *name, const struct extent *extent, const char *sign, const char *word)
{
    char text[HEX_TEXT];
    fprintf(to, "\n          %-9s %s%8llu  ", name, sign, (unsigned long long)extent->count);
    if (extent->count == 1) {
        print_point(to, choice, f, output, &extent->first, word);
        return;
    }
    bool below = !isnan(extent->below.x), above = !isnan(extent->above.x);
    if (below)
        fprintf(to, "from %s up to ", hex_text(text, extent->first.x)),
            print_point(to, choice, f, output, &extent->below, word);
    if (below && above)
        fputs("\n                              ", to);
    if (above)
        fputs("from ", to), print_point(to, choice, f, output, &extent->above, word),
            fprintf(to, " to %s", hex_text(text, input_text_number(extent->last.x)));
    if (!below && !above)
        print_point(to, choice, f, output, &extent->first, word);
}

static void print_output(FILE *to, const struct choice *choice, const struct output_summary *summary,
                         const struct formula *f, const char *reference, enum output output,
                         const struct evidence_word *evidence, const char *word)
{
    fprintf(to, "  %s%-5s", reference, output_names[output]);
    if (!choice_has(choice, output))
        fputs(" not given", to);
    if (summary->compared > 0) {
        fprintf(to, " %s max %s%.4Lg ulp at ", evidence->word, evidence->sign, summary->max_ulp);
        print_result(to, choice, f, output, &summary->at, "got", summary->got);
    }
    for (int c = 0; c < CLASSES; c++)
        if (error_class_names[c] && summary->classes[c].count > 0)
            print_extent(to, choice, f, output, error_class_names[c], &summary->classes[c], evidence->sign,
                         word);
    if (summary->lost.count > 0)
        print_extent(to, choice, f, output, "lost", &summary->lost, evidence->sign, word);
    fputc('\n', to);
}

/* "within its bound of 2.5 ulp"; of what is not exact, no more than that nothing else was met. */
static void verdict_text(char text[], size_t size, const struct choice *choice, const struct summary *summary,
                         const struct evidence_word *evidence, bool complete)
{
    unsigned failures = record_failures(choice, summary);
    char bound[BOUND_SIZE], named[FAIL_ON_TEXT];
    const char *plural = choice_bound_text(bound, choice);
    fail_on_text(named, fail_on_met(choice->fail_on, summary));
    if (!complete && !failures)
        snprintf(text, size, "no verdict");
    else if (failures & RECORD_BOUND)
        snprintf(text, size, "FAIL: outside its bound%s of %s ulp", plural, bound);
    else if (failures)
        snprintf(text, size, "FAIL: %s",
                 failures & RECORD_FAULTS      ? "a fault beyond its results"
                 : failures & RECORD_CLASS     ? "wrong beyond what cancels"
                 : failures & RECORD_ZERO_SIGN ? "the sign of a zero"
                 : failures & RECORD_POSITION  ? "results depend on their place"
                                               : named);
    else if (!choice_has_bound(choice))
        snprintf(text, size, "no bound declared");
    else
        snprintf(text, size, "%s%s of %s ulp", evidence->within, plural, bound);
}

static void print_head(FILE *to, const struct choice *choice, const struct summary *summary,
                       const struct evidence_word *evidence, bool complete)
{
    char id[ID_SIZE], verdict[128], library[LIBRARY_TEXT];
    choice_id(id, choice);
    fprintf(to, "%s%s  ", id, library_text(library, choice));
    terminal_print_verdict(to, complete ? "" : "INCOMPLETE: ");
    if (summary->inputs == 0) { /* the run ended before, or other shards have them */
        fputs("0 inputs, not judged\n", to);
        return;
    }
    verdict_text(verdict, sizeof verdict, choice, summary, evidence, complete);
    if (summary->searched.searches == 0) {
        fprintf(to, "%llu inputs, %s: ", (unsigned long long)summary->inputs, evidence->word);
        terminal_print_verdict(to, verdict);
        fputc('\n', to);
        return;
    }
    fprintf(to, "searched %s%llu inputs in %llu rounds, %llu branch points found; errors are lower bounds, ",
            summary->searched.uncounted > 0 ? "at least " : "", (unsigned long long)summary->inputs,
            (unsigned long long)summary->searched.rounds,
            (unsigned long long)summary->searched.branch_points);
    terminal_print_verdict(to, verdict);
    fputc('\n', to);
    searched_print_widths(to, choice->kernel->term->space, &summary->searched);
}

void record_print(FILE *to, const struct choice *choice, const struct summary *summary, const char *level,
                  bool complete)
{
    const struct evidence_word *evidence = &evidence_words[evidence_of(choice, summary, level)];
    const struct formula *ideal = reference_ideal(choice->kernel->term);
    const char *word = asked_again(summary);
    struct formula own;
    print_head(to, choice, summary, evidence, complete);
    if (summary->inputs == 0)
        return;
    print_output(to, choice, &summary->ideal[LOSS], ideal, "", LOSS, evidence, word);
    print_output(to, choice, &summary->ideal[GRAD], ideal, "", GRAD, evidence, word);
    if (record_has_own(choice, summary, &own)) {
        print_output(to, choice, &summary->own[LOSS], &own, "own formula: ", LOSS, evidence, word);
        print_output(to, choice, &summary->own[GRAD], &own, "own formula: ", GRAD, evidence, word);
    }
    for (int i = 0; i < FAULTS; i++)
        if (summary->faults.of[i].count > 0) {
            fputs("  ", to);
            faults_print(to, choice, &summary->faults, (enum fault)i);
            fputc('\n', to);
        }
    if (summary->modes.inputs > 0)
        modes_print(to, choice, &summary->modes);
}

/* What shows an input again; from malloc. */
static char *rerun_of(const struct choice *choice, const struct input *input)
{
    const char *option = choice->kernel->option, *term = choice->kernel->term->id;
    char *target = choice->kernel->term->operands == 2 ? allocate_text(" --target %a", input->target)
                                                       : allocate_text("%s", "");
    char *rerun = allocate_text("ganloss eval %s %a%s%s%s", term, input->x, target, option ? " " : "",
                                option ? option : "");
    free(target);
    return rerun;
}

void record_print_evidence(FILE *to, const struct record_remark *remark, const struct choice *choice,
                           enum output output, const struct input *input, uint64_t seed)
{
    char id[ID_SIZE], *said = NULL, *rerun = rerun_of(choice, input);
    size_t size;
    FILE *text = open_memstream(&said, &size);
    choice_id(id, choice);
    fprintf(text, "%s at ", remark->what);
    print_point(text, choice, remark->against, output, input, asked_again(remark->summary));
    fclose(text);
    terminal_print_verdict(to, remark->verdict);
    fprintf(to, " %s %s: %s bits 0b%d:%0*llx seed %llu; rerun: %s\n", id, output_names[output], said,
            8 * (int)choice->format->size, 2 * (int)choice->format->size,
            (unsigned long long)format_bits(choice->format, input->x), (unsigned long long)seed, rerun);
    finding_add_of((struct finding){.rule = remark->rule,
                                    .part = (enum finding_part)output,
                                    .note = remark->note,
                                    .message = said,
                                    .rerun = rerun,
                                    .at = input,
                                    .size = remark->size},
                   choice);
    free(said);
    free(rerun);
}

/* An extent of a class, or of what is lost. */
static void print_failure(FILE *to, const struct choice *choice, const struct summary *summary,
                          const struct extent *extent, const char *rule, const char *what, enum output output,
                          uint64_t seed)
{
    const struct record_remark remark = {.verdict = "FAIL",
                                         .rule = rule,
                                         .what = what,
                                         .size = (long double)extent->count,
                                         .against = reference_ideal(choice->kernel->term),
                                         .summary = summary};
    record_print_evidence(to, &remark, choice, output, &extent->first, seed);
}

static void print_class(FILE *to, const struct choice *choice, const struct summary *summary, int class,
                        enum output output, uint64_t seed)
{
    print_failure(to, choice, summary, &summary->ideal[output].classes[class], error_class_names[class],
                  error_class_names[class], output, seed);
}

static void print_outside(FILE *to, const struct choice *choice, const struct summary *summary,
                          const char *level, enum output output, uint64_t seed)
{
    const struct output_summary *s = &summary->ideal[output];
    char what[64];
    snprintf(what, sizeof what, "%s%.4Lg ulp, bound %g",
             evidence_words[evidence_of(choice, summary, level)].sign, s->max_ulp,
             choice_bound(choice, output));
    const struct record_remark remark = {.verdict = "FAIL",
                                         .rule = "bound",
                                         .what = what,
                                         .size = s->max_ulp,
                                         .against = reference_ideal(choice->kernel->term),
                                         .summary = summary};
    record_print_evidence(to, &remark, choice, output, &s->at, seed);
}

/* One line for each fault that fails the kernel. */
static void print_faults(FILE *to, const struct choice *choice, const struct summary *summary, uint64_t seed)
{
    unsigned failures = record_failures(choice, summary);
    char more[64];
    snprintf(more, sizeof more, "seed %llu", (unsigned long long)seed);
    for (int i = 0; i < FAULTS; i++)
        if (summary->faults.of[i].count > 0 &&
            (failures & (i == FAULT_POSITION ? RECORD_POSITION : RECORD_FAULTS)))
            faults_print_failure(to, choice, &summary->faults, (enum fault)i, more);
}

/* One line for each class that the user named, where the rules have not told of it. */
static void print_named(FILE *to, const struct choice *choice, const struct summary *summary,
                        unsigned failures, uint64_t seed)
{
    unsigned named = failures & RECORD_FAIL_ON ? fail_on_met(choice->fail_on, summary) : 0;
    for (int k = 0; k < OUTPUTS; k++) {
        const struct output_summary *s = &summary->ideal[k];
        bool told = failures & RECORD_BOUND && isfinite(choice_bound(choice, (enum output)k));
        for (int c = 0; c < CLASSES; c++)
            if (named & 1U << c && s->classes[c].count > 0 &&
                !(c == ZERO_SIGN ? (failures & RECORD_ZERO_SIGN) != 0 : told))
                print_class(to, choice, summary, c, (enum output)k, seed);
        if (named & 1U << FAIL_ON_LOST && s->lost.count > 0)
            print_failure(to, choice, summary, &s->lost, "lost", "lost", (enum output)k, seed);
    }
}

void record_print_failure(FILE *to, const struct choice *choice, const struct summary *summary,
                          const char *level, uint64_t seed)
{
    unsigned failures = record_failures(choice, summary);
    print_faults(to, choice, summary, seed);
    for (int k = 0; k < OUTPUTS && failures & RECORD_ZERO_SIGN; k++)
        if (summary->ideal[k].classes[ZERO_SIGN].count > 0)
            print_class(to, choice, summary, ZERO_SIGN, (enum output)k, seed);
    for (int k = 0; k < OUTPUTS && failures & RECORD_CLASS; k++)
        if (output_cancels(choice, (enum output)k) && summary->ideal[k].beyond.count > 0)
            print_failure(to, choice, summary, &summary->ideal[k].beyond, "cancellation",
                          "beyond what cancels", (enum output)k, seed);
    print_named(to, choice, summary, failures, seed);
    for (int k = 0; k < OUTPUTS && failures & (RECORD_BOUND | RECORD_CLASS); k++) {
        const struct output_summary *s = &summary->ideal[k];
        double bound = choice_bound(choice, (enum output)k);
        bool held =
            isfinite(bound) || (choice_is_first_class(choice) && !output_cancels(choice, (enum output)k));
        for (int c = 0; c < CLASSES && held; c++)
            if (error_class_is_failure((enum error_class)c) && s->classes[c].count > 0)
                print_class(to, choice, summary, c, (enum output)k, seed);
        if (s->compared > 0 && s->max_ulp > (long double)bound)
            print_outside(to, choice, summary, level, (enum output)k, seed);
    }
}
