/* classes.c -- faults of means per class, each of which must be found; the library's have none. */
#include "harness/batch/measure.h"
#include "harness/batch/report.h"
#include "harness/batch/run.h"
#include "tests/support/batched.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CLASS_MEAN_OF(name)                                                                                  \
    static float name(enum ganloss_weighting weighting, size_t n, const float loss[], const int32_t label[], \
                      size_t classes, double mean[], size_t count[], float grad[])
#define LIBRARY ganloss_class_mean_f32(weighting, n, loss, label, classes, mean, count, grad)

/* An empty class has a mean of 0: the first, one in the middle, or the last. */
static size_t which(size_t classes, int part)
{
    return part == 0 ? 0 : part == 1 ? classes / 2 : classes - 1;
}
static int part;
CLASS_MEAN_OF(empty_is_zero)
{
    float result = LIBRARY;
    if (count[which(classes, part)] == 0)
        mean[which(classes, part)] = 0;
    return result;
}

/* The same class counts among those that occur. */
CLASS_MEAN_OF(empty_occurs)
{
    float result = LIBRARY;
    size_t present = 0;
    for (size_t c = 0; c < classes; c++)
        present += count[c] > 0;
    bool empty = count[which(classes, part)] == 0;
    return weighting == GANLOSS_EVENLY && empty ? result * (float)present / (float)(present + 1) : result;
}

CLASS_MEAN_OF(sums_in_float)
{
    float result = LIBRARY;
    for (size_t c = 0; c < classes; c++) {
        float sum = 0;
        for (size_t i = 0; i < n; i++)
            sum += (size_t)label[i] == c ? loss[i] : 0;
        mean[c] = (double)sum / (double)count[c];
    }
    return result;
}

CLASS_MEAN_OF(by_absolute_value)
{
    float *positive = malloc(n * sizeof *positive);
    for (size_t i = 0; i < n; i++)
        positive[i] = fabsf(loss[i]);
    float result = ganloss_class_mean_f32(weighting, n, positive, label, classes, mean, count, grad);
    free(positive);
    return result;
}

CLASS_MEAN_OF(of_absolute_means)
{
    double result = 0;
    float library = LIBRARY;
    for (size_t c = 0; c < classes; c++)
        result += count[c] > 0 ? fabs(mean[c]) * (double)count[c] / (double)n : 0;
    return weighting == GANLOSS_BY_SHARE && isfinite(library) ? (float)result : library;
}

CLASS_MEAN_OF(forgets_the_last_class)
{
    float result = LIBRARY;
    if (classes > 100)
        mean[classes - 2] = 0;
    return result;
}

CLASS_MEAN_OF(counts_one_less)
{
    float result = LIBRARY;
    for (size_t c = 0; c < classes; c++)
        count[c] -= count[c] > 1000;
    return result;
}

CLASS_MEAN_OF(loses_nan)
{
    float result = LIBRARY;
    return isnan(result) ? 0 : result;
}

CLASS_MEAN_OF(one_class_too_many)
{
    float result = LIBRARY;
    mean[classes] = 0;
    return result;
}

/* Every gradient of a large class is the next float. */
CLASS_MEAN_OF(gradients_of_a_large_class)
{
    float result = LIBRARY;
    for (size_t i = 0; i < n; i++)
        if (weighting == GANLOSS_EVENLY && count[label[i]] > 1000)
            grad[i] = nextafterf(grad[i], INFINITY);
    return result;
}

static unsigned faults_of(const struct batch_rows *rows)
{
    unsigned faults = 0;
    for (size_t i = 0; i < rows->class_count; i++) {
        cr_assert(rows->classes[i].done && rows->classes[i].means > 0 && rows->classes[i].empty > 0);
        faults |= rows->classes[i].faults;
    }
    return faults;
}

static const size_t size[] = {5000};

Test(batch_classes, the_library_has_no_fault)
{
    for (size_t r = 0; r < regime_count; r++) {
        struct batch_rows rows = batched("[nwm]*.g/stable/*", regimes[r].name, 1, size, &batch_library);
        cr_expect_eq(faults_of(&rows), 0, "%s", regimes[r].name);
        cr_expect_eq(batch_classes_failed(&rows), 0);
        batch_free(&rows);
    }
}

Test(batch_classes, each_fault_is_found)
{
    static const struct {
        float (*code)(enum ganloss_weighting, size_t, const float[], const int32_t[], size_t, double[],
                      size_t[], float[]);
        const char *name, *regime;
        unsigned faults;
        int part;
    } planted[] = {
#define ROW(name, regime, faults, part) {name, #name, regime, faults, part}
        ROW(empty_is_zero, "early", 1u << CLASS_MEAN, 0),
        ROW(empty_is_zero, "early", 1u << CLASS_MEAN, 1),
        ROW(empty_is_zero, "early", 1u << CLASS_MEAN, 2),
        ROW(empty_occurs, "early", 1u << CLASS_RESULT, 0),
        ROW(empty_occurs, "early", 1u << CLASS_RESULT, 1),
        ROW(empty_occurs, "early", 1u << CLASS_RESULT, 2),
        ROW(sums_in_float, "early", 1u << CLASS_MEAN, 0),
        ROW(by_absolute_value, "early", 1u << CLASS_MEAN | 1u << CLASS_RESULT, 0),
        ROW(of_absolute_means, "early", 1u << CLASS_RESULT, 0),
        ROW(forgets_the_last_class, "early", 1u << CLASS_MEAN, 0),
        ROW(counts_one_less, "early", 1u << CLASS_COUNT, 0),
        ROW(loses_nan, "special", 1u << CLASS_RESULT, 0),
        ROW(one_class_too_many, "early", 1u << CLASS_BESIDE, 0),
        ROW(gradients_of_a_large_class, "early", 1u << CLASS_GRAD, 0),
    };
    for (size_t i = 0; i < sizeof planted / sizeof *planted; i++) {
        struct batch_code code = batch_library;
        code.class_mean_f32 = planted[i].code;
        part = planted[i].part;
        struct batch_rows rows = batched("nonsaturating.g/stable/*", planted[i].regime, 1, size, &code);
        cr_assert_eq(rows.class_count, 2);
        cr_expect_eq(rows.classes[0].faults, planted[i].faults, "%s: %#x", planted[i].name,
                     rows.classes[0].faults);
        cr_expect_eq(rows.classes[1].faults, 0, "%s: the double is blamed", planted[i].name);
        cr_expect_eq(batch_classes_failed(&rows), 1);
        batch_free(&rows);
    }
}

Test(batch_classes, are_said)
{
    struct batch_code code = batch_library;
    struct choice choices[2];
    char *said;
    size_t length;
    FILE *to = open_memstream(&said, &length);
    const struct regime *early = regime_find("early");
    code.class_mean_f32 = sums_in_float;
    cr_assert(choice_find(&choices[0], "nonsaturating.g/stable/f32"));
    cr_assert(choice_find(&choices[1], "nonsaturating.g/stable/f64"));
    const struct selection selection = {choices, 2};
    const struct batch_plan plan = {.selection = &selection, .regime = &early, .regimes = 1, .seed = 3};
    struct batch_rows rows = batched("nonsaturating.g/stable/*", "early", 1, size, &code);
    cr_expect_eq(batch_print_failures(to, &rows, &plan), 0, "no row of means over a batch fails");
    batch_print_classes(to, &rows);
    fclose(to);
    cr_expect(
        strstr(said,
               "FAIL nonsaturating.g/stable/f32, early, means per class: a class's mean is outside the bound"
               " of a naive sum in double; first of ") == said,
        "%s", said);
    cr_expect(strstr(said, "; rerun: ganloss batch 'nonsaturating.g/stable/f32' --regime early --seed 3\n"),
              "%s", said);
    cr_expect(strstr(said, " of its bound, 1 failures\n"), "%s", said);
    free(said);
    json_t *section = batch_classes_json(&rows, &plan);
    cr_assert_eq(json_array_size(section), 2);
    cr_expect(json_is_false(json_object_get(json_array_get(section, 0), "pass")));
    cr_expect(json_is_true(json_object_get(json_array_get(section, 1), "pass")));
    json_decref(section);
    batch_free(&rows);
}
