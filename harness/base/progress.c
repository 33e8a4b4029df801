#include "harness/base/progress.h"

#include "harness/base/timing.h"

#include <stdio.h>
#include <unistd.h>

static struct {
    const char *what;
    size_t total, done, skipped;
    double start, drawn;
    bool shown, in_place; /* on a terminal; in a log, a line now and then */
} progress;

static void (*watched_by)(size_t done); /* NULL: nobody */

static double seconds(void)
{
    return 1e-9 * (double)timing_now();
}

void progress_start(const char *what, size_t total, bool quiet)
{
    progress.what = what;
    progress.total = total;
    progress.done = progress.skipped = 0;
    progress.start = progress.drawn = seconds();
    progress.shown = !quiet;
    progress.in_place = isatty(STDERR_FILENO);
}

static void draw(double now)
{
    double elapsed = now - progress.start, rate = (double)(progress.done - progress.skipped) / elapsed;
    progress.drawn = now;
    fprintf(stderr, "%s%3.0f%%  %zu of %zu %s, %.3g/s, %.0f s left%s", progress.in_place ? "\r\033[K" : "",
            100 * (double)progress.done / (double)progress.total, progress.done, progress.total,
            progress.what, rate, (double)(progress.total - progress.done) / rate,
            progress.in_place ? "" : "\n");
    fflush(stderr);
}

void progress_skip(size_t done)
{
    progress.done = progress.skipped = done < progress.total ? done : progress.total;
}

void progress_watch(void (*watcher)(size_t done))
{
    watched_by = watcher;
}

void progress_add(size_t done)
{
    if (watched_by)
        watched_by(done);
    if (!progress.shown)
        return;
#pragma omp critical(progress)
    {
        progress.done += done;
        double now = seconds();
        if (now - progress.drawn > (progress.in_place ? 0.2 : 60))
            draw(now);
    }
}

void progress_end(void)
{
    if (progress.shown && progress.in_place)
        fputs("\r\033[K", stderr);
    progress.shown = false;
    watched_by = NULL;
}
