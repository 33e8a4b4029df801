#include "harness/base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

const char *const process_self = "/proc/self/exe";

/* Never returns: either becomes the program, or tells the parent why not through `report`. */
static void become(char *const argv[], int in, int out, int report, int cpu)
{
    cpu_set_t only;
    CPU_ZERO(&only);
    if (cpu >= 0) {
        CPU_SET((size_t)cpu, &only);
        sched_setaffinity(0, sizeof only, &only);
    }
    dup2(in, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    execv(argv[0], argv);
    int error = errno;
    if (write(report, &error, sizeof error) != sizeof error)
        _exit(127);
    _exit(126);
}

bool process_start(struct process *process, char *const argv[], int cpu)
{
    int in[2], out[2], report[2], error = 0;
    if (pipe2(in, O_CLOEXEC) != 0)
        return false;
    if (pipe2(out, O_CLOEXEC) != 0)
        return false;
    if (pipe2(report, O_CLOEXEC) != 0)
        return false;
    fflush(NULL);
    process->id = fork();
    if (process->id == 0)
        become(argv, in[0], out[1], report[1], cpu);
    close(in[0]);
    close(out[1]);
    close(report[1]);
    process->to = fdopen(in[1], "w");
    process->from = fdopen(out[0], "r");
    bool started = process->id > 0 && read(report[0], &error, sizeof error) == 0;
    close(report[0]);
    if (!started) {
        process_end(process);
        errno = error;
    }
    return started;
}

int process_end(struct process *process)
{
    int status = 0;
    fclose(process->to);
    fclose(process->from);
    if (process->id < 0)
        return 127;
    while (waitpid(process->id, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
