/* manifest.h -- the document beside files of inputs: which inputs they are, and what each file holds.

   {"schema": "ganloss-inputs/1", "term", "format", "level", "seed", "shard": [I, N],
    "worst": "N inputs HASH", "part": elements of each, "inputs": elements of all,
    "parts": [{"name", "inputs", "x": hash, "y": hash}...]}
   x and y (for terms with a label) of a part are in x/NAME and y/NAME beside it. Hashes are XXH3 of 128
   bits, in hexadecimal, of the elements as they stand in the file. */
#ifndef GANLOSS_HARNESS_GRADE_MANIFEST_H
#define GANLOSS_HARNESS_GRADE_MANIFEST_H

#include "harness/grade/inputs.h"

#include <jansson.h>
#include <xxhash.h>

#define MANIFEST_SCHEMA "ganloss-inputs/1"
#define MANIFEST_NAME   "manifest.json"

enum { MANIFEST_X, MANIFEST_Y, MANIFEST_ARRAYS, MANIFEST_HASH = 33 };
extern const char *const manifest_arrays[MANIFEST_ARRAYS]; /* "x", "y": of members, and of folders */

/* What a part's files hold. */
struct manifest_hashes {
    char of[MANIFEST_ARRAYS][MANIFEST_HASH];
};
void manifest_hash(char text[MANIFEST_HASH], XXH3_state_t *state);

struct manifest {
    const char *path;
    struct inputs_asked asked;
    json_t *document;
};

/* Reads one, and checks all that can be known without its inputs. STATUS_NOTHING where there is none,
   STATUS_DATA, and one line, where it is malformed, or asks for what does not exist. The path stays the
   caller's. */
enum status manifest_read(struct manifest *manifest, const char *path);
void manifest_free(struct manifest *manifest);

/* Whether its parts are those of the inputs that it asks for, and its worst cases these; *hashes receives
   theirs, from malloc. */
enum status manifest_check(struct manifest_hashes **hashes, const struct manifest *manifest,
                           const struct inputs *inputs, const json_t *worst);

/* The document. */
json_t *manifest_json(const struct inputs *inputs, const struct manifest_hashes hashes[],
                      const json_t *worst);

#endif
