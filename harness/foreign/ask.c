#include "harness/foreign/ask.h"

#include "harness/foreign/host.h"
#include "harness/machine/environment.h"
#include "reference/reference.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

/* Bytes on either side of each array of results, and what they hold before a call. */
enum { CANARY = 64, FILLING = 0xa5 };

/* The elements of an array: as many as are asked for, but for the one mean of them all. */
static size_t elements_of(const struct ask *ask, int array)
{
    return ask->foreign->is_mean && array == PROTOCOL_LOSS && ask->n > 0 ? 1 : ask->n;
}

static size_t bytes_of(const struct ask *ask, int array)
{
    return elements_of(ask, array) * ask->foreign->size;
}

/* Where the arrays of a call stand. Those beside inaccessible pages alternate between their two ends, by what is
   asked, so that the same call has the same places again. */
static void place(struct protocol_request *r, const struct ask *ask)
{
    const char *arrays[] = {ask->x, ask->y, ask->loss, ask->grad};
    uint32_t first = 0;
    memcpy(&first, ask->x, ask->n > 0 ? sizeof first : 0);
    bool at_start = ((first * 2654435769U >> 16) ^ ask->n) & 1;
    for (int i = 0; i < PROTOCOL_ARRAYS; i++)
        r->at[i] = memory_place(i % 2, bytes_of(ask, i), (uintptr_t)arrays[i] % 64, at_start);
    if (!ask->y)
        r->at[PROTOCOL_Y] = 0;
}

static void fill(const struct child *child, const struct protocol_request *r, const struct ask *ask)
{
    memcpy(child->inputs.base + r->at[PROTOCOL_X], ask->x, bytes_of(ask, PROTOCOL_X));
    if (ask->y)
        memcpy(child->inputs.base + r->at[PROTOCOL_Y], ask->y, bytes_of(ask, PROTOCOL_Y));
    const char *before[] = {ask->loss, ask->grad};
    for (int k = 0; k < 2; k++) {
        size_t bytes = bytes_of(ask, PROTOCOL_LOSS + k);
        char *at = child->results.base + r->at[PROTOCOL_LOSS + k];
        memset(at - CANARY, FILLING, CANARY);
        memcpy(at, before[k], bytes); /* what is not written then shows where the caller looks for it */
        memset(at + bytes, FILLING, CANARY);
    }
}

/* Whether a canary is not what it was, and where, as an element of the call: from n on it is beyond the array. */
static bool is_overrun(int64_t *index, const char *at, const struct ask *ask, int array)
{
    size_t bytes = bytes_of(ask, array), size = ask->foreign->size;
    for (size_t i = 0; i < CANARY; i++) {
        if ((unsigned char)at[bytes + i] != FILLING) {
            *index = (int64_t)(ask->n + i / size);
            return true;
        }
        if ((unsigned char)at[-1 - (ptrdiff_t)i] != FILLING) {
            *index = -1 - (int64_t)(i / size);
            return true;
        }
    }
    return false;
}

static bool take(const struct child *child, const struct protocol_request *r, const struct ask *ask,
                 struct call_trouble *trouble)
{
    char *to[] = {ask->loss, ask->grad};
    bool overrun = false;
    for (int k = 0; k < 2; k++) {
        const char *at = child->results.base + r->at[PROTOCOL_LOSS + k];
        memcpy(to[k], at, bytes_of(ask, PROTOCOL_LOSS + k));
        if (!overrun && is_overrun(&trouble->index, at, ask, PROTOCOL_LOSS + k)) {
            trouble->fault = FAULT_OVERRUN;
            overrun = true;
        }
    }
    return overrun;
}

/* What a plugin touched, as its host saw it: the nearest array's element, and the fault that it is. */
static struct call_trouble touched(const struct host_report *report, const struct protocol_request *r,
                                   const struct ask *ask)
{
    struct call_trouble trouble = {FAULT_CRASH, 0, report->signal};
    if (report->memory >= HOST_NO_MEMORY || report->at >= memory_size())
        return trouble;
    int array = (int)report->memory * 2;
    if (report->at >= memory_area_end(0) + (memory_area_start(1) - memory_area_end(0)) / 2 &&
        r->at[array + 1])
        array++;
    int64_t size = (int64_t)ask->foreign->size, off = (int64_t)report->at - (int64_t)r->at[array];
    trouble.index = off >= 0 ? off / size : -((size - 1 - off) / size);
    int64_t elements = (int64_t)elements_of(ask, array);
    bool inside = off >= 0 && trouble.index < elements;
    trouble.index += off >= 0 && !inside ? (int64_t)ask->n - elements : 0;
    trouble.fault = !report->is_write ? FAULT_OVERREAD : inside ? FAULT_INPUTS : FAULT_OVERRUN;
    return trouble;
}

/* How a program ended. The shell says 128 and the signal of what it ran. */
static struct call_trouble ended(int status, bool by_shell)
{
    unsigned code = WIFSIGNALED(status) ? 0 : (unsigned)WEXITSTATUS(status);
    if (WIFSIGNALED(status))
        return (struct call_trouble){FAULT_CRASH, 0, (unsigned)WTERMSIG(status)};
    return by_shell && code > 128 && code - 128 < NSIG ? (struct call_trouble){FAULT_CRASH, 0, code - 128}
                                                       : (struct call_trouble){FAULT_EXIT, 0, code};
}

/* Why there was no answer. The program is ended. */
static struct call_trouble why(struct child *child, enum child_end end, const struct protocol_request *r,
                               const struct ask *ask)
{
    struct host_report report = {0};
    bool is_plugin = ask->foreign->source->what.is_plugin;
    if (is_plugin)
        memcpy(&report, child->results.base, sizeof report);
    int status = child_stop(child, end == CHILD_ENDED ? CHILD_ENDING : 0);
    if (end == CHILD_LATE)
        return (struct call_trouble){FAULT_HANG, 0, 0};
    if (end == CHILD_GARBLED || status == CHILD_KILLED) /* it closed what it should answer on, and lived */
        return (struct call_trouble){FAULT_PROTOCOL, 0, 0};
    if (report.signal == SIGSEGV || report.signal == SIGBUS) /* else the plugin wrote it itself */
        return touched(&report, r, ask);
    return ended(status, !is_plugin);
}

/* The parts of the environment that an answer may say are changed: a plugin's host looks, no other program does. */
static unsigned parts_known(const struct foreign *f)
{
    return f->source->what.is_plugin ? (1U << ENVIRONMENT_PARTS) - 1 : 0;
}

/* One way there and back. */
static enum child_end exchange(const struct ask *ask, struct child *child, struct call_trouble *trouble,
                               bool *has_trouble)
{
    struct foreign *f = ask->foreign;
    struct protocol_request request = {.kernel = f->number,
                                       .n = (uint32_t)ask->n,
                                       .repeat = ask->repeat,
                                       .unused = ask->counts ? HOST_COUNTS : 0};
    struct protocol_answer answer;
    struct child_bytes to[CHILD_PARTS] = {{0}}, from[CHILD_PARTS] = {{0}};
    const size_t bytes = bytes_of(ask, PROTOCOL_X);
    *has_trouble = true;
    if (f->source->shares_memory) {
        place(&request, ask);
        fill(child, &request, ask);
    } else {
        to[0] = (struct child_bytes){ask->x, NULL, bytes};
        to[1] = (struct child_bytes){ask->y, NULL, ask->y ? bytes : 0};
        from[0] = (struct child_bytes){NULL, ask->loss,
                                       f->kernel.missing & 1U << LOSS ? 0 : bytes_of(ask, PROTOCOL_LOSS)};
        from[1] = (struct child_bytes){NULL, ask->grad,
                                       f->kernel.missing & 1U << GRAD ? 0 : bytes_of(ask, PROTOCOL_GRAD)};
    }
    enum child_end end = child_ask(child, &request, &answer, to, from, ask->seconds);
    if (end == CHILD_FINE && answer.parts & ~parts_known(f))
        end = CHILD_GARBLED;
    if (end == CHILD_RAISED)
        *trouble = (struct call_trouble){FAULT_RAISED, 0, 0};
    else if (end == CHILD_INTERRUPTED)
        child_stop(child, 0);
    else if (end != CHILD_FINE)
        *trouble = why(child, end, &request, ask);
    if (end == CHILD_INTERRUPTED)
        *has_trouble = false;
    if (end != CHILD_FINE)
        return end;
    *has_trouble = f->source->shares_memory && take(child, &request, ask, trouble);
    if (!*has_trouble && answer.parts) {
        *trouble = (struct call_trouble){FAULT_ENVIRONMENT, 0, answer.parts};
        *has_trouble = true;
    }
    return end;
}

/* A kernel owes what another one's call brought to light. */
static void owe(struct foreign *f, const struct call_trouble *trouble)
{
    f->owed_parts = trouble->parts;
    __atomic_store_n(&f->owed, 1 + (int)trouble->fault, __ATOMIC_RELEASE);
    __atomic_store_n(&f->is_apart, 1, __ATOMIC_RELAXED);
}

/* Where another kernel was asked before in the same program, that one may have left it as it is: then it answers no
   empty request either, which is its own fault, and this one's program is a new one. */
static void ask_before(const struct ask *ask)
{
    const struct child *child = source_child(ask->foreign);
    struct foreign *before = child ? child->asked : NULL;
    if (!before || before == ask->foreign)
        return;
    struct ask empty = *ask;
    struct call_trouble trouble;
    bool has_trouble;
    empty.foreign = before;
    empty.n = empty.repeat = 0;
    (void)exchange(&empty, source_child(ask->foreign), &trouble, &has_trouble);
    if (has_trouble)
        owe(before, &trouble);
}

enum child_end ask_once(const struct ask *ask, struct call_trouble *trouble, bool *has_trouble)
{
    ask_before(ask);
    struct child *child = source_child(ask->foreign);
    *trouble = (struct call_trouble){FAULT_EXIT, 0, 0};
    *has_trouble = true;
    if (!child)
        return CHILD_ENDED;
    child->asked = ask->foreign;
    enum child_end end = exchange(ask, child, trouble, has_trouble);
    if (*has_trouble && end != CHILD_RAISED)
        __atomic_store_n(&ask->foreign->is_apart, 1, __ATOMIC_RELAXED);
    return end;
}
