/* call.h -- a foreign kernel's call: passed to its program, and what comes of it when there is no answer.

   A call that is not answered (the program ended, was late, raised an error, or said what is no answer) is cut in half
   again and again, a bounded number of times, to find an input that shows it; the rest is asked once more. The program
   is started anew as often as the kernel has lives. */
#ifndef GANLOSS_HARNESS_FOREIGN_CALL_H
#define GANLOSS_HARNESS_FOREIGN_CALL_H

#include "harness/foreign/source.h"
#include "harness/record/faults.h"

/* One thing that a call did besides: at an element, of which the array may have none. */
struct call_trouble {
    enum fault fault;
    int64_t index;
    unsigned parts; /* of FAULT_ENVIRONMENT; the signal or the exit status of what ended */
};
enum { CALL_TROUBLES = 4 };

/* What this thread's calls came to since call_forget(). */
struct call_outcome {
    size_t unanswered;                  /* elements: their results are as they were before */
    const unsigned char *is_unanswered; /* those of the latest call, if there are any in it */
    size_t troubles;
    struct call_trouble trouble[CALL_TROUBLES];
};
void call_forget(void);
const struct call_outcome *call_outcome(void);

/* Calls it as ganloss.h says; never fails, but the outcome may say that it did. */
void call_foreign(struct foreign *foreign, size_t n, const void *x, const void *y, void *loss, void *grad);

/* Nanoseconds for the same call done `repeat` times in its program, and for the way there and back in it, which an empty
   request takes; 0: there is none in it, as a plugin's host looks at the clock itself. False: there was no answer, as the outcome says. */
bool call_timed(double *ns, double *empty_ns, struct foreign *foreign, size_t n, const void *x, const void *y,
                void *loss, void *grad, uint32_t repeat);

/* The instructions of one call of a plugin's kernel (machine/steps.h), in the thread that calls it. False: it is no plugin's, or
   they could not be counted; where the program ended over it, it is started anew, and nothing is held against the kernel. */
bool call_counted(double *steps, struct foreign *foreign, size_t n, const void *x, const void *y, void *loss,
                  void *grad);

#endif
