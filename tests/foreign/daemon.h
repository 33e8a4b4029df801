/* daemon.h -- what a hostile plugin and a hostile program both leave behind. */
#ifndef GANLOSS_TESTS_FOREIGN_DAEMON_H
#define GANLOSS_TESTS_FOREIGN_DAEMON_H

#include <signal.h>
#include <unistd.h>

/* Something that outlives its parents, in a session of its own, and does not listen. */
static inline void begin_daemon(void)
{
    if (fork() != 0)
        return;
    setsid();
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    if (fork() != 0)
        _exit(0);
    for (;;)
        pause();
}

#endif
