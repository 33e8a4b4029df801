/* The .npy reader: what it reads, what it refuses and how it says so, and that no bytes upset it. */
#include "harness/base/npy.h"
#include "tests/support/said.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLAIN "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n"

/* A file in memory: magic, version, length field, header, then `data` bytes counting up. */
static unsigned char *make(size_t *size, int version, const char *header, size_t data)
{
    size_t n = strlen(header), field = version == 1 ? 2 : 4;
    unsigned char *bytes = calloc(8 + field + n + data + 1, 1);
    memcpy(bytes, "\x93NUMPY", 6);
    bytes[6] = (unsigned char)version;
    for (size_t i = 0; i < field; i++)
        bytes[8 + i] = (unsigned char)(n >> (8 * i));
    memcpy(bytes + 8 + field, header, n);
    for (size_t i = 0; i < data; i++)
        bytes[8 + field + n + i] = (unsigned char)i;
    *size = 8 + field + n + data;
    return bytes;
}

/* Parses a copy that ends where the file ends, so that a sanitizer sees any read beyond. */
static enum status parse(struct npy *array, const unsigned char bytes[], size_t size, char **said)
{
    unsigned char *copy = malloc(size ? size : 1);
    memcpy(copy, bytes, size);
    said_start();
    enum status status = npy_parse(array, "run.npy", copy, size);
    *said = said_end();
    free(copy);
    return status;
}

static void expect_refusal(const unsigned char bytes[], size_t size, const char *found)
{
    struct npy array;
    char *said;
    enum status status = parse(&array, bytes, size, &said);
    cr_expect_eq(status, STATUS_DATA, "%s: status %d", found, status);
    cr_expect(strncmp(said, "ganloss: run.npy: ", 18) == 0, "%s: no file in '%s'", found, said);
    cr_expect(strstr(said, found), "not '%s' in '%s'", found, said);
    cr_expect(strstr(said, "read are .npy"), "what is read is not in '%s'", said);
    cr_expect(strchr(said, '\n') == said + strlen(said) - 1, "not one line: '%s'", said);
    free(said);
}

Test(npy, reads_every_version_and_spelling)
{
    static const char *const headers[] = {
        PLAIN,
        "{\"shape\":(2,3),\"descr\":\"<f4\",\"fortran_order\":False}",
        "  { 'fortran_order' : False , 'shape' : ( 2 , 3 , ) , 'descr' : '<f4' }  \n",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}                   \n",
    };
    for (int version = 1; version <= 3; version++)
        for (size_t h = 0; h < sizeof headers / sizeof *headers; h++) {
            size_t size;
            struct npy array;
            unsigned char *bytes = make(&size, version, headers[h], 24);
            float last = 1.5F;
            memcpy(bytes + size - 4, &last, 4);
            cr_expect_eq(npy_parse(&array, "run.npy", bytes, size), STATUS_OK, "version %d, header %zu",
                         version, h);
            cr_expect(array.type == NPY_F4 && array.rows == 2 && array.columns == 3);
            cr_expect_eq(npy_value(&array, 5), 1.5);
            free(bytes);
        }
}

Test(npy, one_dimension_is_one_row)
{
    size_t size;
    struct npy array;
    unsigned char *bytes = make(&size, 1, "{'descr': '<i8', 'fortran_order': False, 'shape': (3,)}", 24);
    int64_t last = INT64_MIN;
    memcpy(bytes + size - 8, &last, 8);
    cr_assert_eq(npy_parse(&array, "run.npy", bytes, size), STATUS_OK);
    cr_expect(array.rows == 1 && array.columns == 3 && array.type == NPY_I8);
    cr_expect_eq(npy_integer(&array, 2), INT64_MIN);
    free(bytes);
}

Test(npy, refuses_other_headers)
{
#define WITH(descr, order, shape) "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape "}\n"
    static const struct {
        const char *header, *found;
    } refused[] = {
        {WITH("'<f2'", "False", "(2, 3)"), "type \"<f2\""},
        {WITH("'>f4'", "False", "(2, 3)"), "type \">f4\""},
        {WITH("'=f4'", "False", "(2, 3)"), "type \"=f4\""},
        {WITH("'|f4'", "False", "(2, 3)"), "type \"|f4\""},
        {WITH("'<f4 '", "False", "(2, 3)"), "type \"<f4 \""},
        {WITH("'a\nb'", "False", "(2, 3)"), "type \"a?b\""},
        {WITH("[('x', '<f4')]", "False", "(2, 3)"), "a string expected before \"[('x'"},
        {WITH("'<f4", "False", "(2, 3)"), "type \"<f4, \""},
        {WITH("'<f4'", "True", "(2, 3)"), "Fortran order"},
        {WITH("'<f4'", "0", "(2, 3)"), "True or False expected"},
        {WITH("'<f4'", "False", "()"), "0 dimensions"},
        {WITH("'<f4'", "False", "(1, 2, 3)"), "3 dimensions"},
        {WITH("'<f4'", "False", "(6)"), "a comma after the only dimension"},
        {WITH("'<f4'", "False", "6"), "a tuple expected"},
        {WITH("'<f4'", "False", "(,)"), "a whole number expected"},
        {WITH("'<f4'", "False", "(2, , 3)"), "a whole number expected"},
        {WITH("'<f4'", "False", "(2 3)"), "a comma expected"},
        {WITH("'<f4'", "False", "(-2, 3)"), "a whole number expected before \"-2, 3)"},
        {WITH("'<f4'", "False", "(2, 3"), "a comma expected"},
        {WITH("'<f4'", "False", "(0, 3)"), "shape 0 x 3, without an element"},
        {WITH("'<f4'", "False", "(18446744073709551616,)"), "a dimension beyond 2^64"},
        {WITH("'<f4'", "False", "(99999999999999999999,)"), "a dimension beyond 2^64"},
        {WITH("'<f4'", "False", "(4294967296, 4294967296)"), "beyond any file"},
        {WITH("'<f4'", "False", "(4611686018427387904,)"), "beyond any file"},
        {WITH("'<f4'", "False", "(4611686018427387903,)"), "truncated"},
        {WITH("'<f4'", "False", "(2, 2)"),
         "trailing bytes: 24 bytes of data where shape 2 x 2 of <f4 takes 16"},
        {WITH("'<f8'", "False", "(2, 3)"), "truncated: 24 bytes of data where shape 2 x 3 of <f8 takes 48"},
        {"", "a dictionary expected"},
        {"{", "a string expected before \"\""},
        {"{}", "no descr"},
        {"{'descr': '<f4', 'shape': (2, 3)}", "no fortran_order"},
        {"{'descr': '<f4', 'fortran_order': False}", "no shape"},
        {"{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)}", "once each"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1}", "once each"},
        {"{'descr': '<f4' 'fortran_order': False, 'shape': (2, 3)}", "a comma expected"},
        {"{'descr', '<f4', 'fortran_order': False, 'shape': (2, 3)}", "a colon expected"},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x", "the end expected before \"x\""},
        {"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)", "a comma expected"},
        {"{,}", "a string expected"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        size_t size;
        unsigned char *bytes = make(&size, 1, refused[i].header, 24);
        expect_refusal(bytes, size, refused[i].found);
        free(bytes);
    }
}

Test(npy, refuses_other_frames)
{
    size_t size;
    unsigned char *bytes = make(&size, 2, PLAIN, 24);
    expect_refusal(bytes, 0, "an empty file");
    expect_refusal((const unsigned char *)"PK\3\4 a zip archive", 18, "wrong magic");
    expect_refusal(bytes, 7, "truncated in the header after 7 bytes");
    expect_refusal(bytes, 11, "truncated in the header after 11 bytes");
    expect_refusal(bytes, 40, "truncated: a header of 60 bytes of which the file holds 28");
    bytes[6] = 4;
    expect_refusal(bytes, size, "version 4.0");
    bytes[6] = 2, bytes[7] = 1;
    expect_refusal(bytes, size, "version 2.1");
    bytes[7] = 0, bytes[11] = 0xff;
    expect_refusal(bytes, size, "a header of 4278190140 bytes (at most 65535)");
    free(bytes);
}

/* Every file cut short or with one byte more is refused. */
Test(npy, refuses_every_other_length)
{
    size_t size;
    struct npy array;
    unsigned char *bytes = make(&size, 1, PLAIN, 24);
    said_start();
    for (size_t n = 0; n < size; n++)
        cr_expect_eq(npy_parse(&array, "run.npy", bytes, n), STATUS_DATA, "%zu bytes", n);
    cr_expect_eq(npy_parse(&array, "run.npy", bytes, size), STATUS_OK);
    cr_expect_eq(npy_parse(&array, "run.npy", bytes, size + 1), STATUS_DATA);
    free(said_end());
    free(bytes);
}

static uint64_t random_bits(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Mutants of a good file: whatever is accepted has its data within the file, to the last byte. */
Test(npy, survives_mutants)
{
    uint64_t state = 0x9e3779b97f4a7c15;
    static const char alphabet[] = "{}()[]':,\"<>f48i TrueFalse0123456789\n\\";
    size_t accepted = 0;
    said_start();
    for (int mutant = 0; mutant < 20000; mutant++) {
        size_t size;
        unsigned char *bytes = make(&size, 1 + mutant % 3, PLAIN, 24);
        for (uint64_t changes = 1 + random_bits(&state) % 4; changes > 0; changes--) {
            size_t at = random_bits(&state) % size;
            uint64_t what = random_bits(&state);
            bytes[at] = what & 1 ? (unsigned char)(what >> 8)
                                 : (unsigned char)alphabet[(what >> 8) % (sizeof alphabet - 1)];
        }
        if (random_bits(&state) % 8 == 0)
            size = random_bits(&state) % (size + 1);
        unsigned char *exact = malloc(size ? size : 1); /* a sanitizer sees a read beyond its end */
        memcpy(exact, bytes, size);
        struct npy array;
        enum status status = npy_parse(&array, "run.npy", exact, size);
        cr_expect(status == STATUS_OK || status == STATUS_DATA);
        if (status == STATUS_OK) {
            size_t count = array.rows * array.columns;
            cr_expect_eq((size_t)(array.data - exact) + count * npy_elements[array.type].size, size);
            if (npy_elements[array.type].integer)
                npy_integer(&array, count - 1);
            else
                npy_value(&array, count - 1);
            accepted++;
        }
        free(exact);
        free(bytes);
        if (mutant % 100 == 0) { /* what was said so far is of no interest */
            free(said_end());
            said_start();
        }
    }
    free(said_end());
    cr_expect(accepted > 1000 && accepted < 19000, "%zu of 20000 mutants accepted", accepted);
}

Test(npy, reads_what_it_writes)
{
    char path[] = "/tmp/npy-XXXXXX";
    close(mkstemp(path));
    const double data[6] = {0, -0.0, (double)INFINITY, (double)-INFINITY, (double)NAN, 0x1p-1074};
    struct npy array;
    cr_assert_eq(npy_write(path, NPY_F8, 3, 2, data), STATUS_OK);
    cr_assert_eq(npy_read(&array, path), STATUS_OK);
    cr_expect(array.type == NPY_F8 && array.rows == 3 && array.columns == 2);
    cr_expect_eq((array.data - array.file) % 64, 0, "numpy aligns data to 64 bytes");
    for (size_t i = 0; i < 6; i++) {
        double got = npy_value(&array, i);
        cr_expect_eq(memcmp(&got, &data[i], sizeof got), 0, "element %zu", i);
    }
    npy_free(&array);
    unlink(path);
}

Test(npy, tells_missing_from_unreadable)
{
    struct npy array;
    said_start();
    cr_expect_eq(npy_read(&array, "tests/data/no-such-file.npy"), STATUS_NOTHING);
    cr_expect_eq(npy_read(&array, "tests/data"), STATUS_IO);
    cr_expect_eq(npy_read(&array, "/dev/null"), STATUS_DATA);
    char *said = said_end();
    cr_expect(strstr(said, "cannot read tests/data/no-such-file.npy: No such file"));
    cr_expect(strstr(said, "cannot read tests/data: Is a directory"));
    cr_expect(strstr(said, "/dev/null: an empty file"));
    free(said);
}

Test(npy, reads_the_recorded_runs)
{
    static const char *const files[] = {"minimax-real",       "minimax-fake", "nonsaturating-real",
                                        "nonsaturating-fake", "wgan-real",    "conditional-fake",
                                        "conditional-labels"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[64];
        struct npy array;
        snprintf(path, sizeof path, "tests/data/%s.npy", files[i]);
        cr_assert_eq(npy_read(&array, path), STATUS_OK, "%s", path);
        cr_expect(array.rows == 200 && array.columns == 128, "%s", path);
        npy_free(&array);
    }
}
