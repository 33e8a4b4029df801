#include "harness/verify/shared.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/ranks/ranks.h"
#include "harness/record/summary_gather.h"

#include <stdlib.h>
#include <string.h>

/* So many shards for each rank: few enough that making the cases anew for each is little beside judging them, and enough that
   all ranks end at about the same time. */
enum { SHARDS_EACH = 4 };

bool shared_judge(struct summary summaries[], const struct selection *selection, const struct plan *plan)
{
    size_t parts = SHARDS_EACH * (size_t)ranks_count();
    if (ranks_count() == 1)
        return judge_run(summaries, selection, plan);
    struct summary *found = allocate(selection->count, sizeof *found);
    memset(summaries, 0, selection->count * sizeof *summaries);
    ranks_rewind();
    for (size_t part; !interrupted() && (part = ranks_take(1)) < parts;) {
        struct plan some = *plan;
        some.shards = plan->shards * parts;
        some.shard = plan->shard + plan->shards * part;
        judge_run(found, selection, &some);
        for (size_t i = 0; i < selection->count; i++) {
            summary_merge(&summaries[i], &found[i]);
            summary_clear(&found[i]);
        }
    }
    free(found);
    ranks_together(true);
    summary_gather(summaries, selection->count);
    return !interrupted();
}
