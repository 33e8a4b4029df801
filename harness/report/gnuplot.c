/* gnuplot.c -- one script for all charts, and the one gnuplot process that runs it. */
#include "harness/report/gnuplot.h"
#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/machine/machine.h"
#include "harness/report/svg.h"
#include "harness/report/text.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const chart_types[] = {"svg", "png"};
/* Hidden: not part of the report. */
#define SCRIPT_NAME ".charts.gp"
static const char log_name[] = ".gnuplot.log";

static void write_value(FILE *to, const json_t *value)
{
    if (json_is_string(value))
        report_gnuplot_text(to, json_string_value(value));
    else
        fprintf(to, "%.17g", json_number_value(value));
}

static void write_chart(FILE *to, const json_t *chart)
{
    const char *variable;
    json_t *value, *element;
    size_t i;
    fputs("reset\n", to);
    json_object_foreach(json_object_get(chart, "set"), variable, value)
    {
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
    static const char *const texts[] = {"name", "script", "title", "format"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        fprintf(to, "chart_%s = ", texts[t]);
        report_gnuplot_text(to, json_text_at(chart, texts[t]));
        fputc('\n', to);
    }
    fputs("load reports.'/draw.gp'\n", to);
}

static enum status write_script(const struct report *report, const char *path)
{
    struct output_file out;
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    fputs("reports = ", out.stream);
    report_gnuplot_text(out.stream, machine_reports_directory());
    fputc('\n', out.stream);
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i, chart) write_chart(out.stream, chart);
    return output_commit(&out);
}

/* The absolute path of gnuplot: GANLOSS_GNUPLOT if it is set, else found in PATH; NULL if there is none. */
static char *find_gnuplot(void)
{
    const char *name = getenv("GANLOSS_GNUPLOT"), *path = getenv("PATH");
    if (!name || !*name)
        name = "gnuplot";
    if (strchr(name, '/'))
        return access(name, X_OK) == 0 ? realpath(name, NULL) : NULL;
    while (path && *path) {
        size_t length = strcspn(path, ":");
        char *candidate = allocate_text("%.*s/%s", (int)length, path, name);
        char *found = length > 0 && access(candidate, X_OK) == 0 ? realpath(candidate, NULL) : NULL;
        free(candidate);
        if (found)
            return found;
        path += length + (path[length] == ':');
    }
    return NULL;
}

/* Runs it in the directory, with everything it says in the log; returns its wait status, or -1. */
static int run_gnuplot(char *program, const char *directory)
{
    char defaults[] = "-d", script[] = SCRIPT_NAME;
    char *arguments[] = {program, defaults, script, NULL};
    posix_spawn_file_actions_t actions;
    pid_t child;
    int result = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, directory);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log_name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    if (posix_spawn(&child, program, &actions, NULL, arguments, environ) == 0)
        while (waitpid(child, &result, 0) < 0)
            if (errno != EINTR) {
                result = -1;
                break;
            }
    posix_spawn_file_actions_destroy(&actions);
    return result;
}

/* The last line of the log that is not blank: gnuplot's error. */
static void last_words(char text[256], const char *directory)
{
    char line[256], *path = output_path(directory, log_name);
    FILE *log = fopen(path, "r");
    snprintf(text, 256, "it said nothing");
    while (log && fgets(line, sizeof line, log)) {
        char *start = line + strspn(line, " \t^\n");
        start[strcspn(start, "\n")] = '\0';
        if (*start)
            memmove(text, start, strlen(start) + 1);
    }
    if (log)
        fclose(log);
    free(path);
}

/* Missing data leaves an empty file and an exit status of 0, so each chart is looked at. */
static enum status finish_charts(const struct report *report)
{
    size_t i;
    json_t *chart;
    json_array_foreach(report->charts, i, chart) for (size_t t = 0;
                                                      t < sizeof chart_types / sizeof *chart_types; t++)
    {
        struct stat info;
        char name[NAME_MAX];
        snprintf(name, sizeof name, "%s.%s", json_text_at(chart, "name"), chart_types[t]);
        char *path = output_path(report->directory, name);
        enum status status = stat(path, &info) == 0 && info.st_size > 0
                                 ? STATUS_OK
                                 : fail(STATUS_INTERNAL, "gnuplot drew nothing into the chart %s", name);
        if (status == STATUS_OK && strcmp(chart_types[t], "svg") == 0)
            status = report_svg_name_fonts(path);
        free(path);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status report_charts_draw(const struct report *report)
{
    if (json_array_size(report->charts) == 0)
        return STATUS_OK;
    char *program = find_gnuplot();
    if (!program)
        return fail(STATUS_UNAVAILABLE,
                    "gnuplot is not there: the report's charts need it (Debian: gnuplot-nox) in "
                    "PATH or named by GANLOSS_GNUPLOT");
    char *script = output_path(report->directory, SCRIPT_NAME);
    enum status status = write_script(report, script);
    if (status == STATUS_OK) {
        int result = run_gnuplot(program, report->directory);
        char words[256];
        last_words(words, report->directory);
        /* draw.gp exits with STATUS_UNAVAILABLE when a terminal is missing. */
        if (result == -1)
            status = fail(STATUS_UNAVAILABLE, "cannot run %s", program);
        else if (WIFSIGNALED(result))
            status = fail(STATUS_INTERNAL, "%s was killed by signal %d", program, WTERMSIG(result));
        else if (WEXITSTATUS(result) != 0)
            status = fail(WEXITSTATUS(result) == STATUS_UNAVAILABLE ? STATUS_UNAVAILABLE : STATUS_INTERNAL,
                          "%s failed with status %d: %s", program, WEXITSTATUS(result), words);
        else
            status = finish_charts(report);
    }
    free(script);
    free(program);
    return status;
}
