#include "harness/machine/start.h"

#include "harness/base/fail.h"
#include "harness/base/threads.h"
#include "harness/machine/environment.h"

#include <stdlib.h>

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
