#include "harness/foreign/call.h"

#include "harness/base/allocate.h"
#include "harness/base/timing.h"
#include "harness/foreign/ask.h"
#include "harness/foreign/host.h"
#include "harness/machine/steps.h"
#include "reference/format.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Ends that a kernel survives, what one for want of an answer in time costs of them, and how many inputs are looked for. */
enum { LATE_COSTS = 3, LOCATED = 4 };

/* Kinds of inputs of which a program may take one and raise an error at another. */
enum kind { NUMBERS, INFINITIES, NANS, KINDS };

static _Thread_local struct {
    struct call_outcome outcome;
    unsigned char *mask;
    size_t room, start; /* of the mask; where in the call the present request begins */
} mine;

void call_forget(void)
{
    mine.outcome = (struct call_outcome){0};
}

const struct call_outcome *call_outcome(void)
{
    return &mine.outcome;
}

static void add(struct call_trouble trouble)
{
    trouble.index += (int64_t)mine.start;
    if (mine.outcome.troubles < CALL_TROUBLES)
        mine.outcome.trouble[mine.outcome.troubles++] = trouble;
}

/* Some elements of a call, by their indices. */
struct part {
    const struct ask *whole;
    size_t *index;
    size_t n;
};

static void leave_unanswered(const struct part *part)
{
    for (size_t i = 0; i < part->n; i++)
        mine.mask[mine.start + part->index[i]] = 1;
    mine.outcome.unanswered += part->n;
    mine.outcome.is_unanswered = mine.mask;
}

/* Asks for some elements alone. */
static enum child_end ask_part(const struct part *part, double seconds, struct call_trouble *trouble,
                               bool *has_trouble)
{
    const struct ask *whole = part->whole;
    size_t size = whole->foreign->size, n = part->n;
    const char *in[] = {whole->x, whole->y};
    char *out[] = {whole->loss, whole->grad}, *copy[4];
    for (int k = 0; k < 4; k++)
        copy[k] = allocate_aligned(CACHE_LINE, (n * size + CACHE_LINE) / CACHE_LINE * CACHE_LINE, 1);
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 2; k++) {
            if (in[k])
                memcpy(copy[k] + i * size, in[k] + part->index[i] * size, size);
            memcpy(copy[2 + k] + i * size, out[k] + part->index[i] * size, size);
        }
    const struct ask ask = {whole->foreign, n,    copy[0], whole->y ? copy[1] : NULL, copy[2], copy[3], 1,
                            seconds,        false};
    enum child_end end = ask_once(&ask, trouble, has_trouble);
    for (size_t i = 0; i < n && end == CHILD_FINE; i++)
        for (int k = 0; k < 2; k++)
            memcpy(out[k] + part->index[i] * size, copy[2 + k] + i * size, size);
    for (int k = 0; k < 4; k++)
        free(copy[k]);
    if (*has_trouble && trouble->index >= 0 && (size_t)trouble->index < n)
        trouble->index = (int64_t)part->index[trouble->index];
    return end;
}

/* Looks for an input that shows what a part did, halving it; what is answered on the way is. Where both halves of one
   fail, only the first is gone into, and the rest no longer asked for. Where both are answered alone, the trouble is the
   whole part's. */
static void locate(struct part part, struct call_trouble trouble)
{
    struct foreign *f = part.whole->foreign;
    double seconds = trouble.fault == FAULT_HANG ? f->source->timeout / 8 : f->source->timeout;
    bool any_fails = true, ask_all = trouble.fault != FAULT_HANG;
    trouble.index = (int64_t)part.index[0];
    while (part.n > 1 && any_fails) {
        struct part failed = part;
        any_fails = false;
        for (size_t h = 0; h < 2; h++) {
            struct part half = {part.whole, part.index + h * (part.n / 2),
                                h == 0 ? part.n / 2 : part.n - part.n / 2};
            struct call_trouble here = trouble;
            bool has, asked = !any_fails || ask_all;
            enum child_end end = asked ? ask_part(&half, seconds, &here, &has) : CHILD_LATE;
            if (end == CHILD_FINE)
                continue;
            if (any_fails || end == CHILD_INTERRUPTED) {
                leave_unanswered(&half);
                ask_all = false;
                continue;
            }
            any_fails = true;
            failed = half;
            trouble = here;
            trouble.index = (int64_t)half.index[0];
        }
        part = failed;
        part.n = any_fails ? part.n : 0;
    }
    leave_unanswered(&part);
    add(trouble);
}

static void give_up(const struct part *part, struct call_trouble trouble)
{
    trouble.index = (int64_t)part->index[0];
    leave_unanswered(part);
    add(trouble);
}

/* What an end costs of the kernel's lives, and what it was. */
static void charge(struct foreign *f, struct call_trouble trouble)
{
    if (trouble.fault == FAULT_RAISED)
        return;
    __atomic_store_n(&f->last_fault, (int)trouble.fault, __ATOMIC_RELAXED);
    __atomic_store_n(&f->last_parts, trouble.parts, __ATOMIC_RELAXED);
    __atomic_sub_fetch(&f->lives, trouble.fault == FAULT_HANG ? LATE_COSTS : 1, __ATOMIC_RELEASE);
}

/* What cannot be answered as a whole. */
static void settle(const struct part *part, struct call_trouble trouble)
{
    struct foreign *f = part->whole->foreign;
    bool shown =
        trouble.fault == FAULT_OVERREAD || trouble.fault == FAULT_OVERRUN || trouble.fault == FAULT_INPUTS;
    charge(f, trouble);
    if (shown) { /* its element is known; a smaller part may do nothing of it */
        leave_unanswered(part);
        add(trouble);
    } else if (__atomic_add_fetch(&f->located, 1, __ATOMIC_RELAXED) <= LOCATED) {
        locate(*part, trouble);
    } else {
        give_up(part, trouble);
    }
}

static enum kind kind_of(const struct ask *ask, size_t i)
{
    const struct format *format = format_find(ask->foreign->code.format);
    double x = format_load(format, ask->x, i), y = ask->y ? format_load(format, ask->y, i) : 0;
    return isnan(x) || isnan(y) ? NANS : isinf(x) || isinf(y) ? INFINITIES : NUMBERS;
}

/* A program that raised an error for a call is asked once more for its numbers, infinities and NaNs apart, as one of
   these may be what it does not take. */
static void settle_by_kind(const struct part *whole, struct call_trouble trouble)
{
    size_t *index = allocate(whole->n, sizeof *index);
    for (int kind = 0; kind < KINDS; kind++) {
        struct part part = {whole->whole, index, 0};
        bool has;
        for (size_t i = 0; i < whole->n; i++)
            if (kind_of(whole->whole, i) == (enum kind)kind)
                index[part.n++] = i;
        if (part.n == 0)
            continue;
        enum child_end end =
            part.n == whole->n ? CHILD_RAISED : ask_part(&part, whole->whole->seconds, &trouble, &has);
        if (end == CHILD_INTERRUPTED)
            leave_unanswered(&part);
        else if (end != CHILD_FINE)
            settle(&part, trouble);
    }
    free(index);
}

/* Of a kernel without lives each call is what its last one was. */
static struct call_trouble last_of(const struct foreign *f)
{
    return (struct call_trouble){(enum fault)__atomic_load_n(&f->last_fault, __ATOMIC_RELAXED), 0,
                                 __atomic_load_n(&f->last_parts, __ATOMIC_RELAXED)};
}

static void add_owed(struct foreign *f)
{
    int owed = __atomic_exchange_n(&f->owed, 0, __ATOMIC_ACQUIRE);
    if (owed)
        add((struct call_trouble){(enum fault)(owed - 1), 0, f->owed_parts});
}

static void pass_on(const struct ask *ask)
{
    struct call_trouble trouble = last_of(ask->foreign);
    bool is_gone = __atomic_load_n(&ask->foreign->lives, __ATOMIC_ACQUIRE) <= 0, has_trouble = is_gone;
    enum child_end end = is_gone ? CHILD_ENDED : ask_once(ask, &trouble, &has_trouble);
    if (end == CHILD_FINE) {
        if (has_trouble)
            add(trouble);
        return;
    }
    size_t *index = allocate(ask->n + 1, sizeof *index);
    const struct part whole = {ask, index, ask->n};
    for (size_t i = 0; i < ask->n; i++)
        index[i] = i;
    index[ask->n] = 0;
    bool is_whole = ask->foreign->is_mean; /* a part of it has another mean */
    if (has_trouble && is_whole && !is_gone)
        charge(ask->foreign, trouble);
    if (!has_trouble)
        leave_unanswered(&whole);
    else if (is_gone)
        give_up(&whole, trouble);
    else if (is_whole) {
        leave_unanswered(&whole);
        add(trouble);
    } else if (end == CHILD_RAISED && ask->n > 0)
        settle_by_kind(&whole, trouble);
    else if (ask->n > 0)
        settle(&whole, trouble);
    else
        add(trouble);
    free(index);
}

/* Frees a thread's mask when it ends. */
static pthread_key_t mask_of_thread;

static void make_key(void)
{
    pthread_key_create(&mask_of_thread, free);
}

static void begin(size_t n)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (n > mine.room) {
        mine.room = n;
        mine.mask = allocate_again(mine.mask, n, 1);
        pthread_once(&once, make_key);
        pthread_setspecific(mask_of_thread, mine.mask);
    }
    memset(mine.mask, 0, n);
    mine.outcome.is_unanswered = NULL;
    mine.start = 0;
}

void call_foreign(struct foreign *f, size_t n, const void *x, const void *y, void *loss, void *grad)
{
    begin(n > 0 ? n : 1);
    add_owed(f);
    for (size_t done = 0; done < n || done == 0; done += MEMORY_LONGEST) {
        size_t now = n - done < MEMORY_LONGEST ? n - done : MEMORY_LONGEST, at = done * f->size;
        const struct ask ask = {f,
                                now,
                                (const char *)x + at,
                                y ? (const char *)y + at : NULL,
                                (char *)loss + at,
                                (char *)grad + at,
                                1,
                                f->source->timeout,
                                false};
        mine.start = done;
        pass_on(&ask);
    }
    mine.start = 0;
}

/* What a plugin's host says that its calls took: no way there and back is in it. It cannot be more than all of it took. */
static bool told_by_host(double *ns, const struct foreign *f, double all)
{
    struct host_report report = {0};
    const struct child *child = f->source->what.is_plugin ? source_child(f) : NULL;
    if (child)
        memcpy(&report, child->results.base, sizeof report);
    *ns = (double)report.ns;
    return report.ns > 0 && *ns <= all;
}

bool call_counted(double *steps, struct foreign *f, size_t n, const void *x, const void *y, void *loss,
                  void *grad)
{
    if (!f->source->what.is_plugin)
        return false;
    struct ask ask = {f, n, x, y, loss, grad, 1, STEPS_SECONDS + f->source->timeout, true};
    struct call_trouble trouble;
    struct host_report report = {0};
    bool has_trouble;
    if (ask_once(&ask, &trouble, &has_trouble) != CHILD_FINE)
        return false;
    memcpy(&report, source_child(f)->results.base, sizeof report);
    *steps = report.steps;
    return report.steps > 0 && isfinite(report.steps);
}

bool call_timed(double *ns, double *empty_ns, struct foreign *f, size_t n, const void *x, const void *y,
                void *loss, void *grad, uint32_t repeat)
{
    struct ask ask = {f, n, x, y, loss, grad, 0, f->source->timeout, false};
    struct call_trouble trouble;
    bool has_trouble;
    double took[2];
    for (int i = 0; i < 2; i++) {
        ask.repeat = i == 0 ? 0 : repeat;
        int64_t start = timing_now();
        enum child_end end = ask_once(&ask, &trouble, &has_trouble);
        took[i] = (double)(timing_now() - start);
        if (has_trouble)
            add(trouble);
        if (end != CHILD_FINE)
            return false;
    }
    bool told = told_by_host(ns, f, took[1]);
    *empty_ns = told ? 0 : took[0];
    *ns = told ? *ns : took[1];
    return true;
}
