/* pieces.h -- a kernel by itself, guarded (judge/guard.h), on the inputs of one regime: what it does before
   any batch kernel is given it. */
#ifndef GANLOSS_HARNESS_BATCH_PIECES_H
#define GANLOSS_HARNESS_BATCH_PIECES_H

#include "harness/batch/batch.h"
#include "harness/batch/scan.h"
#include "harness/judge/guard.h"

/* Fills loss[n] with the kernel's losses, in pieces as the batch kernel cuts them, each called twice; and
   again in pieces of 1, 2, ... 61 elements, which must give the same. Returns the first element whose loss or
   gradient depends on the piece, or n. What else the kernel did is added to the faults. */
size_t batch_pieces(const struct choice *choice, const struct batch_scan *scan, size_t n, void *loss,
                    struct faults *faults);

/* Begins a guarded call on the scan's elements start .. start + n - 1. */
void batch_pieces_place(struct guard *guard, const struct batch_scan *scan, size_t start, size_t n);

#endif
