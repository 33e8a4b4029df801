#include "tests/planted/foreign.h"

#include "harness/foreign/slots.h"

#include <string.h>

enum { LIVES = 8, SECONDS = 20 };

static struct source source;
static bool is_open;

enum status planted_foreign_open(const char *file)
{
    enum status status = source_open(&source, &(struct child_source){file, true}, SECONDS);
    for (size_t i = 0; i < source.count && status == STATUS_OK; i++)
        if (!slots_take(&source.kernels[i]))
            status = fail(STATUS_INTERNAL, "%s has more kernels than there are slots", file);
    is_open = status == STATUS_OK;
    return status;
}

void planted_foreign_close(void)
{
    if (is_open)
        source_close(&source);
    is_open = false;
}

const struct foreign *planted_foreign(const struct planted *row)
{
    for (size_t i = 0; i < source.count && is_open; i++)
        if (strcmp(source.kernels[i].code.variant, row->name) == 0) {
            source.kernels[i].lives = LIVES;
            source.kernels[i].located = 0;
            return &source.kernels[i];
        }
    return NULL;
}
