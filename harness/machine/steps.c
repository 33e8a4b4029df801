#include "harness/machine/steps.h"

#include <alloca.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

/* libc's memcpy goes another way where source and destination have nearly the same place in their pages. An array of a
   kernel's on the stack may be one of them, and the system puts each process's stack somewhere else: for all it is moved
   to the same place of a page. */
enum { PAGE = 4096 };

/* Stops where the counting starts and where it ends; never returns. */
static void be_counted(void (*run)(void *), void *argument)
{
    volatile char *moved = alloca((uintptr_t)__builtin_frame_address(0) % PAGE + 1);
    *moved = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGALRM, SIG_DFL);
    alarm(STEPS_SECONDS_FREE);
    run(argument);
    alarm(STEPS_SECONDS);
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(errno);
    raise(SIGSTOP);
    run(argument);
    raise(SIGSTOP);
    _exit(0);
}

static bool waited(pid_t child, int *status)
{
    pid_t id;
    while ((id = waitpid(child, status, 0)) < 0 && errno == EINTR)
        ;
    return id == child;
}

/* Signals after which there is nothing more to count: of the code itself, which would raise them again and again, and the
   alarm's. */
static bool is_end(int signal)
{
    return signal == SIGSTOP || signal == SIGSEGV || signal == SIGBUS || signal == SIGILL ||
           signal == SIGFPE || signal == SIGABRT || signal == SIGALRM;
}

/* From stop to stop; a signal from elsewhere, an interrupt, say, is passed over. */
static bool step_through(pid_t child, double *steps, int *status)
{
    for (*steps = 0; ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) == 0 && waited(child, status);)
        if (!WIFSTOPPED(*status) || is_end(WSTOPSIG(*status)))
            return WIFSTOPPED(*status) && WSTOPSIG(*status) == SIGSTOP;
        else if (WSTOPSIG(*status) == SIGTRAP)
            ++*steps;
    return false;
}

static const char *why(pid_t child, int status)
{
    return child < 0              ? strerror(errno)
           : WIFEXITED(status)    ? strerror(WEXITSTATUS(status))
           : WIFSIGNALED(status)  ? strsignal(WTERMSIG(status))
           : WSTOPSIG(status) > 0 ? strsignal(WSTOPSIG(status))
                                  : "it ended";
}

bool steps_count(void (*run)(void *argument), void *argument, double *steps, char reason[STEPS_REASON])
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        be_counted(run, argument);
    bool stopped = child > 0 && waited(child, &status) && WIFSTOPPED(status);
    bool counted = stopped && step_through(child, steps, &status);
    if (!counted)
        snprintf(reason, STEPS_REASON, "single-stepping (ptrace) failed: %s", why(child, status));
    if (stopped) {
        kill(child, SIGKILL);
        waited(child, &status);
    }
    return counted;
}
