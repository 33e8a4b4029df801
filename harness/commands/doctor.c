/* doctor.c -- the command `doctor`: prints what machine/examine.c found. */
#include "harness/base/fail.h"
#include "harness/base/json.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/machine/examine.h"
#include "harness/ranks/ranks.h"
#include "harness/record/result.h"
#include "harness/record/run_key.h"
#include "harness/report/exact.h"
#include "losses/isa.h"

#include <stdio.h>
#include <string.h>

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
    const char *environment = json_string_value(json_object_get(found, "environment"));
    printf("%-10s %s%s\n", "floats", environment ? environment : "the usual environment",
           environment ? ": not as usual at the start, set right" : "");
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

/* Which exact figures are kept, and whether they are of the kernels in this program. */
static enum status add_exact(json_t *found)
{
    char difference[RUN_KEY_TEXT] = "";
    json_t *kept, *key = run_key_json(NULL);
    enum status status = report_exact_read(&kept, NULL);
    if (status == STATUS_OK && kept) {
        report_exact_differs(difference, kept, key);
        json_object_set_new(found, "exact",
                            json_pack("{s:O, s:I, s:s}", "path", json_object_get(kept, "path"), "kernels",
                                      (json_int_t)report_exact_kernels(kept), "difference", difference));
    }
    json_decref(key);
    json_decref(kept);
    return status;
}

static void print_exact(const json_t *exact)
{
    const char *difference = json_text_at(exact, "difference");
    if (!exact)
        printf("%-10s none are kept (make exact)\n", "figures");
    else if (*difference)
        printf("%-10s %s was made for another build: its %s (make exact makes it anew)\n", "figures",
               json_text_at(exact, "path"), difference);
    else
        printf("%-10s %s has exact ones of %.0Lf kernels, for this build\n", "figures",
               json_text_at(exact, "path"), json_number_at(exact, "kernels"));
}

static void print_mpi(const json_t *mpi)
{
    const char *version = json_string_value(mpi);
    printf("%-10s %s\n", "mpi", version ? version : "none: this build is without it, or it is not installed");
}

static const struct cli_command command = {
    NULL, NULL, 0, NULL,
    "Says what this machine can and cannot measure, and how noisy it is now.\vCPU and instruction sets, load, "
    "frequency governor and turbo, time stolen by a hypervisor, pinning, the clock, hardware counters or why "
    "there are none, and the spread of 200 runs of the same work (0.3 s); whether the exact figures that "
    "are kept for reports are of this build's kernels; and by which MPI several processes can share a run. The exit status is 0 whatever it finds.\n\n"
    "Examples:\n"
    "  ganloss doctor\n"
    "  ganloss doctor --format json"};

enum status command_doctor(int argc, char **argv)
{
    struct common common = {0};
    enum status status = cli_parse(&command, argc, argv, &common);
    if (status == STATUS_OK && common.operand_count > 0)
        status = fail(STATUS_USAGE, "doctor takes no operand, not '%s'", common.operands[0]);
    if (status != STATUS_OK)
        return status;
    json_t *found = examine_machine();
    const char *mpi = ranks_version();
    json_object_set_new(found, "mpi", mpi ? json_string(mpi) : json_null());
    status = add_exact(found);
    if (status != STATUS_OK) {
        json_decref(found);
        return status;
    }
    if (common.format == JSON) {
        status = result_write(found, NULL);
    } else {
        print_machine(found);
        print_measuring(found);
        print_exact(json_object_get(found, "exact"));
        print_mpi(json_object_get(found, "mpi"));
    }
    json_decref(found);
    return status;
}
