#include "harness/report/tradeoff.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/record/evidence.h"
#include "harness/report/charts.h"
#include "harness/report/onset.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"
#include "losses/registry.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A variant of the chart. */
struct point {
    char name[KERNEL_ID_VARIANT];
    double ns, low, high; /* per element, and its quartiles */
    double ulp;           /* the larger one of loss and gradient */
    enum harm fails;      /* at a finite input; HARMS: nowhere */
    bool exact, front;
    double drawn_at, label_at; /* heights on the axis of ulps */
};

struct chart {
    char term[64], format[8];
    const char *regime;
    long batch;
    struct point *point;
    size_t count;
    double y_bottom, y_split, y_top, height; /* above the split stands what fails; in pixels */
};

/* Pixels from one name to the next, and the least height of the part where nothing fails. */
enum { LINE = 19, LEAST_HEIGHT = 190, MARGIN = 12 };

static bool is_of(const json_t *record, struct kernel_id *id, const char *term, const char *format)
{
    return strcmp(json_text_at(record, "kind"), "element") == 0 &&
           kernel_id_read(id, json_text_at(record, "id")) && strcmp(id->term, term) == 0 &&
           strcmp(id->format, format) == 0;
}

/* How many variants were timed at this batch. */
static size_t timed_at(const struct report *report, const struct chart *chart, long batch)
{
    size_t count = 0;
    const char *key;
    json_t *record;
    json_object_foreach(report->bench, key, record)
    {
        struct kernel_id id;
        count += is_of(record, &id, chart->term, chart->format) &&
                 (long)json_number_at(record, "batch") == batch &&
                 strcmp(json_text_at(record, "regime"), chart->regime) == 0;
    }
    return count;
}

/* The regime `equilibrium`, or the first one; the batch at which most variants were timed, of two the larger. */
static void choose_place(const struct report *report, struct chart *chart)
{
    const char *key;
    json_t *record;
    struct kernel_id id;
    size_t most = 0;
    json_object_foreach(report->bench, key, record) if (is_of(record, &id, chart->term, chart->format))
    {
        const char *regime = json_text_at(record, "regime");
        if (!chart->regime || strcmp(regime, "equilibrium") == 0)
            chart->regime = regime;
    }
    json_object_foreach(report->bench, key, record) if (is_of(record, &id, chart->term, chart->format))
    {
        long batch = (long)json_number_at(record, "batch");
        size_t count = timed_at(report, chart, batch);
        if (count > most || (count == most && batch > chart->batch)) {
            most = count;
            chart->batch = batch;
        }
    }
}

/* The harm that begins nearest to logit 0, of either output; what happens at an infinity alone is none. */
static enum harm failure_of(const json_t *record, bool prob)
{
    static const char *const outputs[] = {"grad", "loss"};
    enum harm nearest = HARMS;
    double distance = (double)INFINITY;
    for (size_t o = 0; o < 2; o++)
        for (int harm = 0; harm < HARMS; harm++)
            for (int side = 0; side < ONSET_SIDES; side++) {
                struct reach reach = report_reach(record, outputs[o], (enum harm)harm, side, prob);
                double input = fabs(side == ONSET_BELOW ? reach.to : reach.from);
                if (reach.any && input < distance) {
                    distance = input;
                    nearest = (enum harm)harm;
                }
            }
    return nearest;
}

static void add_point(const struct report *report, struct chart *chart, const struct kernel_id *id,
                      const json_t *time)
{
    const json_t *record = report_record_of(report, id->term, id->variant, id->format);
    struct point p = {.ns = (double)json_number_at(time, "ns_per_element"),
                      .low = (double)json_number_at(time, "ns_low"),
                      .high = (double)json_number_at(time, "ns_high")};
    long double loss = json_number_at(json_object_get(record, "loss"), "max_ulp"),
                grad = json_number_at(json_object_get(record, "grad"), "max_ulp");
    p.ulp = (double)fmaxl(loss, grad);
    if (!record || isnan(p.ulp) || !(p.ns > 0))
        return;
    p.low = p.low > 0 && p.low <= p.ns ? p.low : p.ns;
    p.high = p.high >= p.ns ? p.high : p.ns;
    p.fails = failure_of(record, strchr(id->term, '@') != NULL);
    p.exact = evidence_of_record(record) == EVIDENCE_EXACT;
    snprintf(p.name, sizeof p.name, "%s", id->variant);
    chart->point[chart->count++] = p;
}

/* Those that fail nowhere come first; then by time. */
static int compare_points(const void *left, const void *right)
{
    const struct point *a = left, *b = right;
    if ((a->fails < HARMS) != (b->fails < HARMS))
        return a->fails < HARMS ? 1 : -1;
    return a->ns < b->ns ? -1 : a->ns > b->ns ? 1 : strcmp(a->name, b->name);
}

/* What is as high as another is named above it if it is faster, so that the lines to the names do not cross. */
static int compare_heights(const void *left, const void *right)
{
    const struct point *p = *(struct point *const *)left, *q = *(struct point *const *)right;
    double a = round(100 * log10(p->drawn_at)), b = round(100 * log10(q->drawn_at));
    return a < b || (a <= b && p->ns > q->ns) ? -1 : a > b || p->ns < q->ns;
}

/* Names stand in one column, each as near to its point as those below leave room; in pixels from the bottom. */
static void place_names(struct chart *chart, double scale)
{
    struct point **by_height = allocate(chart->count, sizeof *by_height);
    double *at = allocate(chart->count, sizeof *at), free_from = MARGIN;
    for (size_t i = 0; i < chart->count; i++)
        by_height[i] = &chart->point[i];
    qsort(by_height, chart->count, sizeof *by_height, compare_heights);
    for (size_t i = 0; i < chart->count; i++) {
        double own = log10(by_height[i]->drawn_at / chart->y_bottom) * scale;
        at[i] = fmax(own, free_from);
        free_from = at[i] + LINE;
    }
    double free_to = chart->height - MARGIN;
    for (size_t i = chart->count; i-- > 0;) {
        at[i] = fmin(at[i], free_to);
        free_to = at[i] - LINE;
        by_height[i]->label_at = chart->y_bottom * pow(10, at[i] / scale);
    }
    free(at);
    free(by_height);
}

/* The front, the axis of ulps, and above it a line for each that fails. */
static void lay_out(struct chart *chart)
{
    double best = (double)INFINITY, low = 0.5, high = 2;
    size_t right = 0;
    for (size_t i = 0; i < chart->count && chart->point[i].fails == HARMS; i++, right++) {
        struct point *p = &chart->point[i];
        p->front = p->ulp < best;
        best = fmin(best, p->ulp);
        low = fmin(low, fmax(p->ulp, 0.01));
        high = fmax(high, p->ulp);
    }
    size_t wrong = chart->count - right;
    double part = fmax(LEAST_HEIGHT, (double)(LINE * right + 2 * MARGIN));
    chart->y_bottom = low / 1.5;
    chart->y_split = high * 2;
    double scale = part / log10(chart->y_split / chart->y_bottom);
    chart->height = part + (wrong > 0 ? (double)(LINE * wrong + MARGIN) : 0);
    chart->y_top = chart->y_bottom * pow(10, chart->height / scale);
    for (size_t i = 0; i < chart->count; i++) {
        struct point *p = &chart->point[i];
        p->drawn_at = p->fails == HARMS
                          ? fmax(p->ulp, 0.01)
                          : chart->y_split * pow(10, (MARGIN + (double)(LINE * (i - right))) / scale);
    }
    place_names(chart, scale);
}

static enum status write_table(const struct report *report, const struct chart *chart)
{
    struct output_file out;
    enum status status = report_chart_table(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("variant\tns_per_element\tns_low\tns_high\tmax_ulp\tevidence\tfails\tfront\tdrawn_at\tlabel_at\n",
          out.stream);
    for (size_t i = 0; i < chart->count; i++) {
        const struct point *p = &chart->point[i];
        report_tsv_text(out.stream, p->name);
        fprintf(out.stream, "\t%.17g\t%.17g\t%.17g\t%.17g\t%s\t%s\t%d\t%.9g\t%.9g\n", p->ns, p->low, p->high,
                p->ulp, p->exact ? "exact" : "lower-bound",
                p->fails < HARMS ? report_harm_names[p->fails].class : "-", p->front, p->drawn_at,
                p->label_at);
    }
    return output_commit(&out);
}

static enum status draw(struct report *report, struct chart *chart)
{
    char name[128], title[256];
    double low = (double)INFINITY, high = 0;
    size_t longest = 0;
    snprintf(name, sizeof name, "%s-%s", chart->term, chart->format);
    snprintf(title, sizeof title, "What does accuracy cost? %s, %s (batch %ld, %s)", chart->term,
             chart->format, chart->batch, chart->regime);
    json_t *set =
        report_chart_add(report, "tradeoff", name, title, chart->format, json_pack("[s]", chart->term));
    for (size_t i = 0; i < chart->count; i++) {
        low = fmin(low, chart->point[i].low);
        high = fmax(high, chart->point[i].high);
        size_t letters = strlen(chart->point[i].name) + strlen("  12.3 ulp, 12.3 ns");
        longest = letters > longest ? letters : longest;
    }
    json_object_set_new(set, "panels", json_integer(1));
    json_object_set_new(set, "names", json_pack("[s]", ""));
    json_object_set_new(set, "x_low", json_real(low / 1.3));
    json_object_set_new(set, "x_high", json_real(high * 1.3));
    json_object_set_new(set, "y_bottom", json_real(chart->y_bottom));
    json_object_set_new(set, "y_split", json_real(chart->y_split));
    json_object_set_new(set, "y_top", json_real(chart->y_top));
    json_object_set_new(set, "pixels", json_real(chart->height));
    json_object_set_new(set, "longest", json_integer((json_int_t)longest));
    return write_table(report, chart);
}

/* With a label the gradient is 0 somewhere, and next to it any error is large in ulps of the result: it says nothing. */
static bool cancels(const char *id)
{
    const struct term *term = term_find(id);
    return term && term->operands == 2;
}

static enum status chart_once(struct report *report, const json_t *record, json_t *done)
{
    struct kernel_id id;
    char key[128];
    if (!kernel_id_read(&id, json_text_at(record, "id")) || cancels(id.term))
        return STATUS_OK;
    snprintf(key, sizeof key, "%s %s", id.term, id.format);
    if (!report_chart_is_new(done, key))
        return STATUS_OK;
    struct chart chart = {.regime = NULL};
    snprintf(chart.term, sizeof chart.term, "%s", id.term);
    snprintf(chart.format, sizeof chart.format, "%s", id.format);
    choose_place(report, &chart);
    chart.point = allocate(json_object_size(report->bench), sizeof *chart.point);
    const char *each;
    json_t *time;
    json_object_foreach(report->bench, each, time) if (is_of(time, &id, chart.term, chart.format) &&
                                                       (long)json_number_at(time, "batch") == chart.batch &&
                                                       strcmp(json_text_at(time, "regime"), chart.regime) ==
                                                           0) add_point(report, &chart, &id, time);
    qsort(chart.point, chart.count, sizeof *chart.point, compare_points);
    enum status status = STATUS_OK;
    if (chart.count > 1) {
        lay_out(&chart);
        status = draw(report, &chart);
    }
    free(chart.point);
    return status;
}

enum status report_tradeoff(struct report *report)
{
    return report_charts_add(report, report->bench, chart_once);
}
