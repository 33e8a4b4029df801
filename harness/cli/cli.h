/* cli.h -- what every command shares: its prototype, its parsing, the common options. */
#ifndef GANLOSS_HARNESS_CLI_CLI_H
#define GANLOSS_HARNESS_CLI_CLI_H

#include "harness/base/fail.h"

#include <argp.h>
#include <stdbool.h>

enum text_format { TEXT, JSON, TSV };

/* The options that every command takes; each command's own options start with this struct. */
struct common {
    enum text_format format; /* --format text|json, and tsv for those that say so: */
    bool tables;             /* this command can print TSV; set before cli_parse */
    bool quiet, verbose;
    bool color; /* --color auto|always|never, decided for stdout */
};

/* Sets the defaults, then parses with the command's argp, to which the common options are added. `input`
   starts with a struct common. Negative numbers are operands, not options. On a bad option prints one
   line and returns STATUS_USAGE; --help and --version exit. A parser reports a bad value by returning
   cli_bad(...), having printed its one line. */
enum status cli_parse(const struct argp *argp, int argc, char **argv, struct common *input);

/* Prints what --version prints: "ganloss 0.1.0 (1a2b3c4)", the version and what git says of the sources. */
void cli_print_version(void);

/* What a parser returns when the line has been printed: cli_bad gives it, and after a false from the readers
   below a parser returns it itself. */
enum { CLI_REPORTED = 1 << 20 };

/* Prints the message and returns CLI_REPORTED. */
__attribute__((format(printf, 1, 2))) error_t cli_bad(const char *format, ...);

/* At ARGP_KEY_ARGS: gives all operands that are left, and takes them. */
error_t cli_operands(struct argp_state *state, char ***operands, size_t *count);

/* Reads an option's value. Each prints what was found and what is accepted and returns false if it is bad. */
bool cli_unsigned(const char *option, const char *text, unsigned long low, unsigned long high,
                  unsigned long *to);
bool cli_positive(const char *option, const char *text, double *to);
/* `names` ends with NULL; *to receives the index. */
bool cli_choice(const char *option, const char *text, const char *const names[], int *to);

/* The commands; argv[0] is "ganloss NAME". */
enum status command_batch(int argc, char **argv);
enum status command_bench(int argc, char **argv);
enum status command_compare(int argc, char **argv);
enum status command_doctor(int argc, char **argv);
enum status command_eval(int argc, char **argv);
enum status command_list(int argc, char **argv);
enum status command_merge(int argc, char **argv);
enum status command_report(int argc, char **argv);
enum status command_trace(int argc, char **argv);
enum status command_verify(int argc, char **argv);

#endif
