#include "harness/cli/shard.h"

#include "harness/cli/job_array.h"
#include "harness/cli/values.h"

#include <stdio.h>
#include <string.h>

enum { SHARD_MOST = 9999 };

/* Of a job array: what its variables come to is bounded as what is typed. */
static bool of_job(const char *option, const char *text, unsigned long given, unsigned long *shard,
                   unsigned long *shards)
{
    char typed[64];
    snprintf(typed, sizeof typed, "%s %s", option, text);
    if (!job_array_part(typed, given, shard, shards))
        return false;
    return *shards <= SHARD_MOST ||
           cli_bad("%s: the array has %lu jobs, and %d parts are the most", typed, *shards, SHARD_MOST);
}

bool cli_shard(const char *option, char *text, unsigned long *shard, unsigned long *shards)
{
    unsigned long given;
    if (strcmp(text, "auto") == 0)
        return of_job(option, text, 0, shard, shards);
    if (strncmp(text, "auto/", strlen("auto/")) == 0 &&
        cli_is_unsigned(text + strlen("auto/"), 1, SHARD_MOST, &given))
        return of_job(option, text, given, shard, shards);
    char *slash = strchr(text, '/');
    bool good = slash != NULL;
    if (good) {
        *slash = '\0';
        good = cli_is_unsigned(slash + 1, 1, SHARD_MOST, shards) && cli_is_unsigned(text, 1, *shards, shard);
        *slash = '/';
    }
    if (good)
        return true;
    return cli_bad("%s takes I/N with 1 <= I <= N <= %d, or auto, or auto/N, not '%s'", option, SHARD_MOST,
                   text);
}
