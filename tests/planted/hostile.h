/* hostile.h -- kernels that are wrong in other ways than by value (hostile.def). */
#ifndef GANLOSS_TESTS_PLANTED_HOSTILE_H
#define GANLOSS_TESTS_PLANTED_HOSTILE_H

#include "losses/ganloss.h"

#define HOSTILE(name, ...)                                                                                   \
    ganloss_f32 hostile_##name##_f32;                                                                        \
    ganloss_f64 hostile_##name##_f64;
#include "tests/planted/hostile.def"

#endif
