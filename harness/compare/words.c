/* words.c -- the command line of a process that takes part. */
#include "harness/compare/words.h"

#include "harness/base/allocate.h"
#include "harness/bench/rows.h"
#include "harness/bench/sweep.h"
#include "harness/selection/select.h"

#include <stdlib.h>
#include <string.h>

void compare_words(char *words[COMPARE_WORDS], const char *program, const char *as,
                   const struct compare_row *row, const struct compare_options *o, struct compare_share share,
                   unsigned long placement)
{
    char a[ID_SIZE], b[ID_SIZE];
    choice_id(a, &row->of[0].choice);
    choice_id(b, &row->of[1].choice);
    char *all[COMPARE_WORDS] = {
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
    size_t last = 0;
    while (words[last])
        last++;
    for (size_t i = 0; (words[last] = foreign_option(i)); i++)
        last++;
}

void compare_words_free(char *words[COMPARE_WORDS])
{
    for (int i = 0; words[i]; i++)
        free(words[i]);
}
