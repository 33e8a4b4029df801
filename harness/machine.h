/* machine.h -- what a result was made on. */
#ifndef GANLOSS_MACHINE_H
#define GANLOSS_MACHINE_H

#include <jansson.h>

/* {"cpu", "isa", "cores", "caches", "kernel", "libc", "compiler", "flags", "version"}: strings and numbers. */
json_t *machine_json(void);

/* Where the report's gnuplot scripts and page template are: the source tree, else the installed place. */
const char *reports_directory(void);

/* The version of this build, as git describes it. */
const char *build_version(void);

#endif
