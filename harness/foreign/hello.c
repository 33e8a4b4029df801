#include "harness/foreign/hello.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/foreign/protocol.h"
#include "harness/selection/select.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name that ids and tables can carry: of letters, digits and a few signs. */
static bool is_name(const char *name, size_t room)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]) && !strchr("-_.+", name[i]))
            return false;
    return length > 0 && length < room;
}

/* A member that is true, false or not there. */
static bool is_yes_or_no(const json_t *row, const char *name)
{
    const json_t *value = json_object_get(row, name);
    return !value || json_is_boolean(value);
}

/* A member that is true, or not there. */
static bool is_unless_false(const json_t *row, const char *name)
{
    const json_t *value = json_object_get(row, name);
    return !value || json_is_true(value);
}

static double bound_at(const json_t *row, const char *name)
{
    const json_t *value = json_object_get(row, name);
    return json_is_number(value) ? json_number_value(value) : (double)INFINITY;
}

/* Why a row is malformed: NULL, or from malloc. */
static char *fault_of(const json_t *row, size_t i)
{
    static const char *const words[] = {"term", "variant", "format"};
    static const char *const bounds[] = {"loss_ulp", "grad_ulp"};
    static const char *const yes_or_no[] = {"loss", "grad", "first_class"};
    const json_t *kind = json_object_get(row, "kind");
    if (!json_is_object(row))
        return allocate_text("kernels[%zu] of its hello is no object", i);
    for (int w = 0; w < 3; w++)
        if (!json_is_string(json_object_get(row, words[w])))
            return allocate_text("kernels[%zu] of its hello has no string \"%s\"", i, words[w]);
    if (!is_name(json_text_at(row, "variant"), 64))
        return allocate_text("kernels[%zu].variant of its hello is no name of letters, digits and -_.+", i);
    if (kind && !json_is_string(kind))
        return allocate_text("kernels[%zu].kind of its hello is no string", i);
    for (int k = 0; k < 2; k++) {
        const json_t *bound = json_object_get(row, bounds[k]);
        if (bound && !json_is_null(bound) && !(json_is_number(bound) && json_number_value(bound) >= 0))
            return allocate_text("kernels[%zu].%s of its hello is neither null nor a number from 0 on", i,
                                 bounds[k]);
    }
    for (int k = 0; k < 3; k++)
        if (!is_yes_or_no(row, yes_or_no[k]))
            return allocate_text("kernels[%zu].%s of its hello is neither true nor false", i, yes_or_no[k]);
    if (!is_unless_false(row, "loss") && !is_unless_false(row, "grad"))
        return allocate_text("kernels[%zu] of its hello has neither loss nor grad", i);
    return NULL;
}

/* The kinds that this program can call. "batch" and "penalty" are to come. */
static const char *const kinds[] = {"element", "mean"};

/* The row's, of these; NULL: another one. */
static const char *kind_of(const json_t *row)
{
    const char *kind = json_text_at(row, "kind");
    if (*kind == '\0')
        return kinds[0];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return kinds[i];
    return NULL;
}

/* What of a row this program does not know; NULL: nothing. */
static const char *unknown_of(const json_t *row)
{
    return !term_find(json_text_at(row, "term"))       ? "term"
           : !format_find(json_text_at(row, "format")) ? "format"
           : !kind_of(row)                             ? "kind"
                                                       : NULL;
}

static struct foreign make(struct source *source, const json_t *row, size_t i)
{
    const struct format *format = format_find(json_text_at(row, "format"));
    const struct term *term = term_find(json_text_at(row, "term"));
    struct foreign made = {.source = source, .number = (uint32_t)i, .size = format->size};
    made.is_mean = strcmp(kind_of(row), "mean") == 0;
    made.code = (struct ganloss_kernel){.size = sizeof made.code,
                                        .kind = kind_of(row),
                                        .format = format->name,
                                        .term = term->id,
                                        .variant = allocate_text("%s", json_text_at(row, "variant")),
                                        .loss_ulp = bound_at(row, "loss_ulp"),
                                        .grad_ulp = bound_at(row, "grad_ulp"),
                                        .first_class = json_is_true(json_object_get(row, "first_class"))};
    made.kernel = (struct kernel){.term = term,
                                  .isa = ISA_ANY,
                                  .missing = (is_unless_false(row, "loss") ? 0 : 1U << LOSS) |
                                             (is_unless_false(row, "grad") ? 0 : 1U << GRAD),
                                  .library = source->library,
                                  .option = source->option};
    return made;
}

static char *read_rows(struct source *source, const json_t *rows)
{
    size_t i;
    const json_t *row;
    source->number = json_array_size(rows);
    source->kernels = allocate(source->number, sizeof *source->kernels);
    json_array_foreach(rows, i, row)
    {
        char *why = fault_of(row, i);
        if (why)
            return why;
        const char *unknown = unknown_of(row);
        if (unknown)
            fail(STATUS_OK, "%s: skipped %s/%s/%s%s%s: its %s is not known here", source->library,
                 json_text_at(row, "term"), json_text_at(row, "variant"), json_text_at(row, "format"),
                 strcmp(unknown, "kind") == 0 ? " of kind " : "",
                 strcmp(unknown, "kind") == 0 ? json_text_at(row, "kind") : "", unknown);
        else
            source->kernels[source->count++] = make(source, row, i);
    }
    return source->count > 0 ? NULL
                             : allocate_text("its hello names no kernel of a known term, format and kind");
}

static enum status read(char **why, struct source *source, const json_t *hello)
{
    const json_t *version = json_object_get(hello, "ganloss"), *rows = json_object_get(hello, "kernels");
    const char *library = json_text_at(hello, "library"), *number = json_text_at(hello, "version");
    if (json_is_string(json_object_get(hello, "error"))) {
        *why = allocate_text("%s", json_text_at(hello, "error"));
        return STATUS_UNAVAILABLE;
    }
    *why = NULL;
    if (!json_is_integer(version))
        *why = allocate_text("its first line is no hello: a JSON object with \"ganloss\": %d is expected",
                             PROTOCOL_VERSION);
    else if (json_integer_value(version) != PROTOCOL_VERSION)
        *why = allocate_text("it speaks version %lld of the protocol, not %d",
                             (long long)json_integer_value(version), PROTOCOL_VERSION);
    else if (*library == '\0')
        *why = allocate_text("its hello has no string \"library\"");
    else if (!is_yes_or_no(hello, "memory"))
        *why = allocate_text("\"memory\" of its hello is neither true nor false");
    else if (!json_is_array(rows))
        *why = allocate_text("its hello has no array \"kernels\"");
    if (!*why) {
        source->library = allocate_text("%s%s%s", library, *number ? " " : "", number);
        source->shares_memory = json_is_true(json_object_get(hello, "memory"));
        *why = read_rows(source, rows);
    }
    return *why ? STATUS_DATA : STATUS_OK;
}

enum status hello_read(char **why, struct source *source)
{
    json_t *hello = json_loads(source->hello, JSON_REJECT_DUPLICATES, NULL);
    enum status status = read(why, source, hello);
    json_decref(hello);
    return status;
}

void hello_free(struct source *source)
{
    for (size_t i = 0; i < source->count; i++)
        free((char *)source->kernels[i].code.variant);
    free(source->kernels);
    free((char *)source->library);
    source->kernels = NULL;
    source->library = NULL;
    source->count = 0;
}
