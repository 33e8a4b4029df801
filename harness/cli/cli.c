#include "harness/cli/cli.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/cli/values.h"
#include "harness/machine/machine.h"
#include "harness/machine/start.h"
#include "losses/ganloss.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What a parser returns when the line has been printed. */
enum { REPORTED = 1 << 20 };

enum { OPTION_FORMAT = 0x1001, OPTION_COLOR, OPTION_ISA, OPTION_HELP, OPTION_VERSION };

static const struct argp_option common_options[] = {
    {"format", OPTION_FORMAT, "FORMAT", 0,
     "text or json, or where the command prints a table tsv (default: text)", 90},
    {"quiet", 'q', NULL, 0, "Print results and errors only", 90},
    {"verbose", 'v', NULL, 0, "Print more", 90},
    {"color", OPTION_COLOR, "WHEN", 0, "auto, always or never (default: auto)", 90},
    {"isa", OPTION_ISA, "NAME", 0,
     "At most this instruction set: any, avx2 or avx512 (default: GANLOSS_ISA, or the CPU's)", 90},
    {"help", OPTION_HELP, NULL, 0, "Print this help", 90},
    {"version", OPTION_VERSION, NULL, 0, "Print the version", 90},
    {0},
};

static error_t parse_common(int key, char *text, struct argp_state *state)
{
    static const char *const formats[] = {"text", "json", NULL}, *const tables[] = {"text", "json", "tsv",
                                                                                    NULL};
    static const char *const colors[] = {"auto", "always", "never", NULL};
    struct common *common = state->input;
    int choice;
    switch (key) {
    case OPTION_FORMAT:
        if (!cli_choice("--format", text, common->tables ? tables : formats, &choice))
            return REPORTED;
        common->format = (enum text_format)choice;
        return 0;
    case OPTION_COLOR:
        if (!cli_choice("--color", text, colors, &choice))
            return REPORTED;
        common->color = choice == 1 || (choice == 0 && common->color);
        return 0;
    case OPTION_ISA: /* found out once per process, after this */
        setenv("GANLOSS_ISA", text, 1);
        return start_isa() == STATUS_OK ? 0 : REPORTED;
    case 'q':
        common->quiet = true;
        return 0;
    case 'v':
        common->verbose = true;
        return 0;
    case OPTION_HELP: /* argp's own prints nothing under ARGP_NO_ERRS */
        argp_help(state->root_argp, stdout, ARGP_HELP_STD_HELP, state->argv[0]);
        exit((int)output_end(STATUS_OK));
    case OPTION_VERSION:
        cli_print_version();
        exit((int)output_end(STATUS_OK));
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp common_argp = {common_options, parse_common, NULL, NULL, NULL, NULL, NULL};

void cli_print_version(void)
{
    printf("ganloss %s (%s)\n", ganloss_version(), machine_build_version());
}

/* What argp asks of the command itself. */
struct parse {
    const struct cli_command *command;
    struct common *input;
    const char *offender; /* the option that was not understood */
};

static error_t parse_own(int key, char *text, struct argp_state *state)
{
    struct parse *parse = state->input;
    if (key == ARGP_KEY_ARGS) {
        parse->input->operands = state->argv + state->next;
        parse->input->operand_count = (size_t)(state->argc - state->next);
        state->next = state->argc;
        return 0;
    }
    if (!cli_has_option(parse->command, key))
        return ARGP_ERR_UNKNOWN;
    return cli_take_option(parse->command, key, text, parse->input) ? 0 : REPORTED;
}

/* Hands both parsers what they fill. */
static error_t parse_all(int key, char *text, struct argp_state *state)
{
    struct parse *parse = state->input;
    (void)text;
    if (key == ARGP_KEY_INIT) {
        state->child_inputs[0] = parse;
        state->child_inputs[1] = parse->input;
    } else if (key == ARGP_KEY_ERROR && state->next > 0 && state->next <= state->argc) {
        parse->offender = state->argv[state->next - 1];
    }
    return ARGP_ERR_UNKNOWN;
}

/* getopt takes "-5" for options; with a space before it, it is an operand that strtod still reads. */
static void shield_negative_numbers(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        char *end;
        if (argv[i][0] != '-' || argv[i][1] == '\0' || argv[i][1] == '-')
            continue;
        strtod(argv[i], &end);
        if (*end == '\0') {
            char *shielded = allocate(strlen(argv[i]) + 2, 1);
            sprintf(shielded, " %s", argv[i]);
            argv[i] = shielded;
        }
    }
}

enum status cli_parse(const struct cli_command *command, int argc, char **argv, struct common *input)
{
    struct argp_option *options = cli_argp_options(command);
    /* A list of options that is there and empty leaks in glibc's help. */
    const struct argp own = {.options = options->name ? options : NULL, .parser = parse_own};
    struct argp_child children[] = {{&own, 0, NULL, 0}, {&common_argp, 0, "Common options:", 90}, {0}};
    const struct argp all = {NULL, parse_all, command->operands, command->help, children, NULL, NULL};
    struct parse parse = {command, input, "?"};

    input->color = isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    shield_negative_numbers(argc, argv);
    error_t error = argp_parse(&all, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, NULL, &parse);
    free(options);
    if (error == REPORTED)
        return STATUS_USAGE;
    if (error != 0)
        return fail(STATUS_USAGE, "%s: unknown option, or one without its value: %s (see %s --help)", argv[0],
                    parse.offender, argv[0]);
    return STATUS_OK;
}
