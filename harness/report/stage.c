/* stage.c -- the directory in which a report is built, and its way into place: all or nothing. */
#include "harness/report/stage.h"

#include "harness/base/allocate.h"
#include <dirent.h>
#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

enum status report_stage_open(struct report *report, const char *out)
{
    report->made_out = access(out, F_OK) != 0;
    enum status status = output_make_directory(out);
    if (status != STATUS_OK)
        return status;
    report->directory = output_path(out, ".report.XXXXXX");
    if (!mkdtemp(report->directory)) {
        status = fail(STATUS_IO, "cannot write into %s: %s", out, strerror(errno));
        free(report->directory);
        report->directory = NULL;
        return status;
    }
    char *data = output_path(report->directory, "data");
    status = output_make_directory(data);
    free(data);
    return status;
}

enum status report_stage_table(struct output_file *out, const struct report *report, const char *name, ...)
{
    va_list arguments;
    va_start(arguments, name);
    char *table = allocate_text_of(name, arguments);
    va_end(arguments);
    char *path = allocate_text("%s/data/%s.tsv", report->directory, table);
    enum status status = output_open(out, path);
    free(table);
    free(path);
    return status;
}

static enum status move(const char *from, const char *to, const char *name)
{
    char *source = output_path(from, name), *target = output_path(to, name);
    enum status status = STATUS_OK;
    if (rename(source, target) != 0)
        status = fail(STATUS_IO, "cannot write %s: %s", target, strerror(errno));
    free(source);
    free(target);
    return status;
}

/* Every regular file of a directory, but not `except`. */
static enum status move_files(const char *from, const char *to, const char *except)
{
    DIR *directory = opendir(from);
    enum status status = STATUS_OK;
    if (!directory)
        return fail(STATUS_IO, "cannot read %s: %s", from, strerror(errno));
    for (struct dirent *entry; status == STATUS_OK && (entry = readdir(directory));)
        if (entry->d_name[0] != '.' && strcmp(entry->d_name, "data") != 0 &&
            strcmp(entry->d_name, except) != 0)
            status = move(from, to, entry->d_name);
    closedir(directory);
    return status;
}

enum status report_stage_publish(struct report *report, const char *out)
{
    static const char page[] = "index.html";
    char *data = output_path(out, "data"), *built = output_path(report->directory, "data");
    enum status status = output_make_directory(data);
    if (status == STATUS_OK)
        status = move_files(built, data, "");
    if (status == STATUS_OK)
        status = move_files(report->directory, out, page);
    if (status == STATUS_OK)
        status = move(report->directory, out, page);
    free(data);
    free(built);
    return status;
}

void report_stage_discard(struct report *report, const char *out)
{
    if (!report->directory)
        return;
    nftw(report->directory, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    if (report->made_out)
        rmdir(out); /* does nothing once the report stands there */
    free(report->directory);
    report->directory = NULL;
}
