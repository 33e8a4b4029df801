/* accuracy.c -- every kernel's accuracy as a Markdown page: a section for each set of terms that the
   same functions serve, a table for each format. */
#include "harness/report/accuracy.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/inputs/cases.h"
#include "harness/report/accuracy_head.h"
#include "harness/report/accuracy_rows.h"
#include "harness/report/text.h"
#include "harness/selection/catalogue.h"

#include <stdlib.h>
#include <string.h>

static bool same_function(const struct accuracy *a, const struct accuracy *b)
{
    const struct ganloss_kernel *p = a->choice.kernel->code, *q = b->choice.kernel->code;
    return choice_is_callable(&a->choice) && choice_is_callable(&b->choice) &&
           a->choice.format == b->choice.format &&
           (a->choice.format == &formats[F32] ? p->f32 == q->f32 : p->f64 == q->f64) &&
           (a->evidence == EVIDENCE_EXACT) == (b->evidence == EVIDENCE_EXACT);
}

static bool same_numbers(const struct accuracy *a, const struct accuracy *b)
{
    return a->summary.inputs == b->summary.inputs &&
           json_equal(json_object_get(a->record, "loss"), json_object_get(b->record, "loss")) &&
           json_equal(json_object_get(a->record, "grad"), json_object_get(b->record, "grad"));
}

/* Adds it to the row of its function, if there is one: searches of one function add up. */
static bool join(struct accuracy rows[], size_t count, struct accuracy *next)
{
    for (size_t i = 0; i < count; i++) {
        struct accuracy *row = &rows[i];
        bool same = same_numbers(row, next);
        if (!same_function(row, next) || (!same && row->evidence == EVIDENCE_EXACT))
            continue;
        if (!same)
            summary_merge(&row->summary, &next->summary);
        snprintf(row->terms + strlen(row->terms), sizeof row->terms - strlen(row->terms), ", %s",
                 next->terms);
        row->evidence = evidence_both(row->evidence, next->evidence);
        summary_clear(&next->summary);
        return true;
    }
    return false;
}

static int by_registry(const void *left, const void *right)
{
    const struct choice *a = &((const struct accuracy *)left)->choice;
    const struct choice *b = &((const struct accuracy *)right)->choice;
    size_t i = catalogue_place(a->kernel), j = catalogue_place(b->kernel);
    char id[2][ID_SIZE];
    choice_id(id[0], a);
    choice_id(id[1], b);
    return i != j ? (i > j) - (i < j) : strcmp(id[0], id[1]);
}

/* Reads the records into rows, in the registry's order, and joins them; returns how many there are. */
static enum status read_rows(struct accuracy rows[], size_t *count, const struct report *report, bool used[])
{
    const char *key;
    json_t *record;
    size_t read = 0;
    *count = 0;
    json_object_foreach(report->kernels, key, record)
    {
        struct accuracy *row = &rows[read];
        if (!record_parse(&row->choice, &row->summary, record)) {
            for (size_t i = 0; i < read; i++)
                summary_clear(&rows[i].summary);
            return fail(STATUS_DATA, "no kernel of this program is called %s: the table cannot place it",
                        json_text_at(record, "id"));
        }
        row->record = record;
        row->evidence = evidence_of_record(record);
        snprintf(row->terms, sizeof row->terms, "`%s`", row->choice.kernel->term->id);
        size_t document = (size_t)json_integer_value(json_object_get(record, "document"));
        if (document < json_array_size(report->documents))
            used[document] = true;
        read++;
    }
    if (read > 0)
        qsort(rows, read, sizeof *rows, by_registry);
    for (size_t i = 0; i < read; i++)
        if (!join(rows, *count, &rows[i]))
            rows[(*count)++] = rows[i];
    return STATUS_OK;
}

/* "f32, exact: all 4,294,967,296 inputs", or how many were tried. */
static void write_heading(FILE *to, const struct accuracy *const table[], size_t count)
{
    uint64_t least = table[0]->summary.inputs, most = least;
    size_t of[EVIDENCES] = {0}, exact;
    char a[32], b[32];
    for (size_t i = 0; i < count; i++) {
        uint64_t inputs = table[i]->summary.inputs;
        least = inputs < least ? inputs : least;
        most = inputs > most ? inputs : most;
        of[table[i]->evidence]++;
    }
    exact = of[EVIDENCE_EXACT];
    const struct choice *choice = &table[0]->choice;
    fprintf(to, "\n%s, %s: ", choice->format->name,
            exact == count              ? "exact"
            : exact > 0                 ? "exact but where \xe2\x89\xa5 marks a lower bound"
            : of[EVIDENCE_SAMPLED] == 0 ? evidence_words[EVIDENCE_FOUND].word
            : of[EVIDENCE_FOUND] == 0   ? evidence_words[EVIDENCE_SAMPLED].word
                                        : "found or sampled");
    if (exact == count && choice->kernel->term->operands == 2)
        fprintf(to, "all %s logits with each of %d targets", report_grouped_digits(a, UINT64_C(1) << 32),
                CASES_LABELS);
    else if (exact == count)
        fprintf(to, "all %s inputs", report_grouped_digits(a, most));
    else if (least == most)
        fprintf(to, "%s inputs tried", report_grouped_digits(a, most));
    else
        fprintf(to, "%s to %s inputs tried", report_grouped_digits(a, least), report_grouped_digits(b, most));
    fputs(".\n\n| Variant | Output | Largest error, ulp | at input | Not correctly rounded | Failures |\n"
          "|---|---|---:|---|---:|---|\n",
          to);
}

/* The tables of the rows that serve the same terms as rows[first]. */
static void write_section(FILE *to, const struct accuracy rows[], size_t count, size_t first)
{
    const struct term *term = rows[first].choice.kernel->term;
    const struct accuracy **table = allocate(count, sizeof *table);
    fprintf(to, "\n## %s\n\nLoss ", rows[first].terms);
    report_markdown(to, term->loss);
    fputs(", gradient ", to);
    report_markdown(to, term->grad);
    fprintf(to, "%s.\n",
            strchr(rows[first].terms, ',') ? "; each variant is one function for these terms" : "");
    for (int f = 0; f < FORMATS; f++) {
        size_t size = 0;
        for (size_t i = first; i < count; i++)
            if (strcmp(rows[i].terms, rows[first].terms) == 0 && rows[i].choice.format == &formats[f])
                table[size++] = &rows[i];
        if (size > 0)
            write_heading(to, table, size);
        for (size_t i = 0; i < size; i++)
            report_accuracy_rows(to, table[i]);
    }
    free(table);
}

static enum status write_page(const struct report *report, const struct accuracy rows[], size_t count,
                              const bool used[], const char *path)
{
    struct output_file out;
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    report_accuracy_head(out.stream, report, used, path);
    for (size_t i = 0; i < count; i++) {
        bool shown = false;
        for (size_t j = 0; j < i; j++)
            shown = shown || strcmp(rows[j].terms, rows[i].terms) == 0;
        if (!shown)
            write_section(out.stream, rows, count, i);
    }
    return output_commit(&out);
}

enum status report_accuracy(const struct report *report, const char *path)
{
    size_t records = json_object_size(report->kernels), count;
    size_t documents = json_array_size(report->documents);
    if (records == 0)
        return fail(STATUS_NOTHING, "no kernel is among the results: ganloss verify makes such a document");
    struct accuracy *rows = allocate(records, sizeof *rows);
    bool *used = allocate(documents, sizeof *used);
    memset(used, 0, documents * sizeof *used);
    enum status status = read_rows(rows, &count, report, used);
    if (status == STATUS_OK)
        status = write_page(report, rows, count, used, path);
    for (size_t i = 0; i < count; i++)
        summary_clear(&rows[i].summary);
    free(rows);
    free(used);
    return status;
}
