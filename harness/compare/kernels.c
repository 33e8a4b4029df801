/* kernels.c -- two kernels of this program, in one process, and again in a fresh one. */
#include "harness/compare/kernels.h"

#include "harness/base/interrupt.h"
#include "harness/base/process.h"
#include "harness/base/timing.h"
#include "harness/bench/match.h"
#include "harness/bench/pairs.h"
#include "harness/compare/words.h"

static bool measure(struct paired *paired, struct compare_row *row, const struct compare_options *o,
                    struct compare_share share, unsigned long placement)
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

enum status compare_kernels(struct compare_row *row, const struct compare_options *o,
                            struct compare_share share)
{
    const unsigned long elsewhere = 37; /* cache lines further into the page */
    const struct compare_share first = {MATCH_FIRST * share.seconds, share.alpha},
                               again = {MATCH_AGAIN * share.seconds, share.alpha};
    row->measured = measure(&row->outcome.first, row, o, first, 0);
    if (!row->measured)
        return STATUS_OK;
    char **words = compare_words(process_self, "--again", row, o, again, elsewhere);
    match_judge(&row->outcome, o->threshold, match_ask, words);
    compare_words_free(words);
    return STATUS_OK;
}

enum status compare_again(struct compare_row *row, const struct compare_options *o)
{
    struct paired paired;
    const struct compare_share share = {o->seconds, o->alpha};
    interrupt_catch();
    if (!measure(&paired, row, o, share, o->placement))
        return STATUS_INCONCLUSIVE;
    match_answer(stdout, &paired);
    return STATUS_OK;
}
