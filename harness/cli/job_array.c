#include "harness/cli/job_array.h"

#include "harness/cli/values.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a system calls the numbers of an array; NULL: it has no variable for that. */
struct job_system {
    const char *index, *first, *last, *step, *count;
    const char *none; /* the index of a job that is in no array; NULL: it is not set then */
};

static const struct job_system systems[] = {
    {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP",
     "SLURM_ARRAY_TASK_COUNT", NULL},
    {"PBS_ARRAY_INDEX", NULL, NULL, NULL, NULL, NULL},
    {"PBS_ARRAYID", NULL, NULL, NULL, NULL, NULL}, /* Torque's */
    {"LSB_JOBINDEX", NULL, "LSB_JOBINDEX_END", "LSB_JOBINDEX_STEP", NULL, "0"},
    {"SGE_TASK_ID", "SGE_TASK_FIRST", "SGE_TASK_LAST", "SGE_TASK_STEPSIZE", NULL, "undefined"},
    {"PARALLEL_SEQ", NULL, NULL, NULL, NULL, NULL},
};
enum { SYSTEMS = sizeof systems / sizeof *systems };

static bool is_set(const struct job_system *system)
{
    const char *index = getenv(system->index);
    return index && *index && !(system->none && strcmp(index, system->none) == 0);
}

static bool fail_none(const char *option)
{
    char names[256] = "";
    for (size_t i = 0; i < SYSTEMS; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? ", " : "",
                 systems[i].index);
    return cli_bad("%s: this is no job of an array: none of %s is set", option, names);
}

/* The one system that has set its variables; NULL, with a line, where none has, or two. */
static const struct job_system *find_system(const char *option)
{
    const struct job_system *found = NULL;
    for (size_t i = 0; i < SYSTEMS; i++) {
        if (!is_set(&systems[i]))
            continue;
        if (found) {
            cli_bad("%s: a job of two arrays: %s is %s, and %s is %s; give --shard I/N", option, found->index,
                    getenv(found->index), systems[i].index, getenv(systems[i].index));
            return NULL;
        }
        found = &systems[i];
    }
    if (!found)
        fail_none(option);
    return found;
}

/* The number in a variable, or `otherwise` where there is no such variable or it is not set; 32 bits hold the numbers of
   any system. */
static bool read_number(const char *option, const char *variable, unsigned long otherwise, unsigned long *to)
{
    const char *text = variable ? getenv(variable) : NULL;
    *to = otherwise;
    if (!text || !*text || cli_is_unsigned(text, 0, UINT_MAX, to))
        return true;
    return cli_bad("%s: %s is '%s', not a whole number", option, variable, text);
}

struct numbers {
    unsigned long index, first, last, step, count; /* last, count 0: not known */
};

static bool read_numbers(struct numbers *n, const char *option, const struct job_system *system)
{
    return read_number(option, system->index, 0, &n->index) &&
           read_number(option, system->first, 1, &n->first) &&
           read_number(option, system->last, 0, &n->last) && read_number(option, system->step, 1, &n->step) &&
           read_number(option, system->count, 0, &n->count);
}

/* The index itself is the part. The ends of the array are looked at too: where they are no parts, all of its jobs say so,
   and not the last one alone. */
static bool part_by_index(const char *option, const struct job_system *system, const struct numbers *n,
                          unsigned long parts)
{
    const char *const names[] = {system->index, system->first, system->last};
    const unsigned long values[] = {n->index, n->first, n->last ? n->last : n->index};
    for (int i = 0; i < 3; i++)
        if (names[i] && (values[i] < 1 || values[i] > parts))
            return cli_bad("%s: %s is %lu, and parts are numbered from 1 to %lu", option, names[i], values[i],
                           parts);
    return true;
}

/* The place in the array, whose jobs are numbered evenly. */
static bool part_by_place(const char *option, const struct job_system *system, const struct numbers *n,
                          unsigned long *part, unsigned long *parts)
{
    if (n->last == 0 && n->count == 0)
        return cli_bad("%s: %s is %lu, and no variable says of how many; give --shard auto/N", option,
                       system->index, n->index);
    if (n->step == 0 || n->index < n->first || (n->index - n->first) % n->step != 0 ||
        (system->last && n->index > n->last))
        return cli_bad("%s: %s is %lu, which is none of %lu to %lu by %lu", option, system->index, n->index,
                       n->first, n->last, n->step);
    unsigned long even = (n->last - n->first) / n->step + 1;
    *parts = system->count ? n->count : even;
    *part = (n->index - n->first) / n->step + 1;
    if (*parts != even)
        return cli_bad(
            "%s: %s is %lu, and %s to %s (%lu to %lu by %lu) are %lu; with gaps in the array, give "
            "--shard auto/N",
            option, system->count, n->count, system->first, system->last, n->first, n->last, n->step, even);
    return true;
}

bool job_array_part(const char *option, unsigned long parts_given, unsigned long *part, unsigned long *parts)
{
    struct numbers n;
    const struct job_system *system = find_system(option);
    if (!system || !read_numbers(&n, option, system))
        return false;
    if (parts_given == 0)
        return part_by_place(option, system, &n, part, parts);
    *part = n.index;
    *parts = parts_given;
    return part_by_index(option, system, &n, parts_given);
}
