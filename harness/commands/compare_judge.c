#include "harness/commands/compare_judge.h"

#include "harness/base/interrupt.h"
#include "harness/inputs/worst.h"
#include "harness/judge/judge.h"
#include "harness/machine/files.h"
#include "harness/machine/start.h"
#include "harness/verify/by_format.h"

/* Of the search that judges f64 kernels at level exhaustive. */
static const double search_seconds = 60;

enum status compare_judge(struct sides *sides, const struct compare_options *o,
                          const struct selection *selection)
{
    struct worst worst;
    if (!selection->at) /* which compare_select has set */
        return STATUS_INTERNAL;
    enum status status = worst_read(&worst, machine_worst_directory());
    if (status != STATUS_OK)
        return status;
    const struct plan plan = {.level = (enum level)o->level,
                              .seed = o->sweep.seed,
                              .quiet = o->common.quiet,
                              .shards = 1,
                              .worst = &worst,
                              .budget = search_seconds};
    struct differences_asked asked = {
        .level = plan.level, .seed = plan.seed, .worst = &worst, .quiet = plan.quiet};
    uint64_t rounds;
    sides->level = plan.level;
    start_threads(o->jobs);
    for (int s = 0; s < 2; s++)
        asked.choice[s] = sides->choice[s] = selection->at[s];
    if (o->level == EXHAUSTIVE)
        status = by_format_judge(sides->summary, &rounds, selection, &plan);
    else
        judge_run(sides->summary, selection, &plan);
    sides->refused = differences_refused(&selection->at[0], &selection->at[1]);
    if (interrupted() && !sides->refused)
        sides->refused = "the run was interrupted";
    if (status == STATUS_OK && !sides->refused) {
        differences_find(&sides->differences, &asked);
        if (sides->differences.every)
            differences_take_errors(&sides->differences, sides->summary);
    }
    sides->done = status == STATUS_OK && !interrupted();
    worst_free(&worst);
    return status;
}
