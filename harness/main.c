/* main.c -- finds the command and runs it. */
#include "harness/base/memory.h"
#include "harness/base/output.h"
#include "harness/cli/cli.h"
#include "harness/commands/commands.h"
#include "harness/foreign/supervise.h"
#include "harness/gate/gate.h"
#include "harness/machine/start.h"
#include "harness/record/provenance.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct command {
    const char *name;
    enum status (*run)(int argc, char **argv);
    const char *summary;
};

static const struct command commands[] = {
    {"list", command_list, "the losses, terms, kernels and regimes there are"},
    {"eval", command_eval, "the exact value of a term at some inputs, and every kernel's answer"},
    {"verify", command_verify, "compare kernels with the exact values: how wrong, and where"},
    {"inputs", command_inputs,
     "what verify judges a term on, as files for implementations outside of ganloss"},
    {"grade", command_grade, "answers to such files, judged as verify judges kernels"},
    {"merge", command_merge, "results of shards or of several commands into one"},
    {"batch", command_batch, "means over batches and their gradients: how wrong, and which part is to blame"},
    {"bench", command_bench, "time kernels over batch sizes and input regimes"},
    {"compare", command_compare, "two kernels, or two builds, timed against each other"},
    {"doctor", command_doctor, "what this machine can measure, and how noisy it is now"},
    {"trace", command_trace, "losses and gradients over a recorded training run, step by step"},
    {"report", command_report, "charts and a page from result documents"},
    {NULL, NULL, NULL},
};

static void print_help(FILE *to)
{
    fputs(
        "Usage: ganloss COMMAND [SELECTOR...] [options]\n"
        "Checks GAN loss functions, in float and double, against exact references; times and charts them.\n\n"
        "Commands:\n",
        to);
    for (const struct command *c = commands; c->name; c++)
        fprintf(to, "  %-8s %s\n", c->name, c->summary);
    fputs(
        "\nA SELECTOR is a glob over kernel ids TERM/VARIANT/FORMAT; quote it. None selects all.\n\n"
        "Examples:\n"
        "  ganloss eval nonsaturating.g -50 17 inf            what each variant returns there\n"
        "  ganloss verify 'nonsaturating.g/*' --level quick   how wrong, and where\n"
        "  ganloss trace real.npy fake.npy                    a training run, step by step\n"
        "  ganloss bench '*/stable/f32'                       what it costs\n\n"
        "ganloss COMMAND --help tells more. Exit status: 0 all within bounds, 1 a numerical failure,\n"
        "2 a performance regression, 3 inconclusive (--strict), 64 usage, 65 malformed data, 66 nothing\n"
        "matched, 69 capability missing, 70 internal error, 74 I/O error, 75 unfinished: interrupted, or a time\n"
        "budget left something out. Of several, 64 to 74 win, then 1, 2, 75, 3.\n",
        to);
}

static enum status run(int argc, char **argv)
{
    if (argc < 2)
        return fail(STATUS_USAGE, "no command given (see ganloss --help)");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return output_end(STATUS_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        cli_print_version();
        return output_end(STATUS_OK);
    }
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, argv[1]) == 0) {
            char name[64];
            snprintf(name, sizeof name, "ganloss %s", c->name);
            argv[1] = name;
            return output_end(gate_end(c->run(argc - 1, argv + 1)));
        }
    return fail(STATUS_USAGE, "unknown command '%s' (see ganloss --help)", argv[1]);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], supervise_command) == 0)
        return supervise(argc - 1, argv + 1);
    output_begin();
    memory_watch_exit();
    start_environment();
    provenance_begin(argc, argv);
    enum status status = start_isa();
    if (status == STATUS_OK)
        status = run(argc, argv);
    memory_exit_is_meant();
    return (int)status;
}
