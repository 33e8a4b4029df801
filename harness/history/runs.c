#include "harness/history/runs.h"

#include "harness/base/json.h"
#include "harness/history/figure.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

enum { BASIS_SIZE = 512 };

static long long seed_of(const json_t *document)
{
    return (long long)json_integer_value(json_object_get(json_object_get(document, "options"), "seed"));
}

/* A document can have any number: what no long long is becomes the nearest. */
static long long whole_of(const json_t *value)
{
    double number = json_number_value(value);
    if (json_is_integer(value))
        return json_integer_value(value);
    return number >= 0x1p63 ? LLONG_MAX : number > -0x1p63 ? (long long)number : LLONG_MIN;
}

static long long whole(const json_t *record, const char *name)
{
    return whole_of(json_object_get(record, name));
}

/* The regime, and of one that draws from a recording what that held: a basis has both. */
static const char *regime_of(char text[BASIS_SIZE / 4], const json_t *document, const json_t *record)
{
    const char *regime = json_text_at(record, "regime"),
               *hash =
                   json_text_at(json_object_get(json_object_get(document, "options"), "trace_hash"), regime);
    snprintf(text, BASIS_SIZE / 4, "%.64s%s%.32s", regime, *hash ? " " : "", hash);
    return text;
}

/* A time is of the machine; what a kernel does there is of the features that select its code. */
void history_run_time(json_t *records, const json_t *document, const json_t *record)
{
    const json_t *machine = json_object_get(document, "machine"), *key = json_object_get(document, "key"),
                 *caches = json_object_get(machine, "caches");
    char regime[BASIS_SIZE / 4], what[BASIS_SIZE / 2], basis[BASIS_SIZE];
    const char *reduction = json_text_at(record, "reduction");
    snprintf(what, sizeof what, "%.32s%s%.32s, %s, seed %lld", json_text_at(record, "kind"),
             *reduction ? " " : "", reduction, regime_of(regime, document, record), seed_of(document));
    snprintf(basis, sizeof basis, "%s, batch %lld, %.8s; %.100s, %.32s, %lld cores, caches %lld %lld %lld",
             what, whole(record, "batch"), json_text_at(record, "cache"), json_text_at(machine, "cpu"),
             json_text_at(machine, "isa"), whole(machine, "cores"),
             (long long)json_integer_value(json_array_get(caches, 0)),
             (long long)json_integer_value(json_array_get(caches, 1)),
             (long long)json_integer_value(json_array_get(caches, 2)));
    figure_set(figure_record(records, record, "time", "", basis), "", "ns_per_element",
               json_object_get(record, "ns_per_element"));
    if (!json_is_number(json_object_get(record, "instructions_per_element")))
        return;
    snprintf(basis, sizeof basis, "%s; %.32s, %.100s", what, json_text_at(machine, "isa"),
             json_text_at(key, "cpu"));
    figure_set(figure_record(records, record, "instructions", "", basis), "", "instructions_per_element",
               json_object_get(record, "instructions_per_element"));
}

static void add_sizes(const json_t *list, long long *means, long long *elements)
{
    size_t i;
    json_t *size;
    json_array_foreach(list, i, size)
    {
        ++*means;
        if (__builtin_add_overflow(*elements, whole_of(size), elements))
            *elements = LLONG_MAX;
    }
}

/* All sizes of a regime's batches together, the drawn ones too, so that the basis says which these were. */
static void sizes_of(const json_t *document, const char *regime, long long *means, long long *elements)
{
    const json_t *options = json_object_get(document, "options");
    *means = *elements = 0;
    add_sizes(json_object_get(options, "batch"), means, elements);
    add_sizes(json_object_get(json_object_get(options, "drawn"), regime), means, elements);
}

void history_run_mean(json_t *records, const json_t *document, const json_t *record)
{
    char basis[BASIS_SIZE];
    long long means, elements;
    const json_t *grad = json_object_get(record, "grad");
    const char *class = json_text_at(record, "class");
    sizes_of(document, json_text_at(record, "regime"), &means, &elements);
    snprintf(basis, sizeof basis, "%.32s, %.64s, seed %lld, %lld means of %lld elements",
             json_text_at(record, "reduction"), json_text_at(record, "regime"), seed_of(document), means,
             elements);
    json_t *figures = figure_record(records, record, "mean", "sampled", basis);
    figure_keep(figures, "mean.", "max_ulp", json_object_get(record, "total"));
    figure_keep(figures, "sum.", "max_ulp", json_object_get(record, "sum"));
    figure_keep(figures, "grad.", "max_ulp", json_object_get(grad, "ulp"));
    figure_add(figures, "grad.", "classed", json_number_value(json_object_get(grad, "classed")));
    if (*class)
        figure_add(figures, "mean.", class, 1);
    figure_add(figures, "", "failed", json_is_false(json_object_get(record, "pass")));
}

void history_run_class_means(json_t *records, const json_t *document, const json_t *record)
{
    char basis[BASIS_SIZE];
    snprintf(basis, sizeof basis, "%.64s, seed %lld, %lld means", json_text_at(record, "regime"),
             seed_of(document), whole(record, "means"));
    json_t *figures = figure_record(records, record, "class means", "sampled", basis);
    figure_keep(figures, "", "of_bound", json_object_get(record, "of_bound"));
    figure_add(figures, "", "failed", json_is_false(json_object_get(record, "pass")));
}

static void add_training(json_t *records, const char *basis, const json_t *kernel)
{
    static const char *const counted[] = {"vanished", "overflow", "nan", "sign", "no_bit", "half_steps"};
    json_t *figures = figure_record(records, kernel, "training", "", basis);
    figure_keep(figures, "loss.", "max_ulp", json_object_get(kernel, "max_loss_ulp"));
    figure_keep(figures, "grad.", "max_ulp", json_object_get(kernel, "max_grad_ulp"));
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++)
        figure_set(figures, "grad.", counted[i], json_object_get(kernel, counted[i]));
    if (*json_text_at(kernel, "loss_class"))
        figure_add(figures, "loss.", json_text_at(kernel, "loss_class"), 1);
}

/* The recording is the input: every step of it is judged. */
void history_run_training(json_t *records, const json_t *document, const json_t *record)
{
    size_t l, t, k;
    json_t *loss, *term, *kernel;
    (void)document;
    json_array_foreach(json_object_get(record, "losses"), l, loss)
        json_array_foreach(json_object_get(loss, "terms"), t, term)
            json_array_foreach(json_object_get(term, "kernels"), k, kernel)
    {
        char basis[BASIS_SIZE];
        snprintf(basis, sizeof basis, "%.64s of %.64s, %.16s, %lld steps of %lld; inputs %.33s %.33s",
                 json_text_at(loss, "loss"), json_text_at(record, "name"), json_text_at(term, "side"),
                 whole(record, "steps"), whole(record, "batch"), json_text_at(record, "real_hash"),
                 json_text_at(record, "fake_hash"));
        add_training(records, basis, kernel);
    }
}
