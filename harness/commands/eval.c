/* eval.c -- the command: the exact value of a term at some points, and every kernel's answer there. */
#include "harness/base/fail.h"
#include "harness/base/json.h"
#include "harness/cli/cli.h"
#include "harness/cli/number.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/foreign/call.h"
#include "harness/foreign/foreign.h"
#include "harness/metric/metric.h"
#include "harness/record/result.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DIGITS = 1000, TEXT_SIZE = MAX_DIGITS + 40 };

struct eval_options {
    struct common common;
    unsigned long digits;
    const char *target;
};

static const struct cli_option options[] = {
    {"digits", "N", "Significant digits of the exact values, 1 to 1000 (default: 20)",
     CLI_UNSIGNED(struct eval_options, digits, 1, MAX_DIGITS)},
    {"target", "T", "The label in [0, 1] of a term with two operands (default: 0.9)",
     CLI_TEXT(struct eval_options, target)},
    FOREIGN_OPTIONS,
    {0},
};

static const struct cli_command command = {
    options, NULL, 0, "TERM X...",
    "Prints the exact loss and gradient of a term at each X, and what every kernel of the term returns "
    "there, with its error in ulps or its class.\vX is a decimal (rounded to each format), a hex float, "
    "inf, nan, or bits 0b32:3f800000 or 0b64:...; negative numbers need no --. An X that f32 cannot hold is "
    "shown twice, as each format rounds it.\n\n"
    "Examples:\n"
    "  ganloss eval nonsaturating.g -50 17 0x1p-149 inf nan --digits 40\n"
    "  ganloss eval bce.target 2.2 --target 0.9\n"
    "  ganloss eval minimax.d_fake@D 0b32:3f7fffff --format json"};

/* One X: the formats in which it (and the label) is this value. */
struct place {
    const struct term *term;
    double x, target;
    bool in[FORMATS];
};

static void exact_text(char text[TEXT_SIZE], const struct place *p, unsigned long digits, enum output output)
{
    reference_decimal(text, (int)digits, reference_ideal(p->term), NULL, p->x, p->target, output);
}

struct kernel_answer {
    double got[OUTPUTS];
    struct error error[OUTPUTS];
    const char *missing[OUTPUTS]; /* why there is none: "none", or the fault of a foreign kernel; else NULL */
};

static struct kernel_answer answer_of(const struct choice *choice, const struct place *p)
{
    struct want want[OUTPUTS];
    struct kernel_answer a;
    reference(&want[LOSS], &want[GRAD], reference_ideal(p->term), choice->format, p->x, p->target);
    call_forget();
    choice_at(choice, p->x, p->target, &a.got[LOSS], &a.got[GRAD]);
    const struct call_outcome *outcome = call_outcome();
    for (int k = 0; k < OUTPUTS; k++) {
        a.missing[k] = !choice_has(choice, (enum output)k) ? "none"
                       : outcome->unanswered == 0          ? NULL
                       : outcome->troubles > 0             ? fault_names[outcome->trouble[0].fault]
                                                           : "none";
        a.error[k] = metric_measure(a.got[k], &want[k]);
    }
    return a;
}

static void print_answer(const struct choice *choice, const struct kernel_answer *a)
{
    char name[64], error[32];
    snprintf(name, sizeof name, "%s/%s", choice->kernel->code->variant, choice->format->name);
    printf("  %-18s", name);
    for (int k = 0; k < OUTPUTS; k++) {
        if (a->missing[k]) {
            printf("  %s %-24s %-15s", output_names[k], a->missing[k], "");
            continue;
        }
        if (a->error[k].class != IN_ULPS)
            snprintf(error, sizeof error, "%s", error_class_names[a->error[k].class]);
        else
            snprintf(error, sizeof error, "%.4Lg ulp", a->error[k].ulp);
        printf("  %s %-24a %-15s", output_names[k], a->got[k], error);
    }
    putchar('\n');
}

static json_t *class_or_null(const struct kernel_answer *a, int k)
{
    return a->missing[k] || a->error[k].class == IN_ULPS ? json_null()
                                                         : json_string(error_class_names[a->error[k].class]);
}

static json_t *ulp_or_null(const struct kernel_answer *a, int k)
{
    return a->missing[k] || a->error[k].class != IN_ULPS ? json_null() : result_ulp(a->error[k].ulp);
}

static json_t *got_or_null(const struct kernel_answer *a, int k)
{
    return a->missing[k] ? json_null() : json_hex_float(a->got[k]);
}

static json_t *answer_json(const struct choice *choice, const struct kernel_answer *a)
{
    char id[ID_SIZE];
    choice_id(id, choice);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", id, "loss", got_or_null(a, LOSS), "grad",
                     got_or_null(a, GRAD), "loss_ulp", ulp_or_null(a, LOSS), "grad_ulp", ulp_or_null(a, GRAD),
                     "loss_class", class_or_null(a, LOSS), "grad_class", class_or_null(a, GRAD));
}

/* Every kernel's answer: printed, or appended to the array. */
static void show_answers(const struct place *p, json_t *answers)
{
    for (size_t k = 0; k < catalogue_count(); k++) {
        struct choice choice = choice_make(catalogue_at(k));
        if (choice.kernel->term != p->term || !p->in[choice.format - formats])
            continue;
        struct kernel_answer a = answer_of(&choice, p);
        if (answers)
            json_array_append_new(answers, answer_json(&choice, &a));
        else
            print_answer(&choice, &a);
    }
}

static void print_place(const struct place *p, unsigned long digits)
{
    char text[TEXT_SIZE];
    printf("%s at %a (%.17g)", p->term->id, p->x, p->x);
    if (p->term->operands == 2)
        printf(", target %a (%.17g)", p->target, p->target);
    for (int f = 0; f < FORMATS; f++)
        if (p->in[f])
            printf(", 0b%d:%0*llx", 8 * (int)formats[f].size, 2 * (int)formats[f].size,
                   (unsigned long long)format_bits(&formats[f], p->x));
    putchar('\n');
    for (int k = 0; k < OUTPUTS; k++) {
        exact_text(text, p, digits, (enum output)k);
        printf("  exact %s %s\n", output_names[k], text);
    }
    show_answers(p, NULL);
}

static json_t *place_json(const struct place *p, unsigned long digits)
{
    char loss[TEXT_SIZE], grad[TEXT_SIZE];
    exact_text(loss, p, digits, LOSS);
    exact_text(grad, p, digits, GRAD);
    json_t *answers = json_array();
    show_answers(p, answers);
    json_t *point = json_pack("{s:o, s:s, s:s, s:o}", "x", json_hex_float(p->x), "loss", loss, "grad", grad,
                              "kernels", answers);
    if (p->term->operands == 2)
        json_object_set_new(point, "target", json_hex_float(p->target));
    return point;
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* A number that both formats can hold is one place; else it is one for each, f64 first. */
static void show(const struct eval_options *o, const struct term *term, const struct number *x,
                 const struct number *target, json_t *points)
{
    struct place places[FORMATS];
    int count = 0;
    for (int f = FORMATS - 1; f >= 0; f--) {
        double t = term->operands == 2 ? target->value[f] : 0;
        if (x->only && x->only != &formats[f])
            continue;
        if (count == 0 || !same(x->value[f], places[0].x) || !same(t, places[0].target))
            places[count++] = (struct place){.term = term, .x = x->value[f], .target = t};
        places[count - 1].in[f] = true;
    }
    for (int i = 0; i < count; i++) {
        if (points)
            json_array_append_new(points, place_json(&places[i], o->digits));
        else
            print_place(&places[i], o->digits);
    }
}

static enum status run(const struct eval_options *o)
{
    const struct term *term = o->common.operand_count > 0 ? term_find(o->common.operands[0]) : NULL;
    struct number target;
    if (o->common.operand_count < 2)
        return fail(STATUS_USAGE, "eval takes a TERM and at least one X (see ganloss eval --help)");
    if (!term)
        return fail(STATUS_USAGE, "there is no term '%s' (see ganloss list terms)", o->common.operands[0]);
    if (o->target && term->operands < 2)
        return fail(STATUS_USAGE, "--target: %s takes one operand", term->id);
    if (!number_parse(&target, o->target ? o->target : "0.9") ||
        !(target.value[F64] >= 0 && target.value[F64] <= 1))
        return fail(STATUS_USAGE, "--target takes a number in [0, 1], not '%s'", o->target);

    json_t *points = o->common.format == JSON ? json_array() : NULL;
    enum status status = STATUS_OK;
    for (size_t i = 1; i < o->common.operand_count && status == STATUS_OK; i++) {
        struct number x;
        if (number_parse(&x, o->common.operands[i]))
            show(o, term, &x, &target, points);
        else
            status = fail(STATUS_USAGE, "eval: '%s' is not a number; accepted: %s", o->common.operands[i],
                          number_forms);
    }
    if (points && status == STATUS_OK) {
        json_t *document =
            json_pack("{s:s, s:s, s:O}", "schema", "ganloss-eval/1", "term", term->id, "points", points);
        status = result_write(document, NULL);
        json_decref(document);
    }
    json_decref(points);
    return status;
}

enum status command_eval(int argc, char **argv)
{
    struct eval_options o = {.digits = 20};
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = foreign_open();
    return status == STATUS_OK ? run(&o) : status;
}
