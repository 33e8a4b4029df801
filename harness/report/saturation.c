#include "harness/report/saturation.h"

#include "harness/base/json.h"
#include "harness/report/text.h"
#include "harness/selection/kernel_id.h"
#include "harness/selection/variants.h"
#include "harness/trace/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_generator(const char *id)
{
    for (size_t i = 0; i < loss_count; i++)
        if (strcmp(losses[i].g->id, id) == 0)
            return true;
    return false;
}

const json_t *report_saturation_term(const json_t *loss)
{
    const json_t *found = NULL;
    size_t t;
    json_t *term;
    json_array_foreach(json_object_get(loss, "terms"), t,
                       term) if (is_generator(json_text_at(term, "term")) &&
                                 (!found || strcmp(json_text_at(term, "format"), "f32") == 0)) found = term;
    return found;
}

static double at(const json_t *series, size_t i)
{
    return (double)json_long_double(json_array_get(series, i));
}

void report_saturation_sentence(FILE *to, const json_t *term)
{
    const json_t *exact = json_object_get(term, "exact_grad"),
                 *from = json_object_get(term, "saturated_from");
    size_t steps = json_array_size(exact), last = steps > 0 ? steps - 1 : 0;
    double least = at(exact, 0), most = least;
    for (size_t i = 1; i < steps; i++) {
        least = fmin(least, at(exact, i));
        most = fmax(most, at(exact, i));
    }
    report_html_format(to, "%s: ", json_text_at(term, "term"));
    if (json_is_number(from))
        fprintf(
            to,
            "the true gradient itself saturates: mean |g| %.2g at step 0, %.2g at step %zu, below " SATURATED_TEXT
            " from step %.0f on",
            at(exact, 0), at(exact, last), last, json_number_value(from));
    else
        fprintf(to, "does not saturate%s: mean |g| %.2g .. %.2g", least < SATURATED ? " for good" : "", least,
                most);
}

static bool is_lost(const json_t *kernel)
{
    return json_is_number(json_object_get(kernel, "first_step"));
}

/* The variants of a term that lose gradients: how many, and a list of them. */
static size_t write_losers(FILE *to, const json_t *term, const char *before)
{
    size_t k, count = 0;
    json_t *kernel;
    struct kernel_id id;
    json_array_foreach(json_object_get(term, "kernels"), k, kernel)
    {
        if (!is_lost(kernel) || !kernel_id_read(&id, json_text_at(kernel, "id")))
            continue;
        if (to) {
            char *called = variant_known_as(id.variant, false);
            fputs(count ? ", <code>" : before, to);
            report_html(to, id.variant);
            fputs("</code>", to);
            if (*called) {
                fputs(" (", to);
                report_html_format(to, "%.*s", (int)strcspn(called, ";"), called);
                fputs(")", to);
            }
            fprintf(to, " first at step %.0Lf", json_number_at(kernel, "first_step"));
            if (json_is_number(json_object_get(kernel, "half_step")))
                fprintf(to, ", half of the batch at step %.0Lf", json_number_at(kernel, "half_step"));
            free(called);
        }
        count++;
    }
    return count;
}

/* Each generator's term of the trace, once. */
static void each(FILE *to, const json_t *trace, void (*write)(FILE *to, const json_t *term))
{
    json_t *done = json_object(), *loss;
    size_t l;
    json_array_foreach(json_object_get(trace, "losses"), l, loss)
    {
        const json_t *term = report_saturation_term(loss);
        const char *name = json_text_at(term, "term");
        if (!term || json_object_get(done, name))
            continue;
        json_object_set_new(done, name, json_true());
        write(to, term);
    }
    json_decref(done);
}

static void write_item(FILE *to, const json_t *term)
{
    fputs("<li>", to);
    report_saturation_sentence(to, term);
    fputs(". ", to);
    if (write_losers(to, term, "The formula loses its gradient with <code>") == 0)
        fputs("No formula loses its gradient", to);
    report_html_format(to, " (%s).", json_text_at(term, "format"));
    fputs("</li>\n", to);
}

void report_saturation_list(FILE *to, const json_t *trace)
{
    fputs("<ul>\n", to);
    each(to, trace, write_item);
    fputs("</ul>\n", to);
}

/* Of the generators' terms of a run: how many saturate by themselves, how many are lost by a formula. */
struct answer {
    size_t count, saturated, lost;
};

static void count_answer(struct answer *answer, const json_t *term)
{
    answer->count++;
    answer->saturated += json_is_number(json_object_get(term, "saturated_from"));
    answer->lost += write_losers(NULL, term, "") > 0;
}

/* " (torch.nn.BCELoss, and others)": the first few, as most people call them. */
static void name_losers(FILE *to, const json_t *term)
{
    enum { NAMED = 3 };
    size_t k, count = 0;
    json_t *kernel;
    struct kernel_id id;
    json_array_foreach(json_object_get(term, "kernels"), k, kernel)
    {
        if (!is_lost(kernel) || !kernel_id_read(&id, json_text_at(kernel, "id")) || count++ >= NAMED)
            continue;
        char *called = variant_known_as(id.variant, false);
        fputs(count == 1 ? " (<code>" : ", <code>", to);
        report_html_format(to, "%.*s", (int)strcspn(*called ? called : id.variant, ";"),
                           *called ? called : id.variant);
        fputs("</code>", to);
        free(called);
    }
    if (count > 0)
        fputs(count > NAMED ? " and more)" : ")", to);
}

static void write_answer(FILE *to, const json_t *term)
{
    const json_t *from = json_object_get(term, "saturated_from");
    size_t losers = write_losers(NULL, term, "");
    const char *name = json_text_at(term, "term");
    if (json_is_number(from))
        fprintf(to,
                "because of the loss, whose exact gradient is below " SATURATED_TEXT " from step %.0f on%s",
                json_number_value(from), losers ? ", and of the formula besides with " : "");
    else
        fputs(losers ? "not because of the loss, but of the formula with " : "neither", to);
    if (losers) {
        report_html_format(to, "%zu of %zu ways to write %s", losers,
                           json_array_size(json_object_get(term, "kernels")), name);
        name_losers(to, term);
    } else
        report_html_format(to, "; no way to write %s loses gradients", name);
}

/* Of a run that is not named for its loss: over all of them. */
static void write_answer_of_all(FILE *to, const json_t *trace)
{
    struct answer answer = {0};
    size_t l;
    json_t *loss;
    json_array_foreach(json_object_get(trace, "losses"), l, loss)
    {
        const json_t *term = report_saturation_term(loss);
        if (term)
            count_answer(&answer, term);
    }
    if (answer.saturated + answer.lost == 0)
        fputs("neither, with any loss", to);
    else
        fprintf(to, "with %zu of %zu losses because of the loss, with %zu a formula loses gradients",
                answer.saturated, answer.count, answer.lost);
}

void report_saturation_answer(FILE *to, const json_t *trace)
{
    const char *name = json_text_at(trace, "name");
    json_t *loss;
    size_t l;
    json_array_foreach(json_object_get(trace, "losses"), l,
                       loss) if (strcmp(json_text_at(loss, "loss"), name) == 0 &&
                                 report_saturation_term(loss))
    {
        write_answer(to, report_saturation_term(loss));
        return;
    }
    write_answer_of_all(to, trace);
}
