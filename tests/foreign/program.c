/* program.c -- a program that answers blocks (harness/foreign/README.md) and does something besides: its first word says
   what. `piped-WORD` does the same without mapped memories. The second is the variant of the kernel beside, which is
   right, and the third a file whose contents are its hello. The expected verdicts stand in hostile.txt. */
#include "harness/foreign/protocol.h"
#include "tests/foreign/daemon.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The input that some of them cannot bear, and the call that others wait for. */
static const float bad = 1.0F;
enum { CALL = 3, LONGEST = 1 << 21 };

static const char *how, *own_file;
static bool shares;
static unsigned calls; /* of the hostile kernel */
static char *inputs, *results;
static float piped[4][LONGEST];

static bool is(const char *name)
{
    return strcmp(how, name) == 0;
}

/* Two kernels: one that is right, and the other, which may have one output alone. Or what a file says. */
static void hello(const char *beside, const char *file)
{
    const char *name = how;
    char text[4096];
    shares = strncmp(how, "piped-", 6) != 0;
    how += shares ? 0 : 6;
    if (file) {
        int from = open(file, O_RDONLY);
        ssize_t n = from < 0 ? -1 : read(from, text, sizeof text);
        if (n < 0 || write(PROTOCOL_ANSWERS, text, (size_t)n) != n)
            exit(2);
        close(from);
        return;
    }
    dprintf(
        PROTOCOL_ANSWERS,
        "{\"ganloss\": 1, \"library\": \"hostile\", \"version\": \"1\", \"memory\": %s, \"kernels\": ["
        "{\"term\": \"nonsaturating.g\", \"variant\": \"%s\", \"format\": \"f32\"}, "
        "{\"term\": \"nonsaturating.g\", \"variant\": \"%s\", \"format\": \"f32\", \"loss\": %s, \"grad\": %s}]}\n",
        shares ? "true" : "false", beside, name, is("grad-only") ? "false" : "true",
        is("loss-only") ? "false" : "true");
}

static bool take(void *to, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t now = read(PROTOCOL_REQUESTS, (char *)to + done, size - done);
        if (now <= 0)
            return false;
        done += (size_t)now;
    }
    return true;
}

static void give(const void *from, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t now = write(PROTOCOL_ANSWERS, (const char *)from + done, size - done);
        if (now <= 0)
            exit(9);
        done += (size_t)now;
    }
}

static bool is_bad(float x)
{
    return x == bad;
}

static bool is_nan(float x)
{
    return isnan(x);
}

static bool has(size_t n, const float x[], bool (*such)(float x))
{
    for (size_t i = 0; i < n; i++)
        if (such(x[i]))
            return true;
    return false;
}

/* Each begins the next and ends: without haste as long as the program lives, and as fast as it can once that is gone
   and they are hunted; not for ever, should they get away. */
static void breed(void)
{
    const pid_t program = getpid();
    if (fork() != 0)
        return;
    for (int i = 0; i < 100000; i++) {
        if (kill(program, 0) == 0)
            usleep(2000);
        if (fork() != 0)
            _exit(0);
    }
    _exit(0);
}

/* Inputs can neither be mapped to be written, nor written, nor cut off. */
static void attack_memory(void)
{
    char byte = 0;
    if (mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, PROTOCOL_INPUTS, 0) != MAP_FAILED ||
        pwrite(PROTOCOL_INPUTS, &byte, 1, 1 << 16) == 1 || ftruncate(PROTOCOL_INPUTS, 0) == 0 ||
        ftruncate(PROTOCOL_RESULTS, 0) == 0)
        exit(8);
}

static void stop_supervisor(void)
{
    kill(getppid(), SIGSTOP);
    for (;;)
        pause();
}

static void kill_supervisor(void)
{
    prctl(PR_SET_PDEATHSIG, 0);
    begin_daemon();
    kill(getppid(), SIGKILL);
}

static void close_all(void)
{
    for (int i = 0; i < 64; i++)
        close(i);
    for (;;)
        pause();
}

static void flood(void)
{
    for (int i = 0; i < 1000; i++)
        fputs("what nobody asked for\n", stderr);
}

static void leak(void)
{
    static volatile char *much;
    much = malloc(1 << 30);
    if (much)
        much[calls] = 1;
}

/* When something is done: in every call, in one, where the bad input is. */
enum when { ALWAYS, ONCE, AT_INPUT };
static void crash(void)
{
    signal(SIGSEGV, SIG_DFL); /* a sanitizer's is not */
    raise(SIGSEGV);
}
static void end(void)
{
    exit(3);
}
static void stop(void)
{
    raise(SIGSTOP);
}
static void be_late(void)
{
    sleep(30);
}
static void move(void)
{
    if (chdir("/") != 0)
        exit(7);
}
static void remove_itself(void)
{
    unlink(own_file);
}
static void close_requests(void)
{
    close(PROTOCOL_REQUESTS);
}
static void close_answers(void)
{
    close(PROTOCOL_ANSWERS);
}
static void print(void)
{
    puts("hello");
}

static const struct deed {
    const char *name;
    enum when when;
    void (*deed)(void);
} deeds[] = {
    {"segfault", AT_INPUT, crash},
    {"exits", AT_INPUT, end},
    {"stops", AT_INPUT, stop},
    {"late", AT_INPUT, be_late},
    {"stops-supervisor", AT_INPUT, stop_supervisor},
    {"kills-supervisor", ONCE, kill_supervisor},
    {"daemon", ONCE, begin_daemon},
    {"daemon", AT_INPUT, end},
    {"breeds", ONCE, breed},
    {"inputs", ALWAYS, attack_memory},
    {"floods", ALWAYS, flood},
    {"prints", ALWAYS, print},
    {"leaks", ALWAYS, leak},
    {"moves", ONCE, move},
    {"removes", ONCE, remove_itself},
    {"removes", AT_INPUT, end},
    {"closes-requests", ONCE, close_requests},
    {"closes-answers", ONCE, close_answers},
    {"closes-all", ONCE, close_all},
};

static void compute(size_t n, const float x[], float loss[], float grad[])
{
    for (size_t i = 0; i < n; i++) {
        float e = expf(-fabsf(x[i]));
        loss[i] = (x[i] < 0 ? -x[i] : 0) + log1pf(e);
        grad[i] = -(x[i] < 0 ? 1 : e) / (1 + e);
    }
}

/* The hostile kernel's call; the status of its answer. */
static uint32_t run(size_t n, const float x[], float loss[], float grad[])
{
    bool here = has(n, x, is_bad);
    calls++;
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++)
        if (is(deeds[i].name) && (deeds[i].when == ALWAYS || (deeds[i].when == ONCE && calls == CALL) ||
                                  (deeds[i].when == AT_INPUT && here)))
            deeds[i].deed();
    float before = n > 0 ? loss[n - 1] : 0;
    compute(n, x, loss, grad);
    if (is("unwritten") && n > 7)
        loss[n - 1] = before;
    if (is("beyond"))
        loss[n] = 1;
    if (is("before"))
        grad[-1] = 1;
    if (is("nan"))
        for (size_t i = 0; i < n; i++)
            grad[i] = x[i] > 80 ? NAN : grad[i];
    return is("raises") || (is("raises-at-input") && here) || (is("raises-at-nan") && has(n, x, is_nan)) ||
                   (is("raises-when-short") && n < 1000)
               ? PROTOCOL_RAISED
           : is("odd-status") ? 7
                              : PROTOCOL_FINE;
}

/* An answer as it is asked for, or not. */
static void answer(const struct protocol_request *r, uint32_t status, bool hostile, const float *loss,
                   const float *grad)
{
    struct protocol_answer a = {r->number, status, hostile && is("odd-rest") ? 2 : 0};
    size_t size = shares || status != PROTOCOL_FINE ? 0 : r->n * sizeof *loss;
    if (hostile && is("silent"))
        return;
    if (hostile && is("other-number"))
        a.number++;
    if (hostile && is("half") && calls == CALL) {
        give(&a, sizeof a / 2);
        return;
    }
    if (hostile && is("half-and-ends") && calls == CALL) {
        give(&a, sizeof a / 2);
        exit(0);
    }
    if (hostile && is("ahead")) { /* at once, so that the next request comes after it */
        struct protocol_answer both[2] = {a, a};
        both[1].number++;
        give(both, sizeof both);
        return;
    }
    give(&a, sizeof a);
    if (!hostile || !is("grad-only"))
        give(loss, size);
    if (!hostile || !is("loss-only"))
        give(grad, hostile && is("too-little") ? size / 2 : size);
    if (hostile && is("twice"))
        give(&a, sizeof a);
    if (hostile && is("too-much"))
        give("!", 1);
}

int main(int argc, char **argv)
{
    struct protocol_request r;
    own_file = argv[0];
    how = argc > 1 ? argv[1] : "";
    hello(argc > 2 ? argv[2] : "beside", argc > 3 ? argv[3] : NULL);
    struct stat memory[2];
    if (fstat(PROTOCOL_INPUTS, &memory[0]) != 0 || fstat(PROTOCOL_RESULTS, &memory[1]) != 0)
        return 6;
    inputs = mmap(NULL, (size_t)memory[0].st_size, PROT_READ, MAP_SHARED, PROTOCOL_INPUTS, 0);
    results = mmap(NULL, (size_t)memory[1].st_size, PROT_READ | PROT_WRITE, MAP_SHARED, PROTOCOL_RESULTS, 0);
    if (is("reads-nothing"))
        pause();
    while (take(&r, sizeof r)) {
        const float *x =
            shares ? (const float *)(const void *)(inputs + r.at[PROTOCOL_X]) : piped[PROTOCOL_X];
        float *loss = shares ? (float *)(void *)(results + r.at[PROTOCOL_LOSS]) : piped[PROTOCOL_LOSS];
        float *grad = shares ? (float *)(void *)(results + r.at[PROTOCOL_GRAD]) : piped[PROTOCOL_GRAD];
        uint32_t status = PROTOCOL_FINE;
        if (!shares && !take(piped[PROTOCOL_X], r.n * sizeof *x))
            return 5;
        for (uint32_t i = 0; i < r.repeat; i++) {
            if (r.kernel == 1)
                status = run(r.n, x, loss, grad);
            else
                compute(r.n, x, loss, grad);
        }
        answer(&r, status, r.kernel == 1, loss, grad);
    }
    return 0;
}
