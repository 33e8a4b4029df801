/* main.c -- finds the command and runs it. */
#include "harness/base/memory.h"
#include "harness/base/nearest.h"
#include "harness/base/output.h"
#include "harness/cli/cli.h"
#include "harness/commands/commands.h"
#include "harness/foreign/supervise.h"
#include "harness/gate/gate.h"
#include "harness/machine/start.h"
#include "harness/ranks/agree.h"
#include "harness/ranks/ranks.h"
#include "harness/record/provenance.h"
#include "harness/record/run_key.h"

#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    {"record", command_record, "keep results in a database, version by version"},
    {"history", command_history, "what became of a kernel over the versions that were recorded"},
    {"report", command_report, "charts and a page from result documents"},
    {"help", command_help, "what a command does, its options, and how selectors are written"},
    {NULL, NULL, NULL},
};

static enum status fail_unknown(const char *name)
{
    char hint[NEAREST_TEXT];
    struct nearest nearest = nearest_begin(name);
    for (const struct command *c = commands; c->name; c++)
        nearest_try(&nearest, c->name);
    nearest_try(&nearest, "--help");
    nearest_try(&nearest, "--version");
    return fail(STATUS_USAGE, "unknown command '%s'%s (see ganloss --help)", name,
                nearest_text(hint, &nearest));
}

static enum status run(int argc, char **argv)
{
    help_begin(commands);
    if (argc < 2)
        return fail(STATUS_USAGE, "no command given (see ganloss --help)");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        help_print_all();
        return output_end(STATUS_OK);
    }
    if (strcmp(argv[1], "--version") == 0) {
        cli_print_version();
        if (argc > 2 && (strcmp(argv[2], "--verbose") == 0 || strcmp(argv[2], "-v") == 0)) {
            const char *mpi = ranks_version();
            printf("MPFR %s, MPI: %s\n", mpfr_get_version(), mpi ? mpi : "none");
        }
        return output_end(STATUS_OK);
    }
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, argv[1]) == 0) {
            if (ranks_count() > 1 && c->run != command_verify && c->run != command_batch &&
                c->run != command_bench)
                return fail(STATUS_USAGE, "%s is the work of one process: mpirun -n 1, or without mpirun",
                            c->name);
            if (run_key_begin() != STATUS_OK)
                return STATUS_IO;
            char name[64];
            snprintf(name, sizeof name, "ganloss %s", c->name);
            argv[1] = name;
            return output_end(gate_end(c->run(argc - 1, argv + 1)));
        }
    return fail_unknown(argv[1]);
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], supervise_command) == 0)
        return supervise(argc - 1, argv + 1);
    output_begin();
    memory_watch_exit();
    start_environment();
    provenance_begin(argc, argv);
    enum status status = ranks_begin();
    if (status == STATUS_OK) {
        status = start_isa();
        if (status == STATUS_OK)
            status = run(argc, argv);
        status = ranks_agree_end(status);
    }
    ranks_end();
    memory_exit_is_meant();
    return (int)status;
}
