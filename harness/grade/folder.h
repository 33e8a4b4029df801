/* folder.h -- files of inputs and their manifest, in a folder that appears whole or not at all. */
#ifndef GANLOSS_HARNESS_GRADE_FOLDER_H
#define GANLOSS_HARNESS_GRADE_FOLDER_H

#include "harness/grade/manifest.h"

/* Whether the folder can be made: there is nothing of that name, or it is empty; and there is room on the disk for the
   inputs. STATUS_IO, and one line, otherwise. */
enum status folder_check(const char *out, const struct inputs *inputs);

/* Writes all into a hidden folder beside it, which then takes its name; *manifest receives the document. Nothing is left where
   that fails, or is interrupted: STATUS_UNFINISHED. */
enum status folder_write(json_t **manifest, const char *out, const struct inputs *inputs, const json_t *worst,
                         bool quiet);

#endif
