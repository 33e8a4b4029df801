/* folder.h -- files of inputs and their manifest, in a folder that appears whole or not at all. */
#ifndef GANLOSS_HARNESS_GRADE_FOLDER_H
#define GANLOSS_HARNESS_GRADE_FOLDER_H

#include "harness/base/target.h"
#include "harness/base/temporary.h"
#include "harness/grade/manifest.h"

/* Whether the folder can be made: there is nothing of that name, or it is empty; and there is room on the
   disk for the inputs. STATUS_IO, and one line, otherwise. */
enum status folder_check(const char *out, const struct inputs *inputs);

/* A folder that is built: hidden, and beside the one it goes to. */
struct folder_built {
    struct target target;
    struct temporary hidden;
    const char *out;
    json_t *manifest;
};

/* Builds it. Nothing is left where that fails, or is interrupted: STATUS_UNFINISHED. */
enum status folder_build(struct folder_built *built, const char *out, const struct inputs *inputs,
                         const json_t *worst, bool quiet);

/* Gives it its name, or removes it where that fails. */
enum status folder_publish(struct folder_built *built);

/* Removes it. */
void folder_discard(struct folder_built *built);

#endif
