#include "harness/machine/counters.h"

#include "harness/base/timing.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

const char *const counters_names[COUNTERS] = {"cycles", "instructions", "branch_misses", "cache_misses"};

const struct counter_event counters_events[COUNTERS] = {
    {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    {PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    {PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES},
    {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
};

static const char *why_not(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return "not permitted (see kernel.perf_event_paranoid, CAP_PERFMON)";
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
        return "the system shows no hardware counters (a virtual machine, as a rule)";
    case ENOSYS:
        return "the kernel has no perf_event_open";
    default:
        return "perf_event_open failed";
    }
}

static int open_one(const struct counter_event *event, int group)
{
    struct perf_event_attr attributes = {.type = event->type,
                                         .size = sizeof attributes,
                                         .config = event->config,
                                         .disabled = group < 0,
                                         .exclude_kernel = 1,
                                         .exclude_hv = 1,
                                         .read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED |
                                                        PERF_FORMAT_TOTAL_TIME_RUNNING};
    return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, group, PERF_FLAG_FD_CLOEXEC);
}

bool counters_open(struct counters *counters, const struct counter_event events[COUNTERS],
                   char reason[COUNTERS_REASON])
{
    enum { STEPS = 100000 };
    struct counts counts;
    for (int i = 0; i < COUNTERS; i++)
        counters->file[i] = -1;
    for (int i = 0; i < COUNTERS; i++) {
        counters->file[i] = open_one(&events[i], counters->file[0]);
        if (counters->file[i] >= 0)
            continue;
        int error = errno;
        snprintf(reason, COUNTERS_REASON, "%s: %s", why_not(error), strerror(error));
        counters_close(counters);
        return false;
    }
    counters_start(counters);
    timing_spin(STEPS);
    if (counters_stop(counters, &counts) && counts.of[0] >= STEPS && counts.of[1] >= STEPS)
        return true;
    snprintf(reason, COUNTERS_REASON, "counters open but do not count");
    counters_close(counters);
    return false;
}

void counters_close(struct counters *counters)
{
    for (int i = COUNTERS - 1; i >= 0; i--)
        if (counters->file[i] >= 0)
            close(counters->file[i]);
}

void counters_start(const struct counters *counters)
{
    ioctl(counters->file[0], PERF_EVENT_IOC_RESET, PERF_IOC_FLAG_GROUP);
    ioctl(counters->file[0], PERF_EVENT_IOC_ENABLE, PERF_IOC_FLAG_GROUP);
}

/* The times are those since the group was opened: equal as long as it never shared its hardware. */
bool counters_stop(const struct counters *counters, struct counts *counts)
{
    struct {
        uint64_t counters, enabled, running, value[COUNTERS];
    } group;
    ioctl(counters->file[0], PERF_EVENT_IOC_DISABLE, PERF_IOC_FLAG_GROUP);
    if (read(counters->file[0], &group, sizeof group) != sizeof group || group.running < group.enabled)
        return false;
    for (int i = 0; i < COUNTERS; i++)
        counts->of[i] = (double)group.value[i];
    return true;
}
