#include "tests/support/screen_points.h"

#include "harness/base/random.h"
#include "reference/cross_entropy.h"

const struct screen_subject screen_subjects[SCREEN_SUBJECTS] = {
    {"logit, label 0", TERM_minimax_g},        {"logit, label 1", TERM_nonsaturating_g},
    {"logit, any label", TERM_bce_target},     {"D, label 0", TERM_minimax_g_at_D},
    {"D, label 1", TERM_nonsaturating_g_at_D}, {"score", TERM_wasserstein_g},
    {"logit, label 1/2", TERM_bce_target},
};
enum { HALF = SCREEN_SUBJECTS - 1 };

const struct formula *screen_formula(int subject)
{
    static const struct formula half = {cross_entropy, 0.5, 1};
    return subject == HALF ? &half : reference_ideal(&terms[screen_subjects[subject].term]);
}

double screen_label(uint64_t *r, const struct format *format, int subject)
{
    const double usual[] = {0.9, 0.1, 0.5, format->least, 1 - ldexp(1, -format->precision), 1 / 3.0};
    double fixed = screen_formula(subject)->label;
    if (!isnan(fixed))
        return fixed;
    return random_next(r) & 1 ? format_round(format, usual[random_next(r) % 6]) : sample_target(r, format);
}

/* Where the gradient cancels: next to sigmoid(s) = label, or at any distance. */
static double cancelling_logit(uint64_t *r, const struct format *format, double label)
{
    double s = label > 0 && label < 1 ? log(label) - log1p(-label) : (random_next(r) & 1 ? -M_LN2 : M_LN2);
    if (random_next(r) & 1)
        return sample_near(r, format, s, 1000);
    return format_round(format, s + ldexp(sample_uniform(r, -1, 1), -(int)(random_next(r) % 30)));
}

/* Where a screen changes its way: the limits of e, of the two-step scaling, of what is answered, and the ends
   of the format. */
static double change_in_logits(uint64_t *r, const struct format *format)
{
    static const double of_f32[] = {0, 1, 20, 170, 350, 700, 745, 0x1p-126, 0x1.fffffep127};
    static const double of_f64[] = {0,   1,   20,  138.63, 623.9,     679.2,    700,
                                    708, 745, 760, 4200,   0x1p-1022, 0x1p-969, 0x1.fffffffffffffp1023};
    return format == &formats[F32] ? of_f32[random_next(r) % 9] : of_f64[random_next(r) % 14];
}

/* Boundaries and middles of exp's reduction, both ends of log1p's interval, the largest, where something
   changes, and where the gradient cancels. */
static double worst_logit(uint64_t *r, const struct format *format, double label)
{
    double side = random_next(r) & 1 ? -1 : 1, x;
    uint64_t halves = format == &formats[F32] ? 500 : 2000;
    switch (random_next(r) % 8) {
    case 0:
        x = sample_logit(r, format);
        break;
    case 1:
    case 2:
        x = side * sample_near(r, format, (double)(random_next(r) % halves) * (M_LN2 / 2), 100);
        break;
    case 3:
        x = format_round(format, sample_uniform(r, -40, 40));
        break;
    case 4:
        x = format_round(format, sample_uniform(r, -1, 1) * (format == &formats[F32] ? 200 : 690));
        break;
    case 5:
        x = side * sample_near(r, format, change_in_logits(r, format), 1000);
        break;
    case 6:
        x = format_round(format, side * exp2(sample_uniform(r, -30, 1)));
        break;
    default:
        x = cancelling_logit(r, format, label);
    }
    return isinf(x) ? side * format->max : x;
}

/* Where the exponent changes in D and in 1 - D, where two ways of computing meet, near 0 and 1. */
static double worst_probability(uint64_t *r, const struct format *format)
{
    const double centres[] = {0,       1,        0.25,    0.5,      0.75,     M_SQRT1_2, 1 - M_SQRT1_2,
                              0x1p-30, 0x1p-126, 0x1p-53, 0x1p-200, 0x1p-1020};
    int least = format->precision - format->emin;
    uint64_t count = format == &formats[F32] ? 9 : 12;
    double D;
    do
        switch (random_next(r) % 6) {
        case 0:
            D = sample_probability(r, format);
            break;
        case 1:
            D = sample_near(r, format, ldexp(0x1.6ap-1, -(int)(random_next(r) % (uint64_t)least)), 300);
            break;
        case 2:
            D = sample_near(r, format, 1 - ldexp(0x1.6ap-1, -(int)(random_next(r) % 20)), 300);
            break;
        case 3:
            D = sample_near(r, format, centres[random_next(r) % count], 1000);
            break;
        case 4:
            D = format_at_ordinal(format, (int64_t)(random_next(r) % (uint64_t)format_ordinal(format, 1)));
            break;
        default:
            D = format_round(format, sample_uniform(r, 0, 1));
        }
    while (!(D > 0 && D < 1));
    return D;
}

double screen_point(uint64_t *r, const struct format *format, int subject, double label)
{
    return terms[screen_subjects[subject].term].space == PROB ? worst_probability(r, format)
                                                              : worst_logit(r, format, label);
}
