/* doctor.c -- the command `doctor`: examines, then prints what it found. */
#include "harness/commands/doctor.h"

#include "harness/base/fail.h"
#include "harness/base/output.h"
#include "harness/base/stats.h"
#include "harness/base/timing.h"
#include "harness/cli/cli.h"
#include "harness/machine/counters.h"
#include "harness/machine/machine.h"
#include "harness/machine/steps.h"
#include "harness/record/result.h"
#include "losses/isa.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    bool available = counters_open(&counters, counter_events, reason);
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

json_t *doctor_examine(void)
{
    char text[64];
    const char *governor = machine_governor(text);
    int turbo = machine_turbo();
    struct cpu_ticks boot = {0}, now;
    json_t *isa = json_object();
    for (int i = ISA_ANY + 1; i < ISAS; i++)
        json_object_set_new(isa, isa_names[i], json_boolean(isa_runs((enum isa)i)));
    json_t *stolen = machine_ticks(&now) ? steal_percent(&boot, &now) : json_null();
    return json_pack("{s:s, s:o, s:o, s:o, s:s?, s:o, s:o, s:o, s:{s:f, s:f}, s:o, s:o, s:o}", "schema",
                     "ganloss-doctor/1", "machine", machine_json(), "isa", isa, "load", examine_load(),
                     "governor", governor, "turbo", turbo < 0 ? json_null() : json_boolean(turbo),
                     "steal_percent", stolen, "pinning", examine_pinning(), "clock", "resolution_ns",
                     timing_resolution(), "overhead_ns", timing_overhead(), "counters", examine_counters(),
                     "single_stepping", examine_stepping(), "noise", examine_noise());
}

static double number(const json_t *object, const char *key)
{
    return json_number_value(json_object_get(object, key));
}

/* "1.23 %", or that it is not shown. */
static void print_percent(const char *label, const json_t *percent, const char *when)
{
    if (json_is_number(percent))
        printf("%-10s %.2f %% %s\n", label, json_number_value(percent), when);
    else
        printf("%-10s not readable (%s)\n", label, when);
}

static void print_machine(const json_t *found)
{
    const json_t *machine = json_object_get(found, "machine"), *load = json_object_get(found, "load");
    const json_t *turbo = json_object_get(found, "turbo"), *isa;
    const char *governor = json_string_value(json_object_get(found, "governor")), *name;
    printf("%-10s %s\n", "cpu", json_string_value(json_object_get(machine, "cpu")));
    printf("%-10s", "isa");
    json_object_foreach(json_object_get(found, "isa"), name, isa) printf(
        " %s %s%s", name, json_is_true(isa) ? "yes" : "no", strcmp(name, isa_names[ISAS - 1]) ? "," : "\n");
    printf("%-10s %.0f\n", "cores", number(machine, "cores"));
    if (json_is_array(load))
        printf("%-10s %.2f %.2f %.2f (1, 5, 15 minutes)\n", "load",
               json_number_value(json_array_get(load, 0)), json_number_value(json_array_get(load, 1)),
               json_number_value(json_array_get(load, 2)));
    else
        printf("%-10s not readable\n", "load");
    printf("%-10s %s\n", "governor", governor ? governor : "not readable");
    printf("%-10s %s\n", "turbo", json_is_null(turbo) ? "not readable" : json_is_true(turbo) ? "on" : "off");
    const json_t *allowed = json_object_get(json_object_get(found, "pinning"), "allowed_cpus");
    if (json_is_integer(allowed))
        printf("%-10s %s: may run on %lld of %.0f CPUs\n", "pinning",
               json_integer_value(allowed) == 1 ? "yes" : "no", (long long)json_integer_value(allowed),
               number(machine, "cores"));
    else
        printf("%-10s not readable\n", "pinning");
    print_percent("steal", json_object_get(found, "steal_percent"), "since boot");
}

static void print_measuring(const json_t *found)
{
    const json_t *clock = json_object_get(found, "clock"), *counters = json_object_get(found, "counters");
    const json_t *noise = json_object_get(found, "noise"), *paranoid = json_object_get(counters, "paranoid");
    double median = number(noise, "median_ns");
    printf("%-10s resolution %g ns, a reading costs %.1f ns\n", "clock", number(clock, "resolution_ns"),
           number(clock, "overhead_ns"));
    if (json_is_true(json_object_get(counters, "available")))
        printf("%-10s available\n", "counters");
    else
        printf("%-10s not available: %s\n", "counters",
               json_string_value(json_object_get(counters, "reason")));
    if (json_is_integer(paranoid))
        printf("%-10s kernel.perf_event_paranoid is %.0f\n", "", json_number_value(paranoid));
    const json_t *stepping = json_object_get(found, "single_stepping");
    if (json_is_true(json_object_get(stepping, "available")))
        printf("%-10s by single-stepping: available\n", "counting");
    else
        printf("%-10s %s\n", "counting", json_string_value(json_object_get(stepping, "reason")));
    printf("%-10s %.0f runs of a fixed spin: median %.4g ms, quartiles %.2f %% below and %.2f %% above,\n",
           "noise", number(noise, "samples"), median / 1e6, 100 * (1 - number(noise, "low_ns") / median),
           100 * (number(noise, "high_ns") / median - 1));
    printf("%-10s from fastest to slowest %.1f %%\n", "", 100 * number(noise, "max_relative_spread"));
    print_percent("", json_object_get(noise, "steal_percent"), "stolen meanwhile");
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    (void)state;
    return key == ARGP_KEY_ARG ? cli_bad("doctor takes no operand, not '%s'", text) : ARGP_ERR_UNKNOWN;
}

static const struct argp argp = {NULL,
                                 parse,
                                 NULL,
                                 "Says what this machine can and cannot measure, and how noisy it is "
                                 "now.\vCPU and instruction sets, load, frequency governor and turbo, time "
                                 "stolen by a hypervisor, pinning, the clock, hardware counters or why "
                                 "there are none, and the spread of 200 runs of the same work (0.3 s). The "
                                 "exit status is 0 whatever it finds.\n\n"
                                 "Examples:\n"
                                 "  ganloss doctor\n"
                                 "  ganloss doctor --format json",
                                 NULL,
                                 NULL,
                                 NULL};

enum status command_doctor(int argc, char **argv)
{
    struct common common = {0};
    enum status status = cli_parse(&argp, argc, argv, &common);
    if (status != STATUS_OK)
        return status;
    json_t *found = doctor_examine();
    if (common.format == JSON) {
        status = result_write(found, NULL);
    } else {
        struct output_file out;
        print_machine(found);
        print_measuring(found);
        status = output_open(&out, NULL) == STATUS_OK ? output_commit(&out) : STATUS_INTERNAL;
    }
    json_decref(found);
    return status;
}
