#include "harness/record/library.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/record/bound.h"
#include "harness/selection/kernel_id.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

void library_set(json_t *record, const struct choice *choice)
{
    if (!choice->kernel->library)
        return;
    json_object_set_new(record, "library", json_name(choice->kernel->library));
    for (int k = 0; k < OUTPUTS; k++)
        if (!choice_has(choice, (enum output)k))
            json_object_set_new(record, "lacks", json_string(output_names[k]));
    if (choice_is_first_class(choice))
        json_object_set_new(record, "first_class", json_true());
}

/* A kernel that is only told of. They stay, as the catalogue's do. */
struct told {
    struct ganloss_kernel code;
    struct kernel kernel;
};
static struct told **told;
static size_t told_count;

static double bound_or_none(const json_t *record, enum output output)
{
    double bound = record_bound(record, output_names[output]);
    return bound >= 0 ? bound : (double)INFINITY;
}

static bool is_same_bound(double a, double b)
{
    return a <= b && b <= a;
}

static bool is_same(const struct told *a, const struct told *b)
{
    return a->kernel.term == b->kernel.term && strcmp(a->code.format, b->code.format) == 0 &&
           strcmp(a->code.variant, b->code.variant) == 0 &&
           strcmp(a->kernel.library, b->kernel.library) == 0 && a->kernel.missing == b->kernel.missing &&
           a->code.first_class == b->code.first_class && is_same_bound(a->code.loss_ulp, b->code.loss_ulp) &&
           is_same_bound(a->code.grad_ulp, b->code.grad_ulp);
}

/* Keeps it, unless there is one like it. */
static const struct told *keep(const struct told *one)
{
    for (size_t i = 0; i < told_count; i++)
        if (is_same(told[i], one))
            return told[i];
    told = allocate_again(told, told_count + 1, sizeof *told);
    struct told *kept = told[told_count++] = allocate(1, sizeof *kept);
    *kept = *one;
    kept->code.variant = allocate_text("%s", one->code.variant);
    kept->kernel.library = allocate_text("%s", one->kernel.library);
    kept->kernel.code = &kept->code;
    return kept;
}

bool library_kernel(struct choice *choice, const json_t *record)
{
    struct kernel_id id;
    const char *lacks = json_text_at(record, "lacks");
    if (!kernel_id_read(&id, json_text_at(record, "id")) || !term_find(id.term))
        return false;
    struct told one = {
        .code = {.size = sizeof one.code,
                 .kind = "element",
                 .format = format_find(id.format)->name,
                 .term = term_find(id.term)->id,
                 .variant = id.variant,
                 .loss_ulp = bound_or_none(record, LOSS),
                 .grad_ulp = bound_or_none(record, GRAD),
                 .first_class = json_is_true(json_object_get(record, "first_class"))},
        .kernel = {.term = term_find(id.term), .isa = ISA_ANY, .library = json_text_at(record, "library")}};
    for (int k = 0; k < OUTPUTS; k++)
        if (strcmp(lacks, output_names[k]) == 0) {
            one.kernel.missing |= 1U << k;
            *(k == LOSS ? &one.code.loss_ulp : &one.code.grad_ulp) = (double)INFINITY;
        }
    *choice = choice_make(&keep(&one)->kernel);
    return true;
}

const char *library_text(char text[LIBRARY_TEXT], const struct choice *choice)
{
    const char *library = choice->kernel->library;
    snprintf(text, LIBRARY_TEXT, "%s%s%s", library ? " (" : "", library ? library : "", library ? ")" : "");
    for (char *p = text; *p; p++)
        if (iscntrl((unsigned char)*p))
            *p = '?';
    return text;
}
