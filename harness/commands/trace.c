/* trace.c -- the command: which files, which losses, which report. */
#include "harness/trace/trace.h"
#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/base/quote.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"
#include "harness/foreign/foreign.h"
#include "harness/gate/gate.h"
#include "harness/machine/start.h"
#include "harness/record/fail_on.h"
#include "harness/record/result.h"
#include "harness/trace/classes.h"
#include "harness/trace/gate.h"
#include "harness/trace/json.h"
#include "harness/trace/losses.h"
#include "harness/trace/measure.h"
#include "harness/trace/plan.h"
#include "harness/trace/recording.h"
#include "harness/trace/text.h"
#include "harness/trace/tsv.h"

#include <stdlib.h>

struct trace_options {
    struct common common;
    const char *labels, *save;
    bool computed[FORMATS];
    const char **names; /* of losses; none: all */
    size_t name_count;
    unsigned long jobs;
    unsigned fail_on; /* a set of record/fail_on.h */
    double max_ulp;   /* 0: not given */
};

static bool read_loss(const char *option, char *text, void *options)
{
    struct trace_options *o = options;
    (void)option;
    o->names = allocate_again(o->names, o->name_count + 1, sizeof *o->names);
    o->names[o->name_count++] = text;
    return true;
}

static bool read_compute(const char *option, char *text, void *options)
{
    static const char *const computes[] = {"f32", "f64", "both", NULL};
    struct trace_options *o = options;
    int compute;
    if (!cli_choice(option, text, computes, &compute))
        return false;
    o->computed[F32] = compute != 1;
    o->computed[F64] = compute != 0;
    return true;
}

static bool read_fail_on(const char *option, char *text, void *options)
{
    struct trace_options *o = options;
    return fail_on_read(&o->fail_on, option, text);
}

static const struct cli_option options[] = {
    {"labels", "L.npy", "Class labels (<i4 or <i8) of both batches, for the conditional loss",
     CLI_TEXT(struct trace_options, labels)},
    {"loss", "NAME", "Trace this loss only (repeatable; default: all)", CLI_OTHER(read_loss)},
    {"compute", "FORMAT", "f32, f64 or both (default: both)", CLI_OTHER(read_compute)},
    {"fail-on", "CLASS,...",
     "What fails any kernel whose mean loss or gradients show it at a step: of nan, overflow, bounded, vanished, sign, "
     "zero-sign and lost",
     CLI_OTHER(read_fail_on)},
    {"max-ulp", "N",
     "A mean loss or a gradient that is off by more than N ulps at a step fails any kernel, and so does every class of "
     "failure",
     CLI_POSITIVE(struct trace_options, max_ulp, 1e300)},
    FOREIGN_OPTIONS,
    GATE_OPTIONS,
    CLI_JOBS(struct trace_options),
    {"save", "FILE", "Write the result document to FILE", CLI_TEXT(struct trace_options, save)},
    {0},
};

static const struct cli_command command = {
    options,
    NULL,
    0,
    "REAL.npy FAKE.npy",
    "Applies every loss to the discriminator outputs (logits) of a training run, a step per row, and "
    "compares each batch loss and gradient with the exact one: where gradients are lost, and where the true "
    "gradient itself saturates.\vThe files hold <f4 or <f8, steps x batch; NaN and infinities are allowed. "
    "Examples:\n"
    "  ganloss trace real.npy fake.npy\n"
    "  ganloss trace real.npy fake.npy --loss minimax --compute f32\n"
    "  ganloss trace real.npy fake.npy --labels labels.npy --save trace.json\n"
    "  ganloss trace real.npy fake.npy --loss nonsaturating --plugin ./mine.so\n"
    "A trace reports errors; it does not gate them, but for what --max-ulp and --fail-on say and, where the latter is not given, for nan, "
    "overflow, vanished and sign of foreign kernels without a bound. Exit status: 0; 1 if a kernel is gated so or does more than return "
    "results (writes beside its outputs or into its inputs, leaves results unwritten or the floating-point "
    "environment changed, answers a second call otherwise): it fails, by name, and is NaN at that step; or "
    "64 usage, 65 malformed data, 66 no such file or loss, 74 I/O error, 75 interrupted: then nothing is "
    "written.",
};

static enum status check_operands(const struct trace_options *o)
{
    if (o->common.operand_count > RECORDING_SIDES)
        return fail(STATUS_USAGE, "trace takes two files, REAL.npy and FAKE.npy; a third is '%s'",
                    o->common.operands[RECORDING_SIDES]);
    if (o->common.operand_count < RECORDING_SIDES)
        return fail(STATUS_USAGE, "trace takes two files, REAL.npy and FAKE.npy; given: %zu",
                    o->common.operand_count);
    return STATUS_OK;
}

static json_t *document(const struct trace_options *o, const struct trace *trace)
{
    json_t *computed = json_array();
    for (int f = 0; f < FORMATS; f++)
        if (o->computed[f])
            json_array_append_new(computed, json_string(formats[f].name));
    json_t *result = result_new("trace", NULL,
                                json_pack("{s:o, s:o, s:o, s:o, s:b}", "real",
                                          json_file_name(o->common.operands[RECORDING_REAL]), "fake",
                                          json_file_name(o->common.operands[RECORDING_FAKE]), "labels",
                                          json_file_name(o->labels), "compute", computed, "complete", 1));
    if (o->max_ulp > 0)
        json_object_set_new(json_object_get(result, "options"), "max_ulp", json_real(o->max_ulp));
    json_object_set_new(result, "traces", trace_json(trace));
    json_object_set_new(result, "faults", trace_faults_json(trace));
    return result;
}

static enum status report(const struct trace_options *o, const struct trace *trace)
{
    enum status status = STATUS_OK;
    json_t *result = o->save || o->common.format == JSON ? document(o, trace) : NULL;
    if (o->common.format == JSON)
        status = result_write(result, NULL);
    if (status == STATUS_OK && o->common.format == TSV)
        trace_tsv_print(stdout, trace);
    if (status == STATUS_OK && o->common.format == TEXT)
        trace_print(trace, stdout, !o->common.quiet);
    size_t failed = trace_print_faults(trace, stderr);
    if (failed > 0 && o->common.format == TEXT)
        printf("\nFAIL: %zu kernels do more than return results; their rows above count for nothing\n",
               failed);
    size_t gated = trace_gate_print(trace, stderr);
    /* Whatever became of standard output; and last: where memory runs out before, nothing is kept. */
    enum status saved = o->save ? result_write(result, o->save) : STATUS_OK;
    status = status == STATUS_OK ? saved : status;
    json_decref(result);
    return fail_graver(status, failed + gated > 0 ? STATUS_NUMERICAL : STATUS_OK);
}

/* "ganloss trace 'real.npy' 'fake.npy' --loss 'minimax'": what makes the same trace again; from malloc. */
static char *command_again(const struct trace_options *o)
{
    char *again = allocate_text("ganloss trace"), *word;
    for (size_t i = 0; i < o->common.operand_count + o->name_count + 1; i++) {
        bool is_operand = i < o->common.operand_count,
             is_labels = i == o->common.operand_count + o->name_count;
        const char *text = is_operand  ? o->common.operands[i]
                           : is_labels ? o->labels
                                       : o->names[i - o->common.operand_count];
        if (!text)
            continue;
        word = quote_word(text);
        char *longer = allocate_text("%s%s%s", again,
                                     is_operand  ? " "
                                     : is_labels ? " --labels="
                                                 : " --loss ",
                                     word);
        free(word);
        free(again);
        again = longer;
    }
    if (o->computed[F32] && o->computed[F64])
        return again;
    word = allocate_text("%s --compute %s", again, o->computed[F32] ? "f32" : "f64");
    free(again);
    return word;
}

enum status command_trace(int argc, char **argv)
{
    struct trace_options o = {.computed = {true, true}, .common.tables = true};
    struct recording run;
    struct trace trace;
    size_t count;
    enum status status = cli_parse(&command, argc, argv, &o.common);
    const struct loss **list = allocate(loss_count, sizeof(void *));
    if (status == STATUS_OK)
        status = check_operands(&o);
    if (status == STATUS_OK)
        status = trace_select(list, &count, o.names, o.name_count, o.labels != NULL);
    if (status == STATUS_OK)
        status = output_check(o.save);
    if (status == STATUS_OK)
        status = gate_open(&o.common, false);
    if (status == STATUS_OK)
        status = foreign_open();
    if (status == STATUS_OK)
        select_leave_means();
    if (status == STATUS_OK)
        status = recording_read(&run, o.common.operands[RECORDING_REAL], o.common.operands[RECORDING_FAKE],
                                o.labels);
    if (status == STATUS_OK) {
        interrupt_catch();
        start_threads(o.jobs);
        trace_plan(&trace, &run, list, count, o.computed);
        trace_gate_set(&trace, o.fail_on, o.max_ulp);
        char *again = command_again(&o);
        trace.rerun = again;
        trace_measure(&trace);
        trace_classes(&trace);
        status = interrupted()
                     ? fail(STATUS_UNFINISHED, "INCOMPLETE: interrupted; of a trace that is not whole "
                                               "nothing is reported")
                     : report(&o, &trace);
        free(again);
        trace_classes_free(&trace);
        trace_free(&trace);
        recording_free(&run);
    }
    free(list);
    free(o.names);
    return status;
}
