#include "harness/machine/start.h"

#include "harness/base/fail.h"
#include "harness/base/threads.h"
#include "harness/machine/environment.h"
#include "losses/isa.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned found;

/* Makes it the usual one in this thread; what was not. */
static unsigned settle(void)
{
    struct environment now = environment_now(), usual = environment_usual();
    unsigned parts = environment_difference(&now, &usual);
    if (parts)
        environment_set(&usual);
    return parts;
}

static void say(void)
{
    static const char said[] = "GANLOSS_ENVIRONMENT_SAID";
    char text[ENVIRONMENT_TEXT];
    if (!found || getenv(said))
        return;
    environment_text(text, found);
    fail(STATUS_OK, "started with another floating-point environment, set right now: %s", text);
    setenv(said, "1", 1);
}

void start_environment(void)
{
    found = settle();
    say();
}

enum status start_isa(void)
{
    const char *named = getenv("GANLOSS_ISA");
    char names[64] = "";
    if (!named || isa_runs(isa_find(named)))
        return STATUS_OK;
    for (int i = 0; i < ISAS; i++)
        if (isa_runs((enum isa)i))
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? ", " : "",
                     isa_names[i]);
    return fail(STATUS_USAGE,
                "--isa or GANLOSS_ISA names an instruction set that this CPU can run, one of %s, not '%s'",
                names, named);
}

void start_threads(unsigned long jobs)
{
    unsigned parts = 0;
    threads_use(jobs);
#pragma omp parallel reduction(| : parts)
    parts = settle();
    found |= parts;
    say();
}

unsigned start_found(void)
{
    return found;
}

void start_note(json_t *object)
{
    char text[ENVIRONMENT_TEXT];
    if (!found)
        return;
    environment_text(text, found);
    json_object_set_new(object, "environment", json_string(text));
}
