#include "harness/base/process.h"

#include "harness/base/interrupt.h"
#include "harness/base/timing.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *const process_self = "/proc/self/exe";

void process_path(char path[PATH_MAX])
{
    ssize_t length = readlink(process_self, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
}

/* Never returns: either becomes the program, or tells the parent why not through `report`. */
static void execute(char *const argv[], int report)
{
    execv(argv[0], argv);
    int error = errno;
    if (write(report, &error, sizeof error) != sizeof error)
        _exit(127);
    _exit(126);
}

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
    execute(argv, report);
}

/* Pipes that programs started meanwhile do not get; all of them, or none. */
static bool open_pipes(int pipes[][2], int count)
{
    for (int i = 0; i < count; i++)
        if (pipe2(pipes[i], O_CLOEXEC) != 0) {
            for (; i > 0; i--) {
                close(pipes[i - 1][0]);
                close(pipes[i - 1][1]);
            }
            return false;
        }
    return true;
}

/* Waits until it has become the program; 0, or the errno of the attempt. */
static int started(int report)
{
    int error = 0;
    ssize_t size;
    while ((size = read(report, &error, sizeof error)) < 0 && errno == EINTR)
        ;
    close(report);
    return size == 0 ? 0 : size == sizeof error ? error : EIO;
}

bool process_start(struct process *process, char *const argv[], int cpu)
{
    enum { IN, OUT, REPORT, PIPES };
    int pipes[PIPES][2];
    if (!open_pipes(pipes, PIPES))
        return false;
    fflush(NULL);
    process->id = fork();
    int error = process->id < 0 ? errno : 0;
    if (process->id == 0)
        become(argv, pipes[IN][0], pipes[OUT][1], pipes[REPORT][1], cpu);
    close(pipes[IN][0]);
    close(pipes[OUT][1]);
    close(pipes[REPORT][1]);
    process->to = fdopen(pipes[IN][1], "w");
    process->from = fdopen(pipes[OUT][0], "r");
    int failed = started(pipes[REPORT][0]);
    error = error ? error : failed ? failed : process->to && process->from ? 0 : ENOMEM;
    if (error)
        process_end(process);
    errno = error;
    return error == 0;
}

static int wait_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int process_end(struct process *process)
{
    int status = 0;
    if (process->to)
        fclose(process->to);
    if (process->from)
        fclose(process->from);
    if (process->id < 0)
        return 127;
    while (waitpid(process->id, &status, 0) < 0 && errno == EINTR)
        ;
    return wait_status(status);
}

/* In a group of its own, to be ended together; signals are as the program expects them. */
static void become_alone(char *const argv[], const char *directory, const char *log, int report)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGXFSZ, SIG_DFL);
    int in = open("/dev/null", O_RDONLY);
    int out = chdir(directory) == 0 ? open(log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0666) : -1;
    if (in >= 0 && out >= 0 && dup2(in, STDIN_FILENO) >= 0 && dup2(out, STDOUT_FILENO) >= 0 &&
        dup2(out, STDERR_FILENO) >= 0)
        execute(argv, report);
    int error = errno;
    if (write(report, &error, sizeof error) != sizeof error)
        _exit(127);
    _exit(126);
}

/* Its status, or why it was ended. */
static int wait_for(pid_t child, double seconds)
{
    static const struct timespec moment = {.tv_nsec = 5000000};
    int64_t start = timing_now();
    int status = 0, why = 0;
    pid_t ended;
    while ((ended = waitpid(child, &status, WNOHANG)) == 0 && why == 0) {
        why = interrupted()                                     ? PROCESS_INTERRUPTED
              : 1e-9 * (double)(timing_now() - start) > seconds ? PROCESS_LATE
                                                                : 0;
        if (why == 0)
            nanosleep(&moment, NULL);
    }
    kill(-child, SIGKILL); /* what it leaves running, too */
    while (ended == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return why ? why : wait_status(status);
}

int process_run(char *const argv[], const char *directory, const char *log, double seconds)
{
    int report[1][2];
    if (!open_pipes(report, 1))
        return PROCESS_NOT_STARTED;
    fflush(NULL);
    pid_t child = fork();
    int error = child < 0 ? errno : 0;
    if (child == 0)
        become_alone(argv, directory, log, report[0][1]);
    close(report[0][1]);
    int failed = started(report[0][0]);
    error = error ? error : failed;
    if (child > 0 && !error)
        return wait_for(child, seconds);
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
    errno = error;
    return PROCESS_NOT_STARTED;
}
