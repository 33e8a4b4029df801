/* losses.c -- which losses a recording can be traced in, and their terms. */
#include "harness/trace/losses.h"

#include <stdio.h>
#include <string.h>

const struct term *trace_term(const struct loss *loss, int role)
{
    return role == 0 ? loss->d_real : role == 1 ? loss->d_fake : loss->g;
}

bool trace_is_conditional(const struct loss *loss)
{
    return strcmp(loss->name, "conditional") == 0;
}

bool trace_takes(const struct loss *loss)
{
    for (int role = 0; role < TRACE_ROLES; role++)
        if (trace_term(loss, role)->operands != 1 || trace_term(loss, role)->space != LOGIT)
            return false;
    return true;
}

static enum status check_name(const char *name)
{
    char accepted[512] = "";
    for (size_t l = 0; l < loss_count; l++) {
        if (!trace_takes(&losses[l]))
            continue;
        if (strcmp(losses[l].name, name) == 0)
            return STATUS_OK;
        size_t n = strlen(accepted);
        snprintf(accepted + n, sizeof accepted - n, "%s%s", n ? ", " : "", losses[l].name);
    }
    return fail(STATUS_NOTHING, "no loss '%s' to trace; there are %s", name, accepted);
}

static bool is_asked_for(const struct loss *loss, const char *const names[], size_t name_count, bool labels)
{
    if (!trace_takes(loss))
        return false;
    for (size_t i = 0; i < name_count; i++)
        if (strcmp(names[i], loss->name) == 0)
            return true;
    return name_count == 0 && (labels || !trace_is_conditional(loss));
}

enum status trace_select(const struct loss *list[], size_t *count, const char *const names[],
                         size_t name_count, bool labels)
{
    bool conditional = false;
    for (size_t i = 0; i < name_count; i++) {
        enum status status = check_name(names[i]);
        if (status != STATUS_OK)
            return status;
    }
    *count = 0;
    for (size_t l = 0; l < loss_count; l++)
        if (is_asked_for(&losses[l], names, name_count, labels)) {
            list[(*count)++] = &losses[l];
            conditional = conditional || trace_is_conditional(&losses[l]);
        }
    if (conditional && !labels)
        return fail(STATUS_USAGE,
                    "--loss conditional averages by class: give the classes with --labels L.npy");
    if (!conditional && labels)
        return fail(STATUS_USAGE, "--labels is for the loss conditional, which --loss leaves out");
    return STATUS_OK;
}
