/* text.h -- how the report writes numbers, names and text: for people, for HTML, Markdown, TSV and
   gnuplot. */
#ifndef GANLOSS_HARNESS_REPORT_TEXT_H
#define GANLOSS_HARNESS_REPORT_TEXT_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

enum { SHORT_TEXT = 64 };

#define MINUS "\xe2\x88\x92" /* U+2212 */

/* At most four significant digits: "0.5", "1234", "1.8e7", "inf", "nan". */
const char *report_short_number(char text[SHORT_TEXT], long double x);

/* "4,294,967,296" */
const char *report_grouped_digits(char text[32], uint64_t n);

/* A logit, with a true minus sign: "16.64", "-88.72", "inf". */
const char *report_logit_text(char text[SHORT_TEXT], double s);

/* The probability at a logit, also where a double cannot hold it: "3.1e-39", "0.5", "1 - 6e-8". */
const char *report_probability_text(char text[SHORT_TEXT], double s);

/* The logit of a probability; NaN outside [0, 1]. */
double report_logit_of(double D);

/* Text with the five characters that HTML reserves replaced, and control characters by spaces. */
void report_html(FILE *to, const char *text);
/* A number, with true minus signs, at which no line is broken. */
void report_html_number(FILE *to, const char *number);
/* Formats, then escapes. */
__attribute__((format(printf, 2, 3))) void report_html_format(FILE *to, const char *format, ...);

/* Text in which Markdown sees nothing but text, in a cell too. */
void report_markdown(FILE *to, const char *text);

/* A table's cells: a number is written with every digit, null as NaN; in text, control characters become
   spaces, double quotes single ones, backslashes slashes, and a blank in front an underscore, as gnuplot reads no others. */
void report_tsv_number(FILE *to, const json_t *number);
void report_tsv_text(FILE *to, const char *text);

/* The text as a string of gnuplot, in which every character that could mean something to it is in octal digits; and the
   text of a table's cell, so that the two are equal. */
void report_gnuplot_text(FILE *to, const char *text);
void report_gnuplot_cell(FILE *to, const char *text);

/* The text as one word of a shell, where it has to be in quotes; as a word, not an option, and as either. */
void report_shell_word(FILE *to, const char *text);
void report_shell_text(FILE *to, const char *text);

/* An array of texts as a command line; the first of them as `program`, unless that is NULL. */
void report_shell_words(FILE *to, const char *program, const json_t *words);

/* The text in place, every character but letters, digits, '.', '_' and '-' replaced by '-'. */
char *report_file_name(char *text);

#endif
