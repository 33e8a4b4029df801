#include "harness/report/documents.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/report/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A path in data/ that no other file has, from malloc. */
static char *place_of(const struct report *report, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *name = allocate_text("%s", slash ? slash + 1 : path);
    report_file_name(name);
    size_t stem = strlen(name), extension = strlen(".json");
    if (stem > extension && strcmp(name + stem - extension, ".json") == 0)
        stem -= extension;
    if (*name == '.')
        *name = '-'; /* hidden files are not part of a report */
    char *place = allocate_text("%s/data/%.*s.json", report->directory, (int)stem, name);
    for (int i = 2; access(place, F_OK) == 0; i++) {
        free(place);
        place = allocate_text("%s/data/%.*s-%d.json", report->directory, (int)stem, name, i);
    }
    free(name);
    return place;
}

static enum status copy(const char *path, const char *place)
{
    struct output_file out;
    char block[1 << 16];
    FILE *from = fopen(path, "r");
    if (!from)
        return fail(STATUS_NOTHING, "cannot read %s: %s", path, strerror(errno));
    enum status status = output_open(&out, place);
    if (status == STATUS_OK) {
        for (size_t n; (n = fread(block, 1, sizeof block, from)) > 0;)
            fwrite(block, 1, n, out.stream);
        if (ferror(from)) {
            status = fail(STATUS_IO, "cannot read %s: %s", path, strerror(errno));
            output_discard(&out);
        } else
            status = output_commit(&out);
    }
    fclose(from);
    return status;
}

enum status report_documents(const struct report *report, char *const paths[], size_t count)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct stat info;
        if (stat(paths[i], &info) != 0 || !S_ISREG(info.st_mode))
            continue;
        char *place = place_of(report, paths[i]);
        status = copy(paths[i], place);
        free(place);
    }
    return status;
}
