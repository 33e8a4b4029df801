#include "harness/record/record_tsv.h"

#include "harness/base/allocate.h"
#include "harness/metric/metric.h"
#include "harness/record/result.h"

#include <stdlib.h>
#include <string.h>

/* Of the record, and behind these of each output: as they are called there. */
static const char *const of_record[] = {"id", "library", "level", "evidence", "inputs", "verdict", "faults"};
static const char *const of_output[] = {"bound_ulp", "max_ulp", "at",       "target",
                                        "got",       "exact",   "compared", "not_rounded"};
enum { OF_RECORD = sizeof of_record / sizeof *of_record, OF_OUTPUT = sizeof of_output / sizeof *of_output };

/* Sets "loss_NAME". */
static void set(json_t *row, enum output output, const char *name, json_t *value)
{
    char *key = allocate_text("%s_%s", output_names[output], name);
    json_object_set(row, key, value);
    free(key);
}

static void add_output(json_t *row, const json_t *of, enum output output)
{
    json_t *classes = json_object_get(of, "classes");
    for (size_t i = 0; i < OF_OUTPUT; i++)
        set(row, output, of_output[i], json_object_get(of, of_output[i]));
    set(row, output, "lost", json_object_get(json_object_get(of, "lost"), "count"));
    for (int c = 0; c < CLASSES; c++)
        if (error_class_names[c])
            set(row, output, error_class_names[c],
                json_object_get(json_object_get(classes, error_class_names[c]), "count"));
}

/* "overrun,state" */
static json_t *names_json(json_t *faults)
{
    char *names = allocate_text("%s", "");
    const char *name;
    json_t *fault;
    json_object_foreach(faults, name, fault)
    {
        char *more = allocate_text("%s%s%s", names, *names ? "," : "", name);
        free(names);
        names = more;
    }
    json_t *text = json_string(names);
    free(names);
    return text;
}

static json_t *row_json(const json_t *record)
{
    json_t *row = json_object(), *pass = json_object_get(record, "pass");
    for (size_t i = 0; i < OF_RECORD; i++)
        json_object_set(row, of_record[i], json_object_get(record, of_record[i]));
    json_object_set_new(row, "verdict",
                        json_string(json_is_true(pass)    ? "pass"
                                    : json_is_false(pass) ? "FAIL"
                                                          : "INCOMPLETE"));
    json_object_set_new(row, "faults", names_json(json_object_get(record, "faults")));
    for (int k = 0; k < OUTPUTS; k++)
        add_output(row, json_object_get(record, output_names[k]), (enum output)k);
    return row;
}

/* The columns' names, each from malloc; how many. */
static size_t columns_make(char *columns[])
{
    size_t count = 0;
    for (size_t i = 0; i < OF_RECORD; i++)
        columns[count++] = allocate_text("%s", of_record[i]);
    for (int k = 0; k < OUTPUTS; k++) {
        for (size_t i = 0; i < OF_OUTPUT; i++)
            columns[count++] = allocate_text("%s_%s", output_names[k], of_output[i]);
        columns[count++] = allocate_text("%s_lost", output_names[k]);
        for (int c = 0; c < CLASSES; c++)
            if (error_class_names[c])
                columns[count++] = allocate_text("%s_%s", output_names[k], error_class_names[c]);
    }
    return count;
}

void record_tsv_print(FILE *to, const json_t *records)
{
    char *columns[OF_RECORD + OUTPUTS * (OF_OUTPUT + 1 + CLASSES)];
    size_t count = columns_make(columns), i;
    json_t *rows = json_array(), *record;
    json_array_foreach(records, i, record) json_array_append_new(rows, row_json(record));
    result_print_tsv(to, count, (const char *const *)columns, rows);
    for (size_t c = 0; c < count; c++)
        free(columns[c]);
    json_decref(rows);
}
