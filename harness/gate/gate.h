/* gate.h -- what a run judged and found, in the formats that CI reads: the options, and when files are tried and written.

   A command that judges has GATE_OPTIONS, and calls gate_open() when it has read its options and before its work, in
   which findings are kept (record/finding.h). main calls gate_end(), however the command ended. */
#ifndef GANLOSS_HARNESS_GATE_GATE_H
#define GANLOSS_HARNESS_GATE_GATE_H

#include "harness/base/fail.h"
#include "harness/cli/cli.h"
#include "harness/record/finding.h"

#include <stdbool.h>
#include <stddef.h>

/* A run as its writers get it. */
struct gate_run {
    char *command; /* "ganloss verify", which is also the id of what is the run's own */
    char *words;   /* the command line, as a shell takes it */
    enum status status;
    const struct finding **found; /* the worst first, notes last */
    size_t count, failed;         /* of them; and without notes */
};

bool gate_read_junit(const char *option, char *text, void *options);
bool gate_read_sarif(const char *option, char *text, void *options);
bool gate_read_github(const char *option, char *text, void *options);

/* The rows that a command has which judges. */
#define GATE_OPTIONS                                                                                         \
    {"junit", "FILE", "Write what was judged and what failed to FILE, as JUnit's XML",                       \
     CLI_OTHER(gate_read_junit)},                                                                            \
        {"sarif", "FILE", "Write what failed to FILE, as SARIF 2.1.0", CLI_OTHER(gate_read_sarif)},          \
    {                                                                                                        \
        "github", NULL,                                                                                      \
            "Print GitHub's annotations of what failed, the worst 10, and add a summary of all to the file " \
            "GITHUB_STEP_SUMMARY",                                                                           \
            CLI_OTHER(gate_read_github)                                                                      \
    }

/* Finds out whether the files can be written, and has findings kept. A dry run or an estimate, which judges nothing, has none. */
enum status gate_open(const struct common *common, bool dry_run);

/* Writes everything, of a run that ends so: what is unfinished, or ended with an error, has not passed in any of the
   formats. Returns the graver status. Nothing, where gate_open() was not called, or failed. */
enum status gate_end(enum status status);

#endif
