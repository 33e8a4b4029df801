#include "harness/selection/catalogue.h"

#include "harness/base/allocate.h"

#include <string.h>

static const struct kernel **foreign;
static size_t foreign_count;

size_t catalogue_count(void)
{
    return kernel_count + foreign_count;
}

const struct kernel *catalogue_at(size_t i)
{
    return i < kernel_count ? &kernels[i] : foreign[i - kernel_count];
}

size_t catalogue_place(const struct kernel *kernel)
{
    size_t i = 0;
    if (!kernel->library)
        return (size_t)(kernel - kernels);
    while (i < foreign_count && foreign[i] != kernel)
        i++;
    return kernel_count + i;
}

static bool is_named_as(const struct ganloss_kernel *a, const struct ganloss_kernel *b)
{
    return strcmp(a->term, b->term) == 0 && strcmp(a->variant, b->variant) == 0 &&
           strcmp(a->format, b->format) == 0;
}

bool catalogue_add(const struct kernel *kernel)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        if (is_named_as(catalogue_at(i)->code, kernel->code))
            return false;
    foreign = allocate_again(foreign, foreign_count + 1, sizeof *foreign);
    foreign[foreign_count++] = kernel;
    return true;
}

bool catalogue_is_foreign(const struct kernel *kernel)
{
    return kernel->library != NULL;
}

bool catalogue_has_foreign(void)
{
    return foreign_count > 0;
}
