#include "harness/machine/machine.h"

#include "losses/isa.h"

#include <gnu/libc-version.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

const char *machine_build_version(void)
{
    return GANLOSS_DESCRIPTION;
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

json_t *machine_json(void)
{
    char cpu[128], kernel[256];
    struct utsname name;
    cpu_model(cpu);
    uname(&name);
    snprintf(kernel, sizeof kernel, "%s %s %s", name.sysname, name.release, name.machine);
    return json_pack("{s:s, s:s, s:I, s:[I, I, I], s:s, s:s, s:s, s:s, s:s}", "cpu", cpu, "isa",
                     isa_names[isa_best()], "cores", (json_int_t)sysconf(_SC_NPROCESSORS_ONLN), "caches",
                     (json_int_t)machine_cache(LEVEL_L1), (json_int_t)machine_cache(LEVEL_L2),
                     (json_int_t)machine_cache(LEVEL_L3), "kernel", kernel, "libc", gnu_get_libc_version(),
                     "compiler", __VERSION__, "flags", GANLOSS_FLAGS, "version", machine_build_version());
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

const char *const machine_level_names[MEMORY_LEVELS] = {"L1", "L2", "L3", "memory"};

/* "32768K" of the data or unified cache of this level that the first CPU has; glibc's sysconf adds up the
   L3 caches of all sockets, or worse. 0: not shown. */
static size_t shown_cache(int level)
{
    for (int index = 0; index < 8; index++) {
        char path[96], text[64], kind[64];
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/level", index);
        if (!read_word(path, text) || atoi(text) != level)
            continue;
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/type", index);
        if (!read_word(path, kind) || strcmp(kind, "Instruction") == 0)
            continue;
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu0/cache/index%d/size", index);
        return read_word(path, text) ? (size_t)strtoul(text, NULL, 10) << (strchr(text, 'M') ? 20 : 10) : 0;
    }
    return 0;
}

size_t machine_cache(enum memory_level level)
{
    static const size_t usual[] = {(size_t)32 << 10, (size_t)1 << 20, (size_t)16 << 20};
    static size_t known[sizeof usual / sizeof *usual];
    if (known[level] == 0)
        known[level] = shown_cache((int)level + 1);
    if (known[level] == 0)
        known[level] = usual[level];
    return known[level];
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
