#include "harness/selection/group.h"

#include "harness/base/fail.h"

#include <math.h>
#include <stdlib.h>

static bool belongs(const struct group *g, const struct choice *c)
{
    const struct formula *f = reference_ideal(c->kernel->term);
    return g->format == c->format && g->formula.evaluate == f->evaluate &&
           g->space == c->kernel->term->space && g->operands == c->kernel->term->operands &&
           g->formula.weight == fabs(f->weight) && (g->formula.label == f->label || g->operands == 2);
}

size_t groups_make(struct group groups[], const struct selection *selection)
{
    size_t count = 0;
    for (size_t i = 0; i < selection->count; i++) {
        const struct choice *c = &selection->at[i];
        size_t g = 0;
        while (g < count && !belongs(&groups[g], c))
            g++;
        if (g == count) {
            const struct term *t = c->kernel->term;
            groups[count++] = (struct group){.formula = *reference_ideal(t),
                                             .format = c->format,
                                             .space = t->space,
                                             .operands = t->operands,
                                             .member = allocate(selection->count, sizeof(size_t))};
            groups[g].formula.weight = fabs(groups[g].formula.weight);
        }
        groups[g].member[groups[g].members++] = i;
    }
    return count;
}

void groups_free(struct group groups[], size_t count)
{
    for (size_t g = 0; g < count; g++)
        free(groups[g].member);
}

double group_sign(const struct term *term)
{
    return reference_ideal(term)->weight < 0 ? -1 : 1;
}
