/* The command: what it refuses, with which status and line, and the document it saves. */
#include "harness/base/threads.h"
#include "harness/cli/cli.h"
#include "harness/commands/commands.h"
#include "tests/support/said.h"
#include "tests/support/traced.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

TestSuite(trace_command, .init = traced_make_place, .fini = traced_remove_place);

static enum status run_command(const char *arguments, char **said)
{
    char copy[512], *argv[16] = {(char[]){"ganloss trace"}};
    int argc = 1;
    snprintf(copy, sizeof copy, "%s", arguments);
    for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
        argv[argc++] = word;
    said_start();
    enum status status = command_trace(argc, argv);
    *said = said_end();
    return status;
}

static void expect_failure(enum status want, const char *found, const char *format, ...)
{
    char arguments[512], *said;
    va_list list;
    va_start(list, format);
    vsnprintf(arguments, sizeof arguments, format, list);
    va_end(list);
    enum status status = run_command(arguments, &said);
    cr_expect_eq(status, want, "%s: status %d", arguments, status);
    cr_expect(strstr(said, found), "%s: not '%s' in '%s'", arguments, found, said);
    cr_expect(said[0] && strchr(said, '\n') == said + strlen(said) - 1, "not one line: '%s'", said);
    free(said);
}

Test(trace_command, refuses_what_does_not_fit)
{
    const char *d = traced_directory;
    traced_write_f4("run-real.npy", 2, 2, (float[]){0, 0, 0, 0});
    traced_write_f4("fake.npy", 2, 2, (float[]){0, 0, 0, 0});
    npy_write(traced_path("labels.npy"), NPY_I4, 2, 2, (int32_t[]){0, 1, -1, 0});
    expect_failure(STATUS_DATA, "label -1 at row 1, column 0; labels are 0 to 65535",
                   "%s/run-real.npy %s/fake.npy --labels %s/labels.npy", d, d, d);
    npy_write(traced_path("labels.npy"), NPY_I8, 2, 2, (int64_t[]){0, 1, 65536, 0});
    expect_failure(STATUS_DATA, "label 65536 at row 1", "%s/run-real.npy %s/fake.npy --labels %s/labels.npy",
                   d, d, d);
    expect_failure(STATUS_DATA, "holds <i8; outputs", "%s/labels.npy %s/fake.npy", d, d);
    expect_failure(STATUS_DATA, "holds <f4; labels are integers",
                   "%s/run-real.npy %s/fake.npy --labels %s/fake.npy", d, d, d);
    npy_write(traced_path("labels.npy"), NPY_I4, 1, 4, (int32_t[]){0, 1, 1, 0});
    expect_failure(STATUS_DATA, "run-real.npy is 2 x 2, ",
                   "%s/run-real.npy %s/fake.npy --labels %s/labels.npy", d, d, d);
    traced_write_f4("fake.npy", 4, 1, (float[]){0, 0, 0, 0});
    expect_failure(STATUS_DATA, "fake.npy is 4 x 1", "%s/run-real.npy %s/fake.npy", d, d);
    traced_write_f4("fake.npy", 1, 2, (float[]){0, 0});
    expect_failure(STATUS_DATA, "fake.npy is 1 x 2", "%s/run-real.npy %s/fake.npy", d, d);
    traced_write_f4("fake.npy", 2, 1, (float[]){0, 0});
    expect_failure(STATUS_DATA, "fake.npy is 2 x 1", "%s/run-real.npy %s/fake.npy", d, d);
    npy_write(traced_path("fake.npy"), NPY_F8, 2, 2, (double[]){0, 0, 0, 0});
    expect_failure(STATUS_DATA, "both sides of a run have one format", "%s/run-real.npy %s/fake.npy", d, d);
    expect_failure(STATUS_NOTHING, "none.npy: No such file", "%s/run-real.npy %s/none.npy", d, d);
    expect_failure(STATUS_NOTHING, "no loss 'hinged' to trace; there are minimax, ",
                   "%s/run-real.npy %s/fake.npy --loss hinged", d, d);
    expect_failure(STATUS_USAGE, "--labels L.npy", "%s/run-real.npy %s/fake.npy --loss conditional", d, d);
    expect_failure(STATUS_USAGE, "--compute is one of f32, f64, both, not 'f16'",
                   "%s/run-real.npy %s/fake.npy --compute f16", d, d);
    expect_failure(STATUS_USAGE, "two files", "%s/run-real.npy", d);
    expect_failure(STATUS_USAGE, "a third is 'x'", "%s/run-real.npy %s/fake.npy x", d, d);
    traced_write_f4("fake.npy", 2, 2, (float[]){0, 0, 0, 0});
    expect_failure(STATUS_USAGE, "which --loss leaves out",
                   "%s/run-real.npy %s/fake.npy --labels %s/labels.npy --loss bce", d, d, d);
    expect_failure(STATUS_IO, "cannot write",
                   "%s/run-real.npy %s/fake.npy --loss wasserstein --save %s/none/out.json", d, d, d);
}

static json_t *at(json_t *json, const char *key, size_t i)
{
    return json_array_get(json_object_get(json, key), i);
}

/* The saved document has the promised keys, one number per step, and null where there is none. */
Test(trace_command, saves_a_result)
{
    char arguments[256], *said;
    traced_write_f4("run-real.npy", 3, 3, (float[9]){17});
    traced_write_f4("fake.npy", 3, 3, (float[]){-50, 1, 1, NAN, 1, INFINITY, -50, -50, -50});
    snprintf(arguments, sizeof arguments,
             "%s/run-real.npy %s/fake.npy --loss nonsaturating --save %s/out.json", traced_directory,
             traced_directory, traced_directory);
    cr_assert_eq(freopen("/dev/null", "w", stdout), stdout);
    cr_assert_eq(run_command(arguments, &said), STATUS_OK, "%s", said);
    cr_expect_str_eq(said, "");
    free(said);

    json_t *document = json_load_file(traced_path("out.json"), 0, NULL);
    json_t *trace = at(document, "traces", 0), *loss = at(trace, "losses", 0);
    cr_assert(loss);
    cr_expect_str_eq(json_string_value(json_object_get(trace, "name")), "run");
    cr_expect_str_eq(json_string_value(json_object_get(trace, "fake")), "fake.npy");
    cr_expect_eq(json_integer_value(json_object_get(trace, "steps")), 3);
    cr_expect_eq(json_integer_value(json_object_get(trace, "batch")), 3);
    cr_expect_eq(json_array_size(json_object_get(loss, "terms")), 6);
    json_t *g = at(loss, "terms", 4);
    cr_expect_str_eq(json_string_value(json_object_get(g, "term")), "nonsaturating.g");
    cr_expect_str_eq(json_string_value(json_object_get(g, "side")), "fake");
    cr_expect_str_eq(json_string_value(json_object_get(g, "format")), "f32");
    cr_expect_eq(json_number_value(at(g, "exact_loss", 2)), 50);
    cr_expect(json_is_null(at(g, "exact_loss", 1)) && json_is_null(json_object_get(g, "saturated_from")));
    cr_expect_eq(json_number_value(at(g, "exact_grad", 2)), 1);
    cr_expect_eq(json_array_size(json_object_get(g, "condition")), 3);
    json_t *clip = at(g, "kernels", 2);
    cr_expect_str_eq(json_string_value(json_object_get(clip, "id")), "nonsaturating.g/clip1e7/f32");
    static const char *const series[] = {"loss", "loss_ulp", "grad_ulp", "lost"};
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(json_array_size(json_object_get(clip, series[i])), 3, "%s", series[i]);
    cr_expect(json_number_value(at(clip, "lost", 0)) == 0.333333 && json_is_null(at(clip, "grad_ulp", 2)));
    cr_expect_eq(json_number_value(json_object_get(clip, "vanished")), 1);
    cr_expect_eq(json_integer_value(json_object_get(clip, "half_step")), 2);
    cr_expect(json_is_null(json_object_get(at(g, "kernels", 12), "first_step")));
    json_decref(document);
}

Test(trace_command, works_with_as_many_threads_as_it_is_told)
{
    static const unsigned long jobs[] = {3, 1};
    char arguments[256], *said;
    traced_write_f4("run-real.npy", 2, 2, (float[]){0, 0, 0, 0});
    traced_write_f4("fake.npy", 2, 2, (float[]){0, 0, 0, 0});
    cr_assert_eq(freopen("/dev/null", "w", stdout), stdout);
    for (size_t i = 0; i < 2; i++) {
        const char *real = traced_path("run-real.npy");
        snprintf(arguments, sizeof arguments, "%s %s --jobs %lu", real, traced_path("fake.npy"), jobs[i]);
        cr_assert_eq(run_command(arguments, &said), STATUS_OK, "%s", said);
        cr_expect_eq(threads_used(), (int)jobs[i]);
        free(said);
    }
}
