#include "harness/foreign/source.h"

#include "harness/base/allocate.h"
#include "harness/base/quote.h"
#include "harness/foreign/hello.h"

#include <errno.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

/* A program may load a great library before its hello: seconds. */
static const double patience = 120;

static size_t thread_count(void)
{
    int procs = omp_get_num_procs();
    return procs > 1024 ? (size_t)procs : 1024;
}

/* One for all kernels, and one for each. */
static size_t child_count(const struct source *source)
{
    return 1 + source->number;
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
           : end == CHILD_GARBLED     ? allocate_text("said no line of text first, or too long a one")
           : status == CHILD_KILLED   ? allocate_text("closed its descriptors before its hello")
           : WIFSIGNALED(status)
               ? allocate_text("ended before its hello, by signal %d (%s)", WTERMSIG(status),
                               strsignal(WTERMSIG(status)))
               : allocate_text("ended before its hello, with status %d", WEXITSTATUS(status));
}

/* A few descriptors for each program of each thread: as many as may be. */
static void allow_many_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

static struct child *make_children(const struct source *source)
{
    struct child *children = allocate(child_count(source), sizeof *children);
    memset(children, 0, child_count(source) * sizeof *children);
    return children;
}

/* What names it on a command line. A time other than the usual one may be what a verdict comes from. */
static char *option_of(const struct child_source *what, double timeout)
{
    char *word = quote_word(what->text), number[32] = "";
    if (timeout < SOURCE_TIMEOUT || timeout > SOURCE_TIMEOUT)
        snprintf(number, sizeof number, " --timeout %g", timeout);
    char *option = allocate_text("--%s=%s%s", what->is_plugin ? "plugin" : "exec", word, number);
    free(word);
    return option;
}

enum status source_open(struct source *source, const struct child_source *what, double timeout)
{
    *source = (struct source){.what = *what, .option = option_of(what, timeout), .timeout = timeout};
    source->children = allocate(thread_count(), sizeof(struct child *));
    memset(source->children, 0, thread_count() * sizeof(struct child *));
    allow_many_files();
    const char *option = what->is_plugin ? "--plugin" : "--exec";
    struct child first;
    char *why = begin(&source->hello, &first, source);
    enum status status = STATUS_UNAVAILABLE;
    if (!why) {
        status = hello_read(&why, source);
        source->children[0] = make_children(source);
        source->children[0][0] = first;
    }
    if (status != STATUS_OK) {
        fail(status, "%s %s: %s", option, what->text, why);
        free(why);
        source_close(source);
        hello_free(source);
    }
    return status;
}

struct child *source_child(const struct foreign *f)
{
    struct source *source = f->source;
    bool apart = source->what.is_plugin || __atomic_load_n(&f->is_apart, __ATOMIC_RELAXED);
    struct child **mine = &source->children[(size_t)omp_get_thread_num() % thread_count()];
    if (!*mine)
        *mine = make_children(source);
    struct child *child = &(*mine)[apart ? 1 + f->number : 0], *shared = *mine;
    char *line = NULL;
    if (child->id > 0)
        return child;
    if (shared->id > 0 && shared->number == 0) { /* it was not asked yet: as good as a new one */
        *child = *shared;
        *shared = (struct child){.id = 0};
        return child;
    }
    char *why = begin(&line, child, source);
    if (!why && (!line || strcmp(line, source->hello) != 0)) {
        child_stop(child, 0);
        why = allocate_text("said another hello than at first");
    }
    if (why && !__atomic_exchange_n(&source->is_said, true, __ATOMIC_RELAXED))
        fail(STATUS_OK, "%s: started again, it %s", source->what.text, why);
    free(why);
    free(line);
    return child->id > 0 ? child : NULL;
}

void source_close(struct source *source)
{
    for (size_t t = 0; t < thread_count(); t++) {
        for (size_t i = 0; i < child_count(source) && source->children[t]; i++)
            child_stop(&source->children[t][i], 0);
        free(source->children[t]);
        source->children[t] = NULL;
    }
}
