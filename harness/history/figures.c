#include "harness/history/figures.h"

#include "harness/base/json.h"
#include "harness/history/figure.h"
#include "harness/history/runs.h"
#include "harness/record/evidence.h"

#include <stdio.h>
#include <string.h>

enum { BASIS_SIZE = 256 };

/* What was tried: of samples so many inputs, which --against, too, wants to be as many; of a search its rounds, since where it
   goes depends on what it finds. */
static void accuracy_basis(char basis[BASIS_SIZE], const json_t *document, const json_t *record,
                           enum evidence evidence)
{
    const json_t *key = json_object_get(document, "key"), *search = json_object_get(record, "search"),
                 *seed = json_object_get(json_object_get(document, "options"), "seed");
    json_int_t positions = json_integer_value(json_object_get(key, "positions")),
               searches = json_integer_value(json_object_get(search, "searches"));
    int length = snprintf(basis, BASIS_SIZE, "level %.32s, seed %lld, ", json_text_at(record, "level"),
                          (long long)json_integer_value(seed));
    if (evidence == EVIDENCE_FOUND)
        length += snprintf(basis + length, BASIS_SIZE - (size_t)length, "%lld rounds",
                           (long long)json_integer_value(json_object_get(search, "rounds")));
    else
        length += snprintf(basis + length, BASIS_SIZE - (size_t)length, "%lld inputs",
                           (long long)json_integer_value(json_object_get(record, "inputs")));
    if (searches > 1)
        length +=
            snprintf(basis + length, BASIS_SIZE - (size_t)length, " of %lld searches", (long long)searches);
    if (positions > 0)
        snprintf(basis + length, BASIS_SIZE - (size_t)length, ", %lld positions", (long long)positions);
}

/* An output, by the exact value or by its own formula. Of a class that is not there, the count is 0. */
static void add_output(json_t *figures, const char *prefix, const json_t *output)
{
    const char *class;
    json_t *extent;
    if (!output || json_is_false(json_object_get(output, "given")))
        return;
    figure_set(figures, prefix, "max_ulp", json_object_get(output, "max_ulp"));
    figure_set(figures, prefix, "not_rounded", json_object_get(output, "not_rounded"));
    figure_set(figures, prefix, "lost", json_object_get(json_object_get(output, "lost"), "count"));
    json_object_foreach(json_object_get(output, "classes"), class, extent)
        figure_set(figures, prefix, class, json_object_get(extent, "count"));
}

static void add_kernel(json_t *records, const json_t *document, const json_t *record)
{
    char basis[BASIS_SIZE];
    enum evidence evidence = evidence_of_record(record);
    const json_t *own = json_object_get(record, "own");
    const char *fault;
    json_t *happened;
    accuracy_basis(basis, document, record, evidence);
    json_t *figures = figure_record(records, record, "accuracy", evidence_words[evidence].word, basis);
    add_output(figures, "loss.", json_object_get(record, "loss"));
    add_output(figures, "grad.", json_object_get(record, "grad"));
    add_output(figures, "own.loss.", json_object_get(own, "loss"));
    add_output(figures, "own.grad.", json_object_get(own, "grad"));
    figure_set(figures, "", "unanswered", json_object_get(record, "unanswered"));
    json_object_foreach(json_object_get(record, "faults"), fault, happened)
        figure_set(figures, "fault.", fault, json_object_get(happened, "count"));
}

json_t *history_figures(const json_t *document)
{
    static const struct {
        const char *section;
        history_run_adder *add;
    } sections[] = {{"kernels", add_kernel},
                    {"bench", history_run_time},
                    {"batch", history_run_mean},
                    {"class_means", history_run_class_means},
                    {"traces", history_run_training}};
    json_t *records = json_object(), *list = json_array(), *record;
    const char *key;
    size_t i;
    for (size_t s = 0; s < sizeof sections / sizeof *sections; s++)
        json_array_foreach(json_object_get(document, sections[s].section), i, record) sections[s].add(
            records, document, record);
    json_object_foreach(records, key, record) json_array_append(list, record);
    json_decref(records);
    return list;
}
