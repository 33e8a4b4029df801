/* palette.h -- a chart's PNG in few colours: a third of the bytes, and the eye sees no difference. */
#ifndef GANLOSS_HARNESS_REPORT_PALETTE_H
#define GANLOSS_HARNESS_REPORT_PALETTE_H

#include <stddef.h>
#include <stdio.h>

/* The picture of `from` as a PNG with a palette, from malloc; NULL: it is no PNG, or has too many colours for that. */
unsigned char *palette_png(size_t *size, FILE *from);

#endif
