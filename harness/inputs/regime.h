/* regime.h -- named distributions of discriminator outputs: what a kernel is timed on. */
#ifndef GANLOSS_HARNESS_INPUTS_REGIME_H
#define GANLOSS_HARNESS_INPUTS_REGIME_H

#include "harness/base/fail.h"
#include "harness/base/hash.h"
#include "losses/registry.h"
#include "reference/format.h"

#include <stdbool.h>

struct regime;
struct stream;

/* Draws one value, which the caller rounds to the format. */
typedef double drawer(const struct regime *regime, const struct format *format, struct stream *stream);

struct regime {
    const char *name;    /* "equilibrium" */
    const char *summary; /* one line for people */
    drawer *logit;
    drawer *probability; /* NULL: the sigmoid of the logit drawn */
    double a, b;         /* the logit's mean and standard deviation, or the ends of its interval */
    const double *trace; /* of trace:FILE, the values in it */
    size_t count;
    /* XXH3, 128 bits, of these as doubles: what was drawn from, whatever its file is called. "" of another regime. */
    char hash[HASH_TEXT];
};
extern const struct regime regimes[];
extern const size_t regime_count;

/* The regime with this name, or NULL. */
const struct regime *regime_find(const char *name);

/* Whether a name is of the form trace:FILE. */
bool regime_is_trace(const char *name);

/* The regime of that name: its logits are those in the .npy file, drawn at random with replacement. The name
   has to stay. A file that is missing or malformed is reported. From malloc; regime_close frees it. */
enum status regime_open_trace(const struct regime **regime, const char *name);
void regime_close_trace(const struct regime *regime);

/* Fills x[n], an array of the format, with logits or with probabilities. The values depend on the seed and on
   IEEE arithmetic alone, for probabilities on libm's exp too; a shorter array is the beginning of a longer
   one. None is NaN, but in the regime `special` and in traces that hold NaN. */
void regime_fill(const struct regime *regime, enum space space, const struct format *format, uint64_t seed,
                 size_t n, void *x);

/* Fills y[n] with target labels as a discriminator's batch has them: 0 (fake), 1 (real) and 0.9 (real,
   smoothed as in Salimans et al. 2016), equally often and in random order. */
void regime_labels(const struct format *format, uint64_t seed, size_t n, void *y);

#endif
