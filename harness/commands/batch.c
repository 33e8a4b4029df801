/* batch.c -- the command `batch`: accuracy of means and scaled gradients. */
#include "harness/batch/batch.h"

#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/batch/measure.h"
#include "harness/batch/run.h"
#include "harness/batch/sizes.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/commands/batch_report.h"
#include "harness/commands/commands.h"
#include "harness/foreign/foreign.h"
#include "harness/foreign/memory.h"
#include "harness/gate/gate.h"
#include "harness/inputs/lists.h"
#include "harness/inputs/regime.h"
#include "harness/machine/start.h"
#include "harness/ranks/ranks.h"
#include "harness/record/fail_on.h"
#include "harness/record/run_key_agree.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"

#include <stdlib.h>
#include <string.h>

static char *const default_selectors[] = {"*/stable/*"};

static bool read_sizes(const char *option, char *text, void *options)
{
    struct batch_options *o = options;
    return list_sizes(option, text, BATCH_SIZE_MOST, BATCH_OPTIONS_SIZES, o->size, &o->sizes);
}

static bool read_regimes(const char *option, char *text, void *options)
{
    struct batch_options *o = options;
    return list_regimes(option, text, false, BATCH_OPTIONS_REGIMES, o->regime_name, &o->regimes);
}

static bool read_fail_on(const char *option, char *text, void *options)
{
    struct batch_options *o = options;
    return fail_on_read(&o->fail_on, option, text);
}

static bool read_reductions(const char *option, char *text, void *options)
{
    struct batch_options *o = options;
    const char *names[GANLOSS_REDUCTIONS + 1] = {NULL};
    memcpy(names, ganloss_reduction_names, GANLOSS_REDUCTIONS * sizeof *names);
    memset(o->reduction, 0, sizeof o->reduction);
    char *copy = strdup(text), *rest = copy, *item;
    bool good = true;
    while (good && (item = strsep(&rest, ","))) {
        int index;
        good = cli_choice(option, item, names, &index);
        if (good)
            o->reduction[index] = true;
    }
    free(copy);
    return good;
}

static const struct cli_option options[] = {
    {"batch", "LIST",
     "Batch sizes, with commas between; 2^K too (default: 1 to 17, every 2^K-1,2^K,2^K+1 up to 2^20, the "
     "same around 3 and 5 times 512, and sizes drawn by the seed)",
     CLI_OTHER(read_sizes)},
    {"regime", "LIST", "Input regimes, see ganloss list regimes (default: all)", CLI_OTHER(read_regimes)},
    {"reduction", "LIST", "Some of naive, pairwise, compensated, wide, with commas between (default: all)",
     CLI_OTHER(read_reductions)},
    {"time-budget", "S",
     "Seconds that MPFR may take for the exact terms, in all; batches that it does not reach are left out: "
     "the run is INCOMPLETE, exit status 75 (default: 60)",
     CLI_SECONDS(struct batch_options, seconds)},
    {"seed", "N", "Seed of the inputs (default: 1)", CLI_SEED(struct batch_options, seed)},
    {"fail-on", "CLASS,...",
     "What fails any kernel whose gradients are in it, or whose losses are, summed exactly, bound or not: of nan, overflow, bounded, vanished, sign, "
     "zero-sign and lost; and position: a foreign kernel whose results depend on their place",
     CLI_OTHER(read_fail_on)},
    {"max-ulp", "N",
     "A gradient, or the mean of the losses, summed exactly, that is off by more than N ulps fails any kernel, and so does "
     "every class of failure",
     CLI_POSITIVE(struct batch_options, max_ulp, 1e300)},
    FOREIGN_OPTIONS,
    GATE_OPTIONS,
    CLI_JOBS(struct batch_options),
    {"save", "FILE", "Write the result document to FILE", CLI_TEXT(struct batch_options, save)},
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "[SELECTOR...]",
    "Compares the mean over a batch, and the gradients divided by n, with the exact ones.\v"
    "Each row is a kernel, a regime, a batch size and a reduction (naive, pairwise, compensated, wide). The "
    "error of the mean, in ulps of the exact mean, is taken apart: element, what the kernel's own errors add "
    "up to; sum, the reduction; scale, the division by n. The three add up to the error, and beside them "
    "stand the bound documented for the reduction and the condition number sum|t| / |sum t|. The table shows "
    "each series' worst row, with --verbose all of them. Without a selector: */stable/*, or every foreign "
    "kernel.\n\n"
    "A failure, exit status 1: a sum outside its bound; a mean or gradient that is not the sum or the "
    "kernel's gradient over n, rounded; infinities or NaN lost or made; bits that depend on the alignment of "
    "the arrays, on how a batch is cut into pieces or on threads that call at once; what --fail-on names or --max-ulp excludes. A foreign kernel "
    "without a bound fails, unless --fail-on is given, where a mean or gradient is nan, overflow, vanished or of the "
    "wrong sign.\n\n"
    "Without --batch there are fixed sizes and drawn ones: one from each interval of a sixteenth of an "
    "octave from 18 to 4096, so that from 100 on no range of 10 % goes untried, and of an octave to 2^20; "
    "each interval in two of the regimes. The document names them (options, drawn); --batch N with the same "
    "seed runs one again. Beyond 2^20: --batch 2^24.\n\n"
    "Means per class are of 1 to 5000 of a kernel's losses, some with their signs turned, in up to 200 "
    "classes of sizes from 0 on, the first, the middle and the last empty: each must be within the bound of "
    "a naive sum in double.\n\n"
    "A kernel that does more than return results (writes beside its outputs or into its inputs, leaves "
    "results unwritten or the floating-point environment changed, answers a second call otherwise) fails by "
    "name, and none of its means is shown.\n\n"
    "A foreign kernel of kind mean gives the mean of a batch and its gradient itself, as a framework's default reduction "
    "does. Its mean is compared with the exact one, its gradients with the exact ones over n, in a table of their own; "
    "there is no sum to take apart, and --reduction is of the others. Its bounds are held in ulps, that of the loss in those "
    "of the mean of the terms' magnitudes (of the mean itself, where all terms have one sign).\n\n"
    "Exact terms come from approximations with a proved bound and, where that does not suffice, from MPFR, a "
    "few microseconds each: --time-budget limits these. Gradients are compared with the exact ones on the "
    "first 2^20 inputs, with the kernel's own over n on all.\n\n"
    "Examples:\n"
    "  ganloss batch\n"
    "  ganloss batch 'wasserstein.g/*' --regime cancelling --batch 1000,2^24 -v\n"
    "  ganloss batch --plugin ./mine.so --batch 100,4096\n"
    "  ganloss batch --save batch.json && ganloss report batch.json --out page"};

static void set_defaults(struct batch_options *o)
{
    if (o->regimes == 0)
        for (; o->regimes < regime_count; o->regimes++)
            o->regime_name[o->regimes] = regimes[o->regimes].name;
    for (size_t i = 0; i < o->regimes; i++)
        o->regime[i] = regime_find(o->regime_name[i]);
    if (o->common.operand_count == 0 && !catalogue_has_foreign()) {
        o->common.operands = (char **)default_selectors;
        o->common.operand_count = 1;
    }
}

/* A kernel that gives only gradients has no mean. */
static enum status leave_out_without_loss(struct selection *selection)
{
    size_t kept = 0;
    for (size_t i = 0; i < selection->count; i++) {
        char id[ID_SIZE];
        choice_id(id, &selection->at[i]);
        if (choice_has(&selection->at[i], LOSS))
            selection->at[kept++] = selection->at[i];
        else
            fail(STATUS_OK, "%s gives no loss: there is no mean of it", id);
    }
    selection->count = kept;
    if (kept == 0)
        free(selection->at);
    return kept > 0 ? STATUS_OK : STATUS_NOTHING;
}

/* Takes those of kind "mean", which are the last ones, out of the selection. */
static struct selection split(struct selection *selection)
{
    size_t elements = 0;
    while (elements < selection->count && !catalogue_is_mean(selection->at[elements].kernel))
        elements++;
    struct selection means = {selection->at + elements, selection->count - elements};
    selection->count = elements;
    return means;
}

/* A batch of theirs is one call, and those have a limit. */
static enum status check_sizes(const struct batch_options *o, const struct selection *means)
{
    for (size_t i = 0; i < o->sizes && means->count > 0; i++)
        if (o->size[i] > MEMORY_LONGEST)
            return fail(STATUS_USAGE, "--batch %zu: kernels of kind mean take at most %d elements",
                        o->size[i], MEMORY_LONGEST);
    return STATUS_OK;
}

static enum status run(const struct batch_options *o, const struct selection *selection,
                       const struct selection *means)
{
    struct batch_made m;
    size_t sizes, *size = batch_sizes(&sizes, o->sizes, o->size, o->seed, o->regimes);
    m.plan = (struct batch_plan){.selection = selection,
                                 .size = size,
                                 .sizes = sizes,
                                 .regime = o->regime,
                                 .regimes = o->regimes,
                                 .seed = o->seed,
                                 .seconds = o->seconds,
                                 .quiet = o->common.quiet,
                                 .code = &batch_library};
    memcpy(m.plan.reduction, o->reduction, sizeof m.plan.reduction);
    m.means_plan = m.plan;
    m.means_plan.selection = means;
    interrupt_catch();
    start_threads(o->jobs);
    batch_run(&m.rows, &m.plan);
    batch_given_run(&m.given, &m.means_plan);
    enum status status = batch_report(o, &m);
    batch_free(&m.rows);
    batch_given_free(&m.given);
    free(size);
    return status;
}

enum status command_batch(int argc, char **argv)
{
    struct batch_options o = {
        .seed = 1, .seconds = 60, .reduction = {true, true, true, true}, .common.tables = true};
    struct selection selection, means;
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (!ranks_lead()) /* files are the leader's */
        o.save = NULL;
    if (status == STATUS_OK)
        status = output_check(o.save);
    if (status == STATUS_OK)
        status = gate_open(&o.common, false);
    if (status == STATUS_OK)
        status = foreign_open();
    set_defaults(&o);
    if (status == STATUS_OK)
        status = select_with_means(&selection, o.common.operands, o.common.operand_count);
    if (status == STATUS_OK)
        status = leave_out_without_loss(&selection);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < selection.count; i++) {
        selection.at[i].max_ulp = o.max_ulp;
        selection.at[i].fail_on = fail_on_for(&selection.at[i], o.fail_on);
    }
    means = split(&selection);
    status = run_key_agree(check_sizes(&o, &means), NULL);
    if (status == STATUS_OK)
        status = run(&o, &selection, &means);
    free(selection.at);
    return status;
}
