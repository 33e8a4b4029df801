/* accuracy_rows.c -- a kernel's numbers as cells of a Markdown table. */
#include "harness/report/accuracy_rows.h"
#include "harness/report/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The shortest decimal number that reads back as x in the format; without an exponent where that is short. */
static const char *decimal(char text[32], const struct format *format, double x)
{
    int digits = 1, whole = fabs(x) >= 1 && fabs(x) < 1e7 ? (int)log10(fabs(x)) + 1 : 0;
    for (; digits <= 17; digits++) {
        snprintf(text, 32, "%.*g", digits, x);
        double back = format == &formats[F32] ? (double)strtof(text, NULL) : strtod(text, NULL);
        if (!isfinite(x) || !(back < x || back > x))
            break;
    }
    if (digits < whole)
        snprintf(text, 32, "%.0f", x);
    return text;
}

/* Four significant digits: "1.541", "1.671e7". */
static void write_ulp(FILE *to, long double ulp)
{
    char text[SHORT_TEXT];
    if (ulp < 9999.5L) {
        fprintf(to, "%.4Lg", ulp);
        return;
    }
    snprintf(text, sizeof text, "%.3Le", ulp);
    char *e = strchr(text, 'e');
    fprintf(to, "%.*se%ld", (int)(e - text), text, strtol(e + 1, NULL, 10));
}

/* How many floats there are from a to b, both of them included. */
static uint64_t floats_between(double a, double b)
{
    double ends[] = {a, b};
    int64_t place[2];
    for (int i = 0; i < 2; i++) {
        int64_t bits = (int64_t)format_bits(&formats[F32], fabs(ends[i]));
        place[i] = signbit(ends[i]) ? -bits - 1 : bits;
    }
    return (uint64_t)(place[1] - place[0] + 1);
}

/* Where something occurred, as at most two intervals, one on each side of the centre. */
static void write_intervals(FILE *to, const struct accuracy *row, const struct extent *extent)
{
    const struct format *format = row->choice.format;
    const double ends[2][2] = {{extent->first.x, extent->below.x}, {extent->above.x, extent->last.x}};
    char a[32], b[32];
    const char *before = "";
    uint64_t room = 0;
    bool nan = isnan(extent->last.x);
    for (int side = 0; side < 2; side++)
        if (!isnan(ends[side][0]) && !isnan(ends[side][1]))
            room += floats_between(ends[side][0], ends[side][1]);
    bool all = row->evidence == EVIDENCE_EXACT && row->choice.kernel->term->operands == 1 &&
               room == extent->count && !nan;
    fputs(extent->count == 1 ? " at " : all ? ", all of " : " in ", to);
    for (int side = 0; side < 2; side++) {
        double low = ends[side][0], high = ends[side][1];
        if (isnan(side == 0 ? high : low))
            continue;
        fputs(before, to);
        if (low < high || low > high || signbit(low) != signbit(high) || isnan(high))
            fprintf(to, "[%s, %s]", decimal(a, format, low), decimal(b, format, high));
        else
            fputs(decimal(a, format, low), to);
        before = " and ";
    }
    if (!*before)
        fputs("nan", to);
}

static void write_failures(FILE *to, const struct accuracy *row, const struct output_summary *output)
{
    const char *before = "";
    for (int c = 0; c <= CLASSES; c++) {
        bool lost = c == CLASSES;
        const struct extent *extent = lost ? &output->lost : &output->classes[c];
        char count[32];
        if ((!lost && !error_class_is_failure((enum error_class)c)) || extent->count == 0)
            continue;
        fprintf(to, "%s%s %s", before, lost ? "lost" : error_class_names[c],
                report_grouped_digits(count, extent->count));
        write_intervals(to, row, extent);
        before = "; ";
    }
    if (!*before)
        fputs("none", to);
}

static void write_largest(FILE *to, const struct accuracy *row, const struct output_summary *output)
{
    char text[32];
    if (output->compared == 0) {
        fputs(" \xe2\x80\x93 | \xe2\x80\x93 |", to);
        return;
    }
    fprintf(to, " %s", evidence_words[row->evidence].mark);
    write_ulp(to, output->max_ulp);
    fprintf(to, " | `%a`", output->at.x);
    if (isfinite(output->at.x))
        fprintf(to, " (%s)", decimal(text, row->choice.format, output->at.x));
    if (row->choice.kernel->term->operands == 2)
        fprintf(to, ", target %s", decimal(text, row->choice.format, output->at.target));
    fputs(" |", to);
}

void report_accuracy_rows(FILE *to, const struct accuracy *row)
{
    for (int k = 0; k < OUTPUTS; k++) {
        const struct output_summary *output = &row->summary.ideal[k];
        char count[32];
        fputs("| ", to);
        if (k == LOSS) {
            fputs("**", to);
            report_markdown(to, row->choice.kernel->code->variant);
            fputs("**", to);
            char bound[BOUND_SIZE];
            const char *plural = choice_bound_text(bound, &row->choice);
            if (choice_has_bound(&row->choice))
                fprintf(to, ", bound%s %s", plural, bound);
        }
        fprintf(to, " | %s |", k == LOSS ? "loss" : "gradient");
        write_largest(to, row, output);
        fprintf(to, " %s", report_grouped_digits(count, output->not_rounded));
        if (row->evidence == EVIDENCE_EXACT && output->not_rounded > 0)
            fprintf(to, " (%.3g %%)", 100 * (double)output->not_rounded / (double)row->summary.inputs);
        fputs(" | ", to);
        write_failures(to, row, output);
        fputs(" |\n", to);
    }
}
