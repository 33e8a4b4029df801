#include "harness/verify/outcome.h"

#include "harness/record/record.h"

enum status outcome_of(const struct selection *selection, const struct summary summaries[], bool complete,
                       uint64_t seed)
{
    enum status status = complete ? STATUS_OK : STATUS_UNFINISHED;
    for (size_t i = 0; i < selection->count; i++)
        if (!record_passes(&selection->at[i], &summaries[i])) {
            record_print_failure(stderr, &selection->at[i], &summaries[i], seed);
            status = fail_graver(status, STATUS_NUMERICAL);
        }
    return status;
}
