/* against.c -- a stored document that a run is compared with: verify's and bench's --against, bench's
   --accuracy. */
#include "harness/verify/against.h"
#include "harness/base/fail.h"
#include "harness/bench/accuracy.h"
#include "harness/bench/against.h"
#include "harness/machine/machine.h"
#include "harness/record/result_read.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT = 3 };
static const char *const ids[COUNT] = {"minimax.g/stable/f32", "minimax.g@D/clip1e7/f32",
                                       "wasserstein.g/stable/f64"};

/* The run: what it found is invented. */
static void run(struct selection *selection, struct summary summaries[COUNT])
{
    const struct input at = {0.25, 0};
    for (size_t i = 0; i < COUNT; i++) {
        struct summary *s = &summaries[i];
        fuzz_expect(choice_find(&selection->at[i], ids[i]), "the kernels are there");
        *s = (struct summary){.inputs = 7};
        for (int k = 0; k < OUTPUTS; k++) {
            s->ideal[k].compared = s->own[k].compared = 4;
            summary_raise(&s->ideal[k], 0.75L, &at, 0.5);
            summary_raise(&s->own[k], 0.5L, &at, 0.5);
            s->ideal[k].classes[VANISHED] = s->ideal[k].lost =
                (struct extent){3, at, at, at, {(double)NAN, 0}};
        }
    }
    selection->count = COUNT;
}

static void against_verify(const char *path)
{
    struct choice choices[COUNT];
    struct selection selection = {choices, 0};
    struct summary summaries[COUNT];
    struct baseline baseline;
    struct comparison comparison;
    char minimax[] = "minimax.*", *globs[] = {minimax};
    run(&selection, summaries);
    for (size_t count = 0; count < 2; count++) {
        if (baseline_read(&baseline, path, "quick", 1, globs, count) != STATUS_OK)
            continue;
        (void)baseline_rounds(&baseline);
        (void)baseline_check_worst(&baseline, 7);
        enum status status = against_compare(&comparison, &baseline, &selection, summaries, globs, count, 1);
        fuzz_expect(status != STATUS_OK || comparison.worse == 0, "a run that got worse fails");
        json_decref(comparison_json(&comparison, &baseline));
        baseline_free(&baseline);
    }
}

/* The document as if it were of this machine, or bench would go no further. */
static const char *made_here(json_t *document)
{
    json_t *machine = json_object_get(document, "machine"), *ours = machine_json();
    json_object_set(machine, "isa", json_object_get(ours, "isa"));
    json_object_set(machine, "libc", json_object_get(ours, "libc"));
    char *text = json_dumps(document, JSON_REAL_PRECISION(17));
    const char *path = fuzz_file(1, text, strlen(text));
    free(text);
    json_decref(ours);
    return path;
}

static void against_bench(json_t *document)
{
    struct bench_row rows[COUNT] = {
        {.instructions = 12}, {.instructions = 0.5}, {.instructions = (double)NAN}};
    struct bench bench = {.rows = rows, .count = COUNT, .accuracy = document};
    json_t *comparison = NULL;
    const char *source;
    for (int i = 0; i < COUNT; i++) {
        rows[i].reduction = ELEMENT;
        rows[i].regime = &regimes[0];
        fuzz_expect(choice_find(&rows[i].choice, ids[i]), "the kernels are there");
        double known = bench_max_ulp(&bench, &rows[i], &source);
        fuzz_expect(isnan(known) || known >= 0, "an error is from 0 on");
    }
    bench_against(&bench, made_here(document), 1, &comparison);
    json_decref(comparison);
}

void fuzz_against(const unsigned char bytes[], size_t size)
{
    json_t *document;
    const char *path = fuzz_file(0, bytes, size);
    against_verify(path);
    if (result_read(&document, path) == STATUS_OK) {
        against_bench(document);
        json_decref(document);
    }
}
