#include "harness/bench/kept.h"

#include "harness/base/allocate.h"
#include "harness/base/timing.h"

#include <stdlib.h>
#include <string.h>

/* 2^24 logits and as many probabilities, in both formats. What is beyond is drawn each time. */
static const size_t bytes_most = (size_t)384 << 20;

bool bench_kept_covers(const struct bench_inputs *held, const struct bench_inputs *wanted)
{
    return held->regime == wanted->regime && held->format == wanted->format && held->space == wanted->space &&
           held->count >= wanted->count;
}

static size_t bytes_of(const struct bench_inputs *inputs)
{
    return inputs->count * inputs->format->size;
}

/* The array of these inputs, however many it holds, or NULL. */
static struct bench_kept_array *find(const struct bench_kept *kept, const struct bench_inputs *wanted)
{
    struct bench_inputs any = *wanted;
    any.count = 0;
    for (size_t i = 0; i < kept->arrays; i++)
        if (bench_kept_covers(&kept->array[i].of, &any))
            return &kept->array[i];
    return NULL;
}

static bool has_room(const struct bench_kept *kept, const struct bench_kept_array *in,
                     const struct bench_inputs *wanted)
{
    return kept->bytes - (in ? bytes_of(&in->of) : 0) + bytes_of(wanted) <= bytes_most;
}

static void draw(struct bench_kept *kept, const struct bench_inputs *wanted, uint64_t seed, void *to)
{
    int64_t start = timing_now();
    if (wanted->regime)
        regime_fill(wanted->regime, wanted->space, wanted->format, seed, wanted->count, to);
    else
        regime_labels(wanted->format, seed, wanted->count, to);
    kept->drawn_ns += (double)(timing_now() - start);
    kept->drawn += (double)wanted->count;
}

/* In pieces: a copy of many megabytes would go past the caches, which drawing leaves with the array's end. */
static void copy(struct bench_kept *kept, const struct bench_inputs *wanted, const void *from, void *to)
{
    const size_t piece = 4096, bytes = bytes_of(wanted);
    int64_t start = timing_now();
    for (size_t done = 0; done < bytes; done += piece)
        memcpy((char *)to + done, (const char *)from + done, bytes - done < piece ? bytes - done : piece);
    kept->copied_ns += (double)(timing_now() - start);
    kept->copied += (double)wanted->count;
}

/* A place for these inputs instead of fewer of them, if there were any. */
static struct bench_kept_array *make_place(struct bench_kept *kept, struct bench_kept_array *in,
                                           const struct bench_inputs *wanted)
{
    if (!in) {
        kept->array = allocate_again(kept->array, kept->arrays + 1, sizeof *kept->array);
        in = &kept->array[kept->arrays++];
        *in = (struct bench_kept_array){.of.format = wanted->format};
    }
    kept->bytes += bytes_of(wanted) - bytes_of(&in->of);
    free(in->values);
    in->of = *wanted;
    in->values = allocate(wanted->count, wanted->format->size);
    return in;
}

void bench_kept_fill(struct bench_kept *kept, const struct bench_inputs *wanted, uint64_t seed, void *to)
{
    struct bench_kept_array *in = find(kept, wanted);
    if (!in || in->of.count < wanted->count) {
        if (!has_room(kept, in, wanted)) {
            draw(kept, wanted, seed, to);
            return;
        }
        in = make_place(kept, in, wanted);
        draw(kept, wanted, seed, in->values);
    }
    copy(kept, wanted, in->values, to);
}

double bench_kept_cost(const struct bench_kept *kept, const struct bench_inputs *wanted, double times)
{
    const struct bench_kept_array *in = find(kept, wanted);
    double draw_ns = kept->drawn > 0 ? kept->drawn_ns / kept->drawn : 0,
           copy_ns = kept->copied > 0 ? kept->copied_ns / kept->copied : 0;
    double draws = in && in->of.count >= wanted->count ? 0 : has_room(kept, in, wanted) ? 1 : times;
    return (double)wanted->count * (draws * draw_ns + (times - draws) * copy_ns);
}

void bench_kept_free(struct bench_kept *kept)
{
    for (size_t i = 0; i < kept->arrays; i++)
        free(kept->array[i].values);
    free(kept->array);
    *kept = (struct bench_kept){0};
}
