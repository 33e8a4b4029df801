#include "harness/search/batch.h"

void search_batch_run(struct search_batch *b, const struct choice *choice)
{
    if (!b->ran)
        choice_run(choice, b->n, b->x, choice->kernel->term->operands == 2 ? b->target : NULL, b->got[LOSS],
                   b->got[GRAD]);
    b->ran = true;
}

struct input search_batch_input(const struct search_batch *b, size_t i)
{
    return (struct input){b->x[i], b->target[i]};
}
