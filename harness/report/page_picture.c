#include "harness/report/page_picture.h"

#include "harness/base/json.h"
#include "harness/report/text.h"

#include <math.h>
#include <string.h>

bool report_picture_curves(struct picture_curves *curves, const struct report *report, const char *term,
                           const char *format, const char *variant)
{
    const char *key;
    json_t *curve, *kernel;
    size_t k;
    json_object_foreach(report->curves, key, curve)
    {
        if (strcmp(json_text_at(curve, "term"), term) != 0 ||
            strcmp(json_text_at(curve, "format"), format) != 0 || json_object_get(curve, "target"))
            continue;
        json_array_foreach(json_object_get(curve, "kernels"), k,
                           kernel) if (!variant || strcmp(json_text_at(kernel, "variant"), variant) == 0)
        {
            *curves = (struct picture_curves){json_object_get(curve, "x"), json_object_get(curve, "grad"),
                                              json_object_get(kernel, "grad")};
            return true;
        }
    }
    return false;
}

static double at(const json_t *series, size_t i)
{
    return (double)json_long_double(json_array_get(series, i));
}

bool report_picture_worst(struct picture_point *point, const struct picture_curves *curves)
{
    double most = 0.1;
    for (size_t i = 0; i < json_array_size(curves->x); i++) {
        struct picture_point p = {at(curves->x, i), at(curves->got, i), at(curves->exact, i)};
        double off = isnan(p.got) ? fabs(p.exact) : fabs(p.got - p.exact);
        if (fabs(p.x) <= 50 && off > most) {
            most = off;
            *point = p;
        }
    }
    return most > 0.1;
}

/* The picture's own coordinates: logits from -LIMIT to LIMIT, gradients from -1 to 1, of which a term has one half. */
enum { WIDTH = 480, HEIGHT = 260, LEFT = 48, RIGHT = 12, TOP = 14, BOTTOM = 44, LIMIT = 60 };

static double across(double s)
{
    return LEFT + (s + LIMIT) / (2 * LIMIT) * (WIDTH - LEFT - RIGHT);
}

static double down(double g, bool negative)
{
    double share = negative ? -g : 1 - g;
    return TOP + 8 + share * (HEIGHT - TOP - BOTTOM - 16);
}

/* A line through the points; one that is no number, or far beyond the picture, leaves a gap. */
static void draw_line(FILE *to, const json_t *x, const json_t *y, bool negative, const char *class)
{
    bool drawing = false;
    double last_x = -1e9, last_y = -1e9;
    fprintf(to, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < json_array_size(x); i++) {
        double s = at(x, i), g = at(y, i);
        if (!(fabs(s) <= LIMIT) || !(fabs(g) <= 1.2)) {
            drawing &= !(fabs(s) <= LIMIT);
            continue;
        }
        double px = across(s), py = down(g, negative);
        if (drawing && fabs(px - last_x) < 1 && fabs(py - last_y) < 1)
            continue;
        fprintf(to, "%s%.1f %.1f", drawing ? "L" : "M", px, py);
        drawing = true;
        last_x = px;
        last_y = py;
    }
    fputs("\"/>\n", to);
}

static void draw_axes(FILE *to, bool negative)
{
    char s[SHORT_TEXT];
    for (int x = -LIMIT; x <= LIMIT; x += 20)
        fprintf(
            to,
            "<path class=\"grid\" d=\"M%.1f %dV%d\"/><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
            across(x), TOP, HEIGHT - BOTTOM, across(x), HEIGHT - BOTTOM + 18, report_logit_text(s, x));
    for (int half = 0; half <= 2; half++) {
        double g = negative ? -half / 2.0 : half / 2.0;
        fprintf(
            to,
            "<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
            LEFT, down(g, negative), WIDTH - RIGHT, LEFT - 6, down(g, negative) + 5, report_logit_text(s, g));
    }
    fprintf(to, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">logit s</text>\n", (LEFT + WIDTH - RIGHT) / 2,
            HEIGHT - 6);
}

static void write_key(FILE *to, const char *class, const char *words, const char *name)
{
    fprintf(
        to,
        "<span class=\"key\"><svg viewBox=\"0 0 36 10\" width=\"36\" height=\"10\" aria-hidden=\"true\"><path "
        "class=\"%s\" d=\"M1 5H35\"/></svg> %s",
        class, words);
    if (name) {
        fputs("<code>", to);
        report_html(to, name);
        fputs("</code>", to);
    }
    fputs("</span>\n", to);
}

void report_page_picture(FILE *to, const struct picture_curves *wrong, const char *wrong_name,
                         const struct picture_curves *right, const char *right_name, const char *title)
{
    if (!wrong->got || !wrong->exact)
        return;
    bool negative = at(wrong->exact, 0) < 0 || at(wrong->exact, json_array_size(wrong->exact) - 1) < 0;
    fprintf(to, "<figure class=\"picture\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
            HEIGHT);
    report_html(to, title);
    fputs("\">\n", to);
    draw_axes(to, negative);
    draw_line(to, wrong->x, wrong->exact, negative, "exact");
    if (right->got)
        draw_line(to, right->x, right->got, negative, "right");
    draw_line(to, wrong->x, wrong->got, negative, "wrong");
    fputs("</svg>\n<figcaption>", to);
    report_html(to, title);
    fputs("<br>", to);
    write_key(to, "exact", "exact", NULL);
    if (right->got)
        write_key(to, "right", "write this: ", right_name);
    write_key(to, "wrong", "not this: ", wrong_name);
    fputs("</figcaption></figure>\n", to);
}
