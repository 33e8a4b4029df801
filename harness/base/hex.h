/* hex.h -- a number that people read: exactly, and as they are used to. */
#ifndef GANLOSS_HARNESS_BASE_HEX_H
#define GANLOSS_HARNESS_BASE_HEX_H

enum { HEX_TEXT = 64 };

/* "0x1.9p+5 = 50": the exact number, and the decimal of six digits; of infinities and NaN the name alone. */
const char *hex_text(char text[HEX_TEXT], double x);

#endif
