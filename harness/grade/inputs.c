#include "harness/grade/inputs.h"

#include "harness/base/allocate.h"
#include "harness/judge/judge.h"
#include "losses/bits.h"

#include <stdio.h>
#include <string.h>

enum status inputs_check(const struct inputs_asked *asked)
{
    if (asked->level != EXHAUSTIVE)
        return STATUS_OK;
    if (asked->format != &formats[F32])
        return fail(
            STATUS_USAGE,
            "level exhaustive searches %s where a kernel's errors lead it: there is no list of its inputs; "
            "take level full",
            asked->format->name);
    if (asked->part % CHUNK != 0)
        return fail(STATUS_USAGE, "--part takes a multiple of %d at level exhaustive, not %zu", CHUNK,
                    asked->part);
    return STATUS_OK;
}

/* Of all cases those in the shard's blocks. */
static void keep_shard(struct cases *cases, size_t shard, size_t shards)
{
    size_t kept = 0;
    for (size_t i = 0; i < cases->count; i++) {
        if (i / JUDGE_BLOCK % shards != shard)
            continue;
        cases->x[kept] = cases->x[i];
        if (cases->target)
            cases->target[kept] = cases->target[i];
        kept++;
    }
    cases->count = kept;
}

static size_t parts_of(uint64_t count, size_t part)
{
    return (size_t)((count + part - 1) / part);
}

void inputs_make(struct inputs *inputs, const struct inputs_asked *asked, const struct worst *worst)
{
    const struct term *term = asked->term;
    struct ideal ideal = ideal_of(term);
    bool all = asked->level == EXHAUSTIVE;
    *inputs = (struct inputs){.asked = *asked,
                              .group = {.formula = ideal.formula,
                                        .format = asked->format,
                                        .space = term->space,
                                        .operands = term->operands},
                              .sign = ideal.sign};
    if (all) {
        const struct plan plan = {.seed = asked->seed, .shard = asked->shard, .shards = asked->shards};
        inputs->lots = lots_make(&inputs->group, 0, &plan);
        inputs->floats = inputs->lots.count * CHUNK;
    }
    inputs->cases =
        cases_make(term->space, term->operands, asked->format, all ? FULL : asked->level, asked->seed);
    if (worst)
        worst_prepend(&inputs->cases, worst, term, asked->format);
    keep_shard(&inputs->cases, asked->shard, asked->shards);
    inputs->float_parts = parts_of(inputs->floats, asked->part);
    inputs->parts = inputs->float_parts + parts_of(inputs->cases.count, asked->part);
}

void inputs_free(struct inputs *inputs)
{
    cases_free(&inputs->cases);
}

struct inputs_part inputs_part(const struct inputs *inputs, size_t part)
{
    struct inputs_part p = {.floats = part < inputs->float_parts};
    uint64_t count = p.floats ? inputs->floats : inputs->cases.count, size = inputs->asked.part;
    p.start = (part - (p.floats ? 0 : inputs->float_parts)) * size;
    p.count = (size_t)(count - p.start < size ? count - p.start : size);
    return p;
}

uint64_t inputs_count(const struct inputs *inputs)
{
    return inputs->floats + inputs->cases.count;
}

uint64_t inputs_before(const struct inputs *inputs, size_t part)
{
    struct inputs_part p = inputs_part(inputs, part);
    return p.start + (p.floats ? 0 : inputs->floats);
}

/* From one element of the floats on, chunk after chunk. */
static void fill_floats(const struct inputs *inputs, uint64_t at, size_t n, float x[], float y[])
{
    for (size_t done = 0, run; done < n; done += run) {
        uint32_t offset = (uint32_t)((at + done) % CHUNK);
        struct lot lot = lots_at(&inputs->lots, (at + done) / CHUNK);
        run = n - done < CHUNK - offset ? n - done : CHUNK - offset;
        for (uint32_t i = 0; i < run; i++)
            x[done + i] = float_of_bits(lot.chunk * CHUNK + offset + i);
        for (size_t i = 0; i < run && inputs->group.operands == 2; i++)
            y[done + i] = (float)lot.label;
    }
}

void inputs_fill(const struct inputs *inputs, const struct inputs_part *part, size_t from, size_t n, void *x,
                 void *y)
{
    if (part->floats) {
        fill_floats(inputs, part->start + from, n, x, y);
        return;
    }
    const struct cases *cases = &inputs->cases;
    for (size_t i = 0; i < n; i++) {
        format_store(inputs->asked.format, x, i, cases->x[part->start + from + i]);
        if (cases->target)
            format_store(inputs->asked.format, y, i, cases->target[part->start + from + i]);
    }
}

void inputs_name(char name[INPUTS_NAME], size_t part)
{
    snprintf(name, INPUTS_NAME, "%05zu.npy", part);
}
