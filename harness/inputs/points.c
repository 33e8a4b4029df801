/* points.c -- where something changes: a result rounds to 0 or 1, an exponential overflows, a variant
   branches. Neighbours of each are always among the cases. */
#include "harness/inputs/cases.h"

const struct point_of_change points_logit[] = {
    {0, "sigmoid = 1/2; kink of max(s, 0) and |s|"},
    {0.6931471805599453, "ln 2"},
    {1, "branch of the reference"},
    {13.942385, "threshold_eps in f32: -log(2^-23) - 2"},
    {15.942385152878742, "e^-s = 2^-23"},
    {16.11809565095832, "clip1e7: logit(1e-7)"},
    {16.118095550958, "clip1e7 in f32 above: its 1 - 1e-7 is 1 - 2^-23"},
    {15.942385, "clip1e7 in f32 above: logit(1 - 2^-23)"},
    {16.635532333438686, "naive D = 1 in f32"},
    {17.32867951399863, "correctly rounded D = 1 in f32: 25 ln 2"},
    {18.420680743952367, "add1e8: log(1e8)"},
    {20, "threshold20"},
    {27.631021115928547, "add1e12: log(1e12); clamp100's gradient floor"},
    {34.04365338911715, "threshold_eps in f64: -log(2^-52) - 2"},
    {36.04365338911715, "e^-s = 2^-52"},
    {36.7368005696771, "naive D = 1 in f64: 53 ln 2"},
    {37.42994775023705, "correctly rounded D = 1 in f64: 54 ln 2"},
    {87.33654475055310, "e^-s = 2^-126, the least normal of f32"},
    {88.02969193111305, "e^-s = 2^-127"},
    {88.72283905206835, "e^s overflows in f32"},
    {100, "clamp100"},
    {103.27892990343185, "e^-s = 2^-149, the least subnormal of f32"},
    {103.97207708399179, "e^-s rounds to 0 in f32: 150 ln 2"},
    {708.3964185322641, "e^-s = 2^-1022, the least normal of f64"},
    {709.782712893384, "e^s overflows in f64"},
    {744.4400719213812, "e^-s = 2^-1074, the least subnormal of f64"},
    {745.1332191019412, "e^-s rounds to 0 in f64: 1075 ln 2"},
    {4200, "limit of the reference's tail"},
};
const size_t points_logit_count = sizeof points_logit / sizeof *points_logit;

const struct point_of_change points_probability[] = {
    {0, "certain of a fake"},
    {3.720075976020836e-44, "clamp100: e^-100"},
    {1e-12, "clamp100's gradient floor"},
    {1e-8, "add1e8"},
    {1e-7, "clip1e7"},
    {0.5, "1 - D is exact from here"},
    {0.9999999, "clip1e7"},
    {0.99999988079071044921875, "clip1e7 in f32: 1 - 2^-23"},
    {1, "certain of a real sample"},
};
const size_t points_probability_count = sizeof points_probability / sizeof *points_probability;
