/* planted_table.c -- a program: which planted faults each level of verification finds, and how. */
#include "harness/base/fail.h"
#include "harness/base/interrupt.h"
#include "harness/base/threads.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/foreign/supervise.h"
#include "harness/inputs/cases.h"
#include "harness/inputs/worst.h"
#include "harness/judge/judge.h"
#include "harness/machine/files.h"
#include "harness/record/summary.h"
#include "harness/selection/select.h"
#include "harness/verify/by_format.h"
#include "tests/planted/foreign.h"
#include "tests/planted/planted.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct table_options {
    struct common common;
    bool levels[LEVELS];
    unsigned long seed, jobs, orders;
    const char *plugin;
    bool where;
};

static bool read_levels(const char *option, char *text, void *options)
{
    bool *levels = ((struct table_options *)options)->levels;
    char *list = strdup(text), *rest = list;
    bool known = true;
    memset(levels, 0, LEVELS * sizeof *levels);
    for (char *name = strsep(&rest, ","); name && known; name = strsep(&rest, ",")) {
        int level;
        known = cli_choice(option, name, level_names, &level);
        if (known)
            levels[level] = true;
    }
    free(list);
    return known;
}

static const struct cli_option options[] = {
    {"levels", "LIST", "Of quick,full,exhaustive (default: all)", CLI_OTHER(read_levels)},
    {"seed", "N", "Seed of the random inputs (default: 1)",
     CLI_UNSIGNED(struct table_options, seed, 0, ~0UL)},
    {"orders", "N",
     "Then again in N other orders of the kernels, each after others than before: which kernels are "
     "flagged is the same",
     CLI_UNSIGNED(struct table_options, orders, 0, 100000)},
    {"plugin", "FILE", "Judge the same kernels as those of this plugin, made of tests/planted/plugin.c",
     CLI_TEXT(struct table_options, plugin)},
    {"where-they-show", NULL,
     "At level exhaustive, f32 faults among those floats alone where they show, and no hostile ones",
     CLI_FLAG(struct table_options, where)},
    CLI_JOBS(struct table_options),
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "[NAME...]",
    "Prints which faults, planted into good kernels, each level of verification "
    "finds, and how: by a class of failure, by the declared bound, or by the "
    "ratchet alone. NAME is a glob. Exit status 1 when the last level missed one, "
    "or a good kernel was flagged."};

static bool by_exhaustive(struct summary summaries[], const struct selection *selection,
                          const struct plan *plan)
{
    uint64_t rounds;
    return by_format_judge(summaries, &rounds, selection, plan) == STATUS_OK && !interrupted();
}

static bool by_floats(struct summary summaries[], const struct selection *selection, const struct plan *plan)
{
    return exhaustive_run(summaries, selection, plan) == EXHAUSTIVE_DONE;
}

/* What judges a format at a level. */
static planted_level *const judges[FORMATS][LEVELS] = {
    [F32] = {[QUICK] = judge_run, [FULL] = judge_run, [EXHAUSTIVE] = by_exhaustive},
    [F64] = {[QUICK] = judge_run, [FULL] = judge_run, [EXHAUSTIVE] = by_exhaustive},
};

struct table {
    bool ran[FORMATS][LEVELS];
    unsigned ways[LEVELS][PLANTED];
};

static const char *way_text(unsigned ways)
{
    return ways & BY_CLASS && ways & BY_BOUND ? "class, bound"
           : ways & BY_CLASS                  ? "class"
           : ways & BY_BOUND                  ? "bound"
           : ways & BY_FAULT                  ? "fault"
           : ways & BY_RATCHET                ? "ratchet"
                                              : "-";
}

static void print_row(const struct table *f, size_t row)
{
    char id[ID_SIZE];
    planted_id(id, &planted[row]);
    printf("%-29s  %-29s", planted[row].name, id);
    for (int level = 0; level < LEVELS; level++)
        printf("  %-12s", f->ran[planted[row].format][level] ? way_text(f->ways[level][row]) : "not run");
    putchar('\n');
}

/* How many of a format's faults (or of its good kernels) each level found. */
static void print_total(const struct table *f, const bool wanted[PLANTED], int format)
{
    for (int level = 0; level < LEVELS; level++) {
        size_t found[2] = {0}, all[2] = {0};
        for (size_t i = 0; i < PLANTED; i++)
            if (wanted[i] && planted[i].format == format) {
                bool good = planted_is_good(&planted[i]);
                all[good]++;
                found[good] += f->ways[level][i] != 0 ? 1 : 0;
            }
        if (f->ran[format][level] && all[false] > 0)
            printf("%s %-10s  %zu of %zu faults found, %zu of %zu good kernels flagged\n",
                   formats[format].name, level_names[level], found[0], all[0], found[1], all[1]);
    }
}

/* A hostile kernel that no level is expected to find (hostile.def). */
static bool is_beyond(size_t row)
{
    return planted[row].how == HOW_HOSTILE && planted[row].shows == LEVELS;
}

/* Nothing wrong with good kernels anywhere, and the last level finds every fault. */
static enum status verdict(const struct table *f, const bool wanted[PLANTED])
{
    for (size_t i = 0; i < PLANTED; i++)
        for (int level = 0; level < LEVELS; level++)
            if (wanted[i] && f->ran[planted[i].format][level] &&
                (planted_is_good(&planted[i])
                     ? f->ways[level][i] != 0
                     : level == EXHAUSTIVE && f->ways[level][i] == 0 && !is_beyond(i)))
                return STATUS_NUMERICAL;
    return STATUS_OK;
}

/* Of the rows those that are hostile, or those that are not. */
static bool judge_part(struct table *f, const bool wanted[PLANTED], bool hostile, int format,
                       const struct plan *plan, uint64_t order)
{
    bool part[PLANTED];
    for (size_t i = 0; i < PLANTED; i++)
        part[i] = wanted[i] && !planted_is_good(&planted[i]) && (planted[i].how == HOW_HOSTILE) == hostile;
    planted_add_good(part);
    return planted_judge(f->ways[plan->level], part, format, judges[format][plan->level], plan, order);
}

/* In how many parts a fault is looked for in one: 65536, each of 2^16 floats; but where calls of many lengths show it, which
   a foreign kernel has one of in a hundred windows (harness/exhaustive/bundle.c), 256. */
static size_t parts_of(const struct planted *row, bool foreign)
{
    return foreign && row->where >= WHERE_LAST ? 256 : 65536;
}

/* Each f32 fault among the floats where it shows: what level exhaustive would come to, with all others. */
static bool judge_where(struct table *f, const bool wanted[PLANTED], const struct plan *plan, bool foreign,
                        uint64_t order)
{
    bool done[PLANTED];
    for (size_t i = 0; i < PLANTED; i++)
        done[i] = !wanted[i] || planted[i].format != F32 || planted_is_good(&planted[i]) ||
                  planted[i].how == HOW_HOSTILE;
    for (size_t i = 0; i < PLANTED; i++) {
        struct plan here = *plan;
        bool part[PLANTED] = {false};
        if (done[i])
            continue;
        here.shards = parts_of(&planted[i], foreign);
        here.shard = planted[i].shows % here.shards;
        for (size_t k = i; k < PLANTED; k++)
            if (!done[k] && parts_of(&planted[k], foreign) == here.shards &&
                planted[k].shows % here.shards == here.shard)
                done[k] = part[k] = true;
        planted_add_good(part);
        if (!planted_judge(f->ways[EXHAUSTIVE], part, F32, by_floats, &here, order))
            return false;
    }
    return true;
}

/* Hostile kernels at level exhaustive: not by all floats, as it is not a value that betrays them, but by every 1024th
   chunk, that of hostile.c's one input among them, each float at every lane. */
enum { HOSTILE_SHARDS = 1024, HOSTILE_SHARD = 0x4111 % HOSTILE_SHARDS };

/* Level exhaustive contains level full and a longer call (harness/verify/by_format.h), of which a shard has a part. */
static bool by_level_below(struct summary summaries[], const struct selection *selection,
                           const struct plan *plan)
{
    struct plan below = *plan;
    below.level = FULL;
    below.longest = BY_FORMAT_LONGEST;
    return judge_run(summaries, selection, &below);
}

static bool contain_below(struct table *f, const bool wanted[PLANTED], int format, const struct plan *plan,
                          uint64_t order)
{
    unsigned ways[PLANTED] = {0};
    bool part[PLANTED];
    for (size_t i = 0; i < PLANTED; i++)
        part[i] = wanted[i] && planted[i].how == HOW_HOSTILE;
    planted_add_good(part);
    if (!planted_judge(ways, part, format, by_level_below, plan, order))
        return false;
    for (size_t i = 0; i < PLANTED; i++)
        f->ways[EXHAUSTIVE][i] |= ways[i];
    return true;
}

static bool run_levels(struct table *f, const bool wanted[PLANTED], const struct table_options *o,
                       const struct worst *worst, uint64_t order)
{
    for (int level = 0; level < LEVELS; level++)
        for (int format = 0; format < FORMATS; format++) {
            struct plan plan = {.level = (enum level)level,
                                .seed = o->seed,
                                .quiet = o->common.quiet || order,
                                .shards = 1,
                                .worst = worst,
                                .budget = 60};
            if (!o->levels[level] || !judges[format][level])
                continue;
            if (o->where && level == EXHAUSTIVE && format == F32) {
                if (!judge_where(f, wanted, &plan, o->plugin != NULL, order))
                    return false;
                f->ran[format][level] = true;
                continue;
            }
            struct plan hostile = plan;
            if (level == EXHAUSTIVE && format == F32) {
                hostile.shard = HOSTILE_SHARD;
                hostile.shards = HOSTILE_SHARDS;
                hostile.positions = 16;
            }
            if (!judge_part(f, wanted, false, format, &plan, order) ||
                !judge_part(f, wanted, true, format, &hostile, order))
                return false;
            if (level == EXHAUSTIVE && !contain_below(f, wanted, format, &plan, order))
                return false;
            f->ran[format][level] = true;
        }
    return true;
}

/* How often a kernel is flagged in one of two tables and not in the other; each time is named. */
static size_t differences(const struct table *a, const struct table *b, unsigned long order)
{
    size_t count = 0;
    for (int level = 0; level < LEVELS; level++)
        for (size_t i = 0; i < PLANTED; i++)
            if ((a->ways[level][i] != 0) != (b->ways[level][i] != 0)) {
                printf("order %lu: %s %s at level %s, unlike before\n", order, planted[i].name,
                       b->ways[level][i] ? "is flagged" : "is not found", level_names[level]);
                count++;
            }
    return count;
}

/* The same again in other orders. */
static enum status other_orders(const struct table *first, const bool wanted[PLANTED],
                                const struct table_options *o, const struct worst *worst)
{
    static struct table again;
    size_t count = 0;
    for (unsigned long order = 1; order <= o->orders; order++) {
        memset(&again, 0, sizeof again);
        if (!run_levels(&again, wanted, o, worst, order))
            return fail(STATUS_INTERNAL, "the run did not end: of %lu orders it came to %lu", o->orders,
                        order - 1);
        count += differences(first, &again, order);
    }
    if (o->orders)
        printf("%lu other orders: %zu times a kernel was flagged here and not there\n", o->orders, count);
    return count ? STATUS_NUMERICAL : STATUS_OK;
}

static bool select_rows(bool wanted[PLANTED], const struct table_options *o)
{
    bool any = false;
    for (size_t i = 0; i < PLANTED; i++)
        any |= wanted[i] = !planted_is_good(&planted[i]) &&
                           select_covers(o->common.operands, o->common.operand_count, planted[i].name);
    planted_add_good(wanted);
    return any;
}

static enum status table(int argc, char **argv)
{
    static struct table findings;
    struct table_options o = {.levels = {true, true, true}, .seed = 1};
    struct worst worst;
    bool wanted[PLANTED];
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status != STATUS_OK)
        return status;
    if (o.common.format != TEXT)
        return fail(STATUS_USAGE, "the table is text: --format json is not accepted");
    if (!select_rows(wanted, &o))
        return fail(STATUS_NOTHING, "no planted fault has such a name; without names all are listed");
    status = worst_read(&worst, machine_worst_directory());
    if (status != STATUS_OK)
        return status;
    if (o.plugin)
        status = planted_foreign_open(o.plugin);
    if (status != STATUS_OK)
        return status;
    interrupt_catch();
    threads_use(o.jobs);
    bool complete = run_levels(&findings, wanted, &o, &worst, 0);

    printf("%-29s  %-29s  %-12s  %-12s  %-12s\n", "fault", "kernel", "quick", "full", "exhaustive");
    for (size_t i = 0; i < PLANTED; i++)
        if (wanted[i])
            print_row(&findings, i);
    for (int format = 0; format < FORMATS; format++)
        print_total(&findings, wanted, format);
    if (!complete)
        status = fail(STATUS_INTERNAL, "the run did not end: levels that did not are not in the table");
    else
        status = other_orders(&findings, wanted, &o, &worst);
    worst_free(&worst);
    planted_foreign_close();
    return status == STATUS_OK ? verdict(&findings, wanted) : status;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], supervise_command) == 0)
        return supervise(argc - 1, argv + 1);
    signal(SIGPIPE, SIG_IGN); /* a kernel's process may have ended */
    return (int)table(argc, argv);
}
