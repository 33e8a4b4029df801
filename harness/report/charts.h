/* charts.h -- the list of charts. */
#ifndef GANLOSS_HARNESS_REPORT_CHARTS_H
#define GANLOSS_HARNESS_REPORT_CHARTS_H

#include "harness/base/fail.h"
#include "harness/base/output.h"
#include "harness/report/report.h"

/* Adds a chart drawn by reports/SCRIPT.gp, to charts/SCRIPT-NAME.svg and .png with NAME made fit for a file, and
   returns its variables ("set"), strings, numbers or arrays of strings, for the caller to fill in. It steals
   `subjects`, the terms (or the one trace) it shows. */
json_t *report_chart_add(struct report *report, const char *script, const char *name, const char *title,
                         const char *format, json_t *subjects);

/* Opens the table of the chart that was added last, charts/SCRIPT-NAME.tsv: what it is drawn of, and all that it is drawn
   of. Its columns are described at the head of the script. */
enum status report_chart_table(struct output_file *out, const struct report *report);
enum status report_chart_spans(struct output_file *out,
                               const struct report *report); /* charts/SCRIPT-NAME-spans.tsv */

/* Sets what a chart of errors says of declared bounds, INFINITY or NaN where there is none: `bound` and `grad_bound`, -1 for
   none, and `bound_words` for the legend. */
void report_chart_bounds(json_t *set, double loss, double grad);

/* The records in the order of their batches: in a line that is drawn through them, x only grows. */
json_t *report_by_batch(const json_t *records);

/* Whether the term's input is a critic's score, of which nothing makes a D. */
bool report_is_score(const char *term);

/* Calls `add` for every record, by its key, until it fails: to add the chart to which the record belongs, if
   report_chart_is_new says of the chart's name that it is not yet among those done. */
typedef enum status chart_adder(struct report *report, const json_t *record, json_t *done);
enum status report_charts_add(struct report *report, json_t *records, chart_adder *add);
bool report_chart_is_new(json_t *done, const char *name);

#endif
