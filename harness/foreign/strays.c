#include "harness/foreign/strays.h"

#include "harness/base/allocate.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

static struct list {
    pid_t *id;
    size_t count;
} kept;

static bool has(const struct list *list, pid_t id)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->id[i] == id)
            return true;
    return false;
}

/* Children of one thread of this process: each has its own. */
static void add_children_of(struct list *list, const char *thread)
{
    char *path = allocate_text("/proc/self/task/%s/children", thread);
    FILE *file = fopen(path, "re");
    int id;
    while (file && fscanf(file, "%d", &id) == 1) {
        list->id = allocate_again(list->id, list->count + 1, sizeof *list->id);
        list->id[list->count++] = (pid_t)id;
    }
    if (file)
        fclose(file);
    free(path);
}

static struct list children(void)
{
    struct list list = {NULL, 0};
    DIR *threads = opendir("/proc/self/task");
    struct dirent *thread;
    while (threads && (thread = readdir(threads)))
        if (thread->d_name[0] != '.')
            add_children_of(&list, thread->d_name);
    if (threads)
        closedir(threads);
    return list;
}

void strays_adopt(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    free(kept.id);
    kept = children();
}

/* All are stopped before the first is ended: one that begins another as fast as it is ended would get away else. */
void strays_end(void)
{
    for (bool any = true; any;) {
        static const int signals[] = {SIGSTOP, SIGKILL};
        struct list list = children();
        any = false;
        for (int s = 0; s < 2; s++)
            for (size_t i = 0; i < list.count; i++)
                if (!has(&kept, list.id[i]))
                    any = kill(list.id[i], signals[s]) == 0 || any;
        for (size_t i = 0; i < list.count; i++)
            if (!has(&kept, list.id[i]))
                while (waitpid(list.id[i], NULL, 0) < 0 && errno == EINTR)
                    ;
        free(list.id);
    }
}
