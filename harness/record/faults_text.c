#include "harness/record/faults_text.h"

#include "harness/base/hex.h"
#include "harness/base/terminal.h"
#include "harness/record/input_text.h"

#include <inttypes.h>
#include <string.h>

static const char *const did[FAULTS] = {
    [FAULT_OVERRUN] = "wrote beside its arrays",
    [FAULT_INPUTS] = "wrote into its inputs",
    [FAULT_UNWRITTEN] = "left results unwritten",
    [FAULT_ENVIRONMENT] = "left the floating-point environment changed",
    [FAULT_STATE] = "results depend on what was called before",
    [FAULT_POSITION] = "results depend on position, length, neighbours or alignment",
    [FAULT_OVERREAD] = "read beside its arrays",
    [FAULT_CRASH] = "its program was ended by a signal",
    [FAULT_EXIT] = "its program ended",
    [FAULT_HANG] = "gave no answer in time",
    [FAULT_RAISED] = "raised an error",
    [FAULT_PROTOCOL] = "answered what is no answer",
};

void faults_print(FILE *to, const struct choice *choice, const struct faults *faults, enum fault fault)
{
    const struct fault_at *at = &faults->of[fault].first;
    bool results = fault == FAULT_STATE || fault == FAULT_POSITION;
    char got[HEX_TEXT], before[HEX_TEXT];
    fprintf(to, "%s: %s, %" PRIu64 " %s", fault_names[fault], did[fault], faults->of[fault].count,
            results ? "results" : "calls");
    if (fault == FAULT_ENVIRONMENT) {
        char parts[ENVIRONMENT_TEXT];
        environment_text(parts, at->parts);
        fprintf(to, " (%s)", parts);
    }
    if (fault == FAULT_CRASH)
        fprintf(to, " (%s)", strsignal((int)at->parts));
    if (fault == FAULT_EXIT)
        fprintf(to, " (status %u)", at->parts);
    fputs("; first ", to);
    if (fault_is_beside(fault))
        fprintf(to, "at element %" PRId64, at->index);
    else if (at->n > 0 && at->index >= 0) {
        fprintf(to, "at element %" PRId64 ", ", at->index);
        input_text_print(to, choice, &at->input);
    } else
        fputs("without an element", to);
    if (results && at->index >= 0)
        fprintf(to, ": got %s, %s before", hex_text(got, input_text_number(at->got)),
                hex_text(before, input_text_number(at->before)));
    fprintf(to, ", in a call of %zu elements (%s, block %" PRIu64 ")", at->n, fault_stage_names[at->stage],
            at->block);
}

size_t faults_print_failures(FILE *to, const struct choice *choice, const struct faults *faults,
                             const char *rerun)
{
    size_t count = 0;
    char id[ID_SIZE];
    choice_id(id, choice);
    for (int i = 0; i < FAULTS; i++) {
        if (i == FAULT_POSITION || faults->of[i].count == 0)
            continue;
        terminal_print_verdict(to, "FAIL");
        fprintf(to, " %s ", id);
        faults_print(to, choice, faults, (enum fault)i);
        fprintf(to, "; %s\n", rerun);
        count++;
    }
    return count;
}
