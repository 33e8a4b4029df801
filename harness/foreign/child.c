#include "harness/foreign/child.h"

#include "harness/base/allocate.h"
#include "harness/base/interrupt.h"
#include "harness/base/process.h"
#include "harness/base/timing.h"
#include "harness/foreign/supervise.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A hello is no longer than that; nor is the time that an interrupt leaves for an answer, in seconds. */
enum { LONGEST_HELLO = 1 << 20 };
static const double grace = 1;

/* Puts the descriptors where the protocol has them, all else being closed on execution. */
static bool arrange(const int from[PROTOCOL_DESCRIPTORS])
{
    int high[PROTOCOL_DESCRIPTORS];
    for (int i = PROTOCOL_REQUESTS; i < PROTOCOL_DESCRIPTORS; i++)
        if ((high[i] = fcntl(from[i], F_DUPFD_CLOEXEC, PROTOCOL_DESCRIPTORS)) < 0)
            return false;
    for (int i = PROTOCOL_REQUESTS; i < PROTOCOL_DESCRIPTORS; i++)
        if (dup2(high[i], i) < 0)
            return false;
    return true;
}

static void close_all(const int list[], int count)
{
    for (int i = 0; i < count; i++)
        if (list[i] >= 0)
            close(list[i]);
}

bool child_start(struct child *child, const struct child_source *source)
{
    int pipes[6] = {-1, -1, -1, -1, -1, -1}, *ask = pipes, *answer = pipes + 2, *life = pipes + 4;
    *child = (struct child){.inputs = {.descriptor = -1}, .results = {.descriptor = -1}};
    bool good = memory_make(&child->inputs, true) && memory_make(&child->results, false);
    for (int i = 0; i < 6 && good; i += 2)
        good = pipe2(pipes + i, O_CLOEXEC) == 0;
    if (good) {
        const char *argv[] = {process_self, supervise_command, source->is_plugin ? "plugin" : "exec",
                              source->text, NULL};
        const int from[PROTOCOL_DESCRIPTORS] = {[PROTOCOL_REQUESTS] = ask[0],
                                                [PROTOCOL_ANSWERS] = answer[1],
                                                [PROTOCOL_INPUTS] = child->inputs.descriptor,
                                                [PROTOCOL_RESULTS] = child->results.descriptor,
                                                [PROTOCOL_LIFE] = life[0]};
        child->id = fork();
        if (child->id == 0) {
            if (arrange(from))
                execv(argv[0], (char *const *)argv);
            _exit(SUPERVISE_NOT_STARTED);
        }
        good = child->id > 0;
    }
    if (!good) {
        int error = errno;
        close_all(pipes, 6);
        memory_free(&child->inputs);
        memory_free(&child->results);
        child->id = 0;
        errno = error;
        return false;
    }
    close_all((const int[]){ask[0], answer[1], life[0]}, 3);
    child->requests = ask[1];
    child->answers = answer[0];
    child->life = life[1];
    fcntl(child->requests, F_SETFL, O_NONBLOCK);
    fcntl(child->answers, F_SETFL, O_NONBLOCK);
    return true;
}

int child_stop(struct child *child, double seconds)
{
    static const struct timespec moment = {.tv_nsec = 500000};
    int64_t start = timing_now();
    int status = 0;
    pid_t ended = 0;
    if (child->id == 0)
        return 0;
    while (seconds > 0 && (ended = waitpid(child->id, &status, WNOHANG)) == 0 &&
           1e-9 * (double)(timing_now() - start) < seconds)
        nanosleep(&moment, NULL);
    close_all((const int[]){child->life, child->requests, child->answers}, 3);
    while (ended == 0 && waitpid(child->id, &status, 0) < 0 && errno == EINTR)
        ;
    memory_free(&child->inputs);
    memory_free(&child->results);
    child->id = 0;
    return status;
}

/* Until it can be read from, or written to, or what else it came to. */
static enum child_end await(int descriptor, short what, int64_t start, double seconds)
{
    for (;;) {
        double past = 1e-9 * (double)(timing_now() - start), limit = interrupted() ? grace : seconds;
        struct pollfd one = {descriptor, what, 0};
        if (past > limit)
            return interrupted() ? CHILD_INTERRUPTED : CHILD_LATE;
        double left = limit - past < 0.2 ? limit - past : 0.2;
        int ready = poll(&one, 1, 1 + (int)(left * 1e3));
        if (ready > 0)
            return CHILD_FINE;
    }
}

/* Reads or writes all of it. */
static enum child_end transfer(int descriptor, struct child_bytes bytes, short what, int64_t start,
                               double seconds)
{
    for (size_t done = 0; done < bytes.size;) {
        ssize_t now = what == POLLIN ? read(descriptor, (char *)bytes.received + done, bytes.size - done)
                                     : write(descriptor, (const char *)bytes.sent + done, bytes.size - done);
        if (now > 0) {
            done += (size_t)now;
            continue;
        }
        if (now == 0 || (errno != EAGAIN && errno != EINTR))
            return CHILD_ENDED;
        enum child_end end = await(descriptor, what, start, seconds);
        if (end != CHILD_FINE)
            return end;
    }
    return CHILD_FINE;
}

enum child_end child_hello(char **line, struct child *child, double seconds)
{
    int64_t start = timing_now();
    size_t room = 4096, length = 0;
    *line = allocate(room, 1);
    for (;;) {
        enum child_end end =
            transfer(child->answers, (struct child_bytes){NULL, *line + length, 1}, POLLIN, start, seconds);
        if (end != CHILD_FINE || length > LONGEST_HELLO)
            return end == CHILD_FINE ? CHILD_GARBLED : end;
        if ((*line)[length] == '\n') {
            (*line)[length] = '\0';
            return CHILD_FINE;
        }
        if (++length == room)
            *line = allocate_again(*line, room *= 2, 1);
    }
}

/* Nothing may be there before something was asked. */
static bool says_more(const struct child *child)
{
    struct pollfd one = {child->answers, POLLIN, 0};
    char byte;
    return poll(&one, 1, 0) > 0 && read(child->answers, &byte, 1) == 1;
}

enum child_end child_ask(struct child *child, struct protocol_request *request,
                         struct protocol_answer *answer, const struct child_bytes to[CHILD_PARTS],
                         const struct child_bytes from[CHILD_PARTS], double seconds)
{
    int64_t start = timing_now();
    if (says_more(child))
        return CHILD_GARBLED;
    request->number = ++child->number;
    enum child_end end = transfer(child->requests, (struct child_bytes){request, NULL, sizeof *request},
                                  POLLOUT, start, seconds);
    for (int i = 0; i < CHILD_PARTS && end == CHILD_FINE; i++)
        end = transfer(child->requests, to[i], POLLOUT, start, seconds);
    if (end == CHILD_FINE)
        end = transfer(child->answers, (struct child_bytes){NULL, answer, sizeof *answer}, POLLIN, start,
                       seconds);
    if (end != CHILD_FINE)
        return end;
    if (answer->number != request->number || answer->status > PROTOCOL_RAISED)
        return CHILD_GARBLED;
    if (answer->status == PROTOCOL_RAISED)
        return CHILD_RAISED;
    for (int i = 0; i < CHILD_PARTS && end == CHILD_FINE; i++)
        end = transfer(child->answers, from[i], POLLIN, start, seconds);
    return end;
}
