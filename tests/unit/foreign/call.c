/* Calls of a foreign kernel, and what comes of them when the program does not answer. */
#include "harness/foreign/call.h"

#include "harness/foreign/hello.h"
#include "tests/support/said.h"
#include "tests/support/supervised.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { N = 1000, AT = 617, LIVES = 8 };

static struct source source;
static struct foreign *foreign;
static float x[N], loss[N], grad[N];

/* A program that does so; its hostile kernel is `foreign`. */
static void open_program(const char *how, double timeout)
{
    cr_assert_eq(source_open(&source, &(struct child_source){supervised_command(how), false}, timeout),
                 STATUS_OK);
    cr_assert_eq(source.count, 2);
    for (size_t i = 0; i < source.count; i++)
        source.kernels[i].lives = LIVES;
    foreign = &source.kernels[1];
}

/* Ends it: nothing that it began is left. */
static void close_program(void)
{
    source_close(&source);
    cr_expect(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
    hello_free(&source);
}

/* Calls the kernel on numbers of which one is the bad one, or none. */
static const struct call_outcome *call_with(struct foreign *f, size_t n, bool with_bad)
{
    for (size_t i = 0; i < N; i++) {
        x[i] = 2 + (float)i / N;
        loss[i] = grad[i] = -7;
    }
    if (with_bad)
        x[AT] = 1;
    call_forget();
    call_foreign(f, n, x, NULL, loss, grad);
    return call_outcome();
}

static bool is_answered(size_t i)
{
    double e = exp(-(double)x[i]);
    return fabs((double)loss[i] - log1p(e)) < 1e-5 && fabs((double)grad[i] + e / (1 + e)) < 1e-5;
}

/* Those that are marked hold what they held before, the others what is right; they are counted. */
static void expect_marked(const struct call_outcome *outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < N; i++) {
        bool missing = outcome->is_unanswered && outcome->is_unanswered[i];
        count += missing;
        cr_assert(missing ? loss[i] == -7 && grad[i] == -7 : is_answered(i), "%zu", i);
    }
    cr_expect_eq(count, outcome->unanswered);
}

Test(call, is_passed_on)
{
    static const char *const good[] = {"good", "piped-good", "prints", "moves"};
    for (size_t k = 0; k < 4; k++) {
        open_program(good[k], 60);
        for (int i = 0; i < 5; i++) {
            const struct call_outcome *outcome = call_with(&source.kernels[i % 2], N, true);
            cr_assert(outcome->unanswered == 0 && outcome->troubles == 0);
            expect_marked(outcome);
        }
        const struct call_outcome *none = call_with(foreign, 0, false);
        cr_expect(none->unanswered == 0 && none->troubles == 0);
        close_program();
    }
}

/* One input that ends the program, or for which an error is raised, is found, and all others are answered. */
Test(call, finds_the_one_input)
{
    static const struct {
        const char *how;
        enum fault fault;
        unsigned parts;
        int lives;
    } all[] = {{"exits", FAULT_EXIT, 3, LIVES - 1},
               {"piped-exits", FAULT_EXIT, 3, LIVES - 1},
               {"segfault", FAULT_CRASH, SIGSEGV, LIVES - 1},
               {"raises-at-input", FAULT_RAISED, 0, LIVES},
               {"piped-raises-at-input", FAULT_RAISED, 0, LIVES}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        open_program(all[k].how, 60);
        const struct call_outcome *outcome = call_with(foreign, N, true);
        cr_expect(outcome->unanswered == 1 && outcome->is_unanswered[AT], "%s: %zu", all[k].how,
                  outcome->unanswered);
        cr_expect(outcome->troubles == 1 && outcome->trouble[0].fault == all[k].fault &&
                      outcome->trouble[0].index == AT && outcome->trouble[0].parts == all[k].parts,
                  "%s", all[k].how);
        cr_expect_eq(foreign->lives, all[k].lives, "%s: %d", all[k].how, foreign->lives);
        expect_marked(outcome);
        close_program();
    }
}

Test(call, finds_the_one_input_that_it_does_not_come_back_from)
{
    open_program("late", 0.4);
    const struct call_outcome *outcome = call_with(foreign, N, true);
    cr_expect(outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_HANG &&
              outcome->trouble[0].index == AT);
    cr_expect(outcome->is_unanswered[AT] && outcome->unanswered < N);
    cr_expect_eq(foreign->lives, LIVES - 3, "waiting is dear");
    expect_marked(outcome);
    close_program();
}

/* Of one mean of all no part is asked for: it would be that of others. */
Test(call, of_a_mean_is_answered_as_a_whole_or_not)
{
    static const char *const how[] = {"raises-at-input", "exits", "piped-raises-at-nan"};
    for (size_t k = 0; k < 3; k++) {
        open_program(how[k], 60);
        foreign->is_mean = true;
        for (size_t i = 0; i < N; i++)
            x[i] = 2;
        x[AT] = k == 2 ? NAN : 1;
        call_forget();
        call_foreign(foreign, N, x, NULL, loss, grad);
        const struct call_outcome *outcome = call_outcome();
        cr_expect_eq(outcome->unanswered, N, "%s: %zu", how[k], outcome->unanswered);
        cr_expect(outcome->troubles == 1 && outcome->trouble[0].index == 0);
        cr_expect(outcome->trouble[0].fault == (k == 1 ? FAULT_EXIT : FAULT_RAISED));
        cr_expect_eq(foreign->lives, k == 1 ? LIVES - 1 : LIVES, "%s: %d", how[k], foreign->lives);
        close_program();
    }
}

Test(call, asks_for_kinds_of_inputs_apart_where_one_is_not_taken)
{
    open_program("raises-at-nan", 60);
    call_with(foreign, N, false);
    for (size_t i = 0; i < N; i += 3)
        x[i] = NAN;
    x[1] = INFINITY;
    for (size_t i = 0; i < N; i++)
        loss[i] = grad[i] = -7;
    call_forget();
    call_foreign(foreign, N, x, NULL, loss, grad);
    const struct call_outcome *outcome = call_outcome();
    cr_expect_eq(outcome->unanswered, (N + 2) / 3);
    for (size_t i = 0; i < N; i++)
        cr_assert_eq(outcome->is_unanswered[i], i % 3 == 0 ? 1 : 0, "%zu", i);
    cr_expect(outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_RAISED &&
              isnan(x[outcome->trouble[0].index]));
    close_program();
}

/* After some ends it is left alone, and says so; an input is looked for some times only. */
Test(call, is_given_up)
{
    open_program("exits", 60);
    for (int i = 0; i < LIVES; i++) {
        cr_expect_eq(foreign->lives, LIVES - i);
        cr_expect_eq(call_with(foreign, N, true)->unanswered, i < 4 ? 1 : N, "%d", i);
    }
    const struct call_outcome *outcome = call_with(foreign, N, false);
    cr_expect(outcome->unanswered == N && outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_EXIT &&
              outcome->trouble[0].parts == 3 && outcome->trouble[0].index == 0);
    expect_marked(outcome);
    cr_expect_eq(call_with(&source.kernels[0], N, true)->unanswered, 0, "the kernel beside it goes on");
    close_program();
}

/* What is said too late is the fault of the kernel that said it. */
Test(call, puts_down_faults_to_who_has_them)
{
    static const char *const all[] = {"twice", "piped-too-much"};
    for (size_t k = 0; k < 2; k++) {
        open_program(all[k], 60);
        cr_expect_eq(call_with(foreign, N, false)->troubles, 0);
        const struct call_outcome *outcome = call_with(&source.kernels[0], N, false);
        cr_expect(outcome->troubles == 0 && outcome->unanswered == 0, "%s", all[k]);
        outcome = call_with(foreign, N, false);
        cr_expect(outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_PROTOCOL &&
                      outcome->unanswered == 0,
                  "%s", all[k]);
        close_program();
    }
}

Test(call, sees_what_is_written_beside_the_arrays)
{
    open_program("beyond", 60);
    const struct call_outcome *outcome = call_with(foreign, N, false);
    cr_expect(outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_OVERRUN &&
              outcome->trouble[0].index == N);
    cr_expect(outcome->unanswered == 0 && is_answered(0) && is_answered(N - 1));
    close_program();
    open_program("before", 60);
    outcome = call_with(foreign, N, false);
    cr_expect(outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_OVERRUN &&
              outcome->trouble[0].index == -1);
    close_program();
    open_program("unwritten", 60);
    outcome = call_with(foreign, N, false);
    cr_expect(outcome->troubles == 0 && loss[N - 1] == -7 && is_answered(N - 2),
              "it is as it was: the caller's to see");
    close_program();
}

/* More elements than one request takes: the index is that in the whole call. */
Test(call, of_more_than_fits_one_request)
{
    enum { MANY = MEMORY_LONGEST + 9, LATE = MEMORY_LONGEST + 4 };
    float *in = malloc(MANY * sizeof *in), *l = malloc(MANY * sizeof *l), *g = malloc(MANY * sizeof *g);
    for (size_t i = 0; i < MANY; i++)
        in[i] = 2;
    in[LATE] = 1;
    open_program("exits", 60);
    call_forget();
    call_foreign(foreign, MANY, in, NULL, l, g);
    const struct call_outcome *outcome = call_outcome();
    cr_expect(outcome->unanswered == 1 && outcome->is_unanswered[LATE] && !outcome->is_unanswered[4]);
    cr_expect(outcome->troubles == 1 && outcome->trouble[0].index == LATE);
    cr_expect(l[0] == l[MANY - 1] && l[0] > 0.1F && l[0] < 0.2F);
    close_program();
    free(in);
    free(l);
    free(g);
}

Test(call, is_timed)
{
    double ns, empty;
    open_program("exits", 60);
    call_with(foreign, N, false);
    cr_assert(call_timed(&ns, &empty, foreign, N, x, NULL, loss, grad, 10));
    cr_expect(ns > 0 && empty > 0);
    x[AT] = 1;
    call_forget();
    cr_expect(!call_timed(&ns, &empty, foreign, N, x, NULL, loss, grad, 1));
    cr_expect(call_outcome()->troubles == 1 && call_outcome()->trouble[0].fault == FAULT_EXIT);
    close_program();
}

/* One that cannot be started again is a fault, said once. */
Test(call, of_a_program_that_is_there_no_more)
{
    char *command = supervised_command("exits"), moved[] = "exit 5 # 45678901234567890";
    cr_assert_eq(source_open(&source, &(struct child_source){command, false}, 60), STATUS_OK);
    foreign = &source.kernels[1];
    foreign->lives = LIVES;
    source.what.text = moved;
    said_start();
    const struct call_outcome *outcome = call_with(foreign, N, true);
    char *said = said_end();
    cr_expect(outcome->unanswered == N && outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_EXIT);
    cr_expect_str_eq(
        said,
        "ganloss: exit 5 # 45678901234567890: started again, it ended before its hello, with status 5\n");
    free(said);
    close_program();
}

/* Nor is one asked that says another hello than at first: an empty line here, and so one that is less. */
Test(call, of_a_program_that_is_another_by_now)
{
    open_program("exits", 60);
    source.what.text = "echo >&4";
    said_start();
    const struct call_outcome *outcome = call_with(foreign, N, true);
    char *said = said_end();
    cr_expect(outcome->unanswered == N && outcome->troubles == 1 && outcome->trouble[0].fault == FAULT_EXIT);
    cr_expect_str_eq(said, "ganloss: echo >&4: started again, it said another hello than at first\n");
    free(said);
    close_program();
}
