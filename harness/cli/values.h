/* values.h -- reads what is given for an option. Each reader prints what was found and what is accepted, and
   returns false, if it is bad. */
#ifndef GANLOSS_HARNESS_CLI_VALUES_H
#define GANLOSS_HARNESS_CLI_VALUES_H

#include <stdbool.h>

/* Whether the text is such a number: digits and nothing else, 0x and hexadecimal ones too. Says nothing. */
bool cli_is_unsigned(const char *text, unsigned long low, unsigned long high, unsigned long *to);

bool cli_unsigned(const char *option, const char *text, unsigned long low, unsigned long high,
                  unsigned long *to);
bool cli_positive(const char *option, const char *text, double most, double *to);

/* `names` ends with NULL; *to receives the index. */
bool cli_choice(const char *option, const char *text, const char *const names[], int *to);

/* For other readers: prints the message, and is false. */
__attribute__((format(printf, 1, 2))) bool cli_bad(const char *format, ...);

#endif
