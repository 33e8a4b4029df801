#include "harness/record/fail_on.h"

#include "harness/cli/values.h"

#include <string.h>

static const char *name_of(int i)
{
    return i == FAIL_ON_LOST ? "lost" : i == FAIL_ON_POSITION ? "position" : error_class_names[i];
}

/* The bit of a name that ends at `length`; 0: there is none of that name. */
static unsigned bit_of(const char *name, size_t length)
{
    for (int i = 0; i < FAIL_ON_NAMES; i++)
        if (name_of(i) && strlen(name_of(i)) == length && strncmp(name, name_of(i), length) == 0)
            return 1U << i;
    return 0;
}

/* The set of a list, up to the first name that is none: *list is there then, else NULL. */
static unsigned read_names(const char **list)
{
    unsigned set = 0;
    while (*list) {
        size_t length = strcspn(*list, ",");
        unsigned bit = bit_of(*list, length);
        if (!bit)
            break;
        set |= bit;
        *list = (*list)[length] ? *list + length + 1 : NULL;
    }
    return set;
}

/* What fails a foreign kernel that declares no bound, where the user names nothing. */
static const unsigned fail_on_foreign =
    1U << NAN_MISMATCH | 1U << OVERFLOW | 1U << VANISHED | 1U << WRONG_SIGN;

bool fail_on_read(unsigned *set, const char *option, const char *list)
{
    char all[FAIL_ON_TEXT];
    *set |= read_names(&list);
    if (!list)
        return true;
    fail_on_text(all, ~0U);
    return cli_bad("%s takes one or more of %s, not '%.*s'", option, all, (int)strcspn(list, ","), list);
}

unsigned fail_on_of(const char *list)
{
    return read_names(&list);
}

unsigned fail_on_for(const struct choice *choice, unsigned named)
{
    bool is_ours = !choice->kernel->library && !choice->recall; /* neither a program's nor answers in files */
    return named || is_ours || choice_has_bound(choice) ? named : fail_on_foreign;
}

unsigned fail_on_met(unsigned set, const struct summary *summary)
{
    unsigned met = summary->faults.of[FAULT_POSITION].count > 0 ? 1U << FAIL_ON_POSITION : 0;
    for (int k = 0; k < OUTPUTS; k++) {
        met |= summary->ideal[k].lost.count > 0 ? 1U << FAIL_ON_LOST : 0;
        for (int c = 0; c < CLASSES; c++)
            met |= error_class_names[c] && summary->ideal[k].classes[c].count > 0 ? 1U << c : 0;
    }
    return met & set;
}

void fail_on_text(char text[FAIL_ON_TEXT], unsigned set)
{
    *text = '\0';
    for (int i = 0; i < FAIL_ON_NAMES; i++)
        if (set & 1U << i && name_of(i)) {
            if (*text)
                strcat(text, ",");
            strcat(text, name_of(i));
        }
}
