#include "harness/record/faults_text.h"

#include "harness/record/finding.h"
#include "harness/record/input_text.h"

#include <inttypes.h>
#include <stdlib.h>
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
        fprintf(to, ": got %a, %a before", input_text_number(at->got), input_text_number(at->before));
    fprintf(to, ", in a call of %zu elements (%s, block %" PRIu64 ")", at->n, fault_stage_names[at->stage],
            at->block);
}

void faults_print_failure(FILE *to, const struct choice *choice, const struct faults *faults,
                          enum fault fault, const char *rerun)
{
    static const char behind[] = "rerun: ganloss ";
    char id[ID_SIZE], *said = NULL;
    size_t size;
    FILE *text = open_memstream(&said, &size);
    const char *command = strstr(rerun, behind);
    const struct fault_at *first = &faults->of[fault].first;
    bool element = !fault_is_beside(fault) && first->n > 0 && first->index >= 0;
    choice_id(id, choice);
    faults_print(text, choice, faults, fault);
    fclose(text);
    fprintf(to, "FAIL %s %s; %s\n", id, said, rerun);
    finding_add_of((struct finding){.rule = fault_names[fault],
                                    .part = FINDING_FAULTS,
                                    .message = said,
                                    .rerun = command ? command + strlen("rerun: ") : NULL,
                                    .at = element ? &first->input : NULL,
                                    .size = (long double)faults->of[fault].count},
                   choice);
    free(said);
}

size_t faults_print_failures(FILE *to, const struct choice *choice, const struct faults *faults,
                             const char *rerun)
{
    size_t count = 0;
    for (int i = 0; i < FAULTS; i++)
        if (i != FAULT_POSITION && faults->of[i].count > 0) {
            faults_print_failure(to, choice, faults, (enum fault)i, rerun);
            count++;
        }
    return count;
}
