/* A table of options: every kind reaches its field, and what is bad is said once and changes no status but that. */
#include "harness/cli/options.h"

#include "harness/cli/cli.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct shared_options {
    int level;
    unsigned long seed;
};

struct all_options {
    struct common common;
    bool flag;
    const char *text;
    unsigned long count, most;
    double seconds;
    int choice;
    size_t letters; /* of --other */
    struct shared_options shared;
};

static bool read_other(const char *option, char *text, void *options)
{
    cr_assert_str_eq(option, "--other");
    ((struct all_options *)options)->letters = strlen(text);
    return *text != '!' || fail(STATUS_USAGE, "%s: no '!'", option) == STATUS_OK;
}

static const char *const names[] = {"low", "middle", "high", NULL};

static const struct cli_option options[] = {
    {"flag", NULL, "help", CLI_FLAG(struct all_options, flag)},
    {"text", "FILE", "help", CLI_TEXT(struct all_options, text), .letter = 't'},
    {"count", "N", "help", CLI_UNSIGNED(struct all_options, count, 3, 10)},
    {"most", "N", "help", CLI_UNSIGNED(struct all_options, most, 0, ULONG_MAX)},
    {"seconds", "S", "help", CLI_POSITIVE(struct all_options, seconds, 1e6)},
    {"choice", "WHAT", "help", CLI_CHOICE(struct all_options, choice, names, -1)},
    {"other", "X", NULL, CLI_OTHER(read_other)},
    {0},
};

static const struct cli_option shared[] = {
    {"level", "LEVEL", "help", CLI_CHOICE(struct shared_options, level, names, 0)},
    {"seed", "N", "help", CLI_UNSIGNED(struct shared_options, seed, 0, 99)},
    {0},
};

static const struct cli_command command = {options, shared, offsetof(struct all_options, shared), "[X...]",
                                           "Does nothing."};

/* Parses words with spaces between; what was said is in *said. */
static enum status parse(struct all_options *o, const char *words, char **said)
{
    static char copy[256], name[] = "ganloss all", *argv[32]; /* the operands stay where they are */
    int argc = 0;
    argv[argc++] = name;
    snprintf(copy, sizeof copy, "%s", words);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    *o = (struct all_options){.count = 7};
    said_start();
    enum status status = cli_parse(&command, argc, argv, &o->common);
    *said = said_end();
    return status;
}

Test(options, every_kind_reaches_its_field)
{
    struct all_options o;
    char *said;
    cr_assert_eq(parse(&o,
                       "--flag -t file x --count 0x9 --most 18446744073709551615 --seconds=2.5 --choice high "
                       "--other abc --level middle --seed 42 -5 --format json",
                       &said),
                 STATUS_OK, "%s", said);
    cr_assert_str_empty(said);
    cr_assert(o.flag && strcmp(o.text, "file") == 0 && o.count == 9 && o.most == ULONG_MAX);
    cr_assert_float_eq(o.seconds, 2.5, 0);
    cr_assert(o.choice == 1 && o.letters == 3 && o.shared.level == 1 && o.shared.seed == 42);
    cr_assert(o.common.format == JSON && o.common.operand_count == 2);
    cr_assert_str_eq(o.common.operands[0], "x");
    cr_assert_float_eq(strtod(o.common.operands[1], NULL), -5, 0);
    free(said);
}

Test(options, what_is_not_given_keeps_its_value)
{
    struct all_options o;
    char *said;
    cr_assert_eq(parse(&o, "", &said), STATUS_OK);
    cr_assert(!o.flag && !o.text && o.count == 7 && o.common.operand_count == 0);
    free(said);
}

Test(options, what_is_bad_is_said_in_one_line)
{
    static const struct {
        const char *words, *said;
    } bad[] = {
        {"--count 2", "ganloss: --count takes a whole number from 3 to 10, not '2'\n"},
        {"--count 11", "ganloss: --count takes a whole number from 3 to 10, not '11'\n"},
        {"--count -4", "ganloss: --count takes a whole number from 3 to 10, not ' -4'\n"},
        {"--seconds 0", "ganloss: --seconds takes a positive number up to 1000000, not '0'\n"},
        {"--seconds inf", "ganloss: --seconds takes a positive number up to 1000000, not 'inf'\n"},
        {"--seconds 1e308", "ganloss: --seconds takes a positive number up to 1000000, not '1e308'\n"},
        {"--seconds nan", "ganloss: --seconds takes a positive number up to 1000000, not 'nan'\n"},
        {"--most +1", "ganloss: --most takes a whole number from 0 to 18446744073709551615, not '+1'\n"},
        {"--most 18446744073709551616",
         "ganloss: --most takes a whole number from 0 to 18446744073709551615, not '18446744073709551616'\n"},
        {"--most 0x", "ganloss: --most takes a whole number from 0 to 18446744073709551615, not '0x'\n"},
        {"--count 10a", "ganloss: --count takes a whole number from 3 to 10, not '10a'\n"},
        {"--choice lowest", "ganloss: --choice is one of low, middle, high, not 'lowest'\n"},
        {"--level 1", "ganloss: --level is one of low, middle, high, not '1'\n"},
        {"--seed 100", "ganloss: --seed takes a whole number from 0 to 99, not '100'\n"},
        {"--other !", "ganloss: --other: no '!'\n"},
        {"--nothing",
         "ganloss: ganloss all: unknown option, or one without its value: --nothing (see ganloss all --help)\n"},
        {"--txet=file",
         "ganloss: ganloss all: unknown option, or one without its value: --txet=file; did you mean "
         "--text? (see ganloss all --help)\n"},
        {"--quite",
         "ganloss: ganloss all: unknown option, or one without its value: --quite; did you mean --quiet? "
         "(see ganloss all --help)\n"},
        {"--text", "ganloss: ganloss all: unknown option, or one without its value: --text (see ganloss all "
                   "--help)\n"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct all_options o;
        char *said;
        cr_expect_eq(parse(&o, bad[i].words, &said), STATUS_USAGE, "%s", bad[i].words);
        cr_expect_str_eq(said, bad[i].said);
        free(said);
    }
}
