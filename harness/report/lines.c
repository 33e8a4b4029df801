#include "harness/report/lines.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/selection/kernel_id.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* "1.13.0a0" of "PyTorch 1.13.0a0 on cuda" */
static bool has_version(const struct variant_expression *e, const char *library)
{
    char version[32] = "";
    const char *digits = strpbrk(library, "0123456789");
    if (digits)
        snprintf(version, sizeof version, "%.*s", (int)strcspn(digits, " "), digits);
    return *version && (!e->since || strverscmp(version, e->since) >= 0) &&
           (!e->until || strverscmp(version, e->until) < 0);
}

/* Whether a record is of the expression's function itself: "torch.softplus (PyTorch 1.13.0)", as report_read calls it. */
static bool is_peer(const struct variant_expression *e, const json_t *record, const char *variant)
{
    size_t length = e->peer ? strlen(e->peer) : 0;
    const char *library = json_text_at(record, "library");
    return length > 0 && *library && strncmp(variant, e->peer, length) == 0 &&
           strncmp(variant + length, " (", 2) == 0 && has_version(e, library);
}

static void take_graver(struct line *line, bool *any, const struct judgement *judgement)
{
    if (*any && report_judgement_compare(judgement, &line->judgement) <= 0)
        return;
    line->judgement = *judgement;
    *any = true;
}

/* What was judged of a variant; false: nothing. */
static bool judge_variant(struct judgement *judgement, const struct report *report, const char *variant,
                          const struct term *term, const char *format)
{
    const char *key;
    json_t *record;
    struct kernel_id id;
    json_object_foreach(report->kernels, key, record) if (kernel_id_read(&id, json_text_at(record, "id")) &&
                                                          strcmp(id.term, term->id) == 0 &&
                                                          strcmp(id.format, format) == 0 &&
                                                          strcmp(id.variant, variant) == 0)
    {
        *judgement = report_judge(report, record);
        return true;
    }
    return false;
}

/* Of its formula: the loss as one variant, the gradient as another. */
static bool judge_formula(struct line *line, const struct report *report, const struct variant_expression *e,
                          const struct term *term, const char *format)
{
    struct judgement grad;
    if (!judge_variant(&line->judgement, report, e->variant, term, format) ||
        !judge_variant(&grad, report, e->grad_variant, term, format))
        return false;
    line->judgement = report_judgement_join(&line->judgement, &grad);
    return true;
}

bool report_line_judge(struct line *line, const struct report *report, const struct variant_expression *e,
                       const struct term *term, const char *format)
{
    bool any_peer = false;
    const char *key;
    json_t *record;
    struct kernel_id id;
    *line = (struct line){.expression = e};
    json_object_foreach(report->kernels, key, record)
    {
        if (!kernel_id_read(&id, json_text_at(record, "id")) || strcmp(id.term, term->id) != 0 ||
            strcmp(id.format, format) != 0 || !is_peer(e, record, id.variant))
            continue;
        struct judgement judgement = report_judge(report, record);
        take_graver(line, &any_peer, &judgement);
        line->library = json_text_at(line->judgement.record, "library");
    }
    return any_peer || judge_formula(line, report, e, term, format);
}

/* Each line of the library that was judged for the term. */
static bool pick(struct line *line, const struct report *report, enum variant_library library,
                 const struct term *term, const char *format,
                 bool (*is_rather)(const struct line *a, const struct line *b))
{
    bool any = false;
    unsigned wanted = 1U << (strcmp(format, formats[F32].name) == 0 ? F32 : F64);
    for (size_t i = 0; i < variant_expression_count; i++) {
        const struct variant_expression *e = &variant_expressions[i];
        char *text = e->library == library && e->formats & wanted ? variant_line(e, term) : NULL;
        struct line candidate;
        if (text && report_line_judge(&candidate, report, e, term, format) &&
            is_rather(&candidate, any ? line : NULL)) {
            *line = candidate;
            any = true;
        }
        free(text);
    }
    return any;
}

static bool is_better(const struct line *a, const struct line *b)
{
    return !b || report_judgement_compare(&a->judgement, &b->judgement) < 0;
}

static double safe_width(const struct degree_output *of)
{
    return of->safe[ONSET_ABOVE] - of->safe[ONSET_BELOW];
}

static bool is_worse(const struct line *a, const struct line *b)
{
    const struct degree_output *left = &a->judgement.of[GRAD], *right = b ? &b->judgement.of[GRAD] : NULL;
    return left->degree == DEGREE_TRAINING &&
           (!right || left->hits.share > right->hits.share ||
            (left->hits.share >= right->hits.share && safe_width(left) < safe_width(right)));
}

bool report_line_best(struct line *line, const struct report *report, enum variant_library library,
                      const struct term *term, const char *format)
{
    return pick(line, report, library, term, format, is_better);
}

bool report_line_worst(struct line *line, const struct report *report, enum variant_library library,
                       const struct term *term, const char *format)
{
    return pick(line, report, library, term, format, is_worse);
}
