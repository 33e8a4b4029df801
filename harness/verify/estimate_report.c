#include "harness/verify/estimate_report.h"

#include "harness/base/json.h"
#include "harness/machine/machine.h"

#include <math.h>
#include <string.h>

static const char *const part_names[ESTIMATE_PARTS] = {
    [ESTIMATE_FLOATS] = "every float", [ESTIMATE_SEARCH] = "search", [ESTIMATE_CASES] = "cases"};

/* "1.5 s", "12 min", "3.4 h": as many as one can picture. */
enum { DURATION_TEXT = 32 };
static const char *duration(char text[DURATION_TEXT], double seconds)
{
    static const struct {
        double seconds;
        const char *name;
    } units[] = {{1, "s"}, {60, "min"}, {3600, "h"}};
    int k = seconds < 100 ? 0 : seconds < 100 * 60 ? 1 : 2;
    snprintf(text, DURATION_TEXT, "%.3g %s", seconds / units[k].seconds, units[k].name);
    return text;
}

static const char *size(char text[DURATION_TEXT], double bytes)
{
    if (bytes < 1e6)
        snprintf(text, DURATION_TEXT, "%.0f kB", ceil(bytes / 1e3));
    else
        snprintf(text, DURATION_TEXT, bytes < 1e9 ? "%.3g MB" : "%.4g MB", bytes / 1e6);
    return text;
}

static double all_inputs(const struct estimate *e)
{
    double inputs = 0;
    for (int k = 0; k < ESTIMATE_PARTS; k++)
        inputs += e->part[k].inputs;
    return inputs;
}

static void print_row(FILE *to, const char *name, double inputs, double cpu, double wall)
{
    char taken[DURATION_TEXT], passed[DURATION_TEXT];
    fprintf(to, "  %-24s %17.0f  %10s  %10s\n", name, inputs, duration(taken, cpu), duration(passed, wall));
}

static void print_parts(FILE *to, const struct estimate *e, const struct estimate_of *of)
{
    char name[64];
    for (int k = 0; k < ESTIMATE_PARTS; k++) {
        const struct gauge *g = &e->part[k];
        if (g->cpu <= 0)
            continue;
        if (k == ESTIMATE_SEARCH)
            snprintf(name, sizeof name, "search, %llu round%s", (unsigned long long)e->rounds,
                     e->rounds == 1 ? "" : "s");
        else
            snprintf(name, sizeof name, "%s%s", part_names[k],
                     k == ESTIMATE_FLOATS       ? ""
                     : of->plan->level == QUICK ? " of level quick"
                                                : " of level full");
        print_row(to, name, g->inputs, g->cpu, gauge_wall(g, (double)e->threads));
    }
    print_row(to, "start and end", 0, e->start + e->document_cpu, e->start + e->document_cpu);
    print_row(to, "in all", all_inputs(e), estimate_cpu(e), estimate_wall(e));
}

void estimate_print(FILE *to, const struct estimate *e, const struct estimate_of *of)
{
    char text[DURATION_TEXT], other[DURATION_TEXT];
    double wall = estimate_wall(e);
    fprintf(to, "%zu kernel%s at level %s", of->selection->count, of->selection->count == 1 ? "" : "s",
            level_names[of->plan->level]);
    if (of->plan->shards > 1)
        fprintf(to, ", shard %zu of %zu", of->plan->shard + 1, of->plan->shards);
    fprintf(to, ", on %u thread%s\n\n  %-24s %17s  %10s  %10s\n", e->threads, e->threads == 1 ? "" : "s", "",
            "inputs", "CPU time", "wall time");
    print_parts(to, e, of);
    fprintf(to, "\n%.3g CPU hours; %s if nothing else runs", estimate_cpu(e) / 3600, duration(text, wall));
    if (e->waited > 1.1)
        fprintf(to, ", %s as busy as the machine is now", duration(other, wall * e->waited));
    fprintf(to, "\nmemory  %s\nfiles   ", size(text, e->memory));
    if (of->save)
        fprintf(to, "%s %s", of->save, size(text, e->document));
    if (of->plan->resume)
        fprintf(to, "%s%s %s", of->save ? ", " : "", of->plan->resume, size(text, e->checkpoint));
    fprintf(to, "%s\ncalibrated in %s on %u thread%s\n", of->save || of->plan->resume ? "" : "none",
            duration(text, e->took_wall), e->calibrated_on, e->calibrated_on == 1 ? "" : "s");
}

static void add_file(json_t *files, const char *path, double bytes)
{
    if (path)
        json_array_append_new(
            files, json_pack("{s:o, s:I}", "path", json_name(path), "bytes", (json_int_t)ceil(bytes)));
}

json_t *estimate_json(const struct estimate *e, const struct estimate_of *of)
{
    json_t *parts = json_array(), *files = json_array();
    double wall = estimate_wall(e);
    for (int k = 0; k < ESTIMATE_PARTS; k++)
        if (e->part[k].cpu > 0)
            json_array_append_new(parts,
                                  json_pack("{s:s, s:I, s:f, s:f}", "part", part_names[k], "inputs",
                                            (json_int_t)e->part[k].inputs, "cpu_seconds", e->part[k].cpu,
                                            "wall_seconds", gauge_wall(&e->part[k], (double)e->threads)));
    add_file(files, of->save, e->document);
    add_file(files, of->plan->resume, e->checkpoint);
    json_t *document =
        json_pack("{s:s, s:s, s:I, s:[I, I], s:I, s:I, s:o, s:I, s:f, s:f, s:f, s:f, s:I, s:o}", "schema",
                  ESTIMATE_SCHEMA, "level", level_names[of->plan->level], "seed", (json_int_t)of->plan->seed,
                  "shard", (json_int_t)of->plan->shard + 1, (json_int_t)of->plan->shards, "kernels",
                  (json_int_t)of->selection->count, "threads", (json_int_t)e->threads, "parts", parts,
                  "inputs", (json_int_t)all_inputs(e), "cpu_seconds", estimate_cpu(e), "cpu_hours",
                  estimate_cpu(e) / 3600, "wall_seconds", wall, "wall_seconds_now", wall * fmax(1, e->waited),
                  "memory_bytes", (json_int_t)e->memory, "files", files);
    json_object_set_new(document, "rounds", json_integer((json_int_t)e->rounds));
    json_object_set_new(document, "calibration",
                        json_pack("{s:I, s:f, s:f, s:f}", "threads", (json_int_t)e->calibrated_on,
                                  "cpu_seconds", e->took_cpu, "wall_seconds", e->took_wall, "waited",
                                  e->waited));
    json_object_set_new(document, "machine", machine_json());
    return document;
}
