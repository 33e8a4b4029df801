#include "harness/base/interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t flag;

static void raise_flag(int signal)
{
    (void)signal;
    flag = 1;
}

/* What is being written goes on (SA_RESTART); a hang-up that nohup has turned off stays off. */
void interrupt_catch(void)
{
    struct sigaction action = {.sa_handler = raise_flag, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)}, old;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    if (sigaction(SIGHUP, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
}

bool interrupted(void)
{
    return flag != 0;
}

void interrupt_all(void)
{
    flag = 1;
}
