#include "harness/selection/variants.h"

#include "harness/base/allocate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct variant variants[] = {
#define VARIANT(name, ...) {#name, __VA_ARGS__},
#include "losses/variants.def"
};
const size_t variant_count = sizeof variants / sizeof *variants;

const char *const variant_library_names[VARIANT_LIBRARIES] = {"PyTorch", "TensorFlow", "Keras", "JAX", "C"};

enum { FORMATS_ANY = 1 << F32 | 1 << F64, FORMATS_F32 = 1 << F32, FORMATS_F64 = 1 << F64 };
enum { INPUT_LOGITS = false, INPUT_SCORES = true };

const struct variant_expression variant_expressions[] = {
#define EXPRESSION(library, since, until, formats, input, ...)                                               \
    {VARIANT_##library, since, until, FORMATS_##formats, INPUT_##input, __VA_ARGS__},
#include "losses/variants.def"
};
const size_t variant_expression_count = sizeof variant_expressions / sizeof *variant_expressions;

const struct variant *variant_find(const char *name)
{
    for (size_t i = 0; i < variant_count; i++)
        if (strcmp(variants[i].name, name) == 0)
            return &variants[i];
    return NULL;
}

static void write_versions(FILE *to, const struct variant_expression *e)
{
    if (e->since)
        fprintf(to, " from %s on", e->since);
    if (e->until)
        fprintf(to, " before %s", e->until);
}

char *variant_known_as(const char *name, bool of_probability)
{
    char *text;
    size_t size;
    const char *separator = "";
    const struct variant *variant = variant_find(name);
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; i < variant_expression_count; i++) {
        const struct variant_expression *e = &variant_expressions[i];
        if (strcmp(e->variant, name) != 0 || e->scores || (of_probability && strstr(e->called, "s)")))
            continue;
        fprintf(to, "%s%s", separator, e->called);
        write_versions(to, e);
        if (strcmp(e->variant, e->grad_variant) != 0)
            fprintf(to, " (gradient: %s)", e->grad_variant);
        separator = "; ";
    }
    if (variant && variant->others)
        fprintf(to, "%s%s", separator, variant->others);
    fclose(to);
    return text;
}

/* Which line of an expression a term takes, by its formula. */
static const struct {
    const char *loss;
    bool scores, fake;
    const char *factor;
} forms[] = {
    {"softplus(-s)", false, false, ""},
    {"softplus(s)", false, true, ""},
    {"-softplus(s)", false, true, "-"},
    {"softplus(-s)/2", false, false, "0.5 * "},
    {"softplus(s)/2", false, true, "0.5 * "},
    {"-s", true, false, ""},
    {"s", true, true, ""},
};

/* Puts `with` in place of every {name} in the text, which is freed. */
static char *replace(char *text, const char *name, const char *with)
{
    for (char *at; (at = strstr(text, name));) {
        char *longer = allocate_text("%.*s%s%s", (int)(at - text), text, with, at + strlen(name));
        free(text);
        text = longer;
    }
    return text;
}

/* "-a" times -1 is "a", and times 0.5 "-0.5 * a". */
static char *multiply(const char *factor, const char *line)
{
    if (*line != '-')
        return allocate_text("%s%s", factor, line);
    return strcmp(factor, "-") == 0 ? allocate_text("%s", line + 1)
                                    : allocate_text("-%s%s", factor, line + 1);
}

static bool is_real_side(const struct term *term)
{
    for (size_t i = 0; i < loss_count; i++)
        if (losses[i].d_real == term)
            return true;
    return false;
}

char *variant_line(const struct variant_expression *e, const struct term *term)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (term->space != LOGIT || strcmp(term->loss, forms[i].loss) != 0 || forms[i].scores != e->scores)
            continue;
        const char *line = forms[i].fake ? e->fake : e->real;
        bool is_call = strstr(line, "{term}") != NULL; /* the term has its factor */
        char *text = multiply(is_call ? "" : forms[i].factor, line);
        return replace(replace(text, "{term}", term->id), "{s}", is_real_side(term) ? "d_real" : "d_fake");
    }
    return NULL;
}
