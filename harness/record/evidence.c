#include "harness/record/evidence.h"

#include "harness/base/json.h"
#include "harness/inputs/cases.h"
#include "harness/selection/kernel_id.h"
#include "losses/registry.h"

#include <string.h>

const struct evidence_word evidence_words[EVIDENCES] = {
    [EVIDENCE_SAMPLED] = {"sampled", ">= ", "\xe2\x89\xa5 ", "none outside its bound"},
    [EVIDENCE_FOUND] = {"found", ">= ", "\xe2\x89\xa5 ", "none found outside its bound"},
    [EVIDENCE_EXACT] = {"exact", "", "", "within its bound"},
};

/* An exhaustive run tries no input twice: of a part there are fewer. */
static enum evidence weigh(const struct term *term, const char *format, const char *level, uint64_t inputs,
                           bool searched)
{
    uint64_t labels = term && term->operands == 2 ? CASES_PASSES : 1;
    bool all = term && strcmp(format, formats[F32].name) == 0 && inputs == labels << 32;
    return searched                                             ? EVIDENCE_FOUND
           : all && strcmp(level, level_names[EXHAUSTIVE]) == 0 ? EVIDENCE_EXACT
                                                                : EVIDENCE_SAMPLED;
}

enum evidence evidence_of(const struct choice *choice, const struct summary *summary, const char *level)
{
    return weigh(choice->kernel->term, choice->format->name, level, summary->inputs,
                 summary->searched.searches > 0);
}

enum evidence evidence_of_record(const json_t *record)
{
    struct kernel_id id;
    json_int_t inputs = json_integer_value(json_object_get(record, "inputs"));
    if (!kernel_id_read(&id, json_text_at(record, "id")))
        return EVIDENCE_SAMPLED;
    return weigh(term_find(id.term), id.format, json_text_at(record, "level"),
                 inputs > 0 ? (uint64_t)inputs : 0, json_object_get(record, "search") != NULL);
}

enum evidence evidence_both(enum evidence a, enum evidence b)
{
    return a < b ? a : b;
}
