/* page_words.h -- words that several parts of the page share: how grave something is, from where on, how that is known. */
#ifndef GANLOSS_HARNESS_REPORT_PAGE_WORDS_H
#define GANLOSS_HARNESS_REPORT_PAGE_WORDS_H

#include "harness/report/degree.h"
#include "harness/selection/variants.h"

#include <stdio.h>

/* "2.40 <small>exact</small>", "&ge; 7.1 <small>found</small>"; a dash for NaN. */
void report_page_error(FILE *to, long double ulp, enum evidence evidence);

/* "from s = -28.32 down and from 16.35 up"; nothing where it is wrong at no finite logit. */
void report_page_onsets(FILE *to, const struct degree_output *of);

/* The same for a cell: "s <= -28.32, s >= 16.35". */
void report_page_lost(FILE *to, const struct degree_output *of);

/* "-28.32 < s < 16.35", "s < 16.35", "every finite s" */
void report_page_safe(FILE *to, const struct degree_output *of);

/* "78 % of the steps of the run minimax" */
void report_page_hits(FILE *to, const struct reach_hits *hits);

/* "as the variant maxlog, gradient as logsigmoid" */
void report_page_formula(FILE *to, const struct variant_expression *expression);

/* A name of code, which may be broken behind its dots, underscores and brackets. */
void report_page_name(FILE *to, const char *name);

/* A cell of a table: the degree, from where on, of how large a gradient, what share of a run. */
void report_page_degree(FILE *to, const struct report *report, const struct judgement *judgement);

#endif
