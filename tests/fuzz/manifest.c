/* manifest.c -- the manifest of files of inputs, as grade reads it. */
#include "harness/grade/manifest.h"
#include "harness/base/json.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

/* Its worst cases are taken for those here. */
static void check_parts(const struct manifest *manifest)
{
    struct inputs inputs;
    struct manifest_hashes *hashes;
    json_t *worst = json_string(json_text_at(manifest->document, "worst"));
    inputs_make(&inputs, &manifest->asked, NULL);
    fuzz_expect(inputs_check(&manifest->asked) == STATUS_OK, "what a manifest asks for exists");
    if (manifest_check(&hashes, manifest, &inputs, worst) == STATUS_OK) {
        json_t *again = manifest_json(&inputs, hashes, worst);
        const char *const members[] = {"schema", "term",  "format", "level", "seed",
                                       "shard",  "worst", "part",   "inputs"};
        for (size_t i = 0; i < sizeof members / sizeof *members; i++)
            fuzz_expect(json_equal(json_object_get(again, members[i]),
                                   json_object_get(manifest->document, members[i])),
                        "a manifest that is taken is what would be written");
        json_decref(again);
        free(hashes);
    }
    inputs_free(&inputs);
    json_decref(worst);
}

void fuzz_manifest(const unsigned char bytes[], size_t size)
{
    struct manifest manifest;
    const char *path = fuzz_file(0, bytes, size);
    if (manifest_read(&manifest, path) != STATUS_OK)
        return;
    const struct inputs_asked *asked = &manifest.asked;
    fuzz_expect(asked->shard < asked->shards && asked->part > 0, "a shard is one of the shards");
    if (asked->level == QUICK) /* the others take long to make */
        check_parts(&manifest);
    manifest_free(&manifest);
}
