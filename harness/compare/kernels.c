/* kernels.c -- two kernels of this program, in one process, and again in a fresh one. */
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/process.h"
#include "harness/base/timing.h"
#include "harness/bench/match.h"
#include "harness/bench/pairs.h"
#include "harness/bench/rows.h"
#include "harness/bench/sweep.h"
#include "harness/compare/compare.h"
#include "harness/selection/select.h"

#include <stdlib.h>
#include <string.h>

void paired_words(char *words[PAIRED_WORDS], const char *program, const char *as,
                  const struct paired_row *row, const struct paired_options *o, struct paired_share share,
                  unsigned long placement)
{
    char a[ID_SIZE], b[ID_SIZE];
    choice_id(a, &row->of[0].choice);
    choice_id(b, &row->of[1].choice);
    char *all[PAIRED_WORDS] = {
        allocate_text("%s", program),
        allocate_text("compare"),
        allocate_text("%s", a),
        allocate_text("%s", b),
        allocate_text("%s=%lu", as, placement),
        allocate_text("--alpha=%a", share.alpha),
        allocate_text("--time-budget=%a", share.seconds),
        allocate_text("--batch=%zu", row->of[0].batch),
        allocate_text("--regime=%s", row->of[0].regime->name),
        allocate_text("--cache=%s", sweep_level_name(o->sweep.level)),
        allocate_text("--seed=%lu", o->sweep.seed),
        allocate_text("--of=%s",
                      row->of[0].reduction < 0 ? bench_kind(&row->of[0]) : bench_reduction(&row->of[0])),
    };
    memcpy(words, all, sizeof all);
}

void paired_words_free(char *words[PAIRED_WORDS])
{
    for (int i = 0; words[i]; i++)
        free(words[i]);
}

static bool measure(struct paired *paired, struct paired_row *row, const struct paired_options *o,
                    struct paired_share share, unsigned long placement)
{
    struct match match = {.row = {row->of[0], row->of[1]}};
    int64_t start = timing_now();
    match_open(&match, o->sweep.level, placement, o->sweep.seed);
    const struct match_plan plan = {share.seconds - 1e-9 * (double)(timing_now() - start), share.alpha,
                                    o->sweep.seed + placement};
    bool measured = match_measure(paired, &match, &plan);
    row->of[0].level = match.row[0].level;
    match_close(&match);
    return measured;
}

enum status paired_kernels(struct paired_row *row, const struct paired_options *o, struct paired_share share)
{
    const unsigned long elsewhere = 37; /* cache lines further into the page */
    char *words[PAIRED_WORDS];
    const struct paired_share first = {MATCH_FIRST * share.seconds, share.alpha},
                              again = {MATCH_AGAIN * share.seconds, share.alpha};
    row->measured = measure(&row->outcome.first, row, o, first, 0);
    if (!row->measured)
        return STATUS_OK;
    paired_words(words, process_self, "--again", row, o, again, elsewhere);
    match_judge(&row->outcome, o->threshold, match_ask, words);
    paired_words_free(words);
    return STATUS_OK;
}

enum status paired_again(struct paired_row *row, const struct paired_options *o)
{
    struct paired paired;
    const struct paired_share share = {o->seconds, o->alpha};
    interrupt_catch();
    if (!measure(&paired, row, o, share, o->placement))
        return STATUS_INCONCLUSIVE;
    match_answer(stdout, &paired);
    return STATUS_OK;
}
