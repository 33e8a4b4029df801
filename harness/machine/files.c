#include "harness/machine/files.h"

#include "harness/base/process.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A folder of files: below share/ganloss, and in the source tree. */
struct place {
    const char *name, *in_tree;
    char installed[PATH_MAX + 64], built[PATH_MAX + 64]; /* the first is empty: not looked for yet */
};

/* "PREFIX/share/ganloss/NAME" for a program PREFIX/bin/ganloss. */
static void find_installed(struct place *place)
{
    char program[PATH_MAX];
    process_path(program);
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(program, '/');
        if (slash)
            *slash = '\0';
    }
    snprintf(place->installed, sizeof place->installed, "%s/share/ganloss/%s", program, place->name);
}

/* The same of the tree that a program in TREE/build was built in, wherever that has been moved to: no path is compiled in, so
   that an installed copy has none. "": it is in none. */
static void find_built(struct place *place)
{
    char program[PATH_MAX], source[PATH_MAX + 64];
    char *at = NULL;
    process_path(program);
    for (char *next = strstr(program, "/build/"); next; next = strstr(next + 1, "/build/"))
        at = next;
    if (!at)
        return;
    *at = '\0';
    snprintf(source, sizeof source, "%s/losses/losses.def", program);
    if (access(source, R_OK) == 0)
        snprintf(place->built, sizeof place->built, "%s/%s", program, place->in_tree);
}

static const char *find(struct place *place)
{
    if (!*place->installed) {
        find_installed(place);
        find_built(place);
    }
    return access(place->installed, R_OK | X_OK) == 0                ? place->installed
           : *place->built && access(place->built, R_OK | X_OK) == 0 ? place->built
                                                                     : NULL;
}

const char *machine_reports_directory(void)
{
    static struct place reports = {"reports", "reports", "", ""};
    const char *found = find(&reports);
    return found ? found : reports.installed;
}

const char *machine_worst_directory(void)
{
    static struct place worst = {"worst", "tests/worst", "", ""};
    return find(&worst);
}
