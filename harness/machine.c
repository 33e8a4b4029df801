#include "machine.h"

#include "../losses/isa.h"

#include <gnu/libc-version.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

const char *build_version(void)
{
    return GANLOSS_VERSION;
}

const char *reports_directory(void)
{
    return access(GANLOSS_REPORTS, R_OK) == 0 ? GANLOSS_REPORTS : GANLOSS_INSTALLED_REPORTS;
}

const char *worst_directory(void)
{
    return access(GANLOSS_WORST, R_OK | X_OK) == 0 ? GANLOSS_WORST : NULL;
}

/* The value of the first "model name : ..." line. */
static void cpu_model(char text[128])
{
    char line[512];
    FILE *f = fopen("/proc/cpuinfo", "r");
    strcpy(text, "unknown");
    while (f && fgets(line, sizeof line, f)) {
        char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) == 0 && colon) {
            snprintf(text, 128, "%.*s", (int)strcspn(colon + 2, "\n"), colon + 2);
            break;
        }
    }
    if (f)
        fclose(f);
}

static const char *best_isa(void)
{
    for (int isa = ISAS - 1; isa > 0; isa--)
        if (isa_runs((enum isa)isa))
            return isa_names[isa];
    return isa_names[ISA_ANY];
}

json_t *machine_json(void)
{
    char cpu[128], kernel[256];
    struct utsname name;
    cpu_model(cpu);
    uname(&name);
    snprintf(kernel, sizeof kernel, "%s %s %s", name.sysname, name.release, name.machine);
    return json_pack("{s:s, s:s, s:I, s:[I, I, I], s:s, s:s, s:s, s:s, s:s}", "cpu", cpu, "isa", best_isa(),
                     "cores", (json_int_t)sysconf(_SC_NPROCESSORS_ONLN), "caches",
                     (json_int_t)sysconf(_SC_LEVEL1_DCACHE_SIZE), (json_int_t)sysconf(_SC_LEVEL2_CACHE_SIZE),
                     (json_int_t)sysconf(_SC_LEVEL3_CACHE_SIZE), "kernel", kernel, "libc",
                     gnu_get_libc_version(), "compiler", __VERSION__, "flags", GANLOSS_FLAGS, "version",
                     build_version());
}

/* Reads the first word of a file; false where there is none. */
static bool read_word(const char *path, char text[64])
{
    FILE *f = fopen(path, "r");
    bool read = f && fscanf(f, "%63s", text) == 1;
    if (f)
        fclose(f);
    return read;
}

const char *machine_governor(char text[64])
{
    return read_word("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", text) ? text : NULL;
}

/* Intel's driver says whether turbo is off, the generic one whether boost is on. */
int machine_turbo(void)
{
    char text[64];
    if (read_word("/sys/devices/system/cpu/intel_pstate/no_turbo", text))
        return text[0] == '0';
    if (read_word("/sys/devices/system/cpu/cpufreq/boost", text))
        return text[0] == '1';
    return -1;
}

const char *const memory_level_names[MEMORY_LEVELS] = {"L1", "L2", "L3", "memory"};

size_t machine_cache(enum memory_level level)
{
    static const struct {
        int name;
        size_t usual;
    } caches[] = {{_SC_LEVEL1_DCACHE_SIZE, (size_t)32 << 10},
                  {_SC_LEVEL2_CACHE_SIZE, (size_t)1 << 20},
                  {_SC_LEVEL3_CACHE_SIZE, (size_t)16 << 20}};
    long size = sysconf(caches[level].name);
    return size > 0 ? (size_t)size : caches[level].usual;
}

int machine_allowed_cpus(void)
{
    cpu_set_t allowed;
    return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : -1;
}

/* "cpu user nice system idle iowait irq softirq steal guest guest_nice"; guest time is in user already. */
bool machine_ticks(struct cpu_ticks *ticks)
{
    enum { FIELDS = 8, STEAL = 7 };
    unsigned long long field[FIELDS] = {0};
    FILE *f = fopen("/proc/stat", "r");
    int read = f ? fscanf(f, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &field[0], &field[1], &field[2],
                          &field[3], &field[4], &field[5], &field[6], &field[STEAL])
                 : 0;
    if (f)
        fclose(f);
    *ticks = (struct cpu_ticks){0, field[STEAL]};
    for (int i = 0; i < FIELDS; i++)
        ticks->all += field[i];
    return read == FIELDS;
}
