#include "harness/selection/choice.h"

#include "harness/selection/catalogue.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct choice choice_make(const struct kernel *kernel)
{
    return (struct choice){.kernel = kernel, .format = format_find(kernel->code->format)};
}

void choice_id(char id[ID_SIZE], const struct choice *choice)
{
    snprintf(id, ID_SIZE, "%s/%s/%s", choice->kernel->code->term, choice->kernel->code->variant,
             choice->format->name);
}

double choice_bound(const struct choice *choice, enum output output)
{
    const struct ganloss_kernel *code = choice->kernel->code;
    double declared = output == LOSS ? code->loss_ulp : code->grad_ulp;
    if (!choice_has(choice, output))
        return (double)INFINITY;
    return choice->max_ulp > 0 ? fmin(declared, choice->max_ulp) : declared;
}

bool choice_has_bound(const struct choice *choice)
{
    return isfinite(choice_bound(choice, LOSS)) || isfinite(choice_bound(choice, GRAD));
}

static const char *number_or_none(char text[BOUND_SIZE / 4], double bound)
{
    if (!isfinite(bound))
        return "none";
    snprintf(text, BOUND_SIZE / 4, "%g", bound);
    return text;
}

const char *choice_bound_text(char text[BOUND_SIZE], const struct choice *choice)
{
    double loss = choice_bound(choice, LOSS), grad = choice_bound(choice, GRAD);
    char of_loss[BOUND_SIZE / 4], of_grad[BOUND_SIZE / 4];
    bool one = loss >= grad && loss <= grad;
    if (!choice_has_bound(choice))
        snprintf(text, BOUND_SIZE, "none");
    else if (one)
        snprintf(text, BOUND_SIZE, "%g", loss);
    else
        snprintf(text, BOUND_SIZE, "%s and %s", number_or_none(of_loss, loss), number_or_none(of_grad, grad));
    return one ? "" : "s";
}

bool choice_is_first_class(const struct choice *choice)
{
    return choice->kernel->code->first_class != 0;
}

bool choice_find(struct choice *choice, const char *id)
{
    for (size_t k = 0; k < catalogue_count(); k++) {
        char own[ID_SIZE];
        *choice = choice_make(catalogue_at(k));
        choice_id(own, choice);
        if (strcmp(own, id) == 0)
            return true;
    }
    return false;
}

bool choice_has(const struct choice *choice, enum output output)
{
    return !(choice->kernel->missing >> output & 1);
}

bool choice_is_callable(const struct choice *choice)
{
    return choice->recall || choice->kernel->code->f32;
}

void choice_run(const struct choice *choice, size_t n, const void *x, const void *y, void *loss, void *grad)
{
    if (choice->format == &formats[F32])
        choice->kernel->code->f32(n, x, y, loss, grad);
    else
        choice->kernel->code->f64(n, x, y, loss, grad);
}

/* Elements on either side of the arrays, so that a kernel which reads beside them reads the same each time. */
enum { BESIDE = 64 };

void choice_at(const struct choice *choice, double x, double target, double *loss, double *grad)
{
    /* Room for one element of either format in the middle of each. */
    double memory[4][2 * BESIDE + 1] = {{0}};
    void *at[4];
    if (choice->recall) {
        choice->recall(choice->answers, x, target, loss, grad);
        return;
    }
    for (int k = 0; k < 4; k++)
        at[k] = &memory[k][BESIDE];
    format_store(choice->format, at[0], 0, x);
    format_store(choice->format, at[1], 0, target);
    for (int k = 2; k < 4; k++) /* what a foreign kernel does not answer */
        format_store(choice->format, at[k], 0, (double)NAN);
    choice_run(choice, 1, at[0], choice->kernel->term->operands == 2 ? at[1] : NULL, at[2], at[3]);
    *loss = format_load(choice->format, at[2], 0);
    *grad = format_load(choice->format, at[3], 0);
}
