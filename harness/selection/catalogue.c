#include "harness/selection/catalogue.h"

#include "harness/base/allocate.h"

#include <string.h>

static const struct kernel **foreign, **means;
static size_t foreign_count, mean_count;

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

static void append(const struct kernel ***list, size_t *count, const struct kernel *kernel)
{
    *list = allocate_again(*list, *count + 1, sizeof **list);
    (*list)[(*count)++] = kernel;
}

bool catalogue_add(const struct kernel *kernel)
{
    for (size_t i = 0; i < catalogue_count(); i++)
        if (is_named_as(catalogue_at(i)->code, kernel->code))
            return false;
    for (size_t i = 0; i < mean_count; i++)
        if (is_named_as(means[i]->code, kernel->code))
            return false;
    if (catalogue_is_mean(kernel))
        append(&means, &mean_count, kernel);
    else
        append(&foreign, &foreign_count, kernel);
    return true;
}

size_t catalogue_means(void)
{
    return mean_count;
}

const struct kernel *catalogue_mean_at(size_t i)
{
    return means[i];
}

bool catalogue_is_mean(const struct kernel *kernel)
{
    return strcmp(kernel->code->kind, "mean") == 0;
}

bool catalogue_is_foreign(const struct kernel *kernel)
{
    return kernel->library != NULL;
}

bool catalogue_has_foreign(void)
{
    return foreign_count + mean_count > 0;
}
