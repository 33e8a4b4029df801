/* paired_builds.c -- the kernels of two builds of this program, each in a process that takes samples when it
   is asked to: the one waits while the other works, on the same CPU. */
#include "paired.h"

#include "interrupt.h"
#include "process.h"
#include "timing.h"

#include <errno.h>
#include <math.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Each sample costs two switches between processes. */
static const double sample_ns = 100e3, warm_up = 0.2;

/* What a server says when it is ready; another protocol would have another number. */
static const char greeting[] = "ganloss-samples 2\n";

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

static enum status start(struct server *server, const char *program, const struct paired_row *row,
                         const struct paired_options *o, struct paired_share share, unsigned long placement,
                         int cpu)
{
    char *words[PAIRED_WORDS], line[sizeof greeting] = "";
    paired_words(words, program, "--serve", row, o, share, placement);
    bool started = process_start(&server->process, words, cpu);
    int error = errno;
    paired_words_free(words);
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
    const struct paired_row *row;
    const struct paired_options *o;
    double seconds;            /* for the row */
    struct paired_share share; /* for one pair of processes */
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
        size_t calls = pairs_calibrate(contestants, sample_ns, warm_up * b->share.seconds);
        double left = b->share.seconds - 1e-9 * (double)(timing_now() - begun);
        measured =
            pairs_measure(paired, contestants, calls, left, b->share.alpha, b->o->sweep.seed + b->placement);
    }
    for (int s = 0; s < started; s++)
        process_end(&servers[s].process);
    return measured;
}

static int by_ratio(const void *a, const void *b)
{
    double x = ((const struct paired *)a)->ratio, y = ((const struct paired *)b)->ratio;
    return (x > y) - (x < y);
}

/* Two builds have their code and data in different places, and that makes a difference by itself, of 1 % and
   more in one pair of processes out of five: takes three pairs, and the one in the middle. */
static bool measure_first(struct paired *first, struct builds *b)
{
    enum { PAIRS = 3 };
    static const unsigned long placements[PAIRS] = {0, 23, 51};
    struct paired each[PAIRS];
    b->share.seconds = b->seconds * MATCH_FIRST / PAIRS;
    for (int i = 0; i < PAIRS; i++) {
        b->placement = placements[i];
        if (!measure(&each[i], b))
            return false;
    }
    qsort(each, PAIRS, sizeof *each, by_ratio);
    *first = each[PAIRS / 2];
    return true;
}

/* Two more have to agree. Gives the one that is nearer to equality. */
static bool measure_again(struct paired *again, void *context)
{
    struct builds *b = context;
    struct paired second;
    b->share.seconds = b->seconds * MATCH_AGAIN / 2;
    b->placement = 37;
    if (!measure(again, b))
        return false;
    b->placement = 11;
    if (!measure(&second, b) || (again->ratio > 1) != (second.ratio > 1))
        return false;
    if (fabs(log(second.ratio)) < fabs(log(again->ratio)))
        *again = second;
    return true;
}

enum status paired_builds(struct paired_row *row, const struct paired_options *o, struct paired_share share)
{
    struct builds builds = {row, o, share.seconds, share, 0, STATUS_OK};
    row->measured = measure_first(&row->outcome.first, &builds);
    if (!row->measured) /* a kernel that is new is no reason to end */
        return builds.status == STATUS_INCONCLUSIVE ? STATUS_OK : builds.status;
    match_judge(&row->outcome, o->threshold, measure_again, &builds);
    return STATUS_OK;
}

/* The other process has used the caches meanwhile, and where a kernel waits for memory, what it does besides
   costs nothing: each sample is taken twice, and only the second time counts. An interrupt is for the process
   that asks; the end of its questions is the end. */
enum status paired_serve(const struct paired_row *row, const struct paired_options *o)
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
