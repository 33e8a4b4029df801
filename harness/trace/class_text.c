/* class_text.c -- the conditional loss for people: per variant and format the worst class of any term. */
#include "harness/trace/class_text.h"

#include "harness/trace/classes.h"
#include "harness/trace/error_text.h"

#include <string.h>

/* A kernel's class means; of several kernels, the worst. */
struct class_row {
    struct choice choice;
    struct class_error worst;
    struct error weighted[2];
};

static void merge(struct class_row *row, const struct class_kernel *kernel, const struct choice *choice)
{
    if (!row->choice.kernel || metric_error_is_worse(&kernel->worst.error, &row->worst.error)) {
        row->choice = *choice;
        row->worst = kernel->worst;
    }
    for (int w = 0; w < 2; w++)
        if (metric_error_is_worse(&kernel->weighted[w], &row->weighted[w]))
            row->weighted[w] = kernel->weighted[w];
}

static void print_row(const struct trace *trace, const struct choice *like, FILE *to)
{
    struct class_row row = {0};
    char id[ID_SIZE], error[ERROR_SIZE], share[ERROR_SIZE], evenly[ERROR_SIZE];
    for (size_t t = 0; t < trace->class_count; t++) {
        const struct track *track = trace->classes[t].track;
        for (size_t k = 0; k < track->kernel_count; k++)
            if (track->format == like->format &&
                strcmp(track->kernel[k].choice.kernel->code->variant, like->kernel->code->variant) == 0)
                merge(&row, &trace->classes[t].kernel[k], &track->kernel[k].choice);
    }
    choice_id(id, &row.choice);
    trace_format_error(error, &row.worst.error);
    trace_format_error(share, &row.weighted[GANLOSS_BY_SHARE]);
    trace_format_error(evenly, &row.weighted[GANLOSS_EVENLY]);
    fprintf(to, "  %-38s %6zu %6zu %12.6g %12.6g %9s %9s %9s\n", id, row.worst.class, row.worst.step,
            row.worst.got, row.worst.exact, error, share, evenly);
}

void trace_print_classes(const struct trace *trace, FILE *to)
{
    fprintf(to,
            "  class means over the %zu classes of %s: per variant and format the worst class of any step "
            "and term,\n"
            "  and the largest error in ulps of the loss that weights each class by its share, or evenly\n"
            "  %-38s %6s %6s %12s %12s %9s %9s %9s\n",
            trace->run->classes, trace->run->labels, "kernel", "class", "step", "got", "exact", "error",
            "by share", "evenly");
    const struct term *first = trace->classes[0].track->term;
    for (size_t t = 0; t < trace->class_count; t++)
        for (size_t k = 0;
             trace->classes[t].track->term == first && k < trace->classes[t].track->kernel_count; k++)
            print_row(trace, &trace->classes[t].track->kernel[k].choice, to);
}
