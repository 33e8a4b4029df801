/* builds.c -- the kernels of two builds of this program, each in a process that takes samples when it
   is asked to: the one waits while the other works, on the same CPU. */
#include "harness/compare/builds.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/process.h"
#include "harness/base/stats.h"
#include "harness/base/timing.h"
#include "harness/bench/match.h"
#include "harness/bench/pairs.h"
#include "harness/bench/repeat.h"
#include "harness/compare/words.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Each sample costs two switches between processes. */
static const double sample_ns = 100e3;

/* What a server says when it is ready; another protocol would have another number. */
static const char greeting[] = "ganloss-samples 2\n";

/* Cache lines of a page, where a server's arrays may begin. */
enum { PLACEMENTS = 64 };

struct server {
    struct process process;
};

static double ask(void *self, size_t calls)
{
    struct server *server = self;
    double ns;
    fprintf(server->process.to, "%zu\n", calls);
    fflush(server->process.to);
    return fscanf(server->process.from, "%la", &ns) == 1 ? ns : (double)NAN;
}

static enum status start(struct server *server, const char *program, const struct compare_row *row,
                         const struct compare_options *o, struct compare_share share, unsigned long placement,
                         int cpu)
{
    char line[sizeof greeting] = "", **words = compare_words(program, "--serve", row, o, share, placement);
    bool started = process_start(&server->process, words, cpu);
    int error = errno;
    compare_words_free(words);
    if (!started)
        return fail(STATUS_NOTHING, "cannot run %s: %s", program, strerror(error));
    if (fgets(line, sizeof line, server->process.from) && strcmp(line, greeting) == 0)
        return STATUS_OK;
    int ended = process_end(&server->process);
    if (interrupted() || ended == STATUS_NOTHING) /* it has no such kernel, and said so */
        return STATUS_INCONCLUSIVE;
    return fail(STATUS_UNAVAILABLE,
                "%s gives no samples (exit status %d): it is no build of this program with compare --with",
                program, ended);
}

struct builds {
    const struct compare_row *row;
    const struct compare_options *o;
    double seconds;             /* for the row */
    struct compare_share share; /* for one pair of processes */
    unsigned long placement;
    enum status status;
};

/* A is the other build. */
static bool measure(struct paired *paired, struct builds *b)
{
    const char *programs[2] = {b->o->with, process_self};
    struct server servers[2];
    struct contestant contestants[2];
    int cpu = sched_getcpu(), started = 0;
    bool measured = false;
    int64_t begun = timing_now();
    b->status = STATUS_OK;
    for (int s = 0; s < 2 && b->status == STATUS_OK; s++) {
        b->status = start(&servers[s], programs[s], b->row, b->o, b->share, b->placement, cpu);
        contestants[s] = (struct contestant){ask, &servers[s]};
        started += b->status == STATUS_OK;
    }
    if (b->status == STATUS_OK) {
        size_t calls = pairs_calibrate(contestants, sample_ns, MATCH_WARM_UP * b->share.seconds);
        double left = b->share.seconds - 1e-9 * (double)(timing_now() - begun);
        measured =
            pairs_measure(paired, contestants, calls, left, b->share.alpha, b->o->sweep.seed + b->placement);
    }
    for (int s = 0; s < started; s++)
        process_end(&servers[s].process);
    return measured;
}

/* Five fresh pairs more have to agree, but for the lowest and the highest, which their interval leaves out at
   this level. There is time for so many in any case. */
enum { PAIRS_AGAIN = 5 };
static const double alpha_again = 0.375 + 1e-9;

/* Two builds have their code and data in different places, which makes a difference by itself: of 1 % and
   more in one pair of processes out of five, and another one in the next pair. So a pair is one measurement,
   however many samples it takes, and the interval is that of the sign test on pairs. Placed at random, two
   builds that take equally long are as likely to be slower as faster. */
static bool measure_pairs(struct paired *paired, struct builds *b, size_t count, double seconds, double alpha)
{
    int64_t end = timing_now() + (int64_t)(1e9 * seconds);
    double *log_ratio = allocate(count, sizeof *log_ratio), *ns = allocate(2 * count, sizeof *ns);
    struct paired each;
    size_t measured = 0;
    *paired = (struct paired){0};
    b->share.seconds = seconds / (double)count;
    for (; measured < count && (measured < PAIRS_AGAIN || timing_now() < end); measured++) {
        if (!measure(&each, b))
            break;
        log_ratio[measured] = log(each.ratio);
        ns[measured] = each.a_ns;
        ns[count + measured] = each.b_ns;
        paired->quads += each.quads;
        paired->calls = each.calls;
        b->placement = (b->placement + 23) % PLACEMENTS;
    }
    if (measured > 0) {
        stats_sort(measured, log_ratio);
        struct stats_interval interval = stats_sign_interval(measured, log_ratio, alpha);
        paired->ratio = exp(stats_quantile(measured, log_ratio, 0.5));
        paired->low = exp(interval.low);
        paired->high = exp(interval.high);
        paired->a_ns = stats_spread(measured, ns).median;
        paired->b_ns = stats_spread(measured, ns + count).median;
    }
    free(log_ratio);
    free(ns);
    return measured > 0 && b->status == STATUS_OK;
}

/* Long enough for some dozens of quads beside the start of two processes. */
static const double pair_seconds = 0.06;

/* At least so many that the interval leaves out the lowest and the highest: one pair that went astray is no
   harm. */
static size_t pairs_for(double alpha, double seconds)
{
    size_t count = 2, most = (size_t)(seconds / pair_seconds);
    while (stats_sign_test(1, count - 1) > alpha)
        count++;
    return count > most ? count : most;
}

static bool measure_again(struct paired *again, void *context)
{
    struct builds *b = context;
    return measure_pairs(again, b, PAIRS_AGAIN, 0.2 * b->seconds, alpha_again);
}

enum status compare_builds(struct compare_row *row, const struct compare_options *o,
                           struct compare_share share)
{
    struct builds builds = {row, o, share.seconds, share, 0, STATUS_OK};
    double seconds = 0.75 * share.seconds;
    row->measured =
        measure_pairs(&row->outcome.first, &builds, pairs_for(share.alpha, seconds), seconds, share.alpha);
    row->absent = !row->measured && builds.status == STATUS_INCONCLUSIVE && !interrupted();
    if (!row->measured) /* a kernel that is new is no reason to end */
        return builds.status == STATUS_INCONCLUSIVE ? STATUS_OK : builds.status;
    match_judge(&row->outcome, o->threshold, measure_again, &builds);
    return STATUS_OK;
}

/* The other process has used the caches meanwhile, and where a kernel waits for memory, what it does besides
   costs nothing: each sample is taken twice, and only the second time counts. An interrupt is for the process
   that asks; the end of its questions is the end. */
enum status compare_serve(const struct compare_row *row, const struct compare_options *o)
{
    struct match match = {.row = {row->of[0], row->of[1]}};
    size_t calls;
    signal(SIGINT, SIG_IGN);
    signal(SIGPIPE, SIG_DFL);
    match_open(&match, o->sweep.level, o->placement, o->sweep.seed);
    struct match_side side = match_side(&match, 0);
    fputs(greeting, stdout);
    fflush(stdout);
    while (scanf("%zu", &calls) == 1) {
        size_t turn = side.arrays.turn;
        bench_repeat(side.row, calls, &side.arrays);
        side.arrays.turn = turn;
        printf("%a\n", match_sample(&side, calls));
        fflush(stdout);
    }
    match_close(&match);
    return STATUS_OK;
}
