#include "tests/support/gated.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/gate/gate.h"
#include "harness/record/provenance.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *read_file(const char *directory, const char *name)
{
    char *path = output_path(directory, name), *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    if (!file || getdelim(&text, &size, '\0', file) < 0) {
        free(text);
        text = allocate_text("%s", "");
    }
    if (file)
        fclose(file);
    unlink(path);
    free(path);
    return text;
}

void gated_begin(struct gated *gated, const char *name)
{
    static char junit[64], sarif[64], summary[64];
    struct common common = {.format = TEXT};
    char *argv[] = {(char[]){"ganloss"}, allocate_text("%s", name), NULL};
    *gated = (struct gated){.directory = "/tmp/ganloss-gated-XXXXXX"};
    cr_assert_not_null(mkdtemp(gated->directory));
    snprintf(junit, sizeof junit, "%s/junit", gated->directory);
    snprintf(sarif, sizeof sarif, "%s/sarif", gated->directory);
    snprintf(summary, sizeof summary, "%s/summary", gated->directory);
    provenance_begin(2, argv);
    free(argv[1]);
    setenv("GITHUB_STEP_SUMMARY", summary, 1);
    cr_assert(gate_read_junit("--junit", junit, NULL) && gate_read_sarif("--sarif", sarif, NULL) &&
              gate_read_github("--github", NULL, NULL));
    cr_assert_eq(gate_open(&common, false), STATUS_OK);
}

void gated_end(struct gated *gated, enum status status)
{
    char *out = output_path(gated->directory, "out");
    fflush(stdout);
    int old = dup(STDOUT_FILENO);
    cr_assert_not_null(freopen(out, "w", stdout));
    gated->status = gate_end(status);
    fflush(stdout);
    dup2(old, STDOUT_FILENO);
    close(old);
    char *sarif = output_path(gated->directory, "sarif");
    gated->sarif = json_load_file(sarif, 0, NULL);
    unlink(sarif);
    free(sarif);
    free(out);
    gated->annotations = read_file(gated->directory, "out");
    gated->junit = read_file(gated->directory, "junit");
    gated->summary = read_file(gated->directory, "summary");
    rmdir(gated->directory);
    cr_assert_not_null(gated->sarif);
}

void gated_free(struct gated *gated)
{
    free(gated->annotations);
    free(gated->junit);
    free(gated->summary);
    json_decref(gated->sarif);
}

size_t gated_count(const char *text, const char *word)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        count++;
    return count;
}
