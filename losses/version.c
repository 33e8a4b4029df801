/* version.c -- the version of the library, as text. */
#include "losses/ganloss.h"

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)

const char *ganloss_version(void)
{
    return TEXT(GANLOSS_VERSION_MAJOR) "." TEXT(GANLOSS_VERSION_MINOR) "." TEXT(GANLOSS_VERSION_PATCH);
}
