#include "harness/verify/estimate.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/timing.h"
#include "harness/exhaustive/gauge.h"
#include "harness/judge/judge.h"
#include "harness/machine/machine.h"
#include "harness/machine/start.h"
#include "harness/record/binades.h"
#include "harness/search/gauge.h"
#include "harness/verify/by_format.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/* How much longer than its CPU time work takes now, by some that does nothing, on all threads; 0: it is not known. */
static double waiting(void)
{
    enum { STEPS = 100000000 };
    int64_t cpu = 0, wall = 0;
#pragma omp parallel reduction(+ : cpu, wall)
    {
        int64_t begun = timing_now(), start = timing_of_thread();
        timing_spin(STEPS);
        cpu += timing_of_thread() - start;
        wall += timing_now() - begun;
    }
    return cpu > 0 ? fmax((double)wall / (double)cpu, 1) : 0;
}

/* The most bytes that this process has had so far. */
static double memory_so_far(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * (double)usage.ru_maxrss;
}

static void add(struct gauge *to, const struct gauge *other)
{
    to->inputs += other->inputs;
    to->cpu += other->cpu;
    to->serial += other->serial;
    to->width = fmax(to->width, other->width);
    to->round = fmax(to->round, other->round);
}

static void cases(struct estimate *e, struct summary found[], const struct selection *selection,
                  const struct plan *plan)
{
    struct gauge gauge = judge_gauge(found, selection, plan);
    add(&e->part[ESTIMATE_CASES], &gauge);
}

/* Memory is what the process has had, and of a search what all kernels take besides those that were searched. */
static void search(struct estimate *e, struct summary found[], const struct selection *selection,
                   const struct plan *plan)
{
    double before = memory_so_far();
    struct search_gauge gauge = search_gauge(found, selection, plan, (double)e->threads);
    e->part[ESTIMATE_SEARCH] = gauge.all;
    e->rounds = gauge.rounds;
    e->memory = fmax(e->memory,
                     before + gauge_scaled(memory_so_far() - before, gauge.tried, (double)selection->count));
}

/* What by_format_judge() does of one format. */
static void exhaustive(struct estimate *e, struct summary summaries[], const struct selection *whole,
                       const struct format *format, const struct plan *plan)
{
    struct plan below = *plan;
    size_t *index = allocate(whole->count, sizeof *index);
    struct selection part = by_format_part(whole, format, index);
    struct summary *found = allocate(part.count, sizeof *found),
                   *others = allocate(part.count, sizeof *others);
    memset(found, 0, part.count * sizeof *found);
    below.level = FULL;
    below.longest = BY_FORMAT_LONGEST;
    below.quiet = true;
    if (part.count > 0 && format == &formats[F64])
        search(e, found, &part, plan);
    else if (part.count > 0)
        e->part[ESTIMATE_FLOATS] = exhaustive_gauge(found, &part, plan);
    if (part.count > 0 && !interrupted())
        cases(e, others, &part, &below);
    for (size_t i = 0; i < part.count; i++) {
        if (!interrupted()) {
            summary_absorb(&found[i], &others[i]);
            summary_clear(&others[i]);
        }
        summaries[index[i]] = found[i];
    }
    free(found);
    free(others);
    free(part.at);
    free(index);
}

bool estimate_make(struct estimate *e, struct summary summaries[], const struct selection *selection,
                   const struct plan *plan, unsigned threads)
{
    int64_t begun = timing_now(), cpu = timing_of_process();
    unsigned cpus = (unsigned)machine_allowed_cpus();
    *e = (struct estimate){.start = 1e-9 * (double)cpu,
                           .threads = threads > 0 ? threads : cpus,
                           .calibrated_on = threads > 0 && threads < cpus ? threads : cpus};
    start_threads(e->calibrated_on);
    if (plan->level == EXHAUSTIVE) {
        exhaustive(e, summaries, selection, &formats[F64], plan);
        if (!interrupted())
            exhaustive(e, summaries, selection, &formats[F32], plan);
    } else {
        cases(e, summaries, selection, plan);
    }
    /* what each thread has of all kernels */
    size_t each = sizeof(struct summary) + (plan->level == EXHAUSTIVE ? OUTPUTS * sizeof(struct binades) : 0);
    e->memory = fmax(e->memory, memory_so_far()) +
                (double)(e->threads - e->calibrated_on) * (double)(selection->count * each);
    e->waited = waiting();
    e->took_cpu = 1e-9 * (double)(timing_of_process() - cpu);
    e->took_wall = 1e-9 * (double)(timing_now() - begun);
    return !interrupted();
}

double estimate_cpu(const struct estimate *e)
{
    double cpu = e->start + e->document_cpu;
    for (int k = 0; k < ESTIMATE_PARTS; k++)
        cpu += e->part[k].cpu;
    return cpu;
}

double estimate_wall(const struct estimate *e)
{
    double wall = e->start + e->document_cpu;
    for (int k = 0; k < ESTIMATE_PARTS; k++)
        wall += gauge_wall(&e->part[k], (double)e->threads);
    return wall;
}

/* A row of a document for each binade: nine members and the brackets, each on a line and so far in more than here. */
enum { ROW_LINES = 11, ROW_INDENT = 4 };

double estimate_more_of(const struct summary summaries[], const struct selection *selection, size_t shards)
{
    double more = 0;
    for (size_t i = 0; i < selection->count; i++)
        for (int k = 0; k < OUTPUTS; k++) {
            const struct binades *binades = summaries[i].ideal[k].binades;
            if (!binades)
                continue;
            json_t *object = binades_json(binades), *rows = json_object_get(object, "binades");
            double met = (double)json_array_size(rows);
            double each =
                met > 0 ? (double)json_dumpb(rows, NULL, 0, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) / met
                        : 0;
            more +=
                (exhaustive_gauge_binades(&selection->at[i], shards) - met) * (each + ROW_LINES * ROW_INDENT);
            json_decref(object);
        }
    return fmax(more, 0);
}
