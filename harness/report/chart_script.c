#include "harness/report/chart_script.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/machine/files.h"
#include "harness/report/stage.h"
#include "harness/report/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Scripts load each other, but not themselves. */
enum { DEEPEST = 4 };

static void write_value(FILE *to, const json_t *value)
{
    if (json_is_string(value))
        report_gnuplot_cell(to, json_string_value(value));
    else
        fprintf(to, "%.17g", json_number_value(value));
}

static void write_variable(FILE *to, const char *variable, const json_t *value)
{
    json_t *element;
    size_t i;
    if (json_is_array(value)) {
        fprintf(to, "array %s[%zu] = [", variable, json_array_size(value));
        json_array_foreach(value, i, element)
        {
            fputs(i ? ", " : "", to);
            write_value(to, element);
        }
        fputc(']', to);
    } else {
        fprintf(to, "%s = ", variable);
        write_value(to, value);
    }
    fputc('\n', to);
}

static void write_variables(FILE *to, const json_t *chart)
{
    static const char *const texts[] = {"name", "script", "title", "format"};
    const char *variable;
    json_t *value;
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        fprintf(to, "chart_%s = ", texts[t]);
        report_gnuplot_text(to, json_text_at(chart, texts[t]));
        fputc('\n', to);
    }
    json_object_foreach(json_object_get(chart, "set"), variable, value) write_variable(to, variable, value);
}

/* The script that a line loads, "load 'NAME.gp'"; empty: it loads none. */
static void loaded(char name[32], const char *line)
{
    if (sscanf(line, "load '%31[a-z]", name) != 1)
        *name = '\0';
}

/* Comments are for those who read the scripts where they are kept, but for the head's. */
static enum status write_scripts(FILE *to, const char *script, const char *of_chart, bool head, int depth)
{
    char *path = allocate_text("%s/%s.gp", machine_reports_directory(), script), *line = NULL, name[32];
    size_t size = 0;
    FILE *from = depth < DEEPEST ? fopen(path, "r") : NULL;
    enum status status = STATUS_OK;
    if (!from)
        status = fail(STATUS_UNAVAILABLE, "cannot read the script of charts %s: %s", path,
                      strerror(depth < DEEPEST ? errno : ELOOP));
    while (status == STATUS_OK && getline(&line, &size, from) > 0) {
        const char *text = line + strspn(line, " ");
        bool comment = *text == '#';
        if (head && !comment)
            break;
        loaded(name, text);
        if (*name)
            status =
                write_scripts(to, strcmp(name, "chart") == 0 ? of_chart : name, of_chart, false, depth + 1);
        else if (head || (!comment && *text != '\n'))
            fputs(line, to);
    }
    if (status == STATUS_OK && ferror(from))
        status = fail(STATUS_IO, "cannot read the script of charts %s: %s", path, strerror(errno));
    if (from)
        fclose(from);
    free(line);
    free(path);
    return status;
}

enum status report_chart_script(const struct report *report, const json_t *chart)
{
    const char *script = json_text_at(chart, "script");
    struct output_file out;
    enum status status = report_stage_file(&out, report, REPORT_CHARTS, "%s.gp", json_text_at(chart, "name"));
    if (status != STATUS_OK)
        return status;
    status = write_scripts(out.stream, script, script, true, 0);
    write_variables(out.stream, chart);
    if (status == STATUS_OK)
        status = write_scripts(out.stream, "draw", script, false, 0);
    if (status == STATUS_OK)
        return output_commit(&out);
    output_discard(&out);
    return status;
}
