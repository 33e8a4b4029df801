/* report.h -- result documents to tables, charts and a page. The report computes nothing new: it sorts,
   selects and shows. Sections stay JSON records, as record/result.h describes them. */
#ifndef GANLOSS_HARNESS_REPORT_REPORT_H
#define GANLOSS_HARNESS_REPORT_REPORT_H

#include "harness/base/fail.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

struct report {
    json_t *documents; /* array of {"path", "command", "machine", "options"} */
    /* Objects, key -> record, in order of first appearance; a later document's record replaces an earlier
       one with the same key. Empty where no document has the section. */
    json_t *kernels, *curves, *bench, *traces, *batch; /* a kernel's "document" is its index in documents */
    json_t *charts;  /* array of {"name", "script", "title", "section", "format", "subjects": [...],
                        "set": {...}}; see charts.c */
    char *directory; /* where files are built before they are renamed into place */
    bool made_out;   /* the directory they go to was not there before */
};

/* read.c: reads the documents, checks each record that the report uses, merges them by section. */
enum status report_read(struct report *report, char *const paths[], size_t count);
void report_free(struct report *report);

/* stage.c: a hidden directory inside `out`, so that every rename stays within one file system. */
enum status stage_open(struct report *report, const char *out);
enum status stage_publish(struct report *report, const char *out); /* index.html comes last */
void stage_discard(struct report *report, const char *out);

/* charts.c: the list of charts, and the one gnuplot process that draws them all. */
/* Adds a chart drawn by reports/SCRIPT.gp, to SCRIPT-NAME.svg and .png with NAME made fit for a file, and
   returns its variables ("set"), strings, numbers or arrays of strings, for the caller to fill in. It steals
   `subjects`, the terms (or the one trace) it shows. */
json_t *chart_add(struct report *report, const char *script, const char *name, const char *title,
                  const char *format, json_t *subjects);
/* Calls `add` for every record, by its key, until it fails: to add the chart to which the record belongs, if
   chart_is_new says of the chart's name that it is not yet among those done. */
typedef enum status chart_adder(struct report *report, const json_t *record, json_t *done);
enum status charts_add(struct report *report, json_t *records, chart_adder *add);
bool chart_is_new(json_t *done, const char *name);
enum status charts_draw(const struct report *report);

/* curves.c, speed.c, traces.c, batch.c: tables for gnuplot and other readers, and
   charts. */
enum status report_curves(struct report *report);
enum status report_speed(struct report *report);
enum status report_traces(struct report *report);
enum status report_batch(struct report *report);
/* exhaustive.c, of exhaustive records: the largest error per binade of the input, and how many results
   have which error. */
enum status report_exhaustive(struct report *report);
/* tables.c: every record of kernels and bench as one table each. */
enum status report_tables(struct report *report);

/* accuracy.c: the table of every kernel's accuracy, in Markdown, to the path; it needs no directory.
   Records of the same function and with the same numbers share their rows. */
enum status report_accuracy(const struct report *report, const char *path);

/* report_page*.c: index.html. */
enum status report_page(const struct report *report);
void page_verdict(FILE *to, const struct report *report);
void page_losses(FILE *to, const struct report *report);
void page_traces(FILE *to, const struct report *report);
void page_batch(FILE *to, const struct report *report);
void page_timing(FILE *to, const struct report *report);
void page_machine(FILE *to, const struct report *report);
/* Every chart of the section (the script's name) and format whose first subject is this one; returns how
   many. NULL matches anything. */
int page_charts(FILE *to, const struct report *report, const char *script, const char *format,
                const char *subject);

#endif
