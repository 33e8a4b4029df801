/* examine.c -- tries out what can be measured here, and how evenly. */
#include "harness/machine/examine.h"

#include "harness/base/stats.h"
#include "harness/base/timing.h"
#include "harness/machine/counters.h"
#include "harness/machine/machine.h"
#include "harness/machine/start.h"
#include "harness/machine/steps.h"
#include "losses/isa.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static double spin_ns(uint64_t steps)
{
    int64_t start = timing_now();
    timing_spin(steps);
    return (double)(timing_now() - start);
}

/* The least of three: a single run may have been interrupted. */
static double undisturbed_spin_ns(uint64_t steps)
{
    return fmin(spin_ns(steps), fmin(spin_ns(steps), spin_ns(steps)));
}

static json_t *steal_percent(const struct cpu_ticks *from, const struct cpu_ticks *to)
{
    return to->all > from->all
               ? json_real(100 * (double)(to->stolen - from->stolen) / (double)(to->all - from->all))
               : json_null();
}

/* 200 runs of 1.5 ms of the same work: 0.3 s. */
static json_t *examine_noise(void)
{
    enum { RUNS = 200 };
    const double run_ns = 1.5e6;
    uint64_t steps = 1024;
    double ns[RUNS], once;
    struct cpu_ticks before = {0}, after = {0};
    while ((once = undisturbed_spin_ns(steps)) < run_ns / 2)
        steps *= 2;
    steps = (uint64_t)((double)steps * (run_ns / once)) + 1;
    bool ticks = machine_ticks(&before);
    for (int i = 0; i < RUNS; i++)
        ns[i] = spin_ns(steps);
    ticks = ticks && machine_ticks(&after);
    struct spread s = stats_spread(RUNS, ns);
    return json_pack("{s:i, s:f, s:f, s:f, s:f, s:f, s:f, s:o}", "samples", RUNS, "median_ns", s.median,
                     "low_ns", s.low, "high_ns", s.high, "min_ns", s.min, "max_ns", s.max,
                     "max_relative_spread", (s.max - s.min) / s.median, "steal_percent",
                     ticks ? steal_percent(&before, &after) : json_null());
}

static json_t *paranoid_level(void)
{
    int level;
    FILE *f = fopen("/proc/sys/kernel/perf_event_paranoid", "r");
    bool read = f && fscanf(f, "%d", &level) == 1;
    if (f)
        fclose(f);
    return read ? json_integer(level) : json_null();
}

static json_t *examine_counters(void)
{
    struct counters counters;
    char reason[COUNTERS_REASON] = "";
    bool available = counters_open(&counters, counters_events, reason);
    if (available)
        counters_close(&counters);
    return json_pack("{s:b, s:o, s:o}", "available", available, "reason",
                     available ? json_null() : json_string(reason), "paranoid", paranoid_level());
}

static void do_nothing(void *nothing)
{
    (void)nothing;
}

static json_t *examine_stepping(void)
{
    char reason[STEPS_REASON];
    double steps;
    bool available = steps_count(do_nothing, NULL, &steps, reason);
    return json_pack("{s:b, s:o}", "available", available, "reason",
                     available ? json_null() : json_string(reason));
}

static json_t *examine_pinning(void)
{
    int allowed = machine_allowed_cpus();
    return allowed < 0 ? json_null()
                       : json_pack("{s:i, s:b}", "allowed_cpus", allowed, "pinned", allowed == 1);
}

static json_t *examine_load(void)
{
    double load[3];
    if (getloadavg(load, 3) != 3)
        return json_null();
    return json_pack("[f, f, f]", load[0], load[1], load[2]);
}

json_t *examine_machine(void)
{
    char text[64];
    const char *governor = machine_governor(text);
    int turbo = machine_turbo();
    struct cpu_ticks boot = {0}, now;
    json_t *isa = json_object();
    for (int i = ISA_ANY + 1; i < ISAS; i++)
        json_object_set_new(isa, isa_names[i], json_boolean(isa_runs((enum isa)i)));
    json_t *stolen = machine_ticks(&now) ? steal_percent(&boot, &now) : json_null();
    json_t *found = json_pack(
        "{s:s, s:o, s:o, s:o, s:s?, s:o, s:o, s:o, s:{s:f, s:f}, s:o, s:o, s:o}", "schema",
        "ganloss-doctor/1", "machine", machine_json(), "isa", isa, "load", examine_load(), "governor",
        governor, "turbo", turbo < 0 ? json_null() : json_boolean(turbo), "steal_percent", stolen, "pinning",
        examine_pinning(), "clock", "resolution_ns", timing_resolution(), "overhead_ns", timing_overhead(),
        "counters", examine_counters(), "single_stepping", examine_stepping(), "noise", examine_noise());
    start_note(found);
    return found;
}
