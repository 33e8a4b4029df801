/* Worst cases: read or refused line by line, judged first, kept without duplicates, whole or not at all. */
#include "harness/inputs/worst.h"
#include "harness/base/output.h"
#include "harness/base/threads.h"
#include "harness/judge/judge.h"
#include "harness/verify/keep.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/tmp/test_worst.XXXXXX";

static void start(void)
{
    cr_assert(mkdtemp(directory));
}

/* The number of files; or removes them. */
static size_t files(bool go)
{
    size_t count = 0;
    DIR *entries = opendir(directory);
    for (struct dirent *entry; (entry = readdir(entries));) {
        char *path = output_path(directory, entry->d_name);
        count += *entry->d_name != '.' && (!go || remove(path) == 0) ? 1 : 0;
        free(path);
    }
    closedir(entries);
    return count;
}

static void end(void)
{
    files(true);
    rmdir(directory);
}

static void put(const char *name, const char *text)
{
    char *path = output_path(directory, name);
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fclose(f);
    free(path);
}

/* The file's text, from malloc. */
static char *got(const char *name)
{
    char *path = output_path(directory, name), *text = calloc(1, 65536);
    FILE *f = fopen(path, "r");
    cr_assert(f, "%s", path);
    cr_assert_lt(fread(text, 1, 65535, f), 65535);
    fclose(f);
    free(path);
    return text;
}

static struct worst read_all(void)
{
    struct worst worst;
    cr_assert_eq(worst_read(&worst, directory), STATUS_OK);
    return worst;
}

Test(worst, reads_inputs_and_comments, .init = start, .fini = end)
{
    put("minimax.g.wc", "# a comment\n\n  0x1.8p+3\n-0X1P-1074 # least\n\t+0x0p+0#zero\r\n-0x0.0p0");
    put("bce.target.wc", "0x1p+0 0x1p-1\n-0x1p+1023\t0x0p+0  # 0x1p+0\n");
    put("README", "no worst case\n");
    struct worst worst = read_all();
    const struct worst_file *one = &worst.file[TERM_minimax_g], *two = &worst.file[TERM_bce_target];
    const double expected[] = {0, 0, 0x1.8p+3, -0x1p-1074, 0, -0.0};
    cr_assert_eq(one->count, 6);
    cr_expect_eq(worst.inputs, 6);
    for (size_t i = 0; i < 6; i++) {
        cr_expect_eq(one->line[i].is_input, i >= 2);
        cr_expect_eq(one->line[i].input.x, expected[i]);
    }
    cr_expect(signbit(one->line[5].input.x) && !signbit(one->line[4].input.x));
    cr_expect(two->line[0].input.x == 1 && two->line[0].input.target == 0.5);
    cr_expect(two->line[1].input.x == -0x1p1023 && two->line[1].input.target == 0);
    worst_free(&worst);
}

static const struct {
    const char *name, *line;
} malformed[] = {
    {"minimax.g.wc", "1.5"},
    {"minimax.g.wc", "0x"},
    {"minimax.g.wc", "0x1p"},
    {"minimax.g.wc", "0x1.8p+3 0x1p+0"},
    {"minimax.g.wc", "0x1.8p+3, worst"},
    {"minimax.g.wc", "0x1.8p+3worst"},
    {"minimax.g.wc", "worst"},
    {"minimax.g.wc", "inf"},
    {"minimax.g.wc", "nan"},
    {"minimax.g.wc", "0x1p+1024"},
    {"minimax.g.wc", "0x1p-1075"},
    {"minimax.g.wc", "0x1.00000000000008p+0"},
    {"minimax.g.wc", "--0x1p+0"},
    {"bce.target.wc", "0x1p+0"},
    {"bce.target.wc", "0x1p+0 # 0x1p+0"},
    {"bce.target.wc", "0x1p+0 0x1.8p+0"},
    {"bce.target.wc", "0x1p+0 -0x1p-3"},
    {"bce.target.wc", "0x1p+0 0x1p-1 0x1p-1"},
};

Test(worst, refuses_malformed_lines, .init = start, .fini = end)
{
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        char text[128], place[64];
        struct worst worst;
        snprintf(text, sizeof text, "# first\n\n%s\n", malformed[i].line);
        snprintf(place, sizeof place, "/%s:3: '%s' is no worst case: a line holds a hex float",
                 malformed[i].name, malformed[i].line);
        put("minimax.g.wc", "");
        put("bce.target.wc", "");
        put(malformed[i].name, text);
        said_start();
        enum status status = worst_read(&worst, directory);
        char *said = said_end();
        cr_expect_eq(status, STATUS_DATA, "%s", malformed[i].line);
        cr_expect(strstr(said, place), "'%s' is not in: %s", place, said);
        cr_expect_eq(strchr(said, '\n') - said + 1, (ptrdiff_t)strlen(said), "%s", said);
        cr_expect_eq(worst.inputs, 0);
        free(said);
    }
}

Test(worst, refuses_what_belongs_to_no_term, .init = start, .fini = end)
{
    struct worst worst;
    put("minimax.wc", "0x1p+0\n");
    said_start();
    enum status status = worst_read(&worst, directory);
    char *said = said_end();
    cr_expect_eq(status, STATUS_DATA);
    cr_expect(strstr(said, "/minimax.wc: there is no term 'minimax'"), "%s", said);
    free(said);
    said_start();
    cr_expect_eq(worst_read(&worst, "/nonexistent"), STATUS_NOTHING);
    free(said_end());
    cr_expect_eq(worst_read(&worst, NULL), STATUS_OK);
    cr_expect_eq(worst.inputs, 0);
}

static size_t count_of(const struct cases *c, double x)
{
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++)
        count += c->x[i] == x ? 1 : 0;
    return count;
}

/* First, each once, from every term of the space; and only what the format holds. */
Test(worst, stand_before_all_cases, .init = start, .fini = end)
{
    put("minimax.g.wc", "0x1.23456p+5\n0x1.234567891p+5\n");
    put("wasserstein.g.wc", "0x1.23456p+5\n0x1.13p+5\n");
    put("minimax.g@D.wc", "0x1.54321p-5\n");
    put("bce.target.wc", "0x1.17p+5 0x1p-149\n0x1.17p+5 0x1p-150\n");
    struct worst worst = read_all();
    const struct term *g = term_find("minimax.g"), *D = term_find("minimax.d_real@D"),
                      *target = term_find("bce.target");
    const struct {
        const struct term *term;
        int format;
        size_t more;
        double first; /* 0: not looked at */
    } rows[] = {{g, F32, 2, 0},
                {g, F64, 3, 0},
                {D, F32, 1, 0x1.54321p-5},
                {target, F32, 1, 0x1.17p+5},
                {target, F64, 2, 0x1.17p+5}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct term *t = rows[i].term;
        const struct format *format = &formats[rows[i].format];
        struct cases plain = cases_make(t->space, t->operands, format, QUICK, 1),
                     cases = cases_make(t->space, t->operands, format, QUICK, 1);
        worst_prepend(&cases, &worst, t, format);
        cr_assert_eq(cases.count, plain.count + rows[i].more, "%s %s", t->id, format->name);
        cr_expect_eq(memcmp(cases.x + rows[i].more, plain.x, plain.count * sizeof *plain.x), 0);
        if (plain.target)
            cr_expect_eq(
                memcmp(cases.target + rows[i].more, plain.target, plain.count * sizeof *plain.target), 0);
        if (rows[i].first > 0)
            cr_expect_eq(cases.x[0], rows[i].first);
        if (t == target)
            cr_expect_eq(cases.target[0], 0x1p-149);
        if (t == g)
            cr_expect(count_of(&cases, 0x1.23456p+5) == 1 && count_of(&cases, 0x1.13p+5) == 1);
        cases_free(&plain);
        cases_free(&cases);
    }
    worst_free(&worst);
}

/* An error that no other case shows is found by its line, whatever is selected. */
Test(worst, are_judged, .init = start, .fini = end)
{
    char *const glob[] = {"nonsaturating.g/add1e8/f64"};
    struct selection selection;
    struct summary without, with;
    struct plan plan = {.level = QUICK, .seed = 1, .quiet = true, .shards = 1};
    threads_use(1);
    put("minimax.d_fake.wc", "0x1.2222222222222p+4\n0x1.3333333333333p+4\n");
    struct worst worst = read_all();
    cr_assert_eq(select_kernels(&selection, glob, 1), STATUS_OK);
    cr_assert(judge_run(&without, &selection, &plan));
    plan.worst = &worst;
    cr_assert(judge_run(&with, &selection, &plan));
    cr_expect_eq(with.inputs, without.inputs + 2);
    cr_expect_eq(with.ideal[LOSS].lost.count, without.ideal[LOSS].lost.count + 1); /* lost from 18.4 */
    worst_free(&worst);
    free(selection.at);
}

static struct selection selected;
static struct summary *summaries;

/* Kernels of minimax.g on f64, without an error. */
static void select_all(void)
{
    char *const glob[] = {"minimax.g/*/f64"};
    cr_assert_eq(select_kernels(&selected, glob, 1), STATUS_OK);
    summaries = calloc(selected.count, sizeof *summaries);
}

static void set_maximum(const char *variant, enum output output, long double ulp, double x)
{
    for (size_t i = 0; i < selected.count; i++)
        if (strcmp(selected.at[i].kernel->code->variant, variant) == 0)
            summaries[i].ideal[output] = (struct output_summary){.compared = 1, .max_ulp = ulp, .at = {x, 0}};
}

static size_t keep(void)
{
    struct worst worst = read_all();
    size_t added;
    cr_assert_eq(keep_worst(&added, directory, &worst, &selected, summaries, "quick", 7), STATUS_OK);
    worst_free(&worst);
    return added;
}

static void expect_text(const char *name, const char *expected)
{
    char *text = got(name);
    cr_expect_str_eq(text, expected);
    free(text);
}

#define HEAD "# minimax.g: inputs at which a kernel was worst or wrong, and who found them\n"

Test(worst, keeps_new_maxima_once, .init = start, .fini = end)
{
    select_all();
    set_maximum("stable", LOSS, 1e6L, 0x1.5p+1);
    set_maximum("naive", LOSS, 1e9L, 0x1.5p+1); /* the same input */
    set_maximum("naive", GRAD, 0.5L, 0x1.9p+1); /* a rounding */
    cr_expect_eq(keep(), 1);
    cr_expect_eq(files(false), 1);
    char *text = got("minimax.g.wc");
    cr_expect(strncmp(text, HEAD, strlen(HEAD)) == 0 && strstr(text, "\n0x1.5p+1  # verify: "), "%s", text);
    cr_expect_eq(keep(), 0);
    expect_text("minimax.g.wc", text);
    free(text);
}

/* Smaller than what the file shows of the same kernel: not kept. */
Test(worst, keeps_only_what_is_larger, .init = start, .fini = end)
{
    select_all();
    put("minimax.g.wc", "0x1.28p+4 # lost by add1e8\n"); /* s = 18.5: millions of ulps */
    set_maximum("add1e8", LOSS, 1000, 0x1.5p+1);
    cr_expect_eq(keep(), 0);
    expect_text("minimax.g.wc", "0x1.28p+4 # lost by add1e8\n");
    set_maximum("add1e8", LOSS, 1e300L, 0x1.5p+1);
    cr_expect_eq(keep(), 1);
    expect_text(
        "minimax.g.wc",
        "0x1.28p+4 # lost by add1e8\n0x1.5p+1  # verify: add1e8/f64 loss 1e+300 ulp, level quick, seed 7\n");
}

/* The worst few of a format and output, those with a bound first; what people wrote stays. */
Test(worst, keeps_a_few_and_what_people_wrote, .init = start, .fini = end)
{
    select_all();
    put("minimax.g.wc", "# ours\n"
                        "0x1p-3 # by hand\n"
                        "0x1p-4  # verify: naive/f64 loss 9 ulp, level quick, seed 1\n"
                        "\n"
                        "0x1p-5  # verify: naive/f64 loss 8 ulp, level quick, seed 2\n"
                        "0x1p-6  # verify: naive/f64 grad 1 ulp, level quick, seed 2\n"
                        "0x1p-7  # verify: naive/f32 loss 1 ulp, level quick, seed 2\n");
    set_maximum("stable", LOSS, 5, 0x1p+1);
    set_maximum("maxlog", LOSS, 1e200L, 0x1p+2);
    cr_expect_eq(keep(), 2);
    expect_text("minimax.g.wc", "# ours\n"
                                "0x1p-3 # by hand\n"
                                "0x1p-4  # verify: naive/f64 loss 9 ulp, level quick, seed 1\n"
                                "\n"
                                "0x1p-6  # verify: naive/f64 grad 1 ulp, level quick, seed 2\n"
                                "0x1p-7  # verify: naive/f32 loss 1 ulp, level quick, seed 2\n"
                                "0x1p+1  # verify: stable/f64 loss 5 ulp, level quick, seed 7\n"
                                "0x1p+2  # verify: maxlog/f64 loss 1e+200 ulp, level quick, seed 7\n");
    /* the few are full of larger ones */
    set_maximum("stable", LOSS, 0, 0);
    set_maximum("maxlog", LOSS, 0, 0);
    set_maximum("twosided", LOSS, 8.5L, 0x1p+3);
    char *before = got("minimax.g.wc");
    cr_expect_eq(keep(), 0);
    expect_text("minimax.g.wc", before);
    free(before);
}

/* A directory that cannot be written: an error, and the file as it was. */
Test(worst, are_written_whole_or_not_at_all, .init = start, .fini = end)
{
    select_all();
    put("minimax.g.wc", "0x1p-3 # by hand\n");
    set_maximum("stable", GRAD, 5, 0x1p+1);
    struct worst worst = read_all();
    size_t added;
    said_start();
    enum status status = keep_worst(&added, "/nonexistent", &worst, &selected, summaries, "quick", 7);
    char *said = said_end();
    cr_expect_eq(status, STATUS_IO);
    cr_expect(strstr(said, "cannot write /nonexistent/minimax.g.wc"), "%s", said);
    free(said);
    worst_free(&worst);

    /* the new file is another one, so that whoever reads the old one reads it whole */
    struct stat old, new;
    char *path = output_path(directory, "minimax.g.wc");
    stat(path, &old);
    FILE *reader = fopen(path, "r");
    cr_expect_eq(keep(), 1);
    stat(path, &new);
    cr_expect_neq(old.st_ino, new.st_ino);
    char text[64] = "";
    cr_expect_eq(fread(text, 1, sizeof text - 1, reader), strlen("0x1p-3 # by hand\n"));
    fclose(reader);
    cr_expect_eq(files(false), 1);
    free(path);
}
