/* screen_f32.h -- the screens as compiled for each instruction set. */
#ifndef GANLOSS_REFERENCE_SCREEN_F32_H
#define GANLOSS_REFERENCE_SCREEN_F32_H

#include "reference/screen.h"

enum screen_index { NO_SCREEN, HARD_LABEL, HALF_LABEL, SOFT_LABEL, AT_D, SCORE, SCREENS };

extern const struct screen screen_f32_any[SCREENS];
#if defined __x86_64__
extern const struct screen screen_f32_avx2[SCREENS], screen_f32_avx512[SCREENS];
#endif

#endif
