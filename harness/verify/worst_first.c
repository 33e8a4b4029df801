#include "harness/verify/worst_first.h"

#include "harness/base/allocate.h"
#include "harness/base/terminal.h"
#include "harness/record/evidence.h"
#include "harness/record/input_text.h"
#include "harness/record/record.h"

#include <stdlib.h>

enum { SHOWN = 10, LINES_OF_A_KERNEL = 3 };

struct rank {
    size_t index; /* into the selection */
    bool failed;
    double wrong;    /* the share of results that are */
    long double ulp; /* the larger one of both outputs' maxima */
    int output;      /* whose it is */
};

static bool is_wrong(int class)
{
    return error_class_names[class] && class != ZERO_SIGN;
}

static struct rank rank_of(const struct selection *selection, const struct summary summaries[], size_t i)
{
    const struct summary *s = &summaries[i];
    struct rank rank = {.index = i, .failed = !record_passes(&selection->at[i], s), .ulp = -1};
    for (int k = 0; k < OUTPUTS; k++) {
        const struct output_summary *of = &s->ideal[k];
        for (int c = 0; c < CLASSES; c++)
            rank.wrong += is_wrong(c) ? (double)of->classes[c].count : 0;
        rank.wrong += (double)of->lost.count;
        if (of->compared > 0 && of->max_ulp > rank.ulp) {
            rank.ulp = of->max_ulp;
            rank.output = k;
        }
    }
    rank.wrong /= s->inputs > 0 ? OUTPUTS * (double)s->inputs : 1;
    return rank;
}

static int compare(const void *one, const void *other)
{
    const struct rank *a = one, *b = other;
    if (a->failed != b->failed)
        return a->failed ? -1 : 1;
    if (a->wrong < b->wrong || a->wrong > b->wrong)
        return a->wrong > b->wrong ? -1 : 1;
    if (a->ulp < b->ulp || a->ulp > b->ulp)
        return a->ulp > b->ulp ? -1 : 1;
    return a->index < b->index ? -1 : 1; /* as they stand above */
}

static void print_rank(FILE *to, const struct selection *selection, const struct summary summaries[],
                       const struct rank *rank, const char *level)
{
    const struct choice *choice = &selection->at[rank->index];
    const struct summary *s = &summaries[rank->index];
    const struct evidence_word *evidence = &evidence_words[evidence_of(choice, s, level)];
    char id[ID_SIZE];
    choice_id(id, choice);
    fputs("  ", to);
    terminal_print_verdict(to, rank->failed ? "FAIL " : "");
    fprintf(to, "%s  ", id);
    if (rank->wrong > 0)
        fprintf(to, "%.3g %% of results wrong", 100 * rank->wrong);
    for (int c = 0; c <= CLASSES; c++) {
        bool met = false;
        for (int k = 0; k < OUTPUTS; k++)
            met = met || (c == CLASSES  ? s->ideal[k].lost.count
                          : is_wrong(c) ? s->ideal[k].classes[c].count
                                        : 0) > 0;
        if (met)
            fprintf(to, ", %s", c == CLASSES ? "lost" : error_class_names[c]);
    }
    if (rank->ulp >= 0) {
        fprintf(to, "%s%s max %s%.4Lg ulp at ", rank->wrong > 0 ? "; " : "", output_names[rank->output],
                evidence->sign, rank->ulp);
        input_text_print(to, choice, &s->ideal[rank->output].at);
    }
    fputc('\n', to);
}

void worst_first_print(FILE *to, const struct selection *selection, const struct summary summaries[],
                       const char *level)
{
    if (LINES_OF_A_KERNEL * selection->count <= terminal_lines(to))
        return;
    struct rank *ranks = allocate(selection->count, sizeof *ranks);
    size_t bad = 0, failed = 0;
    for (size_t i = 0; i < selection->count; i++) {
        ranks[bad] = rank_of(selection, summaries, i);
        failed += ranks[bad].failed;
        bad += ranks[bad].failed || ranks[bad].wrong > 0 || ranks[bad].ulp > 0;
    }
    qsort(ranks, bad, sizeof *ranks, compare);
    fprintf(to, "%sworst first%s\n", terminal_on(to, MARK_FIRST), terminal_off(to));
    for (size_t r = 0; r < bad && r < SHOWN; r++)
        print_rank(to, selection, summaries, &ranks[r], level);
    if (bad > SHOWN && failed > SHOWN)
        fprintf(to, "  and %zu more, %zu of which failed\n", bad - SHOWN, failed - SHOWN);
    else if (bad > SHOWN)
        fprintf(to, "  and %zu more\n", bad - SHOWN);
    free(ranks);
}
