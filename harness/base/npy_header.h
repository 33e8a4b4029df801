/* npy_header.h -- what the header of a .npy file says: the dictionary between its length field and its data. */
#ifndef GANLOSS_HARNESS_BASE_NPY_HEADER_H
#define GANLOSS_HARNESS_BASE_NPY_HEADER_H

#include <stdbool.h>
#include <stddef.h>

enum npy_type { NPY_F4, NPY_F8, NPY_I4, NPY_I8, NPY_TYPES };

struct npy_element {
    const char *descr; /* "<f4" */
    size_t size;       /* bytes */
    bool integer;
};
extern const struct npy_element npy_elements[NPY_TYPES];

struct npy_header {
    enum npy_type type;
    size_t rows, columns;
};
enum { NPY_FOUND = 128 };

/* Parses the dictionary text[n]; on failure says in found[] what stands there instead. */
bool npy_header_parse(struct npy_header *header, const char text[], size_t n, char found[NPY_FOUND]);

#endif
