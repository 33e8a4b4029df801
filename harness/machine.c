#include "machine.h"

#include "../losses/isa.h"

#include <gnu/libc-version.h>
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
    return json_pack("{s:s, s:s, s:I, s:[I, I, I], s:s, s:s, s:s, s:s, s:s}", "cpu", cpu, "isa", best_isa(), "cores",
                     (json_int_t)sysconf(_SC_NPROCESSORS_ONLN), "caches",
                     (json_int_t)sysconf(_SC_LEVEL1_DCACHE_SIZE), (json_int_t)sysconf(_SC_LEVEL2_CACHE_SIZE),
                     (json_int_t)sysconf(_SC_LEVEL3_CACHE_SIZE), "kernel", kernel, "libc",
                     gnu_get_libc_version(), "compiler", __VERSION__, "flags", GANLOSS_FLAGS, "version",
                     build_version());
}
