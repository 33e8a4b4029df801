#include "harness/record/faults.h"

const char *const fault_names[FAULTS] = {"overrun", "inputs",   "unwritten", "environment",
                                         "state",   "position", "overread",  "crash",
                                         "exit",    "hang",     "raised",    "protocol"};
const char *const fault_stage_names[FAULT_STAGES] = {"cases", "places", "floats", "search",
                                                     "modes", "means",  "steps",  "timing"};

static bool is_before(const struct fault_at *a, const struct fault_at *b)
{
    if (a->stage != b->stage)
        return a->stage < b->stage;
    if (a->block != b->block)
        return a->block < b->block;
    if (a->n != b->n)
        return a->n < b->n;
    return a->index < b->index;
}

void faults_add(struct faults *faults, enum fault fault, const struct fault_at *at, uint64_t count)
{
    if (count == 0)
        return;
    if (faults->of[fault].count == 0 || is_before(at, &faults->of[fault].first))
        faults->of[fault].first = *at;
    faults->of[fault].count += count;
}

void faults_merge(struct faults *to, const struct faults *from)
{
    for (int i = 0; i < FAULTS; i++)
        faults_add(to, (enum fault)i, &from->of[i].first, from->of[i].count);
}

bool faults_fail(const struct faults *faults)
{
    for (int i = 0; i < FAULTS; i++)
        if (i != FAULT_POSITION && faults->of[i].count > 0)
            return true;
    return false;
}

bool fault_is_beside(enum fault fault)
{
    return fault == FAULT_OVERRUN || fault == FAULT_OVERREAD;
}

bool faults_any(const struct faults *faults)
{
    return faults_fail(faults) || faults->of[FAULT_POSITION].count > 0;
}
