/* npy.c -- arrays: the bytes of a file, then what reads such files. */
#include "harness/base/npy.h"
#include "harness/inputs/regime.h"
#include "harness/trace/recording.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdio.h>

static void look_at(const struct npy *array)
{
    for (size_t i = 0; i < array->rows * array->columns; i++) {
        if (npy_elements[array->type].integer)
            (void)npy_integer(array, i);
        else
            (void)npy_value(array, i);
    }
}

void fuzz_npy(const unsigned char bytes[], size_t size)
{
    struct npy array;
    struct recording run;
    const struct regime *trace;
    char name[64];
    if (npy_parse(&array, "file", bytes, size) != STATUS_OK)
        return;
    fuzz_expect(array.data + array.rows * array.columns * npy_elements[array.type].size == bytes + size,
                "the elements are what is left of the file");
    look_at(&array);
    const char *path = fuzz_file(0, bytes, size);
    snprintf(name, sizeof name, "trace:%s", path);
    fuzz_expect(regime_open_trace(&trace, name) == STATUS_OK && trace->count == array.rows * array.columns,
                "an array is a regime's");
    regime_close_trace(trace);
    for (int labels = 0; labels < 2; labels++)
        if (recording_read(&run, path, path, labels ? path : NULL) == STATUS_OK) {
            fuzz_expect(run.steps == array.rows && run.batch == array.columns, "the shape is the array's");
            recording_free(&run);
        }
}
