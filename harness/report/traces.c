/* traces.c -- charts of a training run: the exact mean gradient per loss, and the share of the batch
   whose gradient each variant loses. Losses with the same shares to the last digit share one chart. */
#include "harness/report/traces.h"
#include "harness/base/json.h"
#include "harness/base/output.h"
#include "harness/report/charts.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const roles[] = {"d_real", "d_fake", "g"};
enum { SHOWN_ROLES = 3 };

/* The role in a term's name, "d_fake" in "minimax.d_fake"; NULL for any other. */
static const char *role_of(const json_t *term)
{
    const char *dot = strchr(json_text_at(term, "term"), '.');
    for (size_t r = 0; dot && r < SHOWN_ROLES; r++)
        if (strncmp(dot + 1, roles[r], strlen(roles[r])) == 0 &&
            strspn(dot + 1 + strlen(roles[r]), "@D") == strlen(dot + 1 + strlen(roles[r])))
            return roles[r];
    return NULL;
}

/* One column per panel and role: panels is {panel name: {role: series}}. */
static enum status write_steps(const struct report *report, const json_t *panels, size_t steps)
{
    struct output_file out;
    const char *panel;
    json_t *columns;
    enum status status = report_chart_table(&out, report);
    if (status != STATUS_OK)
        return status;
    fputs("step", out.stream);
    json_object_foreach((json_t *)panels, panel, columns) for (size_t r = 0; r < SHOWN_ROLES; r++)
    {
        fputc('\t', out.stream);
        report_tsv_text(out.stream, panel);
        fprintf(out.stream, ":%s", roles[r]);
    }
    fputc('\n', out.stream);
    for (size_t step = 0; step < steps; step++) {
        fprintf(out.stream, "%zu", step);
        json_object_foreach((json_t *)panels, panel, columns) for (size_t r = 0; r < SHOWN_ROLES; r++)
        {
            fputc('\t', out.stream);
            report_tsv_number(out.stream, json_array_get(json_object_get(columns, roles[r]), step));
        }
        fputc('\n', out.stream);
    }
    return output_commit(&out);
}

/* A role that is there already keeps its series: the first format, whose exact values are of the same inputs. */
static void put_series(json_t *panels, const char *panel, const char *role, json_t *series)
{
    if (!role)
        return;
    json_t *columns = json_object_get(panels, panel);
    if (!columns) {
        columns = json_object();
        json_object_set_new(panels, panel, columns);
    }
    if (!json_object_get(columns, role))
        json_object_set(columns, role, series);
}

/* The smallest positive and the largest number of all series. */
static void range(const json_t *panels, double *low, double *high)
{
    const char *panel, *role;
    json_t *columns, *series, *number;
    size_t i;
    *low = (double)INFINITY;
    *high = 0;
    json_object_foreach((json_t *)panels, panel, columns) json_object_foreach(columns, role, series)
        json_array_foreach(series, i, number)
    {
        double x = json_number_value(number);
        *low = x > 0 && x < *low ? x : *low;
        *high = x > *high ? x : *high;
    }
}

static size_t step_count(const json_t *panels)
{
    size_t steps = 0;
    const char *panel, *role;
    json_t *columns, *series;
    json_object_foreach((json_t *)panels, panel, columns)
        json_object_foreach(columns, role, series) if (json_array_size(series) > steps) steps =
            json_array_size(series);
    return steps;
}

static enum status add_chart(struct report *report, const char *script, const char *name, const char *title,
                             const char *format, const char *trace, const json_t *panels, const char *nothing)
{
    const char *panel;
    json_t *columns, *names = json_array();
    double low, high;
    size_t steps = step_count(panels);
    json_object_foreach((json_t *)panels, panel, columns) json_array_append_new(names, json_string(panel));
    range(panels, &low, &high);
    json_t *set = report_chart_add(report, script, name, title, format, json_pack("[s]", trace));
    json_object_set_new(set, "panels", json_integer((json_int_t)json_array_size(names)));
    json_object_set_new(set, "names", names);
    json_object_set_new(set, "nothing", json_string(nothing));
    json_object_set_new(set, "x_low", json_integer(0));
    json_object_set_new(set, "x_high", json_integer(steps > 1 ? (json_int_t)steps - 1 : 1));
    json_object_set_new(set, "y_bottom", json_real(high > 0 ? fmax(fmin(low, high / 10) / 2, 1e-307) : 0.1));
    json_object_set_new(set, "y_top", json_real(high > 0 ? high * 2 : 10));
    return write_steps(report, panels, steps);
}

static bool any_lost(const json_t *panels)
{
    double low, high;
    range(panels, &low, &high);
    return high > 0;
}

static enum status chart_gradients(struct report *report, const json_t *trace)
{
    json_t *panels = json_object(), *loss, *term;
    enum status status = STATUS_OK;
    size_t l, t;
    char name[256], title[256];
    json_array_foreach(json_object_get(trace, "losses"), l,
                       loss) json_array_foreach(json_object_get(loss, "terms"), t, term)
        put_series(panels, json_text_at(loss, "loss"), role_of(term), json_object_get(term, "exact_grad"));
    snprintf(name, sizeof name, "%s", json_text_at(trace, "name"));
    snprintf(title, sizeof title, "How large is the exact gradient over the run %s?",
             json_text_at(trace, "name"));
    if (json_object_size(panels) > 0)
        status = add_chart(report, "gradient", name, title, "", json_text_at(trace, "name"), panels, "");
    json_decref(panels);
    return status;
}

/* {variant: {role: shares}} of a loss in one format. */
static json_t *lost_shares(const json_t *loss, const char *format)
{
    json_t *panels = json_object(), *term, *kernel;
    size_t t, k;
    json_array_foreach(json_object_get(loss, "terms"), t, term)
    {
        if (strcmp(json_text_at(term, "format"), format) != 0)
            continue;
        json_array_foreach(json_object_get(term, "kernels"), k, kernel)
        {
            struct kernel_id id;
            if (kernel_id_read(&id, json_text_at(kernel, "id")))
                put_series(panels, id.variant, role_of(term), json_object_get(kernel, "lost"));
        }
    }
    return panels;
}

/* A panel for each variant that loses something; the others are named. */
static enum status add_lost(struct report *report, const char *name, const char *title, const char *format,
                            const char *trace, json_t *panels)
{
    json_t *losing = json_object(), *columns;
    char nothing[512] = "";
    const char *variant;
    json_object_foreach(panels, variant, columns)
    {
        json_t *one = json_pack("{s:O}", variant, columns);
        if (any_lost(one))
            json_object_set(losing, variant, columns);
        else
            snprintf(nothing + strlen(nothing), sizeof nothing - strlen(nothing), "%s%s",
                     *nothing ? ", " : "", variant);
        json_decref(one);
    }
    enum status status = add_chart(report, "lost", name, title, format, trace, losing, nothing);
    json_decref(losing);
    return status;
}

static enum status chart_lost(struct report *report, const json_t *trace, const char *format)
{
    json_t *groups = json_array(), *group, *loss; /* of {"losses": "a = b", "panels"} */
    enum status status = STATUS_OK;
    size_t l, g;
    json_array_foreach(json_object_get(trace, "losses"), l, loss)
    {
        json_t *panels = lost_shares(loss, format), *found = NULL;
        json_array_foreach(groups, g, group) if (!found && json_equal(json_object_get(group, "panels"),
                                                                      panels)) found = group;
        if (found)
            json_object_set_new(
                found, "losses",
                json_sprintf("%s = %s", json_text_at(found, "losses"), json_text_at(loss, "loss")));
        else if (any_lost(panels))
            json_array_append_new(groups, json_pack("{s:s, s:s, s:O}", "losses", json_text_at(loss, "loss"),
                                                    "first", json_text_at(loss, "loss"), "panels", panels));
        json_decref(panels);
    }
    json_array_foreach(groups, g, group)
    {
        char name[256], title[512];
        snprintf(name, sizeof name, "%s-%s-%s", json_text_at(trace, "name"), json_text_at(group, "first"),
                 format);
        snprintf(title, sizeof title, "What share of the gradients is lost by %s over the run %s? %s",
                 json_text_at(group, "losses"), json_text_at(trace, "name"), format);
        if (status == STATUS_OK)
            status = add_lost(report, name, title, format, json_text_at(trace, "name"),
                              json_object_get(group, "panels"));
    }
    json_decref(groups);
    return status;
}

enum status report_traces(struct report *report)
{
    enum status status = STATUS_OK;
    const char *key;
    json_t *trace;
    json_object_foreach(report->traces, key, trace)
    {
        if (status == STATUS_OK)
            status = chart_gradients(report, trace);
        if (status == STATUS_OK)
            status = chart_lost(report, trace, "f32");
        if (status == STATUS_OK)
            status = chart_lost(report, trace, "f64");
    }
    return status;
}
