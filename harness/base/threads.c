#include "harness/base/threads.h"

#include <omp.h>

void threads_use(unsigned long jobs)
{
    omp_set_num_threads(jobs > 0 ? (int)jobs : omp_get_num_procs());
}

int threads_used(void)
{
    return omp_get_max_threads();
}
