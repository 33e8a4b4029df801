#include "harness/selection/select.h"

#include "harness/base/allocate.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/selector.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

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
