/* invented.h -- a clock that a test moves. Linked with --wrap=timing_now, all that asks base/timing.h for the time
   is told this one's, so that no load of the machine makes a difference. */
#ifndef GANLOSS_TESTS_SUPPORT_INVENTED_H
#define GANLOSS_TESTS_SUPPORT_INVENTED_H

#include <stdint.h>

extern int64_t invented_now;  /* ns */
extern int64_t invented_tick; /* what each look at the clock adds */

#endif
