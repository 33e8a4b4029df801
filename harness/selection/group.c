#include "harness/selection/group.h"

#include "harness/base/allocate.h"

#include <math.h>
#include <stdlib.h>

struct ideal ideal_of(const struct term *term)
{
    struct ideal ideal = {*reference_ideal(term), 1};
    ideal.sign = ideal.formula.weight < 0 ? -1 : 1;
    ideal.formula.weight = fabs(ideal.formula.weight);
    return ideal;
}

static bool belongs(const struct group *g, const struct choice *c, const struct formula *f)
{
    return g->format == c->format && g->formula.evaluate == f->evaluate &&
           g->space == c->kernel->term->space && g->operands == c->kernel->term->operands &&
           g->formula.weight == f->weight && (g->formula.label == f->label || g->operands == 2);
}

size_t groups_make(struct group groups[], const struct selection *selection)
{
    size_t count = 0;
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *c = &selection->at[i];
        const struct term *t = c->kernel->term;
        struct ideal ideal = ideal_of(t);
        size_t g = 0;
        while (g < count && !belongs(&groups[g], c, &ideal.formula))
            g++;
        if (g == count)
            groups[count++] =
                (struct group){.formula = ideal.formula,
                               .format = c->format,
                               .space = t->space,
                               .operands = t->operands,
                               .member = allocate(selection->count, sizeof(struct group_member))};
        groups[g].member[groups[g].members++] = (struct group_member){i, ideal.sign};
    }
    return count;
}

void groups_free(struct group groups[], size_t count)
{
    for (size_t g = 0; g < count; g++)
        free(groups[g].member);
}
