/* trials.c -- comparisons whose outcome is known: a kernel with itself, and with itself slowed down by 2 %
   and by 5 %. Counts the false verdicts and those that were missed; for half of each, another process keeps a
   core busy.

   Usage: trials [SAME [TWO [FIVE [SELECTOR]]]]: how many of each; 300 100 100 unless told; SELECTOR, a glob,
   picks kernels, all of the settings unless told. A slowdown is injected by
   running the kernel once more on the first n/50 or n/20 elements of a batch. Exit status 1: more than one
   false verdict in 300, fewer than 95 % of the 2 % or not all of the 5 % found, or a trial took over 2 s. */
#include "harness/base/allocate.h"
#include "harness/base/fail.h"
#include "harness/base/process.h"
#include "harness/base/timing.h"
#include "harness/bench/bench.h"
#include "harness/bench/count.h"
#include "harness/bench/match.h"
#include "harness/bench/pairs.h"
#include "harness/inputs/regime.h"
#include "harness/machine/steps.h"
#include "harness/selection/select.h"

#include <fnmatch.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A fresh process that was long in starting, as the first of a run can be, measures until `latest` at most. */
static const double trial_seconds = 2, latest = 1.9, threshold = 0.005, alpha = 0.01;

enum injected { NONE, TWO_PERCENT, FIVE_PERCENT, INJECTED };
static const char *const injected_names[INJECTED] = {"itself", "+2 %", "+5 %"};
static const size_t part[INJECTED] = {SIZE_MAX, 50, 20}; /* one in so many is run again */

static const struct ganloss_kernel *base;

static void slow_f32(size_t again, size_t n, const float x[], const float y[], float loss[], float grad[])
{
    base->f32(n, x, y, loss, grad);
    base->f32(n / again, x, y, loss, grad);
}

static void slow_f64(size_t again, size_t n, const double x[], const double y[], double loss[], double grad[])
{
    base->f64(n, x, y, loss, grad);
    base->f64(n / again, x, y, loss, grad);
}

static void two_f32(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    slow_f32(part[TWO_PERCENT], n, x, y, loss, grad);
}

static void two_f64(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    slow_f64(part[TWO_PERCENT], n, x, y, loss, grad);
}

static void five_f32(size_t n, const float x[], const float y[], float loss[], float grad[])
{
    slow_f32(part[FIVE_PERCENT], n, x, y, loss, grad);
}

static void five_f64(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    slow_f64(part[FIVE_PERCENT], n, x, y, loss, grad);
}

/* Sizes are multiples of 100, so that the parts are whole. */
static const struct {
    const char *id, *regime;
    size_t batch;
} settings[] = {
    {"nonsaturating.g/stable/f32", "equilibrium", 500}, {"minimax.g@D/naive/f64", "uniform", 50000},
    {"nonsaturating.g/maxlog1p/f64", "early", 4000},    {"nonsaturating.g/naive/f32", "saturated", 50000},
    {"bce.target/stable/f32", "uniform", 500},          {"minimax.g/stable/f64", "equilibrium", 20000},
};
enum { SETTINGS = sizeof settings / sizeof *settings };

static int selected[SETTINGS];
static size_t selected_count;

static void select_settings(const char *selector)
{
    for (int i = 0; i < SETTINGS; i++)
        if (fnmatch(selector, settings[i].id, 0) == 0)
            selected[selected_count++] = i;
    if (selected_count == 0)
        exit((int)fail(STATUS_NOTHING, "no setting matches '%s'", selector));
}

static struct kernel slow;
static struct ganloss_kernel slow_code;

static void open_match(struct match *match, int setting, enum injected injected, size_t placement,
                       uint64_t seed)
{
    struct choice choice;
    if (!choice_find(&choice, settings[setting].id))
        exit((int)fail(STATUS_INTERNAL, "no kernel %s", settings[setting].id));
    base = choice.kernel->code;
    slow_code = *base;
    if (choice.format == &formats[F32])
        slow_code.f32 = injected == TWO_PERCENT ? two_f32 : five_f32;
    else
        slow_code.f64 = injected == TWO_PERCENT ? two_f64 : five_f64;
    slow = *choice.kernel;
    slow.code = &slow_code;
    for (int side = 0; side < 2; side++)
        match->row[side] = (struct bench_row){.choice = choice,
                                              .reduction = ELEMENT,
                                              .regime = regime_find(settings[setting].regime),
                                              .batch = settings[setting].batch};
    if (injected != NONE)
        match->row[1].choice.kernel = &slow;
    match_open(match, LEVEL_AUTO, placement, seed);
}

static void measure(struct paired *paired, int setting, enum injected injected, size_t placement,
                    uint64_t seed, double seconds)
{
    struct match match;
    int64_t start = timing_now();
    open_match(&match, setting, injected, placement, seed);
    const struct match_plan plan = {seconds - 1e-9 * (double)(timing_now() - start), alpha, seed};
    if (!match_measure(paired, &match, &plan))
        exit((int)fail(STATUS_INTERNAL, "nothing was measured"));
    match_close(&match);
}

/* Arithmetic and memory traffic, until its parent ends it or ends. */
static pid_t start_load(void)
{
    enum { WORDS = 1 << 20 };
    pid_t id = fork();
    if (id != 0)
        return id;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    volatile double *array = allocate(WORDS, sizeof *array);
    memset((void *)array, 0, WORDS * sizeof *array);
    for (size_t i = 0;; i = (i + 1) % WORDS)
        array[i] = array[i] * 0.999 + 1e-3;
}

static void end_load(pid_t load)
{
    kill(load, SIGKILL);
    waitpid(load, NULL, 0);
}

struct tally {
    size_t trials, of[VERDICTS];
    double longest;
};

static void try_once(struct tally *tally, size_t i, enum injected injected)
{
    char setting[16], kind[16], seed[24], deadline[24];
    int number = selected[i % selected_count];
    struct match_outcome outcome;
    int64_t start = timing_now();
    snprintf(setting, sizeof setting, "%d", number);
    snprintf(kind, sizeof kind, "%d", (int)injected);
    snprintf(seed, sizeof seed, "%zu", i + 1);
    snprintf(deadline, sizeof deadline, "%lld", (long long)(start + (int64_t)(latest * 1e9)));
    char *fresh[] = {(char *)process_self, "--again", setting, kind, seed, deadline, NULL};
    measure(&outcome.first, number, injected, 0, i + 1, MATCH_FIRST * trial_seconds);
    match_judge(&outcome, threshold, match_ask, fresh);
    double seconds = 1e-9 * (double)(timing_now() - start);
    tally->trials++;
    tally->of[outcome.verdict]++;
    tally->longest = fmax(tally->longest, seconds);
    printf("%-6s %3zu %-28s %+6.2f %% (%+.2f .. %+.2f)", injected_names[injected], i, settings[number].id,
           100 * (outcome.first.ratio - 1), 100 * (outcome.first.low - 1), 100 * (outcome.first.high - 1));
    if (outcome.again.quads > 0)
        printf("  again %+6.2f %% (%+.2f .. %+.2f)", 100 * (outcome.again.ratio - 1),
               100 * (outcome.again.low - 1), 100 * (outcome.again.high - 1));
    printf("  %s, %zu quads, %.2f s\n", pairs_verdict_names[outcome.verdict], outcome.first.quads, seconds);
    fflush(stdout);
}

static void try_all(struct tally *tally, size_t trials, enum injected injected)
{
    *tally = (struct tally){0};
    for (size_t i = 0; i < trials / 2; i++)
        try_once(tally, i, injected);
    pid_t load = start_load();
    for (size_t i = trials / 2; i < trials; i++)
        try_once(tally, i, injected);
    end_load(load);
}

/* By construction a slowed-down batch has 2 % or 5 % more of the kernel's work; the CPU is asked, too. */
static void count_injected(enum injected injected)
{
    char reason[STEPS_REASON];
    for (size_t s = 0; s < selected_count; s++) {
        struct match match;
        int setting = selected[s];
        double steps[2];
        open_match(&match, setting, injected, 0, 1);
        for (int side = 0; side < 2; side++) {
            match.row[side].batch = 100;
            if (!bench_steps_of_call(&match.row[side], &match.arrays[0], &steps[side], reason)) {
                printf("instructions are not counted: %s\n", reason);
                return;
            }
        }
        printf("%s into %-28s %.2f %% more instructions per batch of 100\n", injected_names[injected],
               settings[setting].id, 100 * (steps[1] / steps[0] - 1));
        match_close(&match);
    }
}

int main(int argc, char **argv)
{
    size_t trials[INJECTED] = {300, 100, 100};
    struct tally tally[INJECTED];
    if (argc == 6 && strcmp(argv[1], "--again") == 0) {
        struct paired paired;
        unsigned long seed = strtoul(argv[4], NULL, 10);
        double left = 1e-9 * (double)(strtoll(argv[5], NULL, 10) - timing_now());
        measure(&paired, atoi(argv[2]), (enum injected)atoi(argv[3]), 1 + seed % 63, ~seed,
                fmin(MATCH_AGAIN * trial_seconds, left));
        match_answer(stdout, &paired);
        return 0;
    }
    for (int i = 0; i < INJECTED && i + 1 < argc; i++)
        trials[i] = strtoul(argv[i + 1], NULL, 10);
    select_settings(argc > 1 + INJECTED ? argv[1 + INJECTED] : "*");
    for (enum injected i = TWO_PERCENT; i < INJECTED; i++)
        count_injected(i);
    for (enum injected i = NONE; i < INJECTED; i++)
        try_all(&tally[i], trials[i], i);

    size_t false_verdicts = tally[NONE].of[VERDICT_FASTER] + tally[NONE].of[VERDICT_SLOWER];
    size_t two = tally[TWO_PERCENT].of[VERDICT_SLOWER], five = tally[FIVE_PERCENT].of[VERDICT_SLOWER];
    double longest = fmax(tally[NONE].longest, fmax(tally[TWO_PERCENT].longest, tally[FIVE_PERCENT].longest));
    printf("a kernel with itself: %zu false verdicts in %zu (%zu inconclusive)\n", false_verdicts,
           trials[NONE], tally[NONE].of[VERDICT_INCONCLUSIVE]);
    printf("2 %% slower: %zu of %zu found; 5 %% slower: %zu of %zu found\n", two, trials[TWO_PERCENT], five,
           trials[FIVE_PERCENT]);
    printf("the longest trial took %.2f s\n", longest);
    bool good = 300 * false_verdicts <= (trials[NONE] < 300 ? 300 : trials[NONE]) &&
                100 * two >= 95 * trials[TWO_PERCENT] && five == trials[FIVE_PERCENT] &&
                longest <= trial_seconds;
    puts(good ? "as promised" : "NOT as promised");
    return good ? 0 : 1;
}
