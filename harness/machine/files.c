#include "harness/machine/files.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct place {
    const char *name, *in_tree;
    char installed[PATH_MAX + 64]; /* empty: not looked for yet */
};

/* "PREFIX/share/ganloss/NAME" for a program PREFIX/bin/ganloss. */
static void find_installed(struct place *place)
{
    char program[PATH_MAX] = "";
    if (readlink("/proc/self/exe", program, sizeof program - 1) < 0)
        program[0] = '\0';
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(program, '/');
        if (slash)
            *slash = '\0';
    }
    snprintf(place->installed, sizeof place->installed, "%s/share/ganloss/%s", program, place->name);
}

static const char *find(struct place *place)
{
    if (!*place->installed)
        find_installed(place);
    return access(place->installed, R_OK | X_OK) == 0 ? place->installed
           : access(place->in_tree, R_OK | X_OK) == 0 ? place->in_tree
                                                      : NULL;
}

const char *machine_reports_directory(void)
{
    static struct place reports = {"reports", GANLOSS_TREE "/reports", ""};
    const char *found = find(&reports);
    return found ? found : reports.installed;
}

const char *machine_worst_directory(void)
{
    static struct place worst = {"worst", GANLOSS_TREE "/tests/worst", ""};
    return find(&worst);
}
