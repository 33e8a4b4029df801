#include "harness/cli/cli.h"

#include "harness/base/allocate.h"
#include "harness/base/nearest.h"
#include "harness/base/output.h"
#include "harness/cli/page.h"
#include "harness/machine/machine.h"
#include "losses/ganloss.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a parser returns when the line has been printed. */
enum { REPORTED = 1 << 20 };

void cli_print_version(void)
{
    printf("ganloss %s (%s)\n", ganloss_version(), machine_build_version());
}

/* What argp asks of a table of options, the command's or the common one. */
struct parse {
    const struct cli_command *command;
    struct common *input;
    const char *offender,
        *next; /* where it was not understood: the word before, and the one that is being read */
};

static error_t parse_table(int key, char *text, struct argp_state *state)
{
    struct parse *parse = state->input;
    if (!cli_has_option(parse->command, key))
        return ARGP_ERR_UNKNOWN;
    return cli_take_option(parse->command, key, text, parse->input) ? 0 : REPORTED;
}

static error_t parse_own(int key, char *text, struct argp_state *state)
{
    struct parse *parse = state->input;
    if (key != ARGP_KEY_ARGS)
        return parse_table(key, text, state);
    parse->input->operands = state->argv + state->next;
    parse->input->operand_count = (size_t)(state->argc - state->next);
    state->next = state->argc;
    return 0;
}

/* Hands both parsers what they fill: the command's, and the common one. */
static error_t parse_all(int key, char *text, struct argp_state *state)
{
    struct parse *both = state->input;
    (void)text;
    if (key == ARGP_KEY_INIT) {
        state->child_inputs[0] = &both[0];
        state->child_inputs[1] = &both[1];
    } else if (key == ARGP_KEY_ERROR && state->next > 0 && state->next <= state->argc) {
        both->offender = state->argv[state->next - 1];
        both->next = state->next < state->argc ? state->argv[state->next] : "";
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

static bool is_letters(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && word[1] != '-';
}

/* Whether a word is of letters that all are options. */
static bool are_options(const char *word, const struct cli_shown *options)
{
    bool known = is_letters(word);
    for (const char *letter = word + 1; known && *letter; letter++) {
        known = false;
        for (const struct cli_shown *o = options; o->name && !known; o++)
            known = o->letter == *letter;
    }
    return known;
}

/* The word that is not understood: the last one that was read, or, where a letter was it and others follow, the one being
   read. */
static const char *offender_of(const struct parse *parse, const struct cli_page *page)
{
    struct cli_shown *options = cli_page_options(page);
    bool fine = parse->offender[0] != '-' || are_options(parse->offender, options);
    const char *word = fine && is_letters(parse->next) ? parse->next : parse->offender;
    free(options);
    return word;
}

/* "; did you mean --level?" of what was not understood. */
static void suggest(char hint[NEAREST_TEXT], const struct cli_page *page, const char *offender)
{
    char typed[NEAREST_LONGEST];
    struct cli_shown *options = cli_page_options(page);
    snprintf(typed, sizeof typed, "%.*s", (int)strcspn(offender, "="), offender);
    struct nearest nearest = nearest_begin(typed);
    for (const struct cli_shown *o = options; o->name && strncmp(typed, "--", 2) == 0; o++) {
        char name[NEAREST_LONGEST];
        snprintf(name, sizeof name, "--%s", o->name);
        nearest_try(&nearest, name);
    }
    if (strcmp(nearest.name, typed) == 0) /* it is right, and lacks its value */
        hint[0] = '\0';
    else
        nearest_text(hint, &nearest);
    free(options);
}

/* What ends the program; its name is without "ganloss " before it. */
static void answer(const struct common *input, const struct cli_page *page)
{
    if (input->help)
        cli_page_help(page);
    else
        cli_print_version();
    exit((int)output_end(STATUS_OK));
}

enum status cli_parse(const struct cli_command *command, int argc, char **argv, struct common *input)
{
    if (cli_page_is_learnt(command, input->tables))
        return STATUS_USAGE;
    struct argp_option *options = cli_argp_options(command), *common = cli_argp_options(&cli_common_command);
    /* A list of options that is there and empty leaks in glibc's help. */
    const struct argp own = {.options = options->name ? options : NULL, .parser = parse_own};
    const struct argp others = {.options = common, .parser = parse_table};
    struct argp_child children[] = {{&own, 0, NULL, 0}, {&others, 0, NULL, 0}, {0}};
    const struct argp all = {.parser = parse_all, .children = children};
    struct parse both[] = {{command, input, "?", ""}, {&cli_common_command, input, "?", ""}};
    const char *space = strchr(argv[0], ' ');
    const struct cli_page page = {space ? space + 1 : argv[0], NULL, command, input->tables};

    shield_negative_numbers(argc, argv);
    error_t error = argp_parse(&all, argc, argv, ARGP_NO_ERRS | ARGP_NO_HELP, NULL, both);
    free(options);
    free(common);
    if (error == REPORTED && (input->help || input->version))
        answer(input, &page);
    if (error == REPORTED)
        return STATUS_USAGE;
    if (error == 0)
        return STATUS_OK;
    char hint[NEAREST_TEXT];
    const char *offender = offender_of(both, &page);
    suggest(hint, &page, offender);
    return fail(STATUS_USAGE, "%s: unknown option, or one without its value: %s%s (see %s --help)", argv[0],
                offender, hint, argv[0]);
}
