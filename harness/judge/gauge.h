/* gauge.h -- what a run would take, by a small part of it that was done: the model of `verify --estimate`. */
#ifndef GANLOSS_HARNESS_JUDGE_GAUGE_H
#define GANLOSS_HARNESS_JUDGE_GAUGE_H

struct gauge {
    double inputs; /* that kernels are called with, each kernel's counted: all that the run has */
    double cpu;    /* seconds, of all threads together */
    double serial; /* of these, in one thread at a time */
    double width;  /* threads that the rest can keep busy */
    double round;  /* equal pieces of it that are waited for together; 0: it is not so */
    double
        waited; /* how much longer than its CPU time a piece took; 1: it had its CPU for itself; 0: not known */
};

/* How long it takes on so many threads whose CPUs do nothing else. */
double gauge_wall(const struct gauge *gauge, double threads);

/* Work of which `done` is a part that took `cpu` seconds, in all. */
double gauge_scaled(double cpu, double done, double whole);

#endif
