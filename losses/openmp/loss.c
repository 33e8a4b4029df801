/* loss.c -- libganloss_omp: the parts of a batch on several threads, by what ganloss.h offers to anyone's
   threads. Compiled once per format. */
#include "losses/ganloss.h"
#include "losses/real.h"

#include <omp.h>
#include <stdbool.h>

/* Elements that are worth a thread: about 25 us of work in float with AVX-512 and more with all else, ten times what it takes to have
   a thread begin and to wait for it (losses/README.md has figures). Each takes parts until there are none, so that one whose
   processor is busy otherwise does fewer: SHARES of them, or so, for each thread. */
enum { SHARE = 1 << 15, SHARES = 8 };

static int threads_for(size_t n)
{
    size_t most = n / SHARE;
    int threads = omp_get_max_threads();
    return most < (size_t)threads ? (int)most : threads;
}

static int chunk_for(int parts, size_t n)
{
    int pieces = SHARES * threads_for(n);
    return (parts + pieces - 1) / pieces;
}

/* Out of line, so that a small batch goes on to ganloss_loss with nothing saved and nothing restored. */
static __attribute__((noinline)) REAL on_threads(const struct ganloss_loss *loss, size_t n, const REAL x[],
                                                 const REAL y[], REAL scale, REAL grad[])
{
    int parts = (int)ganloss_parts(n);
    struct ganloss_part sum[GANLOSS_PARTS];
#pragma omp parallel for num_threads(threads_for(n)) schedule(dynamic, chunk_for(parts, n))
    for (int part = 0; part < parts; part++)
        FN(ganloss_loss_part)(loss, n, x, y, scale, grad, (size_t)part, &sum[part]);
    return FN(ganloss_parts_mean)(n, sum);
}

static bool is_for_one(size_t n)
{
    return n / SHARE < 2 || omp_in_parallel() || omp_get_max_threads() < 2;
}

REAL FN(ganloss_omp_loss)(const struct ganloss_loss *loss, size_t n, const REAL x[], const REAL y[],
                          REAL scale, REAL grad[])
{
    return is_for_one(n) ? FN(ganloss_loss)(loss, n, x, y, scale, grad)
                         : on_threads(loss, n, x, y, scale, grad);
}
