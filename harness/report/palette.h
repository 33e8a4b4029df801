/* palette.h -- a chart's PNG in few colours: a third of the bytes, and the eye sees no difference. */
#ifndef GANLOSS_HARNESS_REPORT_PALETTE_H
#define GANLOSS_HARNESS_REPORT_PALETTE_H

#include <stddef.h>

/* The PNG of that many bytes as one with a palette, from malloc; NULL: it is no PNG, or has too many colours for that. */
unsigned char *palette_png(size_t *size, const void *from, size_t bytes);

#endif
