#include "harness/report/binades.h"

#include "harness/base/output.h"
#include "harness/report/charts.h"
#include "harness/report/text.h"

#include <math.h>

enum { SUBNORMAL = 0, FIRST_NORMAL = 1, LAST_FINITE = 254, NOT_FINITE = 255, SIDE_BINADES = 256 };
enum { POSITIVE, NEGATIVE, SIGNS };

int report_axis_position(const struct axis *axis, int binade)
{
    if (binade == SUBNORMAL)
        return 0;
    return binade == NOT_FINITE ? axis->high - axis->low + 2 : binade - axis->low + 1;
}

static const struct binade *binade_at(const struct output_summary *output, int sign, int index)
{
    return &output->binades->at[sign * SIDE_BINADES + index];
}

/* Whether a chart shows next to no difference: it has 0.01 ulp at its bottom, and from 2^20 ulp on a result
   has no bits worth a look. Without inputs nothing differs. */
static bool alike(const struct binade *a, const struct binade *b)
{
    if (a->inputs == 0 || b->inputs == 0)
        return true;
    if (a->peak.any != b->peak.any || (a->failures > 0) != (b->failures > 0))
        return false;
    long double x = fmaxl(a->peak.ulp, 0.01L), y = fmaxl(b->peak.ulp, 0.01L);
    return !a->peak.any || (x < 1.5L * y && y < 1.5L * x) || fminl(x, y) > 0x1p20L;
}

/* The first normal binade on the way from one end of a side to the other that is unlike those before it;
   beyond the other end, if all are alike. */
static int first_change(const struct output_summary *output, int sign, int from, int step)
{
    const struct binade *first = NULL;
    int i = from;
    for (; i >= FIRST_NORMAL && i <= LAST_FINITE; i += step) {
        const struct binade *b = binade_at(output, sign, i);
        if (!first && b->inputs > 0)
            first = b;
        if (first && !alike(first, b))
            break;
    }
    return i;
}

int report_axis_end(const struct axis *axis)
{
    return report_axis_position(axis, NOT_FINITE) + 1;
}

/* Takes in a binade at which an output changes, if it is one; low > high: there was none. */
static void widen(struct axis *changes, int binade)
{
    if (binade < FIRST_NORMAL || binade > LAST_FINITE)
        return;
    changes->low = binade < changes->low ? binade : changes->low;
    changes->high = binade > changes->high ? binade : changes->high;
}

/* What changes on the way outwards may lie beyond all that changes on the way inwards, where binades without
   inputs lie between: the axis has both. */
struct axis report_axis_of(const struct term_errors *t)
{
    enum { MARGIN = 3 };
    struct axis outwards = {NOT_FINITE, SUBNORMAL}, inwards = outwards;
    for (size_t k = 0; k < t->count; k++)
        for (int cell = 0; cell < OUTPUTS * SIGNS; cell++) {
            const struct output_summary *output = &t->summary[k].ideal[cell / SIGNS];
            widen(&outwards, first_change(output, cell % SIGNS, FIRST_NORMAL, 1));
            widen(&inwards, first_change(output, cell % SIGNS, LAST_FINITE, -1));
        }
    struct axis axis = {outwards.low - MARGIN, inwards.high + MARGIN};
    widen(&axis, inwards.low);
    widen(&axis, outwards.high);
    if (axis.low < FIRST_NORMAL || outwards.low > outwards.high)
        axis.low = FIRST_NORMAL;
    if (axis.high > LAST_FINITE || inwards.low > inwards.high)
        axis.high = LAST_FINITE;
    return axis;
}

static enum status open_table(struct output_file *out, const struct report *report, const char *columns,
                              const struct term_errors *t, const char *const more[])
{
    enum status status = report_chart_table(out, report);
    if (status != STATUS_OK)
        return status;
    fputs(columns, out->stream);
    for (size_t k = 0; k < t->count; k++)
        for (size_t i = 0; more[i]; i++) {
            fputc('\t', out->stream);
            report_tsv_text(out->stream, t->choice[k].kernel->code->variant);
            fprintf(out->stream, ":%s", more[i]);
        }
    fputc('\n', out->stream);
    return STATUS_OK;
}

static void write_binade(FILE *to, const struct term_errors *t, const struct axis *axis, int sign, int index,
                         int end)
{
    int at = report_axis_position(axis, index) + end;
    fprintf(to, "%d\t%a", sign == NEGATIVE ? -at : at,
            (double)float_of_bits((uint32_t)(sign * SIDE_BINADES + index) << 23));
    for (size_t k = 0; k < t->count; k++)
        for (int output = 0; output < OUTPUTS; output++) {
            const struct binade *b = binade_at(&t->summary[k].ideal[output], sign, index);
            if (b->peak.any)
                fprintf(to, "\t%.17Lg", b->peak.ulp);
            else
                fputs("\tNaN", to);
            if (b->inputs > 0)
                fprintf(to, "\t%llu", (unsigned long long)b->failures);
            else
                fputs("\tNaN", to);
        }
    fputc('\n', to);
}

enum status report_write_binades(const struct report *report, const struct term_errors *t,
                                 const struct axis *axis)
{
    static const char *const columns[] = {"loss_ulp", "loss_failures", "grad_ulp", "grad_failures", NULL};
    struct output_file out;
    enum status status = open_table(&out, report, "position\tbinade", t, columns);
    if (status != STATUS_OK)
        return status;
    for (int sign = SIGNS - 1; sign >= 0; sign--)
        for (int i = 0; i < SIDE_BINADES; i++) {
            int index = sign == NEGATIVE ? NOT_FINITE - i : i;
            if ((index < axis->low && index != SUBNORMAL) || (index > axis->high && index != NOT_FINITE))
                continue;
            write_binade(out.stream, t, axis, sign, index, sign == NEGATIVE);
            write_binade(out.stream, t, axis, sign, index, sign != NEGATIVE);
        }
    return output_commit(&out);
}

int report_bins_used(const struct term_errors *t)
{
    int used = 5; /* to 2 ulp at the least */
    for (size_t k = 0; k < t->count; k++)
        for (int output = 0; output < OUTPUTS; output++)
            for (int bin = used; bin < ULP_BINS; bin++)
                if (t->summary[k].ideal[output].binades->histogram[bin] > 0)
                    used = bin + 1;
    return used;
}

enum status report_write_histogram(const struct report *report, const struct term_errors *t, int bins)
{
    static const char *const columns[] = {"loss", "grad", NULL};
    struct output_file out;
    enum status status = open_table(&out, report, "bin\tup_to_ulp", t, columns);
    if (status != STATUS_OK)
        return status;
    for (int bin = 0; bin <= bins; bin++) {
        double octave = ldexp(1, (bin - 2) / 2); /* metric/f32.h: 0.75, 1, 1.5, 2, 3, 4, ... */
        double edge = bin == 0 ? 0.5 : bin == 1 ? 0.75 : bin % 2 ? 1.5 * octave : octave;
        fprintf(out.stream, "%d\t%g", bin, bin >= ULP_BINS - 1 ? (double)INFINITY : edge);
        for (size_t k = 0; k < t->count; k++)
            for (int output = 0; output < OUTPUTS; output++)
                fprintf(out.stream, "\t%llu",
                        bin == bins
                            ? 0ULL
                            : (unsigned long long)t->summary[k].ideal[output].binades->histogram[bin]);
        fputc('\n', out.stream);
    }
    return output_commit(&out);
}
