#include "harness/machine/limits.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/timing.h"
#include "harness/machine/limits_peak.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Bytes per ns of the fastest of several runs, between two arrays that together fill 3/4 of a cache, or each
   of them the last. */
static double copy_speed(enum memory_level level)
{
    enum { RUNS = 5 };
    const double run_ns = 3e6;
    size_t bytes = (level == LEVEL_MEMORY ? 2 * machine_cache(LEVEL_L3) : machine_cache(level) / 4 * 3) / 2;
    char *from = allocate(bytes, 1), *to = allocate(bytes, 1);
    double best = 0;
    memset(from, 1, bytes);
    memset(to, 2, bytes);
    for (int run = 0; run < RUNS; run++) {
        int64_t start = timing_now(), now;
        double copied = 0;
        do {
            for (size_t done = 0; done < 65536; done += bytes) {
                memcpy(to, from, bytes);
                __asm__ volatile("" : : "r"(to), "r"(from) : "memory");
                copied += 2 * (double)bytes;
            }
            now = timing_now();
        } while ((double)(now - start) < run_ns);
        best = fmax(best, copied / (double)(now - start));
    }
    free(from);
    free(to);
    return best;
}

void limits_measure(struct limits *limits, const bool used[MEMORY_LEVELS])
{
    for (int level = 0; level < MEMORY_LEVELS; level++)
        limits->copy[level] = used[level] ? copy_speed((enum memory_level)level) : (double)NAN;
    for (int f = 0; f < FORMATS; f++) {
        limits->peak[f] = 0;
        for (int isa = 0; isa < ISAS; isa++) {
            limits->fma[isa][f] = isa_runs((enum isa)isa) ? limits_peak((enum isa)isa, &formats[f]) : 0;
            limits->peak[f] = fmax(limits->peak[f], limits->fma[isa][f]);
        }
    }
}

json_t *limits_json(const struct limits *limits)
{
    json_t *copy = json_object(), *fma = json_object();
    for (int level = 0; level < MEMORY_LEVELS; level++)
        json_object_set_new(copy, machine_level_names[level], json_number_or_null(limits->copy[level]));
    for (int isa = 0; isa < ISAS; isa++)
        if (limits->fma[isa][0] > 0)
            json_object_set_new(fma, isa_names[isa],
                                json_pack("{s:f, s:f}", formats[F32].name, limits->fma[isa][F32],
                                          formats[F64].name, limits->fma[isa][F64]));
    return json_pack("{s:o, s:o}", "copy_bytes_per_ns", copy, "fma_per_ns", fma);
}

void limits_print(FILE *to, const struct limits *limits)
{
    fputs("limits: copying, GB/s read and written:", to);
    for (int level = 0; level < MEMORY_LEVELS; level++)
        if (isfinite(limits->copy[level]))
            fprintf(to, " %s %.0f", machine_level_names[level], limits->copy[level]);
    fputs("; 10^9 multiply-adds per s:", to);
    for (int isa = 0; isa < ISAS; isa++)
        if (limits->fma[isa][F32] > 0)
            fprintf(to, "%s %s %.0f f32, %.0f f64", isa ? "," : "", isa_names[isa], limits->fma[isa][F32],
                    limits->fma[isa][F64]);
    fputc('\n', to);
}
