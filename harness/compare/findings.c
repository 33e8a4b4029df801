#include "harness/compare/findings.h"

#include "harness/base/allocate.h"
#include "harness/bench/rows.h"
#include "harness/compare/sides.h"
#include "harness/record/finding.h"
#include "harness/selection/select.h"

#include <stdlib.h>

/* "element, equilibrium, batch 4096" */
static char *place_of(const struct bench_row *row)
{
    return allocate_text("%s, %s, batch %zu", row->reduction < 0 ? bench_kind(row) : bench_reduction(row),
                         row->regime->name, row->batch);
}

static void add_verdict(const struct compare_options *o, const struct compare_row *row)
{
    const struct paired *first = &row->outcome.first;
    bool slower = row->outcome.verdict == VERDICT_SLOWER;
    char a[ID_SIZE], *place = place_of(&row->of[0]);
    choice_id(a, &row->of[0].choice);
    char *said = allocate_text("%s: %+.2f %% (%+.2f to %+.2f %%) against the time of %s",
                               pairs_verdict_names[row->outcome.verdict], 100 * (first->ratio - 1),
                               100 * (first->low - 1), 100 * (first->high - 1), o->with ? o->with : a);
    finding_add_of((struct finding){.rule = slower ? "slower" : "inconclusive",
                                    .part = FINDING_SPEED,
                                    .note = slower ? !o->with && !o->gate : !o->strict,
                                    .message = said,
                                    .place = place,
                                    .size = (long double)first->ratio},
                   &row->of[1].choice);
    free(said);
    free(place);
}

static void add_row(const struct compare_options *o, const struct compare_row *row)
{
    char id[ID_SIZE], *place = place_of(&row->of[1]);
    choice_id(id, &row->of[1].choice);
    bool open = row->measured && row->outcome.verdict == VERDICT_INCONCLUSIVE;
    finding_case_add(id, FINDING_SPEED,
                     row->measured && !open ? FINDING_JUDGED
                     : row->absent || open  ? FINDING_SKIPPED
                                            : FINDING_UNFINISHED,
                     open          ? "the comparison is inconclusive"
                     : row->absent ? "the other build has no such kernel"
                                   : "it was not measured");
    if (row->measured) {
        char *name = allocate_text("%s: ratio of times", place);
        finding_evidence(id, name, "%.4f (%.4f to %.4f)", row->outcome.first.ratio, row->outcome.first.low,
                         row->outcome.first.high);
        free(name);
    }
    if (row->measured && (open || row->outcome.verdict == VERDICT_SLOWER))
        add_verdict(o, row);
    free(place);
}

void compare_findings(const struct compare_options *o, const struct compare_row rows[], size_t count,
                      const struct sides *sides)
{
    for (size_t i = 0; i < count; i++)
        add_row(o, &rows[i]);
    for (int s = 0; s < 2 && sides; s++) {
        char id[ID_SIZE];
        choice_id(id, &sides->choice[s]);
        finding_case_add(id, FINDING_FAULTS, sides->done ? FINDING_JUDGED : FINDING_UNFINISHED,
                         "the run ended before it was judged");
    }
}
