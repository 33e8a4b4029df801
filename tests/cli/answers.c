/* answers.c -- answers a folder of inputs (ganloss inputs) with a kernel of the library: what foreign code
   does with such files. Usage: answers TERM VARIANT FORMAT INPUTS PART OUT-LOSS OUT-GRAD: the part's
   inputs, INPUTS/x/PART and INPUTS/y/PART, are read, and two .npy files written. */
#include "losses/ganloss.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 128 }; /* bytes before the data of the files that ganloss writes */

static char head[HEAD];

/* The data of a file; NULL: there is none of that name. */
static void *read_array(const char *folder, const char *array, const char *part, size_t *bytes)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%s", folder, array, part);
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    fseek(file, 0, SEEK_END);
    *bytes = (size_t)ftell(file) - HEAD;
    rewind(file);
    void *data = malloc(*bytes);
    if (fread(head, 1, HEAD, file) != HEAD || fread(data, 1, *bytes, file) != *bytes)
        exit(1);
    fclose(file);
    return data;
}

static void write_array(const char *path, const void *data, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(head, 1, HEAD, file) != HEAD || fwrite(data, 1, bytes, file) != bytes ||
        fclose(file) != 0)
        exit(1);
}

int main(int argc, char **argv)
{
    size_t bytes = 0, labels = 0;
    const struct ganloss_kernel *k = argc == 8 ? ganloss_find(argv[1], argv[2], argv[3]) : NULL;
    if (!k)
        return 2;
    void *x = read_array(argv[4], "x", argv[5], &bytes), *y = read_array(argv[4], "y", argv[5], &labels);
    void *loss = malloc(bytes + 1), *grad = malloc(bytes + 1);
    if (strcmp(argv[3], "f32") == 0)
        k->f32(bytes / sizeof(float), x, y, loss, grad);
    else
        k->f64(bytes / sizeof(double), x, y, loss, grad);
    write_array(argv[6], loss, bytes);
    write_array(argv[7], grad, bytes);
    void *all[] = {x, y, loss, grad};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
    return 0;
}
