#include "tests/support/length.h"

#include <stdlib.h>
#include <string.h>

#if defined __SANITIZE_ADDRESS__
enum { SANITIZED = 8 };
#else
enum { SANITIZED = 1 };
#endif

int length_of(int most, int part)
{
    const char *wanted = getenv("GANLOSS_TEST_LENGTH");
    int trials = most / (wanted && strcmp(wanted, "long") == 0 ? 1 : part) / SANITIZED;
    return trials > 0 ? trials : 1;
}
