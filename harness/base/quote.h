/* quote.h -- text as one word of a shell. */
#ifndef GANLOSS_HARNESS_BASE_QUOTE_H
#define GANLOSS_HARNESS_BASE_QUOTE_H

/* In single quotes, whatever is in it; from malloc. */
char *quote_word(const char *text);

#endif
