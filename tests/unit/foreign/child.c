/* A running program: its hello, its answers, its end, each within some time. */
#include "harness/foreign/child.h"

#include "harness/base/timing.h"
#include "tests/support/supervised.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 60 };

static double since(int64_t start)
{
    return 1e-9 * (double)(timing_now() - start);
}

static enum child_end hello_of(char **line, const char *command, double seconds, int *status)
{
    struct child child;
    const struct child_source source = {command, false};
    cr_assert(child_start(&child, &source));
    enum child_end end = child_hello(line, &child, seconds);
    *status = child_stop(&child, end == CHILD_ENDED ? CHILD_ENDING : 0);
    cr_expect_eq(child.id, 0);
    cr_expect_eq(child_stop(&child, 1), CHILD_KILLED, "it is ended once");
    return end;
}

Test(child, says_a_line_first)
{
    static const struct {
        const char *command, *line;
        enum child_end end;
    } all[] = {
        {"echo hello >&4; sleep 100", "hello", CHILD_FINE},
        {"printf 'a\\nb\\n' >&4; sleep 100", "a", CHILD_FINE},
        {"echo >&4; sleep 100", "", CHILD_FINE},
        {"printf 'a\\0b\\n' >&4; sleep 100", NULL, CHILD_GARBLED},
        {"tr '\\0' x </dev/zero >&4", NULL, CHILD_GARBLED},
        {"printf 'a' >&4", NULL, CHILD_ENDED},
        {"exec 3<&- 4>&-; sleep 100", NULL, CHILD_ENDED},
        {"echo hello; echo hello >&2", NULL, CHILD_ENDED},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char *line;
        int status;
        enum child_end end = hello_of(&line, all[i].command, PATIENCE, &status);
        cr_expect_eq(end, all[i].end, "%s: %d", all[i].command, (int)end);
        cr_expect(!all[i].line || strcmp(line, all[i].line) == 0, "%s: %s", all[i].command, line);
        free(line);
    }
}

/* A longest line is taken still. */
Test(child, says_a_line_of_a_million_bytes)
{
    char *line;
    int status;
    cr_expect_eq(
        hello_of(&line, "head -c 1048575 /dev/zero | tr '\\0' x >&4; echo >&4; sleep 100", PATIENCE, &status),
        CHILD_FINE);
    cr_expect_eq(strlen(line), 1048575);
    free(line);
}

Test(child, is_given_some_time_alone)
{
    char *line;
    int status;
    int64_t start = timing_now();
    cr_expect_eq(hello_of(&line, "sleep 1000", 0.2, &status), CHILD_LATE);
    cr_expect(since(start) >= 0.2 && since(start) < PATIENCE && status == CHILD_KILLED);
    free(line);
    cr_expect_eq(hello_of(&line, "kill -STOP $PPID; sleep 1000", 0.2, &status),
                 CHILD_LATE); /* its supervisor */
    free(line);
}

Test(child, says_how_it_ended)
{
    char *line;
    int status;
    cr_expect_eq(hello_of(&line, "exit 7", PATIENCE, &status), CHILD_ENDED);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    free(line);
    cr_expect_eq(hello_of(&line, "kill -11 $$", PATIENCE, &status), CHILD_ENDED);
    cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    free(line);
    /* It only closed what it answers on: it did not end. */
    cr_expect_eq(hello_of(&line, "exec 3<&- 4>&-; sleep 100", PATIENCE, &status), CHILD_ENDED);
    cr_expect_eq(status, CHILD_KILLED);
    free(line);
    /* What it began ends with it, and does not keep its descriptors open. */
    cr_expect_eq(hello_of(&line, "setsid sleep 100 & exit 3", PATIENCE, &status), CHILD_ENDED);
    cr_expect_eq(WEXITSTATUS(status), 3);
    free(line);
}

/* A supervisor that its program has stopped goes on, to end what the program began in a session of its own. */
Test(child, leaves_nothing_behind_whom_it_stopped)
{
    char path[] = "/tmp/ganloss-child-XXXXXX", *line, *command;
    int id = 0, status, file = mkstemp(path);
    FILE *told = fdopen(file, "r");
    cr_assert(told &&
              asprintf(&command,
                       "setsid sleep 1000 & echo $! >%s; kill -STOP $PPID; echo hello >&4; sleep 1000",
                       path) > 0);
    int64_t start = timing_now();
    cr_expect_eq(hello_of(&line, command, PATIENCE, &status), CHILD_FINE);
    cr_assert(fscanf(told, "%d", &id) == 1 && id > 1);
    cr_expect(kill(id, SIGKILL) != 0, "%d was alive", id);
    cr_expect(since(start) < PATIENCE);
    fclose(told);
    unlink(path);
    free(command);
    free(line);
}

enum { N = 100 };

/* Asks the hostile kernel of a program for 100 numbers, which need not be the bad one, so many times. */
static enum child_end asked(const char *how, int times, double seconds)
{
    struct child child;
    char *line, *command = supervised_command(how);
    const struct child_source source = {command, false};
    enum child_end end = CHILD_FINE;
    cr_assert(child_start(&child, &source));
    cr_assert_eq(child_hello(&line, &child, PATIENCE), CHILD_FINE);
    free(line);
    bool piped = strncmp(how, "piped-", 6) == 0;
    float x[N], loss[N], grad[N];
    for (int i = 0; i < N; i++)
        x[i] = 2;
    for (int k = 0; k < times && end == CHILD_FINE; k++) {
        struct protocol_request request = {.kernel = 1, .n = N, .repeat = 1};
        struct protocol_answer answer;
        struct child_bytes to[CHILD_PARTS] = {{0}}, from[CHILD_PARTS] = {{0}};
        for (int i = 0; i < PROTOCOL_ARRAYS; i++)
            request.at[i] = memory_place(i % 2, sizeof x, 0, false);
        memcpy(child.inputs.base + request.at[PROTOCOL_X], x, sizeof x);
        if (piped) {
            to[0] = (struct child_bytes){x, NULL, sizeof x};
            from[0] = (struct child_bytes){NULL, loss, sizeof loss};
            from[1] = (struct child_bytes){NULL, grad, sizeof grad};
        }
        end = child_ask(&child, &request, &answer, to, from, seconds);
        if (!piped) {
            memcpy(loss, child.results.base + request.at[PROTOCOL_LOSS], sizeof loss);
            memcpy(grad, child.results.base + request.at[PROTOCOL_GRAD], sizeof grad);
        }
        for (int i = 0; i < N && end == CHILD_FINE; i++)
            cr_assert(fabs((double)loss[i] - log1p(exp(-2))) < 1e-6 &&
                      fabs((double)grad[i] + 1 / (1 + exp(2))) < 1e-6);
    }
    child_stop(&child, 0);
    free(command);
    return end;
}

Test(child, answers)
{
    static const struct {
        const char *how;
        int times;
        enum child_end end;
    } all[] = {
        {"good", 20, CHILD_FINE},
        {"piped-good", 20, CHILD_FINE},
        {"raises", 1, CHILD_RAISED},
        {"odd-status", 1, CHILD_GARBLED},
        {"other-number", 1, CHILD_GARBLED},
        {"twice", 1, CHILD_FINE},
        {"twice", 2, CHILD_GARBLED},
        {"piped-twice", 2, CHILD_GARBLED},
        {"ahead", 2, CHILD_GARBLED}, /* before it was asked, with the right number */
        {"too-much", 2, CHILD_GARBLED},
        {"half-and-ends", 2, CHILD_FINE},
        {"half-and-ends", 3, CHILD_ENDED},
        {"closes-answers", 3, CHILD_ENDED},
        {"closes-requests", 4, CHILD_ENDED},
        {"piped-raises", 1, CHILD_RAISED},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        enum child_end end = asked(all[i].how, all[i].times, PATIENCE);
        cr_expect_eq(end, all[i].end, "%s, %d times: %d", all[i].how, all[i].times, (int)end);
    }
    cr_expect_eq(asked("silent", 1, 0.2), CHILD_LATE);
    cr_expect_eq(asked("half", 3, 0.2), CHILD_LATE);
    cr_expect_eq(asked("piped-too-little", 1, 0.2), CHILD_LATE);
    cr_expect_eq(asked("reads-nothing", 1, 0.2), CHILD_LATE);
}
