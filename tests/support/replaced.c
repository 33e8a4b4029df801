#include "tests/support/replaced.h"

#include <criterion/criterion.h>

void replaced_make(struct replaced *replaced, const char *id)
{
    cr_assert(choice_find(&replaced->choice, id), "%s", id);
    replaced->kernel = *replaced->choice.kernel;
    replaced->code = *replaced->kernel.code;
    replaced->kernel.code = &replaced->code;
    replaced->choice.kernel = &replaced->kernel;
}
