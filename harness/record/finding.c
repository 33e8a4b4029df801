#include "harness/record/finding.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const finding_parts[FINDING_PARTS] = {
    [FINDING_LOSS] = "loss",   [FINDING_GRAD] = "grad", [FINDING_FAULTS] = "faults",
    [FINDING_SPEED] = "speed", [FINDING_RUN] = "run",
};

/* A finding with what it points to; a case, likewise. */
enum { TEXTS = 5 };
struct kept {
    struct finding finding;
    struct input at;
    char *text[TEXTS];
};
struct kept_case {
    struct finding_case judged;
    char *id, *why;
};

static struct {
    bool on;
    struct kept **found;
    struct kept_case **judged;
    size_t found_count, judged_count;
    json_t *evidence; /* by kernel */
} all;

/* Valid UTF-8, in which XML finds no character that it does not know. */
static char *clean(const char *text)
{
    static const char *const nowhere[] = {"\xef\xbf\xbe", "\xef\xbf\xbf"}; /* U+FFFE and U+FFFF */
    json_t *valid = json_name(text);
    char *made = allocate_text("%s", json_string_value(valid));
    json_decref(valid);
    for (char *c = made; *c; c++) {
        if (iscntrl((unsigned char)*c))
            *c = ' ';
        for (int i = 0; i < 2; i++)
            if (strncmp(c, nowhere[i], 3) == 0)
                memcpy(c, "???", 3);
    }
    return made;
}

static void drop_all(void)
{
    for (size_t i = 0; i < all.found_count; i++) {
        for (size_t t = 0; t < TEXTS; t++)
            free(all.found[i]->text[t]);
        free(all.found[i]);
    }
    for (size_t i = 0; i < all.judged_count; i++) {
        free(all.judged[i]->id);
        free(all.judged[i]->why);
        free(all.judged[i]);
    }
    free(all.found);
    free(all.judged);
    json_decref(all.evidence);
}

void finding_start(void)
{
    drop_all();
    memset(&all, 0, sizeof all);
    all.on = true;
    all.evidence = json_object();
}

void finding_add(const struct finding *finding)
{
    if (!all.on)
        return;
    struct kept *kept = allocate(1, sizeof *kept);
    const char *const given[TEXTS] = {finding->rule, finding->id, finding->message, finding->place,
                                      finding->rerun};
    *kept = (struct kept){.finding = *finding};
    kept->finding.number = all.found_count;
    const char **const to[TEXTS] = {&kept->finding.rule, &kept->finding.id, &kept->finding.message,
                                    &kept->finding.place, &kept->finding.rerun};
    for (int t = 0; t < TEXTS; t++)
        *to[t] = kept->text[t] = given[t] ? clean(given[t]) : NULL;
    if (finding->at) {
        kept->at = *finding->at;
        kept->finding.at = &kept->at;
    }
    all.found = allocate_again(all.found, all.found_count + 1, sizeof(struct kept *));
    all.found[all.found_count++] = kept;
}

void finding_add_of(struct finding finding, const struct choice *choice)
{
    char id[ID_SIZE];
    choice_id(id, choice);
    finding.id = id;
    finding.labelled = choice->kernel->term->operands == 2;
    finding_add(&finding);
}

static struct kept_case *find_case(const char *id, enum finding_part part)
{
    for (size_t i = 0; i < all.judged_count; i++)
        if (all.judged[i]->judged.part == part && strcmp(all.judged[i]->id, id) == 0)
            return all.judged[i];
    return NULL;
}

void finding_case_add(const char *id, enum finding_part part, enum finding_state state, const char *why)
{
    if (!all.on)
        return;
    char *name = clean(id);
    struct kept_case *kept = find_case(name, part);
    if (!kept) {
        kept = allocate(1, sizeof *kept);
        *kept = (struct kept_case){{name, part, FINDING_JUDGED, ""}, name, NULL};
        all.judged = allocate_again(all.judged, all.judged_count + 1, sizeof(struct kept_case *));
        all.judged[all.judged_count++] = kept;
    } else {
        free(name);
    }
    if (state > kept->judged.state) {
        free(kept->why);
        kept->why = clean(why);
        kept->judged.why = kept->why;
        kept->judged.state = state;
    }
}

void finding_evidence(const char *id, const char *name, const char *format, ...)
{
    va_list arguments;
    if (!all.on)
        return;
    va_start(arguments, format);
    char *text = allocate_text_of(format, arguments), *value = clean(text), *kernel = clean(id);
    va_end(arguments);
    json_t *of = json_object_get(all.evidence, kernel);
    if (!of) {
        of = json_object();
        json_object_set_new(all.evidence, kernel, of);
    }
    json_object_set_new(of, name, json_string(value));
    free(kernel);
    free(value);
    free(text);
}

size_t finding_count(void)
{
    return all.found_count;
}

const struct finding *finding_at(size_t i)
{
    return &all.found[i]->finding;
}

size_t finding_case_count(void)
{
    return all.judged_count;
}

const struct finding_case *finding_case_at(size_t i)
{
    return &all.judged[i]->judged;
}

const json_t *finding_evidence_of(const char *id)
{
    return json_object_get(all.evidence, id);
}
