#include "tests/support/graded.h"

#include "harness/base/npy.h"
#include "harness/base/output.h"
#include "harness/grade/folder.h"
#include "harness/record/run_key.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char place[] = "/tmp/grade-XXXXXX";

char *graded_path(const char *name)
{
    return output_path(place, name);
}

void graded_place_make(void)
{
    strcpy(place + strlen(place) - 6, "XXXXXX");
    cr_assert_not_null(mkdtemp(place));
}

void graded_place_remove(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", place);
    cr_assert_eq(system(command), 0);
}

static json_t *no_worst(void)
{
    const struct selection none = {NULL, 0};
    const struct run_asked asked = {.selection = &none, .level = "quick"};
    json_t *key = run_key_json(&asked), *worst = json_incref(json_object_get(key, "worst"));
    json_decref(key);
    return worst;
}

static struct choice write_inputs(struct inputs *inputs, const struct graded_trial *t)
{
    struct choice choice;
    struct folder_built built;
    json_t *worst = no_worst();
    cr_assert(choice_find(&choice, t->id));
    const struct inputs_asked asked = {choice.kernel->term, choice.format, t->level, 3, t->shard,
                                       t->shards,           t->part};
    inputs_make(inputs, &asked, NULL);
    char *folder = graded_path("in");
    cr_assert_eq(folder_check(folder, inputs), STATUS_OK);
    cr_assert_eq(folder_build(&built, folder, inputs, worst, true), STATUS_OK);
    cr_assert_eq(folder_publish(&built), STATUS_OK);
    free(folder);
    json_decref(worst);
    return choice;
}

static void answer_part(const struct inputs *inputs, const struct choice *choice, size_t part,
                        graded_spoiler *spoil)
{
    char name[64], number[INPUTS_NAME];
    struct npy given[MANIFEST_ARRAYS] = {{0}};
    void *answer[OUTPUTS];
    size_t n = inputs_part(inputs, part).count;
    inputs_name(number, part);
    for (int k = 0; k < inputs->group.operands; k++) {
        snprintf(name, sizeof name, "in/%s/%s", manifest_arrays[k], number);
        char *path = graded_path(name);
        cr_assert_eq(npy_read(&given[k], path), STATUS_OK);
        cr_assert(given[k].rows == 1 && given[k].columns == n);
        free(path);
    }
    for (int k = 0; k < OUTPUTS; k++)
        answer[k] = malloc(n * sizeof(double));
    choice_run(choice, n, given[0].data, given[1].data, answer[LOSS], answer[GRAD]);
    for (int k = 0; k < OUTPUTS; k++) {
        if (spoil)
            spoil((enum output)k, n, answer[k]);
        snprintf(name, sizeof name, "%s/%s", output_names[k], number);
        char *path = graded_path(name);
        cr_assert_eq(npy_write(path, column_type(inputs->asked.format), 1, n, answer[k]), STATUS_OK);
        free(path);
        free(answer[k]);
        npy_free(&given[k]);
    }
}

struct summary graded_by(struct grading *g, const struct graded_trial *t, unsigned outputs,
                         graded_spoiler *spoil)
{
    struct inputs inputs;
    struct summary summary;
    struct choice choice = write_inputs(&inputs, t);
    static char *manifest; /* which the grading keeps */
    char *answers[OUTPUTS];
    free(manifest);
    manifest = graded_path("in/manifest.json");
    for (int k = 0; k < OUTPUTS; k++) {
        answers[k] = graded_path(output_names[k]);
        cr_assert_eq(mkdir(answers[k], 0777), 0);
    }
    for (size_t p = 0; p < inputs.parts; p++)
        answer_part(&inputs, &choice, p, spoil);
    inputs_free(&inputs);
    const char *const given[OUTPUTS] = {outputs & 1U << LOSS ? answers[LOSS] : NULL,
                                        outputs & 1U << GRAD ? answers[GRAD] : NULL};
    cr_assert_eq(grading_open(g, manifest, NULL, "mine", given), STATUS_OK);
    cr_assert_eq(grade_run(&summary, g, true), STATUS_OK);
    for (int k = 0; k < OUTPUTS; k++)
        free(answers[k]);
    return summary;
}

enum status graded_again(char **said)
{
    struct grading g;
    struct summary summary = {0};
    char *manifest = graded_path("in/manifest.json"), *answers = graded_path("loss");
    const char *const given[OUTPUTS] = {answers, NULL};
    said_start();
    enum status status = grading_open(&g, manifest, NULL, "mine", given);
    if (status == STATUS_OK) {
        status = grade_run(&summary, &g, true);
        grading_close(&g);
    }
    *said = said_end();
    summary_clear(&summary);
    free(manifest);
    free(answers);
    return status;
}
