#include "harness/exhaustive/contenders.h"

#include "harness/base/allocate.h"
#include "harness/exhaustive/memo.h"
#include "harness/selection/catalogue.h"

static bool is_same(const struct contender *a, const struct contender *b)
{
    return a->choice->kernel->code->f32 == b->choice->kernel->code->f32 && a->sign == b->sign;
}

static void find_same(size_t same_as[], struct contender contenders[], const struct group *group)
{
    const struct group_member *member = group->member;
    for (size_t m = 0; m < group->members; m++) {
        size_t first = 0;
        while (!is_same(&contenders[member[first].index], &contenders[member[m].index]))
            first++;
        same_as[member[m].index] = member[first].index;
        contenders[member[m].index].runs = first == m;
    }
}

struct contender *contenders_make(size_t same_as[], const struct group groups[], size_t count,
                                  const struct selection *selection, const struct plan *plan)
{
    ganloss_f32 *(*twin)(ganloss_f32 *) = plan->twin ? plan->twin : memo_twin;
    struct contender *contenders = allocate(selection->count, sizeof *contenders);
    for (size_t g = 0; g < count; g++) {
        for (size_t m = 0; m < groups[g].members; m++) {
            const struct group_member *member = &groups[g].member[m];
            const struct choice *choice = &selection->at[member->index];
            struct contender *contender = &contenders[member->index];
            *contender = (struct contender){choice, *choice->kernel->code, member->sign, true,
                                            catalogue_is_foreign(choice->kernel)};
            contender->code.f32 = twin(choice->kernel->code->f32);
        }
        find_same(same_as, contenders, &groups[g]);
    }
    return contenders;
}
