/* traced.h -- small hand-made runs in a directory of their own, and what a trace says about them. */
#ifndef GANLOSS_TESTS_SUPPORT_TRACED_H
#define GANLOSS_TESTS_SUPPORT_TRACED_H

#include "harness/trace/trace.h"

/* The directory; a suite's .init and .fini. */
extern char directory[];
void make_place(void);
void remove_place(void);

/* The path of a file there: run-real.npy, fake.npy, labels.npy or out.json. Four may be in use at a time. */
const char *place(const char *name);

void write_f4(const char *name, size_t rows, size_t columns, const float data[]);

/* Logits of some variety, and labels of which 1 and 3 do not occur. */
void write_conditional(size_t steps, size_t batch);

/* A run of rows x columns, traced in the losses named. */
struct traced {
    struct recording run;
    struct trace trace;
    const struct loss *list[8];
};

/* Reads run-real.npy, fake.npy and, unless NULL, the labels; traces the losses named (b may be NULL) in both
   formats; frees both. */
void read_run(struct traced *t, const char *labels);
void measure_losses(struct traced *t, const char *a, const char *b);
void done(struct traced *t);

/* Each fails the test where there is none. */
const struct loss *loss_named(const char *name);
const struct kernel_trace *kernel_named(const struct traced *t, const char *id);
const struct track *track_of(const struct traced *t, const char *loss, int role, int format);

#endif
