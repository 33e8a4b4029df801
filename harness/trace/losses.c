/* losses.c -- which losses a recording can be traced in, and their terms. */
#include "harness/trace/losses.h"

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
