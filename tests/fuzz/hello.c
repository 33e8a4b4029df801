/* hello.c -- the first line of a program that answers blocks. */
#include "harness/foreign/hello.h"
#include "harness/selection/select.h"
#include "tests/fuzz/fuzz.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void check(const struct source *source)
{
    fuzz_expect(source->library && *source->library, "a library has a name");
    fuzz_expect(source->count > 0 && source->count <= source->number, "there are kernels");
    for (size_t i = 0; i < source->count; i++) {
        const struct foreign *f = &source->kernels[i];
        fuzz_expect(f->number < source->number && (i == 0 || f->number > source->kernels[i - 1].number),
                    "each has its place in the hello");
        fuzz_expect(f->code.loss_ulp >= 0 && f->code.grad_ulp >= 0, "bounds are from 0 on");
        fuzz_expect(f->kernel.missing < (1U << LOSS | 1U << GRAD), "each has an output");
        fuzz_expect(term_find(f->code.term) == f->kernel.term && format_find(f->code.format)->size == f->size,
                    "terms and formats are known");
        for (const char *c = f->code.variant; *c; c++)
            fuzz_expect(isalnum((unsigned char)*c) || strchr("-_.+", *c), "a variant is a name");
    }
}

void fuzz_hello(const unsigned char bytes[], size_t size)
{
    char *text = fuzz_text(bytes, size), *why = NULL;
    struct source source = {.hello = text};
    enum status status = hello_read(&why, &source);
    fuzz_expect((status == STATUS_OK) == (why == NULL), "what is refused has a reason");
    if (status == STATUS_OK)
        check(&source);
    hello_free(&source);
    free(why);
    free(text);
}
