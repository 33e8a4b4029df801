#include "harness/foreign/source.h"

#include "harness/base/allocate.h"
#include "harness/foreign/hello.h"

#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* A program may load a great library before its hello: seconds. */
static const double patience = 120;

static size_t child_count(void)
{
    int procs = omp_get_num_procs();
    return procs > 1024 ? (size_t)procs : 1024;
}

/* Starts a child and reads its hello: NULL, or why there is none. */
static char *begin(char **line, struct child *child, const struct source *source)
{
    *line = NULL;
    if (!child_start(child, &source->what))
        return allocate_text("cannot be started: %s", strerror(errno));
    double seconds = source->timeout > patience ? source->timeout : patience;
    enum child_end end = child_hello(line, child, seconds);
    if (end == CHILD_FINE)
        return NULL;
    int status = child_stop(child, end == CHILD_ENDED ? CHILD_ENDING : 0);
    return end == CHILD_LATE          ? allocate_text("said no hello within %g s", seconds)
           : end == CHILD_INTERRUPTED ? allocate_text("was interrupted before its hello")
           : end == CHILD_GARBLED     ? allocate_text("said a hello without an end")
           : WIFSIGNALED(status)
               ? allocate_text("ended before its hello, by signal %d (%s)", WTERMSIG(status),
                               strsignal(WTERMSIG(status)))
               : allocate_text("ended before its hello, with status %d", WEXITSTATUS(status));
}

/* The option that names it, its text in single quotes: those of its own end them, stand by themselves, and begin them anew. */
static char *option_of(const struct child_source *what)
{
    char *quoted = allocate_text("--%s='", what->is_plugin ? "plugin" : "exec");
    size_t length = strlen(quoted);
    quoted = allocate_again(quoted, length + 4 * strlen(what->text) + 2, 1);
    for (const char *c = what->text; *c; c++) {
        if (*c == '\'')
            length += (size_t)sprintf(quoted + length, "'\\'");
        quoted[length++] = *c;
        if (*c == '\'')
            quoted[length++] = '\'';
    }
    strcpy(quoted + length, "'");
    return quoted;
}

enum status source_open(struct source *source, const struct child_source *what, double timeout)
{
    *source = (struct source){.what = *what, .option = option_of(what), .timeout = timeout};
    source->children = allocate(child_count(), sizeof *source->children);
    memset(source->children, 0, child_count() * sizeof *source->children);
    const char *option = what->is_plugin ? "--plugin" : "--exec";
    struct child *child = &source->children[0];
    char *why = begin(&source->hello, child, source);
    enum status status = STATUS_UNAVAILABLE;
    if (!why)
        status = hello_read(&why, source);
    if (status != STATUS_OK) {
        fail(status, "%s %s: %s", option, what->text, why);
        free(why);
        source_close(source);
    }
    return status;
}

struct child *source_child(struct source *source)
{
    struct child *child = &source->children[(size_t)omp_get_thread_num() % child_count()];
    char *line;
    if (child->id > 0)
        return child;
    char *why = begin(&line, child, source);
    if (!why && strcmp(line, source->hello) != 0)
        child_stop(child, 0);
    free(why);
    free(line);
    return child->id > 0 ? child : NULL;
}

void source_close(struct source *source)
{
    for (size_t i = 0; i < child_count(); i++)
        child_stop(&source->children[i], 0);
}
