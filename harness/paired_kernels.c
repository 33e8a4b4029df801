/* paired_kernels.c -- two kernels of this program, in one process, and again in a fresh one. */
#include "paired.h"

#include "interrupt.h"
#include "process.h"
#include "timing.h"

#include <stdlib.h>
#include <string.h>

__attribute__((format(printf, 1, 2))) static char *word(const char *format, ...)
{
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        exit((int)fail(STATUS_INTERNAL, "out of memory"));
    va_end(arguments);
    return text;
}

void paired_words(char *words[PAIRED_WORDS], const char *program, const char *as,
                  const struct paired_row *row, const struct paired_options *o, struct paired_share share,
                  unsigned long placement)
{
    char a[ID_SIZE], b[ID_SIZE];
    choice_id(a, &row->of[0].choice);
    choice_id(b, &row->of[1].choice);
    char *all[PAIRED_WORDS] = {
        word("%s", program),
        word("compare"),
        word("%s", a),
        word("%s", b),
        word("%s=%lu", as, placement),
        word("--alpha=%a", share.alpha),
        word("--time-budget=%a", share.seconds),
        word("--batch=%zu", row->of[0].batch),
        word("--regime=%s", row->of[0].regime->name),
        word("--cache=%s", sweep_level_name(o->sweep.level)),
        word("--seed=%lu", o->sweep.seed),
        word("--of=%s", row->of[0].reduction < 0 ? bench_kind(&row->of[0]) : bench_reduction(&row->of[0])),
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
