#include "tests/support/traced.h"

#include "harness/trace/measure.h"
#include "harness/trace/plan.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char traced_directory[] = "/tmp/trace-XXXXXX";

void traced_make_place(void)
{
    cr_assert(mkdtemp(traced_directory));
}

void traced_remove_place(void)
{
    static const char *const names[] = {"run-real.npy", "fake.npy", "labels.npy", "out.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", traced_directory, names[i]);
        unlink(path);
    }
    rmdir(traced_directory);
}

const char *traced_path(const char *name)
{
    static char paths[4][64];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", traced_directory, name);
    return path;
}

void traced_write_f4(const char *name, size_t rows, size_t columns, const float data[])
{
    cr_assert_eq(npy_write(traced_path(name), NPY_F4, rows, columns, data), STATUS_OK);
}

void traced_read(struct traced *t, const char *labels)
{
    cr_assert_eq(recording_read(&t->run, traced_path("run-real.npy"), traced_path("fake.npy"),
                                labels ? traced_path(labels) : NULL),
                 STATUS_OK);
}

const struct loss *traced_loss(const char *name)
{
    for (size_t l = 0; l < loss_count; l++)
        if (strcmp(losses[l].name, name) == 0)
            return &losses[l];
    cr_assert_fail("no loss %s", name);
    return NULL;
}

void traced_measure(struct traced *t, const char *a, const char *b, const char *c)
{
    const char *const names[] = {a, b, c};
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i])
            t->list[count++] = traced_loss(names[i]);
    trace_plan(&t->trace, &t->run, t->list, count, (bool[FORMATS]){true, true});
    trace_measure(&t->trace);
    trace_classes(&t->trace);
}

void traced_free(struct traced *t)
{
    trace_classes_free(&t->trace);
    trace_free(&t->trace);
    recording_free(&t->run);
}

const struct kernel_trace *traced_kernel(const struct traced *t, const char *id)
{
    for (size_t i = 0; i < t->trace.track_count; i++)
        for (size_t k = 0; k < t->trace.track[i].kernel_count; k++) {
            char name[ID_SIZE];
            choice_id(name, &t->trace.track[i].kernel[k].choice);
            if (strcmp(name, id) == 0)
                return &t->trace.track[i].kernel[k];
        }
    cr_assert_fail("no kernel %s", id);
    return NULL;
}

const struct track *traced_track(const struct traced *t, const char *loss, int role, int format)
{
    return trace_find(&t->trace, traced_loss(loss), role, &formats[format]);
}

void traced_write_conditional(size_t steps, size_t batch)
{
    float *real = malloc(steps * batch * sizeof *real), *fake = malloc(steps * batch * sizeof *fake);
    int32_t *label = malloc(steps * batch * sizeof *label);
    for (size_t i = 0; i < steps * batch; i++) {
        real[i] = (float)(i * 37 % 101) / 3 - 15;
        fake[i] = (float)(i * 53 % 97) / 2 - 40;
        label[i] = i % 3 == 0 ? 0 : i % 7 == 0 ? 4 : 2;
    }
    traced_write_f4("run-real.npy", steps, batch, real);
    traced_write_f4("fake.npy", steps, batch, fake);
    cr_assert_eq(npy_write(traced_path("labels.npy"), NPY_I4, steps, batch, label), STATUS_OK);
    free(real), free(fake), free(label);
}
