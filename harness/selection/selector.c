#include "harness/selection/selector.h"

#include "harness/base/allocate.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/choice.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char selector_rules[] =
    "A SELECTOR says which kernels are meant. A kernel's id is TERM/VARIANT/FORMAT, such as nonsaturating.g/stable/f32; a "
    "selector is a glob over ids, in which * stands for anything, slashes included, ? for one character and [abc] for one of "
    "some. Quote it, or the shell takes * for names of files. Several selectors select what any of them does; none selects "
    "all.\n\n"
    "Where no id is matched so, parts may have been left out: what stands between slashes is a glob over one part, parts "
    "stand in the order of ids, and any term, variant or format will do for a part that is not there. `stable` means "
    "'*/stable/*', `nonsaturating.g` 'nonsaturating.g/*/*', `f32` '*/*/f32', `nonsaturating.g/stable` "
    "'nonsaturating.g/stable/*' and `stable/f32` '*/stable/f32'. A selector that could mean two such globs is refused (exit "
    "status 64), with both of them; one that matches nothing, too (66).\n\n"
    "Where one kernel is asked for, parts may be left out likewise, if one kernel is all that this selects.";

enum { PARTS = 3, READINGS = 3 };
static const char *const part_names[PARTS] = {"term", "variant", "format"};

/* Which parts of an id are there, by the number of those that are: 1 << each. */
static const unsigned readings[PARTS][READINGS] = {{1, 2, 4}, {1 | 2, 1 | 4, 2 | 4}, {1 | 2 | 4}};

static size_t count_parts(const char *text)
{
    size_t count = 1;
    for (; *text; text++)
        count += *text == '/';
    return count;
}

/* The text with * for each part that is not there. */
static char *read_as(const char *text, unsigned there)
{
    char *glob = allocate(strlen(text) + sizeof "*/*/*", 1), *to = glob;
    for (int p = 0; p < PARTS; p++) {
        size_t length = strcspn(text, "/");
        to += sprintf(to, "%s%.*s", p ? "/" : "", there >> p & 1 ? (int)length : 1,
                      there >> p & 1 ? text : "*");
        if (there >> p & 1)
            text += length + (text[length] == '/');
    }
    return glob;
}

/* Every kernel there is, those of kind "mean" included. */
static size_t count_all(void)
{
    return catalogue_count() + catalogue_means();
}

static struct choice choice_of(size_t k)
{
    size_t elements = catalogue_count();
    return choice_make(k < elements ? catalogue_at(k) : catalogue_mean_at(k - elements));
}

static bool matches(const char *glob)
{
    for (size_t k = 0; k < count_all(); k++) {
        struct choice choice = choice_of(k);
        char id[ID_SIZE];
        choice_id(id, &choice);
        if (fnmatch(glob, id, 0) == 0)
            return true;
    }
    return false;
}

/* All that the text can mean, into globs[]: the text itself, or, where it matches no id, what is read into it. Returns how
   many. */
static size_t find_meanings(char *globs[READINGS], const char *text)
{
    size_t count = 0, parts = count_parts(text);
    if (parts >= PARTS || matches(text)) {
        globs[0] = allocate_text("%s", text);
        return 1;
    }
    for (int r = 0; r < READINGS; r++) {
        globs[count] = read_as(text, readings[parts - 1][r]);
        if (matches(globs[count]))
            count++;
        else
            free(globs[count]);
    }
    return count;
}

static const char *part_of(const struct choice *choice, int part)
{
    const struct ganloss_kernel *code = choice->kernel->code;
    return part == 0 ? code->term : part == 1 ? code->variant : code->format;
}

/* Whether some kernel's part, of this kind or (PARTS) of any, is matched; what is near is noted. */
static bool is_known(const char *glob, int part, struct nearest *nearest)
{
    for (size_t k = 0; k < count_all(); k++) {
        struct choice choice = choice_of(k);
        for (int p = 0; p < PARTS; p++) {
            if (part != PARTS && p != part)
                continue;
            if (fnmatch(glob, part_of(&choice, p), 0) == 0)
                return true;
            nearest_try(nearest, part_of(&choice, p));
        }
    }
    return false;
}

/* Which part there is none of, and what is near it; or that no kernel has all of them. */
static enum status fail_unmatched(const char *text)
{
    size_t parts = count_parts(text);
    const char *rest = text;
    enum status status = STATUS_OK;
    for (size_t p = 0; p < parts && parts <= PARTS && status == STATUS_OK; p++) {
        size_t length = strcspn(rest, "/");
        int kind = parts == PARTS ? (int)p : PARTS;
        char *part = allocate_text("%.*s", (int)length, rest), hint[NEAREST_TEXT];
        struct nearest nearest = nearest_begin(part);
        if (!is_known(part, kind, &nearest))
            status = fail(STATUS_NOTHING,
                          "no kernel matches '%s': there is no %s '%s'%s (see ganloss list kernels)", text,
                          kind == PARTS ? "term, variant or format" : part_names[kind], part,
                          nearest_text(hint, &nearest));
        free(part);
        rest += length + (rest[length] == '/');
    }
    if (status != STATUS_OK)
        return status;
    if (parts > PARTS)
        return fail(STATUS_NOTHING,
                    "no kernel matches '%s' (ids are TERM/VARIANT/FORMAT, see ganloss list kernels)", text);
    return fail(STATUS_NOTHING, "no kernel matches '%s': none has all its parts (see ganloss list kernels)",
                text);
}

char *selector_glob(const char *text, enum status *status)
{
    char *globs[READINGS];
    size_t count = find_meanings(globs, text);
    *status = STATUS_OK;
    if (count == 1 && matches(globs[0]))
        return globs[0];
    if (count > 1)
        *status = fail(STATUS_USAGE, "'%s' could mean %s%s%s or %s; write one of them", text,
                       count > 2 ? globs[0] : "", count > 2 ? ", " : "", globs[count - 2], globs[count - 1]);
    else
        *status = fail_unmatched(text);
    for (size_t i = 0; i < count; i++)
        free(globs[i]);
    return NULL;
}

bool selector_covers(const char *text, const char *id)
{
    char *globs[READINGS];
    if (fnmatch(text, id, 0) == 0)
        return true;
    if (count_parts(text) >= PARTS)
        return false;
    size_t count = find_meanings(globs, text);
    bool covers = count == 1 && fnmatch(globs[0], id, 0) == 0;
    for (size_t i = 0; i < count; i++)
        free(globs[i]);
    return covers;
}

const char *selector_near_term(char hint[NEAREST_TEXT], const char *text)
{
    struct nearest nearest = nearest_begin(text);
    for (size_t t = 0; t < TERMS; t++) {
        char with_format[ID_SIZE];
        nearest_try(&nearest, terms[t].id);
        for (int f = 0; f < FORMATS; f++) {
            snprintf(with_format, sizeof with_format, "%s/%s", terms[t].id, formats[f].name);
            if (strchr(text, '/'))
                nearest_try(&nearest, with_format);
        }
    }
    return nearest_text(hint, &nearest);
}
