#include "harness/record/provenance.h"

#include "harness/base/json.h"
#include "harness/base/threads.h"
#include "harness/base/timing.h"
#include "harness/machine/start.h"

#include <sys/utsname.h>
#include <time.h>

static struct {
    json_t *argv;
    time_t date;
    int64_t start;
} begun;

void provenance_begin(int argc, char *const argv[])
{
    json_decref(begun.argv);
    begun.argv = json_array();
    for (int i = 0; i < argc; i++)
        json_array_append_new(begun.argv, json_name(argv[i]));
    begun.date = time(NULL);
    begun.start = timing_now();
}

json_t *provenance_json(void)
{
    char date[32] = "";
    struct utsname system;
    struct tm utc;
    uname(&system);
    if (gmtime_r(&begun.date, &utc))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &utc);
    json_t *made = json_pack("{s:O*, s:s, s:o, s:i, s:f}", "argv", begun.argv, "date", date, "host",
                             json_name(system.nodename), "jobs", threads_used(), "seconds",
                             1e-9 * (double)(timing_now() - begun.start));
    start_note(made);
    return made;
}

void provenance_merge(json_t *merged, json_t *of)
{
    static const char *const before[] = {"schema", "command"};
    json_t *own = provenance_json(), *all = json_copy(merged);
    json_object_set(own, "of", of);
    json_object_clear(
        merged); /* so that it stands where result_new puts it, though the first of them had none */
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        json_object_set(merged, before[i], json_object_get(all, before[i]));
    json_object_set_new(merged, "provenance", own);
    json_object_update_missing(merged, all);
    json_decref(all);
}
