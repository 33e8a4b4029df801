/* A parallel region has as many threads as it was told, and one per core by default. */
#include "harness/base/threads.h"

#include <criterion/criterion.h>
#include <omp.h>

static int region(void)
{
    int threads = 0;
#pragma omp parallel reduction(+ : threads)
    threads = 1;
    return threads;
}

Test(threads, are_as_many_as_asked_for)
{
    for (unsigned long jobs = 1; jobs <= 5; jobs++) {
        threads_use(jobs);
        cr_expect_eq(threads_used(), (int)jobs);
        cr_expect_eq(region(), (int)jobs);
    }
    threads_use(0);
    cr_expect_eq(region(), omp_get_num_procs());
}
