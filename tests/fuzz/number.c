/* number.c -- numbers and lists as options and operands take them. */
#include "harness/cli/number.h"
#include "harness/bench/sweep.h"
#include "harness/cli/values.h"
#include "harness/inputs/lists.h"
#include "tests/fuzz/fuzz.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static bool same(double a, double b)
{
    return a == b ? signbit(a) == signbit(b) : isnan(a) && isnan(b);
}

/* What is read and written is read as the same; no float is one that its format does not have. */
static void check_number(const struct number *number)
{
    for (int f = 0; f < FORMATS; f++) {
        struct number again;
        char text[64];
        if (number->only && number->only != &formats[f])
            continue;
        fuzz_expect(same(format_round(&formats[f], number->value[f]), number->value[f]),
                    "a number is one of its format");
        snprintf(text, sizeof text, "%a", number->value[f]);
        fuzz_expect(number_parse(&again, text) && same(again.value[f], number->value[f]),
                    "a hexadecimal float is the same number");
        snprintf(text, sizeof text, "0b%d:%0*llx", 8 * (int)formats[f].size, 2 * (int)formats[f].size,
                 (unsigned long long)format_bits(&formats[f], number->value[f]));
        fuzz_expect(number_parse(&again, text) && same(again.value[f], number->value[f]) &&
                        again.only == &formats[f],
                    "bits are the same number");
    }
}

static void check_lists(char *text)
{
    size_t sizes[SWEEP_BATCHES], count;
    const char *names[SWEEP_REGIMES];
    if (list_sizes("--batch", text, SWEEP_BATCH_MAX, SWEEP_BATCHES, sizes, &count)) {
        fuzz_expect(count >= 1 && count <= SWEEP_BATCHES, "a list is as long as it may be");
        for (size_t i = 0; i < count; i++)
            fuzz_expect(sizes[i] >= 1 && sizes[i] <= SWEEP_BATCH_MAX, "sizes are within their limits");
    }
    if (list_regimes("--regime", text, true, SWEEP_REGIMES, names, &count))
        fuzz_expect(count >= 1 && count <= SWEEP_REGIMES, "a list is as long as it may be");
}

void fuzz_number(const unsigned char bytes[], size_t size)
{
    static const char *const names[] = {"auto", "always", "never", NULL};
    char *text = fuzz_text(bytes, size);
    struct number number;
    unsigned long whole;
    double real;
    int choice;
    if (number_parse(&number, text))
        check_number(&number);
    if (cli_unsigned("--seed", text, 7, INT64_MAX, &whole))
        fuzz_expect(whole >= 7 && whole <= INT64_MAX, "a whole number is within its limits");
    if (cli_unsigned("--n", text, 0, ULONG_MAX, &whole))
        fuzz_expect(*text >= '0' && *text <= '9', "a whole number begins with a digit");
    if (cli_positive("--budget", text, 1e9, &real))
        fuzz_expect(real > 0 && real <= 1e9, "a positive number is within its limits");
    if (cli_choice("--color", text, names, &choice))
        fuzz_expect(choice >= 0 && choice < 3, "a choice is one of the names");
    check_lists(text);
    free(text);
}
