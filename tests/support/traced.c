#include "tests/support/traced.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char directory[] = "/tmp/trace-XXXXXX";

void make_place(void)
{
    cr_assert(mkdtemp(directory));
}

void remove_place(void)
{
    static const char *const names[] = {"run-real.npy", "fake.npy", "labels.npy", "out.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", directory, names[i]);
        unlink(path);
    }
    rmdir(directory);
}

const char *place(const char *name)
{
    static char paths[4][64];
    static int next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    return path;
}

void write_f4(const char *name, size_t rows, size_t columns, const float data[])
{
    cr_assert_eq(npy_write(place(name), NPY_F4, rows, columns, data), STATUS_OK);
}

void read_run(struct traced *t, const char *labels)
{
    cr_assert_eq(
        recording_read(&t->run, place("run-real.npy"), place("fake.npy"), labels ? place(labels) : NULL),
        STATUS_OK);
}

const struct loss *loss_named(const char *name)
{
    for (size_t l = 0; l < loss_count; l++)
        if (strcmp(losses[l].name, name) == 0)
            return &losses[l];
    cr_assert_fail("no loss %s", name);
    return NULL;
}

void measure_losses(struct traced *t, const char *a, const char *b)
{
    size_t count = 0;
    t->list[count++] = loss_named(a);
    if (b)
        t->list[count++] = loss_named(b);
    trace_measure(&t->trace, &t->run, t->list, count, (bool[FORMATS]){true, true});
}

void done(struct traced *t)
{
    trace_free(&t->trace);
    recording_free(&t->run);
}

const struct kernel_trace *kernel_named(const struct traced *t, const char *id)
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

const struct track *track_of(const struct traced *t, const char *loss, int role, int format)
{
    return trace_find(&t->trace, loss_named(loss), role, &formats[format]);
}

void write_conditional(size_t steps, size_t batch)
{
    float *real = malloc(steps * batch * sizeof *real), *fake = malloc(steps * batch * sizeof *fake);
    int32_t *label = malloc(steps * batch * sizeof *label);
    for (size_t i = 0; i < steps * batch; i++) {
        real[i] = (float)(i * 37 % 101) / 3 - 15;
        fake[i] = (float)(i * 53 % 97) / 2 - 40;
        label[i] = i % 3 == 0 ? 0 : i % 7 == 0 ? 4 : 2;
    }
    write_f4("run-real.npy", steps, batch, real);
    write_f4("fake.npy", steps, batch, fake);
    cr_assert_eq(npy_write(place("labels.npy"), NPY_I4, steps, batch, label), STATUS_OK);
    free(real), free(fake), free(label);
}
