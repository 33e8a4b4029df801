#include "harness/record/rerun.h"

#include "harness/base/allocate.h"
#include "harness/record/fail_on.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* What is in choice->fail_on by itself, as no option was given, needs none. */
static bool is_named(const struct choice *choice)
{
    return choice->fail_on && choice->fail_on != fail_on_for(choice, 0);
}

void rerun_print_source(FILE *to, const struct choice *choice)
{
    if (choice->kernel->option)
        fprintf(to, " %s", choice->kernel->option);
}

/* " --max-ulp N --fail-on CLASS,...", of those that the user gave; from malloc. */
static char *gate_of(const struct choice *choice)
{
    char names[FAIL_ON_TEXT], most[32] = "";
    fail_on_text(names, choice->fail_on);
    if (choice->max_ulp > 0)
        snprintf(most, sizeof most, " --max-ulp %g", choice->max_ulp);
    return allocate_text("%s%s%s", most, is_named(choice) ? " --fail-on " : "",
                         is_named(choice) ? names : "");
}

void rerun_print(FILE *to, const struct choice *choice)
{
    char *gate = gate_of(choice);
    fputs(gate, to);
    free(gate);
    rerun_print_source(to, choice);
}

char *rerun_text(const struct choice *choice, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = allocate_text_of(format, arguments), *gate = gate_of(choice);
    va_end(arguments);
    const char *option = choice->kernel->option;
    char *all = allocate_text("%s%s%s%s", text, gate, option ? " " : "", option ? option : "");
    free(text);
    free(gate);
    return all;
}
