#include "harness/compare/sides.h"

#include "harness/base/hex.h"
#include "harness/base/terminal.h"
#include "harness/compare/differences_text.h"
#include "harness/record/evidence.h"
#include "harness/record/faults_text.h"
#include "harness/record/input_text.h"
#include "harness/record/library.h"
#include "harness/record/rerun.h"

#include <inttypes.h>
#include <stdlib.h>

static void print_classes(FILE *to, const struct output_summary *s, const char *sign)
{
    const char *separator = "; ";
    char text[HEX_TEXT];
    for (int c = 0; c <= CLASSES; c++) {
        const struct extent *e = c == CLASSES ? &s->lost : &s->classes[c];
        const char *name = c == CLASSES ? "lost" : error_class_names[c];
        if (!name || e->count == 0)
            continue;
        fprintf(to, "%s%s %s%" PRIu64 ", first at %s", separator, name, sign, e->count,
                hex_text(text, input_text_number(e->first.x)));
        separator = "; ";
    }
}

static void print_side(FILE *to, const struct sides *st, int side, enum output output)
{
    const struct summary *s = &st->summary[side];
    const struct output_summary *of = &s->ideal[output];
    const struct choice *choice = &st->choice[side];
    const char *sign = evidence_words[evidence_of(choice, s, level_names[st->level])].sign;
    fprintf(to, "  %-5s %c  ", side == 0 ? output_names[output] : "", "AB"[side]);
    if (!choice_has(choice, output)) {
        fputs("not given\n", to);
        return;
    }
    if (of->compared > 0) {
        fprintf(to, "%s%.4Lg ulp at ", sign, of->max_ulp);
        input_text_print(to, choice, &of->at);
    } else {
        fputs("no error in ulps", to);
    }
    fprintf(to, ", not rounded %s%" PRIu64, sign, of->not_rounded);
    print_classes(to, of, sign);
    fputc('\n', to);
}

static void print_sides(FILE *to, const struct sides *st)
{
    for (int s = 0; s < 2; s++) {
        char id[ID_SIZE], bound[BOUND_SIZE], library[LIBRARY_TEXT];
        const struct choice *c = &st->choice[s];
        const char *word = evidence_words[evidence_of(c, &st->summary[s], level_names[st->level])].word;
        choice_id(id, c);
        const char *plural = choice_bound_text(bound, c);
        fprintf(to, "%c %s%s: %" PRIu64 " inputs, %s; bound%s %s", "AB"[s], id, library_text(library, c),
                st -> summary[s].inputs, word, plural, bound);
        if (st->summary[s].unanswered > 0)
            fprintf(to, "; no answer for %" PRIu64 " more", st->summary[s].unanswered);
        fputc('\n', to);
    }
}

void sides_print(FILE *to, const struct sides *st)
{
    if (!st->done)
        terminal_print_verdict(to, "INCOMPLETE: accuracy and bits were not compared to the end\n");
    print_sides(to, st);
    for (int k = 0; k < OUTPUTS; k++)
        for (int s = 0; s < 2; s++)
            print_side(to, st, s, (enum output)k);
    for (int s = 0; s < 2; s++)
        for (int i = 0; i < FAULTS; i++)
            if (st->summary[s].faults.of[i].count > 0) {
                fprintf(to, "  %c ", "AB"[s]);
                faults_print(to, &st->choice[s], &st->summary[s].faults, (enum fault)i);
                fputc('\n', to);
            }
    if (st->refused) {
        fprintf(to, "bits: not compared: %s\n", st->refused);
        return;
    }
    fprintf(to, "bits, %s%s\n",
            st->differences.every ? "every float"
            : st->level == QUICK  ? "sampled (level quick)"
                                  : "sampled (level full)",
            st->differences.unanswered > 0 ? "; INCOMPLETE: where one gave no answer nothing is compared"
                                           : "");
    for (int k = 0; k < OUTPUTS; k++) {
        fprintf(to, "  %s: ", output_names[k]);
        differences_print(to, &st->differences, st->choice, (enum output)k);
    }
    fputs("smaller error, by binade of the input\n", to);
    for (int k = 0; k < OUTPUTS; k++) {
        fprintf(to, "  %s: ", output_names[k]);
        differences_print_better(to, &st->differences, st->choice, (enum output)k);
    }
}

size_t sides_print_faults(FILE *to, const struct sides *st, uint64_t seed)
{
    size_t failed = 0;
    for (int s = 0; s < 2; s++) {
        char id[ID_SIZE];
        choice_id(id, &st->choice[s]);
        char *rerun = rerun_text(&st->choice[s], "rerun: ganloss verify '%s' --level %s --seed %" PRIu64, id,
                                 level_names[st->level], seed);
        failed += faults_print_failures(to, &st->choice[s], &st->summary[s].faults, rerun) > 0;
        free(rerun);
    }
    return failed;
}
