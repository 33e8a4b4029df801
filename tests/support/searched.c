#include "tests/support/searched.h"

#include "harness/base/allocate.h"
#include "harness/inputs/input.h"
#include "tests/support/replaced.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

ganloss_f64 *searched_good;

struct choice searched_choice(const char *id)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id), "%s", id);
    return choice;
}

struct summary searched_by(const struct choice *choice, const struct plan *plan)
{
    struct choice at = *choice;
    struct selection one = {&at, 1};
    struct summary summary;
    cr_assert_eq(search_run(&summary, &one, plan), SEARCH_DONE);
    return summary;
}

struct summary searched_planted(ganloss_f64 *planted, const char *id, const struct plan *plan)
{
    struct replaced at;
    replaced_make(&at, id);
    searched_good = at.code.f64;
    at.code.f64 = planted;
    return searched_by(&at.choice, plan);
}

static struct input *seen;
static size_t seen_count, seen_room;

void searched_spy(size_t n, const double x[], const double y[], double loss[], double grad[])
{
    searched_good(n, x, y, loss, grad);
#pragma omp critical(searched_spy)
    for (size_t i = 0; i < n; i++) {
        if (seen_count == seen_room) {
            seen_room = 2 * seen_room + 4096;
            seen = allocate_again(seen, seen_room, sizeof *seen);
        }
        seen[seen_count++] = (struct input){x[i], y ? y[i] : 0};
    }
}

/* By all bits, so that NaNs differ by theirs; numbers ascend. */
static int by_bits(const void *a, const void *b)
{
    const struct input *one = a, *other = b;
    if (one->x < other->x || one->x > other->x)
        return one->x < other->x ? -1 : 1;
    return memcmp(one, other, sizeof *one);
}

static bool is_nan(const struct input *input)
{
    return input->x != input->x;
}

const struct input *searched_seen(size_t *count)
{
    static struct input *sorted;
    size_t numbers = 0, distinct = 0, end;
    free(sorted);
    sorted = allocate(seen_count + 1, sizeof *sorted);
    for (size_t i = 0; i < seen_count; i++)
        if (!is_nan(&seen[i]))
            sorted[numbers++] = seen[i];
    end = numbers;
    for (size_t i = 0; i < seen_count; i++)
        if (is_nan(&seen[i]))
            sorted[end++] = seen[i];
    qsort(sorted, numbers, sizeof *sorted, by_bits);
    qsort(sorted + numbers, end - numbers, sizeof *sorted, by_bits);
    for (size_t i = 0; i < end; i++)
        if (distinct == 0 || memcmp(&sorted[i], &sorted[distinct - 1], sizeof *sorted) != 0)
            sorted[distinct++] = sorted[i];
    seen_count = 0;
    *count = distinct;
    return sorted;
}
