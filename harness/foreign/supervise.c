#include "harness/foreign/supervise.h"

#include "harness/foreign/host.h"
#include "harness/foreign/protocol.h"
#include "harness/foreign/strays.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

const char *const supervise_command = "answer-blocks";

/* Ended first where memory runs out, and without a core of what it shares. */
static void humble(void)
{
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file >= 0) {
        if (write(file, "1000", 4) != 4)
            errno = 0; /* then as any other */
        close(file);
    }
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
}

/* The program itself. What it prints goes where errors go: standard output is ganloss's own. */
static _Noreturn void become(const char *how, char *text, const sigset_t *unblocked)
{
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    sigprocmask(SIG_SETMASK, unblocked, NULL);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        _exit(SUPERVISE_NOT_STARTED);
    if (strcmp(how, "plugin") == 0)
        _exit(host_run(text));
    execl("/bin/sh", "sh", "-c", text, (char *)NULL);
    _exit(SUPERVISE_NOT_STARTED);
}

/* Waits for the program's end, or ganloss's; the status of waitpid. */
static int wait_for(pid_t program, int signals)
{
    struct pollfd ends[] = {{PROTOCOL_LIFE, POLLIN, 0}, {signals, POLLIN, 0}};
    int status = 0;
    for (;;) {
        pid_t ended;
        while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
            if (ended == program)
                return status;
        ends[0].revents = ends[1].revents = 0;
        poll(ends, 2, -1);
        if (ends[0].revents) {
            kill(program, SIGKILL);
            return SIGKILL;
        }
        struct signalfd_siginfo info;
        if (ends[1].revents && read(signals, &info, sizeof info) < 0 && errno != EAGAIN)
            return SIGKILL;
    }
}

int supervise(int argc, char **argv)
{
    sigset_t child, before;
    if (argc != 3)
        return SUPERVISE_NOT_STARTED;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &before);
    int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    setsid(); /* an interrupt from the keyboard is for ganloss, which says when this is over */
    strays_adopt();
    fcntl(PROTOCOL_LIFE, F_SETFD, FD_CLOEXEC);
    humble();
    pid_t program = fork();
    if (program == 0)
        become(argv[1], argv[2], &before);
    for (int i = PROTOCOL_REQUESTS; i < PROTOCOL_LIFE; i++)
        close(i);
    if (program < 0 || signals < 0)
        return SUPERVISE_NOT_STARTED;
    int status = wait_for(program, signals);
    strays_end();
    if (!WIFSIGNALED(status))
        return WEXITSTATUS(status);
    signal(WTERMSIG(status), SIG_DFL);
    raise(WTERMSIG(status));
    return SUPERVISE_NOT_STARTED; /* a signal that ends nothing: there is none */
}
