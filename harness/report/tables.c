/* tables.c -- every record of kernels and bench as one table each, for other programs. */
#include "harness/report/tables.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/record/bound.h"
#include "harness/record/evidence.h"
#include "harness/report/stage.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"

#include <string.h>

static enum status open_table(struct output_file *out, const struct report *report, const char *name,
                              const char *header)
{
    enum status status = report_stage_file(out, report, REPORT_TABLES, "%s.tsv", name);
    if (status == STATUS_OK)
        fputs(header, out->stream);
    return status;
}

/* Tab-separated members of a record, each after a tab. */
static void write_members(FILE *to, const json_t *record, const char *const names[])
{
    for (size_t i = 0; names[i]; i++) {
        const json_t *value = json_object_get(record, names[i]);
        fputc('\t', to);
        report_tsv_number(to, value);
    }
}

static void write_output(FILE *to, const struct report *report, const json_t *record, const char *against,
                         const char *output)
{
    static const char *const members[] = {"max_ulp", "at", "target", "got", "exact", "not_rounded", NULL};
    const json_t *of =
        json_object_get(strcmp(against, "own") == 0 ? json_object_get(record, "own") : record, output);
    const char *class;
    json_t *count;
    if (!of)
        return;
    report_tsv_text(to, json_text_at(record, "id"));
    fprintf(to, "\t%s\t%s", against, output);
    fprintf(to, "\t%s", evidence_words[evidence_of_record(record)].word);
    write_members(to, record, (const char *const[]){"inputs", NULL});
    double bound = record_bound(record, output);
    json_t *declared = json_number_or_null(isnan(bound) ? (double)INFINITY : bound);
    fputc('\t', to);
    report_tsv_number(to, declared);
    json_decref(declared);
    bool failed = json_is_false(json_object_get(record, "pass"));
    fprintf(to, "\t%s",
            failed                                        ? "no"
            : report_kernel_is_unfinished(report, record) ? UNFINISHED_WORD
                                                          : "yes");
    write_members(to, of, members);
    fputc('\t', to);
    report_tsv_number(to, json_object_get(json_object_get(of, "lost"), "count"));
    fputc('\t', to);
    json_object_foreach(json_object_get(of, "classes"), class, count)
    {
        fputc(' ', to);
        report_tsv_text(to, class);
        fputc('=', to);
        report_tsv_number(to, json_object_get(count, "count"));
    }
    fputc('\n', to);
}

static enum status write_kernels(const struct report *report)
{
    struct output_file out;
    const char *key;
    json_t *record;
    enum status status =
        open_table(&out, report, "kernels",
                   "id\tagainst\toutput\tevidence\tinputs\tbound_ulp\tpass\tmax_ulp\tat\ttarget\tgot\texact\t"
                   "not_rounded\tlost\tclasses\n");
    if (status != STATUS_OK)
        return status;
    json_object_foreach(report->kernels, key, record)
    {
        write_output(out.stream, report, record, "ideal", "loss");
        write_output(out.stream, report, record, "ideal", "grad");
        write_output(out.stream, report, record, "own", "loss");
        write_output(out.stream, report, record, "own", "grad");
    }
    return output_commit(&out);
}

static enum status write_bench(const struct report *report)
{
    static const char *const texts[] = {"id", "kind", "reduction", "regime"};
    static const char *const numbers[] = {"batch",       "ns_per_element",    "ns_low", "ns_high",
                                          "ns_per_call", "bytes_per_element", NULL};
    struct output_file out;
    const char *key;
    json_t *record;
    enum status status =
        open_table(&out, report, "bench",
                   "id\tkind\treduction\tregime\tbatch\tns_per_element\tns_low\tns_high\tns_per_call\t"
                   "bytes_per_element\n");
    if (status != STATUS_OK)
        return status;
    json_object_foreach(report->bench, key, record)
    {
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            fputs(i ? "\t" : "", out.stream);
            report_tsv_text(out.stream, json_text_at(record, texts[i]));
        }
        write_members(out.stream, record, numbers);
        fputc('\n', out.stream);
    }
    return output_commit(&out);
}

enum status report_tables(struct report *report)
{
    enum status status = STATUS_OK;
    if (json_object_size(report->kernels) > 0)
        status = write_kernels(report);
    if (status == STATUS_OK && json_object_size(report->bench) > 0)
        status = write_bench(report);
    return status;
}
