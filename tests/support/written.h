/* written.h -- what a function writes to a stream. */
#ifndef GANLOSS_TESTS_SUPPORT_WRITTEN_H
#define GANLOSS_TESTS_SUPPORT_WRITTEN_H

#include <stdio.h>

/* `name` becomes what the call writes to `to`, from malloc. */
#define WRITTEN(name, call)                                                                                  \
    char *name;                                                                                              \
    do {                                                                                                     \
        size_t size;                                                                                         \
        FILE *to = open_memstream(&name, &size);                                                             \
        call;                                                                                                \
        fclose(to);                                                                                          \
    } while (0)

#endif
