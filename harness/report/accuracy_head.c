/* accuracy_head.c -- what stands above the table of accuracy, so that it can be read by itself. */
#include "harness/report/accuracy_head.h"
#include "harness/base/json.h"
#include "harness/report/text.h"
#include "harness/report/unfinished.h"
#include "harness/selection/kernel_id.h"
#include "losses/registry.h"
#include "reference/format.h"

#include <ctype.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

static const char paragraph[] =
    "Every kernel of ganloss, loss and gradient, against the exact real value, which MPFR encloses. "
    "**Largest error**: |result \xe2\x88\x92 exact| in ulps of the exact value; 0.5 or less is a correctly "
    "rounded result. **at input**: the first input that gives it, as a hexadecimal float (and the shortest "
    "decimal number that reads back as the same float, as all decimal inputs here are). **Not correctly "
    "rounded**: how many results are not the float nearest to the exact value. **Failures**: what no error "
    "in ulps can express, with the number of inputs and the intervals that they lie in, one for each side "
    "of 0 (of \xc2\xbd for D): *nan*, NaN for a number or a number for NaN; *overflow*, an infinity for a "
    "finite value; *bounded*, a finite number for an infinity; *vanished*, 0 for a number; *sign*, the "
    "wrong sign; and *lost*, a finite result without one correct bit, which has an error in ulps too. Where "
    "*all of* an interval fails, the table says so; in an interval, nan stands after inf. Tables headed "
    "**exact** come from every bit pattern that there is, NaN payloads included: their maxima, counts and "
    "intervals are exact, for the machine below. Tables headed **found** come from a search, those headed "
    "**sampled** from chosen and random inputs: their maxima, marked \xe2\x89\xa5, are lower bounds, and "
    "their counts are of the inputs tried alone. The bound after a variant is the one it declares, and is tested against.";

/* A document's facts: its member, or that of its "machine" or "options". */
static const struct {
    const char *label, *in, *member;
} facts[] = {
    {"CPU", "machine", "cpu"},         {"Instruction set", "machine", "isa"}, {"System", "machine", "kernel"},
    {"glibc", "machine", "libc"},      {"Compiler", "machine", "compiler"},   {"Flags", "machine", "flags"},
    {"ganloss", "machine", "version"}, {"Level", "options", "level"},         {"Begun", "provenance", "date"},
};

static const char *file_of(const json_t *document)
{
    const char *path = json_text_at(document, "path"), *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether any of the documents in the table says it; those of schema 1 have no date. */
static bool is_known(const struct report *report, const bool used[], size_t f)
{
    size_t d;
    json_t *document;
    json_array_foreach(report->documents, d,
                       document) if (used[d] && *json_text_at(json_object_get(document, facts[f].in),
                                                              facts[f].member)) return true;
    return false;
}

static void write_machines(FILE *to, const struct report *report, const bool used[])
{
    size_t d;
    json_t *document;
    fputs("| |", to);
    json_array_foreach(report->documents, d, document) if (used[d])
    {
        fputc(' ', to);
        report_markdown(to, file_of(document));
        fputs(" |", to);
    }
    fputs("\n|---|", to);
    for (d = 0; d < json_array_size(report->documents); d++)
        fputs(used[d] ? "---|" : "", to);
    fputc('\n', to);
    for (size_t f = 0; f < sizeof facts / sizeof *facts; f++) {
        if (!is_known(report, used, f))
            continue;
        fprintf(to, "| %s |", facts[f].label);
        json_array_foreach(report->documents, d, document) if (used[d])
        {
            const char *text = json_text_at(json_object_get(document, facts[f].in), facts[f].member);
            /* gcc's __VERSION__ is a bare number; clang's names it. */
            fputs(strcmp(facts[f].member, "compiler") == 0 && isdigit((unsigned char)*text) ? " gcc " : " ",
                  to);
            report_markdown(to, text);
            fputs(" |", to);
        }
        fputc('\n', to);
    }
}

/* What a document's kernels are: how many in each format, and the rounds of their search, if they agree. */
struct contents {
    size_t count[FORMATS];
    json_int_t rounds; /* 0: none */
};

static struct contents contents_of(const struct report *report, size_t document)
{
    struct contents c = {{0}, 0};
    const char *key;
    json_t *record;
    json_object_foreach(report->kernels, key, record)
    {
        struct kernel_id id;
        if ((size_t)json_integer_value(json_object_get(record, "document")) != document ||
            !kernel_id_read(&id, json_text_at(record, "id")))
            continue;
        c.count[strcmp(id.format, formats[F32].name) == 0 ? F32 : F64]++;
        json_int_t rounds = json_integer_value(json_object_get(json_object_get(record, "search"), "rounds"));
        c.rounds = rounds > c.rounds ? rounds : c.rounds;
    }
    return c;
}

/* The command that makes the document: what it selected is known where it selected all of a format. */
static void write_command(FILE *to, const struct report *report, size_t d)
{
    const json_t *document = json_array_get(report->documents, d);
    const json_t *options = json_object_get(document, "options");
    struct contents c = contents_of(report, d);
    size_t all[FORMATS] = {0};
    for (size_t k = 0; k < kernel_count; k++)
        all[format_find(kernels[k].code->format) - formats]++;
    bool f32 = c.count[F32] == all[F32], f64 = c.count[F64] == all[F64];
    const char *selector = f32 && f64                 ? ""
                           : f32 && c.count[F64] == 0 ? " '*/f32'"
                           : f64 && c.count[F32] == 0 ? " '*/f64'"
                                                      : " SELECTOR...";
    fprintf(to, "    ganloss verify%s --level ", selector);
    report_shell_word(to, json_text_at(options, "level"));
    if (json_is_integer(json_object_get(options, "seed")))
        fprintf(to, " --seed %lld", (long long)json_integer_value(json_object_get(options, "seed")));
    if (c.rounds > 0)
        fprintf(to, " --rounds %lld", (long long)c.rounds);
    fputs(" --save ", to);
    report_shell_word(to, file_of(document));
    fputc('\n', to);
}

void report_accuracy_head(FILE *to, const struct report *report, const bool used[], const char *path)
{
    size_t d;
    json_t *document;
    const char *slash = strrchr(path, '/');
    fprintf(to, "# How accurate each kernel is\n\n%s\n\n", paragraph);
    write_machines(to, report, used);
    fputs("\nMade by\n\n", to);
    for (d = 0; d < json_array_size(report->documents); d++)
        if (used[d])
            write_command(to, report, d);
    fputs("    ganloss report", to);
    json_array_foreach(report->documents, d, document) if (used[d])
    {
        fputc(' ', to);
        report_shell_word(to, file_of(document));
    }
    fputs(" --table ", to);
    report_shell_word(to, slash ? slash + 1 : path);
    fputc('\n', to);
    json_array_foreach(report->documents, d, document)
    {
        if (used[d] && report_document_is_unfinished(document)) {
            fputs("\n**" UNFINISHED_WORD "** ", to);
            report_markdown(to, file_of(document));
            fputs(" holds part of a run: what it says of kernels that it was not done with is sampled, not "
                  "exact.\n",
                  to);
        }
    }
}
