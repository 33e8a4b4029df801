/* besides.c -- what a kernel does besides its results fails it in a trace, by name, and nothing else
   changes. */
#include "harness/commands/commands.h"
#include "harness/trace/json.h"
#include "harness/trace/measure.h"
#include "harness/trace/plan.h"
#include "harness/trace/text.h"
#include "tests/planted/hostile.h"
#include "tests/support/said.h"
#include "tests/support/traced.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

TestSuite(trace_besides, .init = traced_make_place, .fini = traced_remove_place);

enum { STEPS = 2, BATCH = 64 };

static const struct row {
    const char *name;
    ganloss_f32 *f32;
    ganloss_f64 *f64;
    enum fault fault;
} planted[] = {
#define ROW(name, fault)                                                                                     \
    {                                                                                                        \
#name, hostile_##name##_f32, hostile_##name##_f64, FAULT_##fault                                     \
    }
    ROW(writes_one_more, OVERRUN),   ROW(writes_one_before, OVERRUN),     ROW(writes_its_inputs, INPUTS),
    ROW(sorts_its_inputs, INPUTS),   ROW(writes_nothing, UNWRITTEN),      ROW(writes_no_gradient, UNWRITTEN),
    ROW(leaves_upward, ENVIRONMENT), ROW(leaves_ftz, ENVIRONMENT),        ROW(leaves_daz, ENVIRONMENT),
    ROW(leaves_mmx, ENVIRONMENT),    ROW(leaves_x87_single, ENVIRONMENT), ROW(same_length_again, STATE),
};

static void write_run(void)
{
    static float x[STEPS * BATCH];
    for (size_t i = 0; i < STEPS * BATCH; i++)
        x[i] = (float)((double)(i * 37 % 101) / 3 - 15);
    traced_write_f4("run-real.npy", STEPS, BATCH, x);
    traced_write_f4("fake.npy", STEPS, BATCH, x);
}

/* A kernel of each format that does what a row says. */
struct hostile {
    struct kernel kernel[FORMATS];
    struct ganloss_kernel code[FORMATS];
};

/* Traces the loss; NULL: as it is; else with such kernels in place of the first ones of the non-saturating
   generator's. */
static void trace_with(struct traced *t, const struct row *row, struct hostile *hostile)
{
    traced_read(t, NULL);
    t->list[0] = traced_loss("nonsaturating");
    trace_plan(&t->trace, &t->run, t->list, 1, (bool[FORMATS]){true, true});
    for (size_t i = 0; row && i < t->trace.track_count; i++) {
        struct track *track = &t->trace.track[i];
        if (strcmp(track->term->id, "nonsaturating.g") != 0)
            continue;
        int f = track->format == &formats[F32] ? F32 : F64;
        hostile->kernel[f] = *track->kernel[0].choice.kernel;
        hostile->code[f] = *hostile->kernel[f].code;
        hostile->code[f].variant = "hostile";
        if (f == F32)
            hostile->code[f].f32 = row->f32;
        else
            hostile->code[f].f64 = row->f64;
        hostile->kernel[f].code = &hostile->code[f];
        track->kernel[0].choice.kernel = &hostile->kernel[f];
    }
    trace_measure(&t->trace);
    trace_classes(&t->trace);
}

static void expect_alike(const struct traced *with, const struct traced *without, const char *name)
{
    for (size_t i = 0; i < with->trace.track_count; i++)
        for (size_t k = 0; k < with->trace.track[i].kernel_count; k++) {
            const struct kernel_trace *a = &with->trace.track[i].kernel[k],
                                      *b = &without->trace.track[i].kernel[k];
            bool hostile = strcmp(a->choice.kernel->code->variant, "hostile") == 0;
            cr_expect_eq(faults_fail(&a->faults), hostile, "%s", name);
            for (size_t step = 0; step < STEPS && !hostile; step++)
                cr_expect(a->step[step].loss == b->step[step].loss, "%s changes another's loss", name);
            bool shown = false;
            for (size_t step = 0; step < STEPS; step++)
                shown = shown || (isnan(a->step[step].loss) && a->step[step].damaged[DAMAGE_NAN] == BATCH);
            cr_expect_eq(shown, hostile, "%s", name);
        }
}

Test(trace_besides, each_is_found_and_blamed_alone)
{
    struct traced good;
    write_run();
    trace_with(&good, NULL, NULL);
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
        struct traced t;
        struct hostile hostile;
        char *said;
        size_t length;
        FILE *to = open_memstream(&said, &length);
        trace_with(&t, &planted[i], &hostile);
        expect_alike(&t, &good, planted[i].name);
        cr_expect_eq(trace_print_faults(&t.trace, to), FORMATS, "%s", planted[i].name);
        fclose(to);
        for (size_t f = 0; f < FORMATS; f++) {
            char line[128];
            snprintf(line, sizeof line, "FAIL nonsaturating.g/hostile/%s %s: ", formats[f].name,
                     fault_names[planted[i].fault]);
            cr_expect(strstr(said, line), "%s: no '%s' in %s", planted[i].name, line, said);
        }
        free(said);
        json_t *section = trace_faults_json(&t.trace);
        cr_expect_eq(json_array_size(section), FORMATS);
        json_decref(section);
        traced_free(&t);
    }
    traced_free(&good);
}

/* The command, with a kernel in place of nonsaturating.g/stable (wrapped by the linker; see the Makefile). */
static ganloss_f32 *instead;
static bool inside;

void __real_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[]);
void __wrap_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[]);

void __wrap_cross_entropy_real_stable_f32(size_t n, const float x[], const float y[], float loss[],
                                          float grad[])
{
    if (!instead || inside) {
        __real_cross_entropy_real_stable_f32(n, x, y, loss, grad);
        return;
    }
    inside = true;
    instead(n, x, y, loss, grad);
    inside = false;
}

Test(trace_besides, the_command_fails)
{
    char real[64], fake[64], save[64],
        *argv[] = {(char[]){"ganloss trace"},
                   real,
                   fake,
                   (char[]){"--loss"},
                   (char[]){"nonsaturating"},
                   (char[]){"--jobs"},
                   (char[]){"1"},
                   (char[]){"--save"},
                   save};
    static ganloss_f32 *const codes[] = {NULL, hostile_leaves_ftz_f32, hostile_writes_one_more_f32};
    write_run();
    snprintf(real, sizeof real, "%s", traced_path("run-real.npy"));
    snprintf(fake, sizeof fake, "%s", traced_path("fake.npy"));
    snprintf(save, sizeof save, "%s", traced_path("out.json"));
    cr_assert_eq(freopen("/dev/null", "w", stdout), stdout);
    for (size_t i = 0; i < 3; i++) {
        instead = codes[i];
        said_start();
        enum status status = command_trace(sizeof argv / sizeof *argv, argv);
        char *said = said_end();
        cr_expect_eq(status, i ? STATUS_NUMERICAL : STATUS_OK, "%d: %s", status, said);
        cr_expect_eq(strstr(said, "FAIL nonsaturating.g/stable/f32 ") != NULL, i > 0, "%s", said);
        cr_expect_not(strstr(said, "/f64"), "%s", said);
        free(said);
        json_t *document = json_load_file(save, 0, NULL);
        const json_t *record = json_array_get(json_object_get(document, "faults"), 0);
        cr_expect_eq(json_object_get(json_object_get(record, "faults"), i == 1 ? "environment" : "overrun") !=
                         NULL,
                     i > 0);
        json_decref(document);
    }
}
