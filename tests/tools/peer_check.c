/* peer_check.c -- a program: do the plugins of other libraries (harness/adapters/peers) compute what they say? `verify`
   judges their kernels; this looks for a transcription that went wrong: a sign, outputs that are swapped, one format
   computed in another, a style that is another style.
   Usage: peer_check [--list] PLUGIN...: what each plugin is; without --list, each of its kernels on 4,096 inputs. Exit
   status 1 when anything is wrong. */
#include "harness/metric/metric.h"

#include <dlfcn.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INPUTS = 1 << 12, MOST_KERNELS = 200 };

/* Within +-BAND no style overflows or underflows; everywhere |got - exact| is at most so many epsilons of the format, or
   of s where that is more. */
static const double BAND = 8, EPSILONS = 64;

/* What else a variant may do, by the first row that fits its name and format: so many ulps within the band, for loss and
   gradient, wide, about twice what they have; and beyond it, classes of failure. */
enum {
    NO_NAN = 1U << NAN_MISMATCH,
    TOO_LARGE = 1U << OVERFLOW,
    VANISHES = 1U << VANISHED,
    NEGATIVE = 1U << WRONG_SIGN
};
static const struct expected {
    const char *glob;
    double ulp[OUTPUTS];
    unsigned classes[OUTPUTS];
} expected[] = {
    {"libmvec-log*", {4100, 8}, {VANISHES, 0}}, /* log(1 + e): 0 below the last bit of 1 */
    {"libmvec*", {8, 8}, {0, 0}},
    {"sleef-u10*", {4, 4}, {VANISHES, VANISHES}},       /* log1p of subnormals, and half of one */
    {"sleef-u35*", {4100, 1100}, {VANISHES, VANISHES}}, /* log(1 + e), 1 + tanh */
    {"onednn-logistic*",
     {110000, 2100},
     {VANISHES | TOO_LARGE, VANISHES | NO_NAN}},                  /* log(0), and 0/0 behind it */
    {"onednn*", {60000, 8}, {VANISHES | NEGATIVE, VANISHES}},     /* its softplus is below 0 near -20 */
    {"eigen*/f32", {8, 5200}, {VANISHES, VANISHES}},              /* logistic: 1/2 + a ratio of polynomials */
    {"highway*", {8, 4}, {VANISHES | NO_NAN, VANISHES | NO_NAN}}, /* exp(NaN) is 0 */
    {"dlib/f32", {4, 8200}, {VANISHES | NO_NAN, VANISHES}},       /* x - log1pexp(x), sigmoid - 1 */
    /* what is subnormal, 1/(1 + exp(-z)) above all */
    {"eigen*/f64", {4, 4}, {VANISHES, VANISHES}},
    {"xsimd*", {4, 4}, {VANISHES, VANISHES}},
    {"boost/*", {4, 4}, {VANISHES, VANISHES}},
    {"gsl/f64", {4, 4}, {VANISHES, VANISHES}},
    {"rmath/f64", {4, 4}, {VANISHES, VANISHES}},
};

/* A plugin's kernel, and its results. */
struct peer_kernel {
    const struct ganloss_kernel *row;
    const struct format *format;
    const struct term *term;
    void *outputs[OUTPUTS];
};

static unsigned wrongs;

static void __attribute__((format(printf, 1, 2))) wrong(const char *text, ...)
{
    va_list rest;
    va_start(rest, text);
    printf("WRONG ");
    vprintf(text, rest);
    putchar('\n');
    va_end(rest);
    wrongs++;
}

/* Half of them evenly through the band; half through all binades of either sign, from the smallest subnormal up to infinity;
   and a NaN. */
static double input(const struct format *format, size_t i)
{
    if (i == INPUTS - 1)
        return (double)NAN;
    if (i % 2 == 0)
        return format_round(format, BAND * (2 * ((double)i + 0.3) / INPUTS - 1));
    int64_t infinity = format_infinity_ordinal(format);
    double x = i >= INPUTS - 5 ? (double)INFINITY
                               : format_at_ordinal(format, infinity / (INPUTS / 4) * (int64_t)(i / 4));
    return i % 4 == 1 ? x : -x;
}

static double label(const struct format *format, size_t i)
{
    static const double values[] = {0, 1, 0.5, 0.1, 0.9};
    return format_round(format, values[i % (sizeof values / sizeof values[0])]);
}

/* Called with 0, 1, 2, ... 80 elements, then with the rest. */
static void call(const struct peer_kernel *k, const void *x, const void *y)
{
    size_t i = 0, size = k->format->size;
    for (size_t n = 0; i < INPUTS; n = n < 80 ? n + 1 : INPUTS - i) {
        const void *from = (const char *)x + i * size, *labels = y ? (const char *)y + i * size : NULL;
        void *loss = (char *)k->outputs[LOSS] + i * size, *grad = (char *)k->outputs[GRAD] + i * size;
        if (k->format == &formats[F32])
            k->row->f32(n, from, labels, loss, grad);
        else
            k->row->f64(n, from, labels, loss, grad);
        i += n;
    }
}

static bool may_be(const struct expected *e, const struct peer_kernel *k, enum output output, double s,
                   double got, const struct want *want, long double *worst)
{
    struct error error = metric_measure(got, want);
    bool cancels = k->term->operands == 2, between = fabs(s) <= BAND && !cancels,
         finite = isfinite(got) && isfinite(want->rounded);
    if (cancels && isinf(s) && isnan(got))
        return true; /* inf - inf, as the formula is written */
    if (error_class_is_failure(error.class) && !(cancels && finite))
        return !between && (e->classes[output] & 1U << error.class) != 0;
    if (!finite)
        return true;
    if (between && error.ulp > *worst)
        *worst = error.ulp;
    return fabs(got - want->rounded) <= EPSILONS * ldexp(fmax(1, fabs(s)), 1 - k->format->precision) &&
           (!between || error.ulp <= e->ulp[output]);
}

static const struct expected *expected_of(const struct ganloss_kernel *row)
{
    char id[80];
    snprintf(id, sizeof id, "%s/%s", row->variant, row->format);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        if (fnmatch(expected[i].glob, id, 0) == 0)
            return &expected[i];
    return NULL;
}

/* What a term's results should be, for each input: found out once, for all who compute it in this format. */
static const struct want *wanted(const struct peer_kernel *k)
{
    static struct want *found[TERMS][FORMATS];
    struct want **all = &found[k->term - terms][k->format - formats];
    if (*all)
        return *all;
    *all = malloc(sizeof **all * INPUTS * OUTPUTS);
    for (size_t i = 0; i < INPUTS && *all; i++)
        reference(&(*all)[OUTPUTS * i + LOSS], &(*all)[OUTPUTS * i + GRAD], reference_ideal(k->term),
                  k->format, input(k->format, i), label(k->format, i));
    return *all;
}

static void judge(const struct peer_kernel *k)
{
    long double worst[OUTPUTS] = {0};
    bool right[OUTPUTS] = {true, true};
    const struct want *want = wanted(k);
    const struct expected *e = expected_of(k->row);
    if (!want)
        exit(70);
    if (!e) {
        wrong("%s: nothing is stated of this variant", k->row->variant);
        return;
    }
    for (size_t i = 0; i < INPUTS; i++)
        for (int output = 0; output < OUTPUTS; output++, want++) {
            double s = input(k->format, i), got = format_load(k->format, k->outputs[output], i);
            if (!right[output] || may_be(e, k, (enum output)output, s, got, want, &worst[output]))
                continue;
            right[output] = false;
            wrong("%s/%s/%s %s at %a: got %a, exact %a", k->row->term, k->row->variant, k->row->format,
                  output_names[output], s, got, want->rounded);
        }
    printf("%-20s  %-26s  %s  loss %8.3Lg  grad %8.3Lg ulp within +-8\n", k->row->term, k->row->variant,
           k->row->format, worst[LOSS], worst[GRAD]);
}

/* The length of a variant's name without its instruction set. */
static size_t style_length(const char *variant)
{
    size_t length = strlen(variant);
    static const char *const sets[] = {"-avx2", "-avx512"};
    for (int i = 0; i < 2; i++) {
        size_t more = strlen(sets[i]);
        if (length > more && strcmp(variant + length - more, sets[i]) == 0)
            return length - more;
    }
    return length;
}

/* Two styles of a library that give the same bits everywhere are one; and no kernel stands there twice. */
static void compare(const struct peer_kernel *a, const struct peer_kernel *b)
{
    const char *one = a->row->variant, *other = b->row->variant;
    size_t length = style_length(one);
    if (!a->format || a->term != b->term || a->format != b->format)
        return;
    if (strcmp(one, other) == 0)
        wrong("%s/%s/%s is there twice", a->row->term, one, a->row->format);
    if (length == style_length(other) && strncmp(one, other, length) == 0)
        return;
    if (memcmp(a->outputs[LOSS], b->outputs[LOSS], INPUTS * a->format->size) == 0)
        wrong("%s/%s/%s has the losses of %s", a->row->term, one, a->row->format, other);
}

static bool is_well_formed(const struct ganloss_kernel *row, const char *path)
{
    bool well = row->size == sizeof *row && strcmp(row->kind, "element") == 0 && format_find(row->format) &&
                term_find(row->term) && row->f32 && isinf(row->loss_ulp) && isinf(row->grad_ulp) &&
                !row->first_class;
    if (!well)
        wrong("%s: a row of term %s, variant %s, format %s is not as it should be", path, row->term,
              row->variant, row->format);
    return well;
}

/* The rows of a plugin, and what library it says that it is; 0 rows and one line: it is none. */
static size_t open_plugin(struct peer_kernel all[], const char **library, const char *path)
{
    size_t count = 0, untouched = 7;
    void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!plugin) {
        wrong("%s", dlerror());
        return 0;
    }
    __typeof__(&ganloss_plugin) rows_of;
    __typeof__(&ganloss_plugin_library) library_of;
    *(void **)&rows_of = dlsym(plugin, "ganloss_plugin");
    *(void **)&library_of = dlsym(plugin, "ganloss_plugin_library");
    if (!rows_of || !library_of || rows_of(GANLOSS_ABI - 1, &untouched) || untouched != 7) {
        wrong("%s: it has not both functions, or knows another ABI", path);
        return 0;
    }
    *library = library_of();
    if (!*library || !strpbrk(*library, "0123456789"))
        wrong("%s: the library has no version", path);
    const struct ganloss_kernel *row = rows_of(GANLOSS_ABI, &count);
    for (size_t i = 0; i < count && i < MOST_KERNELS; i++)
        all[i] = (struct peer_kernel){.row = &row[i]};
    if (count == 0 || count > MOST_KERNELS)
        wrong("%s: %zu kernels", path, count);
    return count <= MOST_KERNELS ? count : 0;
}

static void check_kernel(struct peer_kernel *k)
{
    k->format = format_find(k->row->format);
    k->term = term_find(k->row->term);
    void *x = malloc(INPUTS * k->format->size), *y = malloc(INPUTS * k->format->size);
    for (int output = 0; output < OUTPUTS; output++)
        k->outputs[output] = calloc(INPUTS, k->format->size);
    if (!x || !y || !k->outputs[LOSS] || !k->outputs[GRAD])
        exit(70);
    for (size_t i = 0; i < INPUTS; i++) {
        format_store(k->format, x, i, input(k->format, i));
        format_store(k->format, y, i, label(k->format, i));
    }
    void *labels = k->term->operands == 2 ? y : NULL;
    call(k, x, labels);
    judge(k);
    free(x);
    free(y);
}

static void check_plugin(const char *path, bool list)
{
    static struct peer_kernel all[MOST_KERNELS];
    const char *library = "";
    unsigned before = wrongs;
    size_t count = open_plugin(all, &library, path);
    if (list) {
        printf("%-14s  %3zu kernels  %s\n", library, count, path);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (is_well_formed(all[i].row, path))
            check_kernel(&all[i]);
    for (size_t i = 0; i < count && wrongs == before; i++)
        for (size_t j = 0; j < i; j++)
            compare(&all[i], &all[j]);
    printf("%s: %zu kernels %s\n", library, count,
           wrongs == before ? "are as stated" : "are not all as stated");
}

int main(int argc, char **argv)
{
    bool list = argc > 1 && strcmp(argv[1], "--list") == 0;
    for (int i = 1 + list; i < argc; i++)
        check_plugin(argv[i], list);
    return wrongs > 0;
}
