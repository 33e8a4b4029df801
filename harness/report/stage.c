#include "harness/report/stage.h"

#include "harness/base/allocate.h"
#include "harness/report/publish.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether a rename can put another directory in its place: not that of a mount point, and this process's own is what
   people stand in. */
static bool is_replaceable(const struct target *out)
{
    struct stat around, own;
    return stat(out->directory, &around) == 0 && around.st_dev == out->info.st_dev && stat(".", &own) == 0 &&
           (own.st_ino != out->info.st_ino || own.st_dev != out->info.st_dev);
}

/* Beside `out`, or else in it. */
static bool make_stage(struct report *report)
{
    const struct target *out = &report->out;
    if (!out->exists || is_replaceable(out)) {
        report->is_beside =
            temporary_directory(&report->stage, out->directory, out->name, out->exists ? 0700 : 0777);
        if (report->is_beside || !out->exists)
            return report->is_beside;
    }
    return temporary_directory(&report->stage, out->path, "report", 0700);
}

static enum status make_parent(const char *out)
{
    enum status status = STATUS_OK;
    char *parent = allocate_text("%s", out), *end = parent + strlen(parent);
    while (end > parent && end[-1] == '/')
        *--end = '\0';
    char *slash = strrchr(parent, '/');
    if (slash && slash > parent) {
        *slash = '\0';
        status = output_make_directory(parent);
    }
    free(parent);
    return status;
}

enum status report_stage_open(struct report *report, const char *out)
{
    struct target *target = &report->out;
    enum status status = make_parent(out);
    if (status != STATUS_OK)
        return status;
    report->stage = (struct temporary){NULL, -1};
    bool good = target_find(target, out);
    if (good && target->exists && !S_ISDIR(target->info.st_mode)) {
        errno = ENOTDIR;
        good = false;
    }
    good = good && (!target->exists || access(target->path, W_OK | X_OK) == 0) && make_stage(report);
    if (!good) {
        status = fail(STATUS_IO, "cannot write into %s: %s", out, strerror(errno));
        target_free(target);
        return status;
    }
    if (report->is_beside)
        temporary_clean(target->path);
    report->directory = allocate_text("%s", report->stage.path);
    static const char *const folders[] = {REPORT_TABLES, REPORT_CHARTS};
    for (size_t i = 0; i < sizeof folders / sizeof *folders && status == STATUS_OK; i++) {
        char *folder = output_path(report->directory, folders[i]);
        status = output_make_directory(folder);
        free(folder);
    }
    return status;
}

enum status report_stage_file(struct output_file *out, const struct report *report, const char *folder,
                              const char *name, ...)
{
    va_list arguments;
    va_start(arguments, name);
    char *file = allocate_text_of(name, arguments);
    va_end(arguments);
    char *path = allocate_text("%s/%s/%s", report->directory, folder, file);
    enum status status = output_open(out, path);
    free(file);
    free(path);
    return status;
}

enum status report_stage_publish(struct report *report)
{
    const char *stage = report->directory, *out = report->out.path;
    if (!publish_prepare(stage))
        return fail(STATUS_IO, "cannot write %s: %s", stage, strerror(errno));
    if (report->is_beside && publish_at_once(stage, report->stage.descriptor, &report->out))
        return target_sync_directory(report->out.directory)
                   ? STATUS_OK
                   : fail(STATUS_IO, "cannot write %s: %s", out, strerror(errno));
    return publish_one_by_one(stage, out);
}

void report_stage_discard(struct report *report)
{
    if (report->directory)
        temporary_remove(&report->stage);
    target_free(&report->out);
    free(report->directory);
    report->directory = NULL;
}
