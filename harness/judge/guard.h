/* guard.h -- a kernel called where what it does besides its results is seen.

   Outputs hold NaN before the call, and so does all memory around the arrays: what is unwritten, or written beside
   them, shows, and what is read there and used gives NaN. Inputs and the floating-point environment are compared
   with what they were, and put back, so that the next kernel finds what the first one found. What a kernel does is
   recorded as its own fault, and the run goes on. */
#ifndef GANLOSS_HARNESS_JUDGE_GUARD_H
#define GANLOSS_HARNESS_JUDGE_GUARD_H

#include "harness/record/faults.h"
#include "harness/selection/select.h"
#include "reference/reference.h"

/* The arrays of a call: x, y, loss, grad. */
enum { GUARD_X, GUARD_Y, GUARD_LOSS, GUARD_GRAD, GUARD_ARRAYS };

/* Elements by which each array may be shifted, and that lie on either side of it at least. */
enum { GUARD_SHIFTS = 16, GUARD_MARGIN = 64 };

struct guard {
    size_t size;                /* of each memory, in bytes */
    char *memory[GUARD_ARRAYS]; /* from malloc */
    char *kept[2];              /* what the inputs' memory holds */
    size_t n;
    const struct format *format;
    int inputs;                         /* arrays of them: x, or x and y */
    char *at[GUARD_ARRAYS];             /* the arrays, in their memory */
    unsigned missing;                   /* outputs that the kernel called last does not have, 1 << each */
    size_t unanswered;                  /* elements of that call for which a foreign kernel gave no results */
    const unsigned char *is_unanswered; /* which, until the next call; NULL: none */
};

/* For calls of up to `room` elements. */
struct guard guard_make(size_t room);
void guard_free(struct guard *guard);

/* Begins a block of n elements with one or two inputs each, each array shifted by a number of elements that is drawn
   from `shape`, a byte for each; guard->at[GUARD_X], and [GUARD_Y], are to be filled. */
void guard_place(struct guard *guard, const struct format *format, size_t n, int inputs, uint64_t shape);

/* Ends the filling of inputs. */
void guard_seal(struct guard *guard);

/* A block of n elements that are there already, placed, filled and sealed; y is NULL where there are no labels. */
void guard_load(struct guard *guard, const struct format *format, size_t n, const void *x, const void *y,
                uint64_t shape);

/* Calls the kernel on the block; the results are at guard->at[GUARD_LOSS] and
   [GUARD_GRAD], NaN where they are unwritten. What else it did is added to the faults; `stage` and `block` say
   which call it was. The block stays as it was for the next kernel. */
void guard_call(struct guard *guard, const struct ganloss_kernel *code, struct faults *faults,
                enum fault_stage stage, uint64_t block);

/* The same, and then once more on the same block: results that are others then are a fault too. */
void guard_call_twice(struct guard *guard, const struct ganloss_kernel *code, struct faults *faults,
                      enum fault_stage stage, uint64_t block);

/* Any other call on the block, such as that of a batch kernel: `run` finds the arrays at guard->at and writes
   the outputs whose bits, 1 << LOSS and 1 << GRAD, are in `outputs`. */
struct guarded {
    void (*run)(const struct guard *guard, const void *what);
    const void *what;
    unsigned outputs;
};
void guard_run(struct guard *guard, const struct guarded *guarded, struct faults *faults,
               enum fault_stage stage, uint64_t block);

/* Whether the kernel gave this output for element i of the latest call. */
bool guard_has(const struct guard *guard, int output, size_t i);

/* Whether two results for one input differ: in any bit, but NaNs are alike. */
bool guard_differs(double a, double b);

#endif
