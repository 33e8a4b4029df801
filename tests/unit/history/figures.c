/* Which figures are taken of a document, and what has to be equal where they are compared; what makes two documents one run. */
#include "harness/history/figures.h"
#include "harness/base/json.h"
#include "harness/history/around.h"
#include "harness/history/document.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* "KIND EVIDENCE BASIS: FIGURES", a line for each record, from malloc. */
static char *told(const char *text)
{
    json_error_t error;
    json_t *document = json_loads(text, 0, &error), *record;
    cr_assert(document, "%s", error.text);
    json_t *list = history_figures(document);
    char *said = NULL;
    size_t size, i;
    FILE *to = open_memstream(&said, &size);
    json_array_foreach(list, i, record)
    {
        char *figures = json_dumps(json_object_get(record, "figures"), JSON_COMPACT | JSON_SORT_KEYS);
        fprintf(to, "%s%s%s %s %s: %s\n", json_text_at(record, "library"),
                *json_text_at(record, "library") ? " " : "", json_text_at(record, "kind"),
                json_text_at(record, "evidence"), json_text_at(record, "basis"), figures);
        free(figures);
    }
    fclose(to);
    json_decref(list);
    json_decref(document);
    return said;
}

static void expect(const char *document, const char *want)
{
    char *said = told(document);
    cr_expect_str_eq(said, want, "%s", said);
    free(said);
}

#define OUTPUT                                                                                               \
    "{\"max_ulp\": 2.5, \"not_rounded\": 7, \"compared\": 9, \"classes\": {\"nan\": {\"count\": 3}}, \"lost\": {\"count\": 2}}"
#define NONE "{\"max_ulp\": null, \"not_rounded\": 0, \"compared\": 0, \"given\": false, \"classes\": {}}"

Test(figures, of_accuracy)
{
    expect(
        "{\"options\": {\"seed\": 4}, \"key\": {\"positions\": 16}, \"kernels\": [{\"id\": \"bce.target/naive/f32\", "
        "\"library\": \"Some Library 1.5\", \"level\": \"full\", \"inputs\": 100, \"loss\": " OUTPUT
        ", \"grad\": " NONE ", \"faults\": {\"state\": {\"count\": 1}}, \"unanswered\": 6}]}",
        "Some Library accuracy sampled level full, seed 4, 100 inputs, 16 positions: "
        "{\"fault.state\":1,\"loss.lost\":2,\"loss.max_ulp\":2.5,\"loss.nan\":3,\"loss.not_rounded\":7,\"unanswered\":6}\n");
    expect(
        "{\"options\": {\"seed\": 4}, \"kernels\": [{\"id\": \"bce.target/naive/f64\", \"level\": \"exhaustive\", \"inputs\": "
        "100, \"search\": {\"rounds\": 5, \"searches\": 1}, \"loss\": " NONE ", \"grad\": " NONE
        ", \"own\": {\"loss\": " OUTPUT ", \"grad\": " NONE "}}]}",
        "accuracy found level exhaustive, seed 4, 5 rounds: "
        "{\"own.loss.lost\":2,\"own.loss.max_ulp\":2.5,\"own.loss.nan\":3,\"own.loss.not_rounded\":7}\n");
}

#define ROW                                                                                                                  \
    "{\"id\": \"a.g/b/f32\", \"kind\": \"mean\", \"reduction\": \"wide\", \"regime\": \"early\", \"batch\": 16, \"cache\": " \
    "\"L2\", \"ns_per_element\": 1.5, \"instructions_per_element\": 9.25}"

Test(figures, of_times_and_instructions)
{
    expect(
        "{\"options\": {\"seed\": 1}, \"machine\": {\"cpu\": \"C\", \"isa\": \"avx2\", \"cores\": 4, \"caches\": [1, 2, 3]}, "
        "\"key\": {\"cpu\": \"fma\"}, \"bench\": [" ROW ", " ROW "]}",
        "time  mean wide, early, seed 1, batch 16, L2; C, avx2, 4 cores, caches 1 2 3: {\"ns_per_element\":1.5}\n"
        "instructions  mean wide, early, seed 1; avx2, fma: {\"instructions_per_element\":9.25}\n");
}

Test(figures, of_means_the_largest_of_all_sizes)
{
    expect(
        "{\"options\": {\"seed\": 2, \"batch\": [2, 8], \"drawn\": {\"early\": [5]}}, \"batch\": ["
        "{\"id\": \"a.g/b/f32\", \"regime\": \"early\", \"reduction\": \"naive\", \"batch\": 2, \"class\": null, \"total\": -3.5, "
        "\"sum\": 1, \"grad\": {\"ulp\": 0.5, \"classed\": 1}, \"pass\": true}, "
        "{\"id\": \"a.g/b/f32\", \"regime\": \"early\", \"reduction\": \"naive\", \"batch\": 8, \"class\": \"nan\", \"total\": null, "
        "\"sum\": \"-2e5000\", \"grad\": {\"ulp\": 0.25, \"classed\": 2}, \"pass\": false}]}",
        "mean sampled naive, early, seed 2, 3 means of 15 elements: {\"failed\":1.0,\"grad.classed\":3.0,\"grad.max_ulp\":0.5,"
        "\"mean.max_ulp\":3.5,\"mean.nan\":1.0,\"sum.max_ulp\":\"2e5000\"}\n");
}

Test(figures, of_training)
{
    expect(
        "{\"traces\": [{\"name\": \"run\", \"steps\": 3, \"batch\": 4, \"real_hash\": \"r\", \"fake_hash\": \"f\", \"losses\": [{\"loss\": "
        "\"bce\", \"terms\": [{\"side\": \"fake\", \"kernels\": [{\"id\": \"a.g/b/f32\", \"max_loss_ulp\": 1.5, \"max_grad_ulp\": "
        "null, \"loss_class\": \"nan\", \"vanished\": 0.25, \"half_steps\": 2}]}]}]}]}",
        "training  bce of run, fake, 3 steps of 4; inputs r f: "
        "{\"grad.half_steps\":2,\"grad.vanished\":0.25,\"loss.max_ulp\":1.5,\"loss.nan\":1.0}\n");
}

Test(figures, of_a_library_that_has_no_version)
{
    expect(
        "{\"class_means\": [{\"id\": \"a.g/b/f32\", \"library\": \"My Own\", \"regime\": \"early\", \"means\": 4, \"of_bound\": "
        "0.5, \"pass\": true}]}",
        "My Own class means sampled early, seed 0, 4 means: {\"failed\":0.0,\"of_bound\":0.5}\n");
}

Test(figures, what_is_around_the_documents_of_a_version)
{
    json_t *before = json_object(), *after = json_object();
    json_t *one = json_pack("{s:{s:s, s:s}, s:{s:s}, s:{s:b, s:i}}", "machine", "libc", "1", "cpu", "C",
                            "key", "kernel_code", "a", "options", "complete", 1, "worst", 4),
           *two = json_pack("{s:{s:s, s:s}, s:{s:s}, s:{s:b, s:i}}", "machine", "libc", "2", "cpu", "C",
                            "key", "kernel_code", "b", "options", "complete", 0, "worst", 5);
    around_add(before, one);
    around_add(before, two);
    around_add(after, two);
    around_add(after, one);
    json_t *told = around_differences(before, after);
    cr_expect_eq(json_array_size(told), 0, "in whatever order");
    json_decref(told);
    json_object_clear(after);
    around_add(after, two);
    told = around_differences(before, after);
    char *text = json_dumps(told, JSON_COMPACT);
    cr_expect_str_eq(text, "[\"the kernels' machine code\",\"libc 1, 2 -> 2\",\"option worst 4, 5 -> 5\"]",
                     "%s", text);
    free(text);
    json_decref(told);
    json_decref(one);
    json_decref(two);
    json_decref(before);
    json_decref(after);
}

Test(figures, the_same_run_has_the_same_hash)
{
    static const struct {
        const char *text;
        bool same;
    } table[] = {
        {"{\"kernels\": [1], \"options\": {\"seed\": 1, \"level\": \"full\"}}", true},
        {"{\"options\": {\"level\": \"full\", \"seed\": 1}, \"kernels\": [1]}", true},
        {"{\"provenance\": {\"host\": \"a\"}, \"curves\": [2], \"against\": {}, \"kernels\": [1], \"options\": {\"seed\": 1, \"level\": \"full\"}}",
         true},
        {"{\"kernels\": [2], \"options\": {\"seed\": 1, \"level\": \"full\"}}", false},
        {"{\"kernels\": [1], \"options\": {\"seed\": 2, \"level\": \"full\"}}", false},
        {"{\"kernels\": [1], \"machine\": {}, \"options\": {\"seed\": 1, \"level\": \"full\"}}", false}};
    char first[HISTORY_HASH] = "";
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char hash[HISTORY_HASH];
        json_t *document = json_loads(table[i].text, 0, NULL);
        cr_assert(document);
        history_document_hash(hash, document);
        if (i == 0)
            strcpy(first, hash);
        cr_expect_eq(strcmp(first, hash) == 0, table[i].same, "row %zu", i);
        json_decref(document);
    }
}
