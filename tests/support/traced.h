/* traced.h -- small hand-made runs in a directory of their own, and what a trace says about them. */
#ifndef GANLOSS_TESTS_SUPPORT_TRACED_H
#define GANLOSS_TESTS_SUPPORT_TRACED_H

#include "harness/trace/classes.h"
#include "harness/trace/losses.h"
#include "harness/trace/trace.h"

/* The directory; a suite's .init and .fini. */
extern char traced_directory[];
void traced_make_place(void);
void traced_remove_place(void);

/* The path of a file there: run-real.npy, fake.npy, labels.npy or out.json. Four may be in use at a time. */
const char *traced_path(const char *name);

void traced_write_f4(const char *name, size_t rows, size_t columns, const float data[]);

/* Logits of some variety, and labels of which 1 and 3 do not occur. */
void traced_write_conditional(size_t steps, size_t batch);

/* A run of rows x columns, traced in the losses named. */
struct traced {
    struct recording run;
    struct trace trace;
    const struct loss *list[3];
};

/* Reads run-real.npy, fake.npy and, unless NULL, the labels; traces the losses named (b and c may be NULL) in
   both formats, class by class too; frees both. */
void traced_read(struct traced *t, const char *labels);
void traced_measure(struct traced *t, const char *a, const char *b, const char *c);
void traced_free(struct traced *t);

/* Each fails the test where there is none. */
const struct loss *traced_loss(const char *name);
const struct kernel_trace *traced_kernel(const struct traced *t, const char *id);
const struct track *traced_track(const struct traced *t, const char *loss, int role, int format);

#endif
