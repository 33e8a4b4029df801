#include "losses/registry.h"
#include "reference/format.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Test(registry, counts)
{
    size_t count;
    ganloss_kernels(&count);
    cr_assert_eq(TERMS, 17);
    cr_assert_eq(kernel_count, FORMATS * (10 * 13 + 10 + 3 + 6 + 7 + 7 + 6));
    cr_assert_eq(count, kernel_count);
    cr_assert_eq(loss_count, 5);
}

Test(registry, terms_are_unique_and_described)
{
    for (size_t i = 0; i < TERMS; i++) {
        const struct term *t = &terms[i];
        const char *dot = strchr(t->id, '.'), *at = strstr(t->id, "@D");
        cr_expect(dot && dot != t->id && dot[1], "%s is not LOSS.ROLE", t->id);
        cr_expect_eq(t->space, at ? PROB : LOGIT, "%s", t->id);
        cr_expect_eq(t->player, strstr(t->id, ".g") ? GEN : DISC, "%s", t->id);
        cr_expect_eq(t->operands, strcmp(t->id, "bce.target") == 0 ? 2 : 1, "%s", t->id);
        cr_expect(*t->loss && *t->grad && *t->source, "%s lacks a text", t->id);
        cr_expect_eq(strchr(t->loss, 'D') != NULL, at != NULL, "%s: %s", t->id, t->loss);
        cr_expect_eq(term_find(t->id), t);
        for (size_t k = 0; k < i; k++)
            cr_expect_str_neq(terms[k].id, t->id);
    }
    cr_expect_null(term_find("minimax"));
    cr_expect_null(term_find("minimax.g@"));
    cr_expect_null(term_find(""));
}

static bool reads(const struct term *term, const char *word)
{
    return strstr(term->loss, word) || strstr(term->grad, word);
}

/* What a term says that it needs is in the formulas that it shows. */
Test(registry, needs_are_those_of_the_formulas)
{
    for (size_t i = 0; i < TERMS; i++) {
        const struct term *t = &terms[i];
        bool softplus = reads(t, "softplus"), sigmoid = reads(t, "sigmoid");
        int needs = (softplus || sigmoid ? EXP : 0) | (softplus || reads(t, "log") ? LOG : 0) |
                    (sigmoid || reads(t, "1/") ? DIV : 0);
        cr_expect_eq(t->needs, needs, "%s", t->id);
    }
}

static bool same_formula(const struct term *a, const struct term *b)
{
    return a->space == b->space && strcmp(a->loss, b->loss) == 0 && strcmp(a->grad, b->grad) == 0;
}

/* A function serves several terms where, and only where, their formulas are the same. */
Test(registry, kernels_are_unique_and_whole)
{
    size_t count;
    const struct ganloss_kernel *all = ganloss_kernels(&count);
    for (size_t i = 0; i < kernel_count; i++) {
        const struct ganloss_kernel *code = kernels[i].code;
        cr_expect_eq(code, &all[i]);
        const struct format *format = format_find(code->format);
        cr_expect(code->size == sizeof *code && strcmp(code->kind, "element") == 0 && format);
        cr_expect(format == &formats[F32] || (i > 0 && strcmp(all[i - 1].format, "f32") == 0 &&
                                              strcmp(all[i - 1].variant, code->variant) == 0),
                  "f64 stands behind f32");
        cr_expect(format == &formats[F32] ? code->f32 != NULL : code->f64 != NULL);
        cr_expect_str_eq(code->term, kernels[i].term->id);
        cr_expect_eq(kernels[i].isa, ISA_ANY);
        cr_expect_eq(ganloss_find(code->term, code->variant, code->format), code);
        for (size_t k = 0; k < i; k++) {
            if (strcmp(all[k].format, code->format) != 0)
                continue;
            cr_expect(strcmp(all[k].term, code->term) != 0 || strcmp(all[k].variant, code->variant) != 0,
                      "%s/%s/%s twice", code->term, code->variant, code->format);
            bool same =
                strcmp(all[k].variant, code->variant) == 0 && same_formula(kernels[k].term, kernels[i].term);
            bool one = format == &formats[F32] ? all[k].f32 == code->f32 : all[k].f64 == code->f64;
            cr_expect_eq(one, same, "%s and %s, %s", all[k].term, code->term, code->variant);
        }
    }
    cr_expect_null(ganloss_find("minimax.g", "nothing", "f32"));
    cr_expect_null(ganloss_find("nothing", "stable", "f32"));
    cr_expect_null(ganloss_find("minimax.g", "stable", "f16"));
}

/* Every term has its stable kernel; that one, and a fused one, are first-class and declare bounds, save where the
   gradient cancels. */
Test(registry, bounds)
{
    for (size_t i = 0; i < kernel_count; i++) {
        const struct ganloss_kernel *code = kernels[i].code;
        bool fused = strcmp(code->variant, "fused") == 0,
             stable = fused || strcmp(code->variant, "stable") == 0;
        bool target = strcmp(code->term, "bce.target") == 0, f32 = strcmp(code->format, "f32") == 0;
        bool bounded = stable && (fused || !target), grad_bounded = stable && ((fused && f32) || !target);
        cr_expect_eq(code->first_class != 0, stable, "%s/%s", code->term, code->variant);
        cr_expect_eq(isfinite(code->loss_ulp) != 0, bounded, "%s/%s", code->term, code->variant);
        cr_expect_eq(isfinite(code->grad_ulp) != 0, grad_bounded, "%s/%s", code->term, code->variant);
        cr_expect(code->loss_ulp >= 0 && code->grad_ulp >= 0);
        cr_expect(!bounded || code->loss_ulp <= 3);
        cr_expect(!grad_bounded || code->grad_ulp <= 3);
        bool rounded = code->loss_ulp == 0.5 && code->grad_ulp == 0.5; /* correctly */
        cr_expect(!fused || rounded == f32);
        cr_expect(!fused || (code->loss_ulp < 1 && (code->grad_ulp < 1 || !grad_bounded)));
    }
    for (size_t i = 0; i < TERMS; i++)
        for (int f = 0; f < FORMATS; f++)
            cr_expect(ganloss_find(terms[i].id, "stable", formats[f].name), "%s has no stable kernel",
                      terms[i].id);
}

/* The first of a row's two bounds is the loss's, the second the gradient's. */
Test(registry, loss_and_gradient_have_bounds_of_their_own)
{
    for (int f = 0; f < FORMATS; f++) {
        const struct ganloss_kernel *logits = ganloss_find("nonsaturating.g", "stable", formats[f].name),
                                    *probabilities =
                                        ganloss_find("minimax.d_real@D", "stable", formats[f].name);
        cr_expect_lt(logits->loss_ulp, logits->grad_ulp);
        cr_expect_gt(probabilities->loss_ulp, probabilities->grad_ulp);
    }
}

Test(registry, losses_name_their_terms)
{
    static const char *const rows[][4] = {
        {"minimax", "minimax.d_real", "minimax.d_fake", "minimax.g"},
        {"nonsaturating", "nonsaturating.d_real", "nonsaturating.d_fake", "nonsaturating.g"},
        {"bce", "bce.d_real", "bce.d_fake", "bce.g"},
        {"wasserstein", "wasserstein.d_real", "wasserstein.d_fake", "wasserstein.g"},
        {"conditional", "nonsaturating.d_real", "nonsaturating.d_fake", "nonsaturating.g"},
    };
    for (size_t i = 0; i < loss_count; i++) {
        cr_expect_str_eq(losses[i].name, rows[i][0]);
        cr_expect_str_eq(losses[i].d_real->id, rows[i][1]);
        cr_expect_str_eq(losses[i].d_fake->id, rows[i][2]);
        cr_expect_str_eq(losses[i].g->id, rows[i][3]);
        cr_expect(*losses[i].remark);
        cr_expect(losses[i].d_real->player == DISC && losses[i].d_fake->player == DISC &&
                  losses[i].g->player == GEN);
    }
}

Test(registry, names)
{
    static const char *const reductions[] = {"naive", "pairwise", "compensated", "wide"};
    static const char *const isas[] = {"any", "avx2", "avx512"};
    for (int i = 0; i < GANLOSS_REDUCTIONS; i++)
        cr_expect_str_eq(ganloss_reduction_names[i], reductions[i]);
    for (int i = 0; i < ISAS; i++)
        cr_expect_str_eq(isa_names[i], isas[i]);
    cr_expect(isa_runs(ISA_ANY));
    cr_expect(!isa_runs(ISAS));
    cr_expect(isa_runs(isa_best()));
    for (int i = (int)isa_best() + 1; i < ISAS; i++)
        cr_expect(!isa_runs((enum isa)i), "%s", isas[i]);
}

/* Each test is a process of its own, and the best instruction set is found once in each. */
Test(registry, the_environment_names_the_best_instruction_set)
{
    setenv("GANLOSS_ISA", "any", 1);
    cr_expect_eq(isa_best(), ISA_ANY);
    cr_expect_eq(isa_find("avx512"), ISA_AVX512);
    cr_expect_eq(isa_find("sse9"), ISAS);
}

Test(registry, an_instruction_set_that_there_is_not_is_none)
{
    setenv("GANLOSS_ISA", "sse9", 1);
    cr_expect(isa_best() == ISAS - 1 || !isa_runs(isa_best() + 1));
}
