#include "harness/batch/pieces.h"

#include "harness/base/random.h"

#include <math.h>
#include <string.h>

void batch_pieces_place(struct guard *guard, const struct batch_scan *scan, size_t start, size_t n)
{
    guard_load(guard, scan->source.group->format, n, batch_scan_x(scan, start),
               scan->y ? batch_scan_y(scan, start) : NULL, random_hash(start, n));
}

/* A piece's results: both outputs, with room for either format. */
struct results {
    double of[OUTPUTS][BATCH_PIECE];
};

static void take(struct results *to, const struct guard *guard, size_t at)
{
    size_t size = guard->format->size;
    for (int k = 0; k < OUTPUTS; k++)
        memcpy((char *)to->of[k] + at * size, guard->at[GUARD_LOSS + k], guard->n * size);
}

/* A result that was another one elsewhere. */
static void note(struct faults *faults, const struct batch_scan *scan, const struct results of[2],
                 size_t start, size_t i, size_t n)
{
    const struct format *format = scan->source.group->format;
    for (int k = 0; k < OUTPUTS; k++) {
        double before = format_load(format, of[0].of[k], i), now = format_load(format, of[1].of[k], i);
        struct fault_at at = {STAGE_MEANS, start / BATCH_PIECE, n, (int64_t)i, {(double)NAN, 0}, 0, now,
                              before};
        at.input.x = format_load(format, batch_scan_x(scan, start), i);
        at.input.target = scan->y ? format_load(format, batch_scan_y(scan, start), i) : 0;
        if (guard_differs(now, before))
            faults_add(faults, FAULT_POSITION, &at, 1);
    }
}

/* The first element in which they differ, or n. */
static size_t first_different(const struct format *format, const struct results *a, const struct results *b,
                              size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < OUTPUTS; k++)
            if (guard_differs(format_load(format, a->of[k], i), format_load(format, b->of[k], i)))
                return i;
    return n;
}

size_t batch_pieces(const struct choice *choice, const struct batch_scan *scan, size_t n, void *loss,
                    struct faults *faults)
{
    const struct format *format = choice->format;
    const struct ganloss_kernel *code = choice->kernel->code;
    struct guard guard = guard_make(BATCH_PIECE);
    struct results of[2], *whole = &of[0], *cut = &of[1];
    size_t different = n, length = 0;
    for (size_t start = 0; start < n; start += BATCH_PIECE) {
        size_t count = n - start < BATCH_PIECE ? n - start : BATCH_PIECE;
        batch_pieces_place(&guard, scan, start, count);
        guard_call_twice(&guard, code, faults, STAGE_MEANS, start / BATCH_PIECE);
        bool answered = guard.unanswered == 0;
        take(whole, &guard, 0);
        memcpy((char *)loss + start * format->size, whole->of[LOSS], count * format->size);
        for (size_t at = 0, piece; at < count; at += piece) {
            length = length % 61 + 1;
            piece = count - at < length ? count - at : length;
            batch_pieces_place(&guard, scan, start + at, piece);
            guard_call(&guard, code, faults, STAGE_MEANS, start / BATCH_PIECE);
            answered = answered && guard.unanswered == 0;
            take(cut, &guard, at);
        }
        size_t first = answered ? first_different(format, whole, cut, count) : count;
        if (first < count && choice->kernel->library)
            note(faults, scan, of, start, first, count);
        different = different == n && first < count ? start + first : different;
    }
    guard_free(&guard);
    return different;
}
