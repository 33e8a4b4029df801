/* recording.c -- reads a recorded run and checks that its files belong together. */
#include "harness/trace/recording.h"

#include "harness/base/allocate.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const recording_side_names[RECORDING_SIDES] = {"real", "fake"};

/* Labels beyond this are no class labels, and a table of class means by label would not be small. */
enum { CLASSES_LIMIT = 1 << 16 };

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static char *name_of_run(const char *file)
{
    char *name = allocate(strlen(file) + 1, 1);
    memcpy(name, file, strlen(file) + 1);
    char *dot = strrchr(name, '.');
    if (dot && dot != name)
        *dot = '\0';
    size_t n = strlen(name);
    if (n > 5 && strcmp(name + n - 5, "-real") == 0)
        name[n - 5] = '\0';
    return name;
}

static enum status read_logits(struct npy *array, const char *path)
{
    enum status status = npy_read(array, path);
    if (status == STATUS_OK && npy_elements[array->type].integer)
        status = fail(STATUS_DATA, "%s: holds %s; outputs of a discriminator are <f4 or <f8", path,
                      npy_elements[array->type].descr);
    return status;
}

static enum status check_same_shape(const char *a_path, const struct npy *a, const char *b_path,
                                    const struct npy *b)
{
    if (a->rows == b->rows && a->columns == b->columns)
        return STATUS_OK;
    return fail(STATUS_DATA,
                "%s is %zu x %zu, %s is %zu x %zu; they must have the same shape (steps x batch)", a_path,
                a->rows, a->columns, b_path, b->rows, b->columns);
}

static enum status copy_labels(struct recording *run, const struct npy *array, const char *path)
{
    size_t count = array->rows * array->columns;
    run->label = allocate(count, sizeof *run->label);
    for (size_t i = 0; i < count; i++) {
        int64_t label = npy_integer(array, i);
        if (label < 0 || label >= CLASSES_LIMIT)
            return fail(STATUS_DATA, "%s: label %lld at row %zu, column %zu; labels are 0 to %d", path,
                        (long long)label, i / array->columns, i % array->columns, CLASSES_LIMIT - 1);
        run->label[i] = (int32_t)label;
        if ((size_t)label >= run->classes)
            run->classes = (size_t)label + 1;
    }
    return STATUS_OK;
}

static enum status read_labels(struct recording *run, const char *path, const char *real)
{
    struct npy array = {0};
    enum status status = npy_read(&array, path);
    if (status == STATUS_OK && !npy_elements[array.type].integer)
        status = fail(STATUS_DATA, "%s: holds %s; labels are integers, <i4 or <i8", path,
                      npy_elements[array.type].descr);
    if (status == STATUS_OK)
        status = check_same_shape(real, &run->logits[RECORDING_REAL], path, &array);
    if (status == STATUS_OK)
        status = copy_labels(run, &array, path);
    npy_free(&array);
    return status;
}

static size_t count_odd(const struct npy *array)
{
    size_t odd = 0;
    for (size_t i = 0; i < array->rows * array->columns; i++)
        if (!isfinite(npy_value(array, i)))
            odd++;
    return odd;
}

static enum status read_all(struct recording *run, const char *real, const char *fake, const char *labels)
{
    enum status status = read_logits(&run->logits[RECORDING_REAL], real);
    if (status == STATUS_OK)
        status = read_logits(&run->logits[RECORDING_FAKE], fake);
    if (status == STATUS_OK)
        status = check_same_shape(real, &run->logits[RECORDING_REAL], fake, &run->logits[RECORDING_FAKE]);
    if (status == STATUS_OK && run->logits[RECORDING_REAL].type != run->logits[RECORDING_FAKE].type)
        status = fail(STATUS_DATA, "%s holds %s, %s holds %s; both sides of a run have one format", real,
                      npy_elements[run->logits[RECORDING_REAL].type].descr, fake,
                      npy_elements[run->logits[RECORDING_FAKE].type].descr);
    if (status == STATUS_OK && labels)
        status = read_labels(run, labels, real);
    return status;
}

enum status recording_read(struct recording *run, const char *real, const char *fake, const char *labels)
{
    *run = (struct recording){.file = {base_name(real), base_name(fake)},
                              .labels = labels ? base_name(labels) : NULL};
    enum status status = read_all(run, real, fake, labels);
    if (status != STATUS_OK) {
        recording_free(run);
        return status;
    }
    run->name = name_of_run(run->file[RECORDING_REAL]);
    run->own = &formats[run->logits[RECORDING_REAL].type == NPY_F4 ? F32 : F64];
    run->steps = run->logits[RECORDING_REAL].rows;
    run->batch = run->logits[RECORDING_REAL].columns;
    for (int side = 0; side < RECORDING_SIDES; side++)
        run->odd[side] = count_odd(&run->logits[side]);
    return STATUS_OK;
}

void recording_free(struct recording *run)
{
    for (int side = 0; side < RECORDING_SIDES; side++)
        npy_free(&run->logits[side]);
    free(run->label);
    free(run->name);
    *run = (struct recording){0};
}

void recording_batch(const struct recording *run, enum recording_side side, const struct format *format,
                     size_t step, double x[], void *narrow)
{
    for (size_t i = 0; i < run->batch; i++) {
        x[i] = format_round(format, npy_value(&run->logits[side], step * run->batch + i));
        format_store(format, narrow, i, x[i]);
    }
}
