#include "harness/gate/summary.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/gate/line.h"
#include "harness/gate/status.h"
#include "harness/report/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static char *head_of(const struct gate_run *run)
{
    char *text = NULL;
    size_t size, of[FINDING_UNFINISHED + 1] = {0};
    FILE *to = open_memstream(&text, &size);
    for (size_t i = 0; i < finding_case_count(); i++)
        of[finding_case_at(i)->state] += strcmp(finding_case_at(i)->id, run->command) != 0;
    fputs("### ", to);
    report_markdown(to, run->command);
    fprintf(
        to,
        ": %s\n\nexit status %d (%s); %zu parts of kernels judged, %zu skipped, %zu not finished; %zu findings",
        run->status == STATUS_OK && run->failed == 0 ? "passed"
        : status_is_error(run->status)               ? "ended with an error"
        : run->status == STATUS_UNFINISHED           ? "UNFINISHED"
                                                     : "FAILED",
        (int)run->status, status_words(run->status), of[FINDING_JUDGED], of[FINDING_SKIPPED],
        of[FINDING_UNFINISHED], run->failed);
    if (run->count > run->failed)
        fprintf(to, " and %zu notes", run->count - run->failed);
    fputs("\n\n", to);
    if (run->count > 0)
        fputs("| kernel | part | kind | what |\n|---|---|---|---|\n", to);
    fclose(to);
    return text;
}

static char *row_of(const struct gate_run *run, const struct finding *f)
{
    char *text = NULL, *line = line_of(run, f);
    size_t size;
    FILE *to = open_memstream(&text, &size);
    const char *cells[] = {f->id, finding_parts[f->part], f->rule, line};
    for (size_t c = 0; c < sizeof cells / sizeof *cells; c++) {
        fputs("| ", to);
        report_markdown(to, cells[c]);
        fputc(' ', to);
    }
    fputs("|\n", to);
    fclose(to);
    free(line);
    return text;
}

/* The end of one that is cut, or whole. */
static char *end_of(size_t left_out)
{
    return left_out == 0
               ? allocate_text("\n")
               : allocate_text("\nCut here: %zu findings more would make this summary larger than 1 MiB.\n\n",
                               left_out);
}

char *summary_text(const struct gate_run *run, size_t room)
{
    char *head = head_of(run), *text = NULL, *last = end_of(run->count);
    size_t size, used = strlen(head) + strlen(last), shown = 0;
    if (used > room) {
        free(head);
        free(last);
        return NULL;
    }
    FILE *to = open_memstream(&text, &size);
    fputs(head, to);
    for (bool fits = true; shown < run->count && fits;) {
        char *row = row_of(run, run->found[shown]);
        fits = used + strlen(row) <= room;
        if (fits) {
            fputs(row, to);
            used += strlen(row);
            shown++;
        }
        free(row);
    }
    free(last);
    last = end_of(run->count - shown);
    fputs(last, to);
    fclose(to);
    free(last);
    free(head);
    return text;
}

static enum status cannot(const char *path)
{
    return fail(STATUS_IO, "cannot add to GITHUB_STEP_SUMMARY, %s: %s", path, strerror(errno));
}

enum status summary_check(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return output_check(path);
    int descriptor = S_ISDIR(info.st_mode) || S_ISREG(info.st_mode)
                         ? open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY)
                         : access(path, W_OK);
    if (descriptor < 0)
        return cannot(path);
    if (S_ISREG(info.st_mode))
        close(descriptor);
    return STATUS_OK;
}

/* Writes all, or takes back what was written. */
static bool append(int descriptor, const char *text, off_t before)
{
    size_t length = strlen(text), done = 0;
    while (done < length) {
        ssize_t wrote = write(descriptor, text + done, length - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            break;
        done += (size_t)wrote;
    }
    int error = errno;
    if (done < length && ftruncate(descriptor, before) != 0)
        errno = error; /* a pipe: nothing can be taken back */
    errno = error;
    return done == length;
}

enum status summary_append(const struct gate_run *run, const char *path)
{
    struct stat info;
    int descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
    if (descriptor < 0)
        return cannot(path);
    enum status status = STATUS_OK;
    if (flock(descriptor, LOCK_EX) != 0 || fstat(descriptor, &info) != 0) {
        status = cannot(path);
        close(descriptor);
        return status;
    }
    off_t before = S_ISREG(info.st_mode) ? info.st_size : 0;
    char *text = before < SUMMARY_BYTES ? summary_text(run, (size_t)(SUMMARY_BYTES - before) - 1) : NULL;
    if (!text)
        fail(STATUS_OK, "GITHUB_STEP_SUMMARY, %s, has no room for more than it holds", path);
    else if (!append(descriptor, text, before))
        status = cannot(path);
    free(text);
    if (close(descriptor) != 0 && status == STATUS_OK)
        status = cannot(path);
    return status;
}
