#include "harness/gate/junit.h"

#include "harness/base/output.h"
#include "harness/gate/line.h"
#include "harness/report/text.h"

#include <stdlib.h>
#include <string.h>

/* Findings of one case that are written out; that there are more is said. */
enum { LINES_MOST = 20 };

struct counts {
    size_t tests, failures, errors, skipped;
};

/* What a case is: judged wrong, not judged for a reason that is none to pass it, left out, passed. */
enum kind { PASSED, SKIPPED, ERROR, FAILED };

static bool is_of(const struct finding *f, const struct finding_case *c)
{
    return f->part == c->part && strcmp(f->id, c->id) == 0;
}

/* Whether a finding says that nothing was found out, instead of what. */
static bool is_error(const struct finding *f)
{
    return strcmp(f->rule, "error") == 0 || strcmp(f->rule, "unfinished") == 0;
}

static enum kind kind_of(const struct gate_run *run, const struct finding_case *c)
{
    enum kind kind = c->state == FINDING_UNFINISHED ? ERROR : c->state == FINDING_SKIPPED ? SKIPPED : PASSED;
    for (size_t i = 0; i < run->count; i++) {
        enum kind here = is_error(run->found[i]) ? ERROR : FAILED;
        if (!run->found[i]->note && is_of(run->found[i], c) && here > kind)
            kind = here;
    }
    return kind;
}

static void count(struct counts *counts, enum kind kind)
{
    counts->tests++;
    counts->failures += kind == FAILED ? 1 : 0;
    counts->errors += kind == ERROR ? 1 : 0;
    counts->skipped += kind == SKIPPED ? 1 : 0;
}

static void put_attribute(FILE *to, const char *name, const char *value)
{
    fprintf(to, " %s=\"", name);
    report_html(to, value); /* what XML reserves, in XML's own words */
    fputc('"', to);
}

static void put_counts(FILE *to, const char *name, const struct counts *counts, bool skipped)
{
    put_attribute(to, "name", name);
    fprintf(to, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", counts->tests, counts->failures,
            counts->errors);
    if (skipped)
        fprintf(to, " skipped=\"%zu\"", counts->skipped);
    fputs(">\n", to);
}

/* The findings of a case, notes or the others: the worst as message, each in a line. */
static void put_findings(FILE *to, const struct gate_run *run, const struct finding_case *c,
                         const char *element, bool notes)
{
    size_t shown = 0;
    for (size_t i = 0; i < run->count; i++) {
        const struct finding *f = run->found[i];
        if (f->note != notes || !is_of(f, c) || shown++ >= LINES_MOST)
            continue;
        char *line = line_of(run, f);
        if (shown == 1) {
            fprintf(to, "   <%s", element);
            if (!notes) {
                put_attribute(to, "type", f->rule);
                put_attribute(to, "message", f->message);
            }
            fputc('>', to);
        }
        report_html(to, line);
        fputc('\n', to);
        free(line);
    }
    if (shown > LINES_MOST)
        fprintf(to, "and %zu more\n", shown - LINES_MOST);
    if (shown > 0)
        fprintf(to, "</%s>\n", element);
}

static void put_unjudged(FILE *to, const struct finding_case *c, const char *element)
{
    fprintf(to, "   <%s", element);
    put_attribute(to, "type", c->state == FINDING_UNFINISHED ? "unfinished" : "skipped");
    put_attribute(to, "message", c->why);
    fputs("/>\n", to);
}

static void put_case(FILE *to, const struct gate_run *run, const struct finding_case *c)
{
    enum kind kind = kind_of(run, c);
    fputs("  <testcase", to);
    put_attribute(to, "classname", c->id);
    put_attribute(to, "name", finding_parts[c->part]);
    fputs(">\n", to);
    if (kind == FAILED)
        put_findings(to, run, c, "failure", false);
    else if (kind == ERROR && c->state != FINDING_UNFINISHED)
        put_findings(to, run, c, "error", false);
    else if (kind != PASSED)
        put_unjudged(to, c, kind == ERROR ? "error" : "skipped");
    put_findings(to, run, c, "system-out", true);
    fputs("  </testcase>\n", to);
}

static void put_properties(FILE *to, const char *id)
{
    const char *name;
    json_t *value, *evidence = json_incref((json_t *)finding_evidence_of(id));
    if (evidence) {
        fputs("  <properties>\n", to);
        json_object_foreach(evidence, name, value)
        {
            fputs("   <property", to);
            put_attribute(to, "name", name);
            put_attribute(to, "value", json_string_value(value));
            fputs("/>\n", to);
        }
        fputs("  </properties>\n", to);
    }
    json_decref(evidence);
}

static bool is_first(size_t i)
{
    for (size_t before = 0; before < i; before++)
        if (strcmp(finding_case_at(before)->id, finding_case_at(i)->id) == 0)
            return false;
    return true;
}

static void put_suite(FILE *to, const struct gate_run *run, const char *id)
{
    struct counts counts = {0};
    for (size_t i = 0; i < finding_case_count(); i++)
        if (strcmp(finding_case_at(i)->id, id) == 0)
            count(&counts, kind_of(run, finding_case_at(i)));
    fputs(" <testsuite", to);
    put_counts(to, id, &counts, true);
    put_properties(to, id);
    for (size_t i = 0; i < finding_case_count(); i++)
        if (strcmp(finding_case_at(i)->id, id) == 0)
            put_case(to, run, finding_case_at(i));
    fputs(" </testsuite>\n", to);
}

enum status junit_write(const struct gate_run *run, const char *path)
{
    struct output_file out;
    struct counts counts = {0};
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < finding_case_count(); i++)
        count(&counts, kind_of(run, finding_case_at(i)));
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites", out.stream);
    put_counts(out.stream, run->command, &counts, false);
    for (size_t i = 0; i < finding_case_count(); i++)
        if (is_first(i))
            put_suite(out.stream, run, finding_case_at(i)->id);
    fputs("</testsuites>\n", out.stream);
    return output_commit(&out);
}
