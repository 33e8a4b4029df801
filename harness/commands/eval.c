/* eval.c -- the command: the exact value of a term at some points, and every kernel's answer there. */
#include "harness/base/fail.h"
#include "harness/base/json.h"
#include "harness/cli/cli.h"
#include "harness/cli/number.h"
#include "harness/cli/options.h"
#include "harness/commands/commands.h"
#include "harness/foreign/foreign.h"
#include "harness/judge/guard.h"
#include "harness/metric/metric.h"
#include "harness/record/faults_json.h"
#include "harness/record/faults_text.h"
#include "harness/record/library.h"
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
    "shown twice, as each format rounds it. A kernel that does more than answer (crashes, raises an error, writes beside "
    "its results) fails by name: exit status 1.\n\n"
    "Examples:\n"
    "  ganloss eval nonsaturating.g -50 17 0x1p-149 inf nan --digits 40\n"
    "  ganloss eval bce.target 2.2 --target 0.9\n"
    "  ganloss eval minimax.d_fake@D 0b32:3f7fffff --format json\n"
    "  ganloss eval nonsaturating.g -50 --plugin ./mine.so"};

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
    bool has[OUTPUTS]; /* a foreign kernel may lack one, or give no answer */
    double got[OUTPUTS];
    struct error error[OUTPUTS];
    struct faults faults;
};

static struct kernel_answer answer_of(const struct choice *choice, const struct place *p)
{
    struct want want[OUTPUTS];
    struct kernel_answer a = {.has = {false}};
    struct guard guard = guard_make(1);
    double in[2] = {0}; /* room for one element of either format each */
    format_store(choice->format, &in[0], 0, p->x);
    format_store(choice->format, &in[1], 0, p->target);
    reference(&want[LOSS], &want[GRAD], reference_ideal(p->term), choice->format, p->x, p->target);
    guard_load(&guard, choice->format, 1, &in[0], p->term->operands == 2 ? &in[1] : NULL, 0);
    guard_call(&guard, choice->kernel->code, &a.faults, STAGE_CASES, 0);
    for (int k = 0; k < OUTPUTS; k++) {
        a.has[k] = guard_has(&guard, k, 0);
        a.got[k] = format_load(choice->format, guard.at[GUARD_LOSS + k], 0);
        a.error[k] = metric_measure(a.got[k], &want[k]);
    }
    guard_free(&guard);
    return a;
}

static void print_answer(const struct choice *choice, const struct kernel_answer *a)
{
    char name[ID_SIZE], error[32], library[LIBRARY_TEXT];
    snprintf(name, sizeof name, "%s/%s", choice->kernel->code->variant, choice->format->name);
    printf("  %-18s", name);
    for (int k = 0; k < OUTPUTS; k++) {
        if (!a->has[k]) {
            printf("  %s %-24s %-15s", output_names[k],
                   choice_has(choice, (enum output)k) ? "no answer" : "not given", "");
            continue;
        }
        if (a->error[k].class != IN_ULPS)
            snprintf(error, sizeof error, "%s", error_class_names[a->error[k].class]);
        else
            snprintf(error, sizeof error, "%.4Lg ulp", a->error[k].ulp);
        printf("  %s %-24a %-15s", output_names[k], a->got[k], error);
    }
    puts(library_text(library, choice));
}

static json_t *got_or_null(const struct kernel_answer *a, enum output k)
{
    return a->has[k] ? json_hex_float(a->got[k]) : json_null();
}

static json_t *class_or_null(const struct kernel_answer *a, enum output k)
{
    return !a->has[k] || a->error[k].class == IN_ULPS ? json_null()
                                                      : json_string(error_class_names[a->error[k].class]);
}

static json_t *ulp_or_null(const struct kernel_answer *a, enum output k)
{
    return a->has[k] && a->error[k].class == IN_ULPS ? result_ulp(a->error[k].ulp) : json_null();
}

static json_t *answer_json(const struct choice *choice, const struct kernel_answer *a)
{
    char id[ID_SIZE];
    choice_id(id, choice);
    json_t *answer =
        json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "id", id, "loss", got_or_null(a, LOSS), "grad",
                  got_or_null(a, GRAD), "loss_ulp", ulp_or_null(a, LOSS), "grad_ulp", ulp_or_null(a, GRAD),
                  "loss_class", class_or_null(a, LOSS), "grad_class", class_or_null(a, GRAD));
    library_set(answer, choice);
    if (faults_any(&a->faults))
        json_object_set_new(answer, "faults", faults_json(&a->faults));
    return answer;
}

/* Every kernel's answer: printed, or appended to the array. Returns how many did more than answer. */
static size_t show_answers(const struct place *p, json_t *answers)
{
    size_t failed = 0;
    for (size_t k = 0; k < catalogue_count(); k++) {
        struct choice choice = choice_make(catalogue_at(k));
        if (choice.kernel->term != p->term || !p->in[choice.format - formats])
            continue;
        struct kernel_answer a = answer_of(&choice, p);
        if (answers)
            json_array_append_new(answers, answer_json(&choice, &a));
        else
            print_answer(&choice, &a);
        fflush(stdout);
        failed += faults_print_failures(stderr, &choice, &a.faults, "it is of one element") > 0;
    }
    return failed;
}

static size_t print_place(const struct place *p, unsigned long digits)
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
    return show_answers(p, NULL);
}

static json_t *place_json(const struct place *p, unsigned long digits, size_t *failed)
{
    char loss[TEXT_SIZE], grad[TEXT_SIZE];
    exact_text(loss, p, digits, LOSS);
    exact_text(grad, p, digits, GRAD);
    json_t *answers = json_array();
    *failed += show_answers(p, answers);
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

/* A number that both formats can hold is one place; else it is one for each, f64 first. Returns how many kernels did
   more than answer. */
static size_t show(const struct eval_options *o, const struct term *term, const struct number *x,
                   const struct number *target, json_t *points)
{
    struct place places[FORMATS];
    int count = 0;
    size_t failed = 0;
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
            json_array_append_new(points, place_json(&places[i], o->digits, &failed));
        else
            failed += print_place(&places[i], o->digits);
    }
    return failed;
}

/* A row for each kernel's answer at each point. */
static void print_tsv(const json_t *points)
{
    static const char *const columns[] = {"x",          "target",  "exact_loss", "exact_grad",
                                          "id",         "library", "loss",       "loss_ulp",
                                          "loss_class", "grad",    "grad_ulp",   "grad_class"};
    json_t *rows = json_array(), *point, *answer;
    size_t i, k;
    json_array_foreach(points, i, point) json_array_foreach(json_object_get(point, "kernels"), k, answer)
    {
        json_t *row = json_copy(answer);
        json_object_set(row, "x", json_object_get(point, "x"));
        json_object_set(row, "target", json_object_get(point, "target"));
        json_object_set(row, "exact_loss", json_object_get(point, "loss"));
        json_object_set(row, "exact_grad", json_object_get(point, "grad"));
        json_array_append_new(rows, row);
    }
    result_print_tsv(stdout, sizeof columns / sizeof *columns, columns, rows);
    json_decref(rows);
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

    json_t *points = o->common.format != TEXT ? json_array() : NULL;
    enum status status = STATUS_OK;
    size_t failed = 0;
    for (size_t i = 1; i < o->common.operand_count && status == STATUS_OK; i++) {
        struct number x;
        if (number_parse(&x, o->common.operands[i]))
            failed += show(o, term, &x, &target, points);
        else
            status = fail(STATUS_USAGE, "eval: '%s' is not a number; accepted: %s", o->common.operands[i],
                          number_forms);
    }
    if (o->common.format == TSV && status == STATUS_OK) {
        print_tsv(points);
    } else if (points && status == STATUS_OK) {
        json_t *document =
            json_pack("{s:s, s:s, s:O}", "schema", "ganloss-eval/1", "term", term->id, "points", points);
        status = result_write(document, NULL);
        json_decref(document);
    }
    json_decref(points);
    return fail_graver(status, failed > 0 ? STATUS_NUMERICAL : STATUS_OK);
}

enum status command_eval(int argc, char **argv)
{
    struct eval_options o = {.digits = 20, .common.tables = true};
    enum status status = cli_parse(&command, argc, argv, &o.common);
    if (status == STATUS_OK)
        status = foreign_open();
    return status == STATUS_OK ? run(&o) : status;
}
