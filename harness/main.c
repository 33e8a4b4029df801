/* main.c -- finds the command and runs it. */
#include "cli.h"
#include "machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command commands[] = {
    {"trace", command_trace, "losses and gradients over a recorded training run, step by step"},
    {NULL, NULL, NULL},
};

static void print_help(FILE *to)
{
    fputs("Usage: ganloss COMMAND [SELECTOR...] [options]\n"
          "Checks GAN loss functions, in float and double, against exact references; times and charts them.\n\n"
          "Commands:\n",
          to);
    for (const struct command *c = commands; c->name; c++)
        fprintf(to, "  %-8s %s\n", c->name, c->summary);
    fputs("\nA SELECTOR is a glob over kernel ids TERM/VARIANT/FORMAT; quote it. None selects all.\n\n"
          "Examples:\n"
          "  ganloss eval nonsaturating.g -50 17 inf            what each variant returns there\n"
          "  ganloss verify 'nonsaturating.g/*' --level quick   how wrong, and where\n"
          "  ganloss trace real.npy fake.npy                    a training run, step by step\n"
          "  ganloss bench '*/stable/f32'                       what it costs\n\n"
          "ganloss COMMAND --help tells more. Exit status: 0 all within bounds, 1 a numerical failure,\n"
          "2 a performance regression, 3 inconclusive (--strict), 64 usage, 65 malformed data, 66 nothing\n"
          "matched, 69 capability missing, 70 internal error, 74 I/O error.\n",
          to);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return fail(STATUS_USAGE, "no command given (see ganloss --help)");
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return STATUS_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("ganloss %s\n", build_version());
        return STATUS_OK;
    }
    for (const struct command *c = commands; c->name; c++)
        if (strcmp(c->name, argv[1]) == 0) {
            char name[64];
            snprintf(name, sizeof name, "ganloss %s", c->name);
            argv[1] = name;
            return c->run(argc - 1, argv + 1);
        }
    return fail(STATUS_USAGE, "unknown command '%s' (see ganloss --help)", argv[1]);
}
