#include "harness/base/timing.h"

#include "harness/base/stats.h"

#include <time.h>

static int64_t nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t time_by(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return nanoseconds(t);
}

int64_t timing_now(void)
{
    return time_by(CLOCK_MONOTONIC);
}

int64_t timing_of_process(void)
{
    return time_by(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t timing_of_thread(void)
{
    return time_by(CLOCK_THREAD_CPUTIME_ID);
}

double timing_resolution(void)
{
    struct timespec step;
    clock_getres(CLOCK_MONOTONIC, &step);
    return (double)nanoseconds(step);
}

double timing_overhead(void)
{
    enum { RUNS = 301, READINGS = 64 };
    double ns[RUNS];
    for (int run = 0; run < RUNS; run++) {
        int64_t start = timing_now(), stop = start;
        for (int i = 0; i < READINGS; i++)
            stop = timing_now();
        ns[run] = (double)(stop - start) / READINGS;
    }
    return stats_spread(RUNS, ns).median;
}

void timing_spin(uint64_t steps)
{
    static volatile uint64_t spun;
    uint64_t x = spun;
    for (uint64_t i = 0; i < steps; i++)
        x = x * 6364136223846793005u + 1442695040888963407u;
    spun = x;
}
