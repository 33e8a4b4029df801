#include "harness/selection/select.h"

#include "harness/base/allocate.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/selector.h"

#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
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

bool select_covers(char *const globs[], size_t count, const char *id)
{
    for (size_t g = 0; g < count; g++)
        if (selector_covers(globs[g], id))
            return true;
    return count == 0;
}

/* What each of the texts stands for. */
static enum status read_all(char *globs[], char *const texts[], size_t count)
{
    enum status status = STATUS_OK;
    for (size_t g = 0; g < count; g++) /* the first that is bad is told of */
        globs[g] = status == STATUS_OK ? selector_glob(texts[g], &status) : NULL;
    return status;
}

/* Whether a kernel is asked for. */
static bool is_wanted(const struct choice *choice, char *const globs[], size_t count)
{
    char id[ID_SIZE];
    bool wanted = count == 0 && catalogue_is_foreign(choice->kernel) == catalogue_has_foreign();
    choice_id(id, choice);
    for (size_t g = 0; g < count && !wanted; g++)
        wanted = fnmatch(globs[g], id, 0) == 0;
    return wanted;
}

/* What to say of those of kind "mean" where they cannot be called, and whether anything is left. */
static enum status leave_out(size_t means, size_t left)
{
    if (means == 0)
        return STATUS_OK;
    return fail(left > 0 ? STATUS_OK : STATUS_NOTHING,
                "%s %zu kernel%s of kind mean, which ganloss batch judges and nothing else does",
                left > 0 ? "left out:" : "there are no others than", means, means == 1 ? "" : "s");
}

void select_leave_means(void)
{
    leave_out(catalogue_means(), catalogue_count());
}

static enum status select_of(struct selection *selection, char *const texts[], size_t count, bool with_means)
{
    char **globs = allocate(count, sizeof *globs);
    enum status status = read_all(globs, texts, count);
    size_t elements = catalogue_count(), all = elements + catalogue_means(), left = 0;
    selection->at = allocate(all, sizeof *selection->at);
    selection->count = 0;
    for (size_t k = 0; k < all && status == STATUS_OK; k++) {
        struct choice choice = choice_make(k < elements ? catalogue_at(k) : catalogue_mean_at(k - elements));
        if (!is_wanted(&choice, globs, count) || !isa_runs(choice.kernel->isa))
            continue;
        if (k < elements || with_means)
            selection->at[selection->count++] = choice;
        else
            left++;
    }
    for (size_t g = 0; g < count; g++)
        free(globs[g]);
    free(globs);
    if (status == STATUS_OK)
        status = leave_out(left, selection->count);
    if (status != STATUS_OK)
        free(selection->at);
    return status;
}

enum status select_kernels(struct selection *selection, char *const texts[], size_t count)
{
    return select_of(selection, texts, count, false);
}

enum status select_with_means(struct selection *selection, char *const texts[], size_t count)
{
    return select_of(selection, texts, count, true);
}

/* Whether it is the id of a kernel of kind "mean". */
static bool is_mean(const char *id)
{
    for (size_t i = 0; i < catalogue_means(); i++) {
        const struct choice choice = choice_make(catalogue_mean_at(i));
        char own[ID_SIZE];
        choice_id(own, &choice);
        if (strcmp(own, id) == 0)
            return true;
    }
    return false;
}

enum status select_one(struct choice *choice, const char *text)
{
    struct selection selection;
    char *copy, first[ID_SIZE];
    if (choice_find(choice, text))
        return STATUS_OK;
    if (is_mean(text))
        return fail(STATUS_NOTHING, "%s is of kind mean, which ganloss batch judges and nothing else does",
                    text);
    copy = allocate_text("%s", text);
    enum status status = select_kernels(&selection, &copy, 1);
    free(copy);
    if (status != STATUS_OK)
        return status;
    if (selection.count == 0) {
        status = fail(STATUS_UNAVAILABLE, "%s does not run on this CPU", text);
    } else if (selection.count == 1) {
        *choice = selection.at[0];
    } else {
        choice_id(first, &selection.at[0]);
        status =
            fail(STATUS_USAGE, "'%s' is %zu kernels, where one is asked for; write one of them, such as %s",
                 text, selection.count, first);
    }
    free(selection.at);
    return status;
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
