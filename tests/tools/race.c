/* race.c -- a race between threads, planted: what does not find it finds nothing (make tsan). With GUARDED, there
   is none. */
#include <stdio.h>

int main(void)
{
    long sum = 0;
#pragma omp parallel for num_threads(4)
    for (long i = 0; i < 100000; i++) {
#ifdef GUARDED
#pragma omp atomic
#endif
        sum += i;
    }
    printf("%ld\n", sum);
    return 0;
}
