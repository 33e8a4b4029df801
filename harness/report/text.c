#include "harness/report/text.h"

#include "harness/base/allocate.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static char *put(char text[SHORT_TEXT], const char *from)
{
    snprintf(text, SHORT_TEXT, "%s", from);
    return text;
}

/* "1.8e+07" to "1.8e7", "3.0e-39" to "3e-39". */
static void tidy_exponent(char *text)
{
    char *e = strchr(text, 'e');
    if (!e)
        return;
    long exponent = strtol(e + 1, NULL, 10);
    if (e - text >= 2 && strncmp(e - 2, ".0", 2) == 0)
        e -= 2;
    sprintf(e, "e%ld", exponent);
}

const char *report_short_number(char text[SHORT_TEXT], long double x)
{
    long double size = fabsl(x);
    if (!isfinite(x))
        put(text, isnan(x) ? "nan" : x > 0 ? "inf" : "-inf");
    else if (size != 0 && (size < 1e-3L || size >= 9999.5L))
        snprintf(text, SHORT_TEXT, "%.1Le", x);
    else
        snprintf(text, SHORT_TEXT, size >= 1000 ? "%.4Lg" : "%.3Lg", x);
    tidy_exponent(text);
    return text;
}

const char *report_logit_text(char text[SHORT_TEXT], double s)
{
    char digits[SHORT_TEXT];
    if (isnan(s))
        return put(text, "nan");
    if (isinf(s))
        put(digits, "\xe2\x88\x9e"); /* U+221E */
    else if (s != 0 && (fabs(s) < 1e-2 || fabs(s) >= 9999.5))
        report_short_number(digits, (long double)fabs(s));
    else
        snprintf(digits, sizeof digits, "%.4g", fabs(s));
    snprintf(text, SHORT_TEXT, "%s%.50s", signbit(s) && s != 0 ? MINUS : "", digits);
    return text;
}

/* e^-|s| by its decimal logarithm, so that it may be far below the smallest double. */
static void tail_text(char text[SHORT_TEXT], double s)
{
    double decimal = -fabs(s) / log(10);
    if (decimal < -9999) {
        put(text, "0");
        return;
    }
    double exponent = floor(decimal);
    snprintf(text, SHORT_TEXT, "%.1fe%.0f", pow(10, decimal - exponent), exponent);
    if (strncmp(text, "10.0", 4) == 0)
        snprintf(text, SHORT_TEXT, "1.0e%.0f", exponent + 1);
    tidy_exponent(text);
}

const char *report_probability_text(char text[SHORT_TEXT], double s)
{
    char tail[SHORT_TEXT];
    if (isnan(s) || isinf(s))
        return put(text, isnan(s) ? "nan" : s > 0 ? "1" : "0");
    if (fabs(s) < 6.9) /* 1e-3 <= D <= 1 - 1e-3 */
        return report_short_number(text, 1 / (1 + expl((long double)-s)));
    tail_text(tail, s);
    snprintf(text, SHORT_TEXT, "%s%.50s", s > 0 ? "1 " MINUS " " : "", tail);
    return text;
}

const char *report_grouped_digits(char text[32], uint64_t n)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n), to = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            text[to++] = ',';
        text[to++] = digits[i];
    }
    text[to] = '\0';
    return text;
}

double report_logit_of(double D)
{
    return log(D) - log1p(-D);
}

void report_html(FILE *to, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            fputs("&amp;", to);
            break;
        case '<':
            fputs("&lt;", to);
            break;
        case '>':
            fputs("&gt;", to);
            break;
        case '"':
            fputs("&quot;", to);
            break;
        case '\'':
            fputs("&#39;", to);
            break;
        default:
            fputc(iscntrl((unsigned char)*text) ? ' ' : *text, to);
        }
}

void report_html_number(FILE *to, const char *number)
{
    for (; *number; number++)
        if (*number == '-')
            fputs(MINUS, to);
        else
            fputc(*number, to);
}

void report_html_format(FILE *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = allocate_text_of(format, arguments);
    va_end(arguments);
    report_html(to, text);
    free(text);
}

void report_markdown(FILE *to, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_[]<>|#&", *text))
            fputc('\\', to);
        fputc(iscntrl((unsigned char)*text) ? ' ' : *text, to);
    }
}

void report_tsv_number(FILE *to, const json_t *number)
{
    if (json_is_integer(number))
        fprintf(to, "%lld", (long long)json_integer_value(number));
    else if (json_is_number(number))
        fprintf(to, "%.17g", json_number_value(number));
    else if (json_is_string(number)) /* an ULP beyond a double */
        report_tsv_text(to, json_string_value(number));
    else
        fputs("NaN", to);
}

/* Where gnuplot reads the table, a quote would open a string, and a blank in front or a backslash be lost. */
static int cell_character(const char *text, const char *c)
{
    if (iscntrl((unsigned char)*c) || (c == text && *c == ' '))
        return c == text ? '_' : ' ';
    return *c == '"' ? '\'' : *c == '\\' ? '/' : *c;
}

void report_tsv_text(FILE *to, const char *text)
{
    for (const char *c = text; *c; c++)
        fputc(cell_character(text, c), to);
}

static void put_gnuplot(FILE *to, int c)
{
    if (isalnum((unsigned char)c) || (unsigned char)c >= 0x80 || strchr(" ._-", c))
        fputc(c, to);
    else
        fprintf(to, "\\%03o", (unsigned)(iscntrl((unsigned char)c) ? ' ' : (unsigned char)c));
}

void report_gnuplot_text(FILE *to, const char *text)
{
    fputc('"', to);
    for (; *text; text++)
        put_gnuplot(to, *text);
    fputc('"', to);
}

void report_gnuplot_cell(FILE *to, const char *text)
{
    fputc('"', to);
    for (const char *c = text; *c; c++)
        put_gnuplot(to, cell_character(text, c));
    fputc('"', to);
}

void report_shell_word(FILE *to, const char *text)
{
    if (*text == '-')
        fputs("./", to);
    report_shell_text(to, text);
}

void report_shell_text(FILE *to, const char *text)
{
    if (*text && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+:,=@%-") ==
                     strlen(text)) {
        fputs(text, to);
        return;
    }
    fputc('\'', to);
    for (; *text; text++)
        if (*text == '\'')
            fputs("'\\''", to);
        else
            fputc(iscntrl((unsigned char)*text) ? '?' : *text, to);
    fputc('\'', to);
}

void report_shell_words(FILE *to, const char *program, const json_t *words)
{
    size_t i;
    json_t *word;
    json_array_foreach(words, i, word)
    {
        fputs(i == 0 ? "" : " ", to);
        report_shell_text(to, i == 0 && program ? program : json_string_value(word));
    }
}

char *report_file_name(char *text)
{
    for (char *c = text; *c; c++)
        if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
            *c = '-';
    return text;
}
