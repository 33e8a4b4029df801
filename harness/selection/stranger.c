#include "harness/selection/stranger.h"

#include <math.h>
#include <string.h>

bool stranger_make(struct stranger *s, struct choice *choice, const char *id)
{
    *s = (struct stranger){.code.size = sizeof s->code};
    if (strlen(id) >= ID_SIZE || !kernel_id_read(&s->id, id) || choice_find(choice, id))
        return false;
    s->code.kind = "element";
    s->code.format = s->id.format;
    s->code.term = s->id.term;
    s->code.variant = s->id.variant;
    s->code.loss_ulp = s->code.grad_ulp = (double)INFINITY;
    s->kernel = (struct kernel){.term = term_find(s->id.term), .isa = ISA_ANY, .code = &s->code};
    *choice = choice_make(&s->kernel);
    return s->kernel.term != NULL;
}
