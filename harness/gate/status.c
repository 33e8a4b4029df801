#include "harness/gate/status.h"

#include "harness/base/allocate.h"

static const struct {
    enum status status;
    const char *words;
} words[] = {
    {STATUS_OK, "everything that was judged has passed"},
    {STATUS_NUMERICAL, "a numerical failure"},
    {STATUS_PERFORMANCE, "a performance regression"},
    {STATUS_INCONCLUSIVE, "a comparison is inconclusive"},
    {STATUS_USAGE, "an option or an operand that is not understood"},
    {STATUS_DATA, "malformed data"},
    {STATUS_NOTHING, "nothing matched, or a file is not there"},
    {STATUS_UNAVAILABLE, "a capability or a program is missing"},
    {STATUS_INTERNAL, "an internal error"},
    {STATUS_IO, "reading or writing failed"},
    {STATUS_UNFINISHED, "unfinished: what was not done has not passed"},
};

bool status_is_error(enum status status)
{
    return status >= STATUS_USAGE && status <= STATUS_IO;
}

const char *status_words(enum status status)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].status == status)
            return words[i].words;
    return "an unknown status";
}

char *status_sentence(enum status status)
{
    const char *said = fail_said(status);
    return allocate_text("exit status %d: %s%s%s", (int)status, status_words(status), *said ? ": " : "",
                         said);
}
