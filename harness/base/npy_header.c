/* npy_header.c -- the header of a .npy file: a Python dictionary literal with three keys in any order,
     {'descr': '<f4', 'fortran_order': False, 'shape': (200, 128), }
   read by recursive descent on its few productions; blanks may stand between any two tokens. */
#include "harness/base/npy_header.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

const struct npy_element npy_elements[NPY_TYPES] = {
    [NPY_F4] = {"<f4", 4, false},
    [NPY_F8] = {"<f8", 8, false},
    [NPY_I4] = {"<i4", 4, true},
    [NPY_I8] = {"<i8", 8, true},
};

struct cursor {
    const char *at, *end;
    char *found; /* what is wrong, for the message */
};

enum key { DESCR, FORTRAN_ORDER, SHAPE, KEYS };
static const char *const key_names[KEYS] = {"descr", "fortran_order", "shape"};

static void skip_blanks(struct cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || (*c->at >= '\t' && *c->at <= '\r')))
        c->at++;
}

/* Takes the token if it comes next. */
static bool take(struct cursor *c, const char *token)
{
    size_t n = strlen(token);
    skip_blanks(c);
    if ((size_t)(c->end - c->at) < n || memcmp(c->at, token, n) != 0)
        return false;
    c->at += n;
    return true;
}

/* Up to n bytes of the text, printable. */
static const char *printable(char shown[24], const char *text, size_t n)
{
    n = n < 23 ? n : 23;
    for (size_t i = 0; i < n; i++)
        shown[i] = isprint((unsigned char)text[i]) ? text[i] : '?';
    shown[n] = '\0';
    return shown;
}

static bool complain(struct cursor *c, const char *wanted)
{
    char shown[24];
    skip_blanks(c);
    snprintf(c->found, NPY_FOUND, "a malformed header: %s expected before \"%s\"", wanted,
             printable(shown, c->at, (size_t)(c->end - c->at)));
    return false;
}

/* A string in quotes of either kind; the .npy header needs no escapes. */
static bool take_string(struct cursor *c, const char **text, size_t *n)
{
    skip_blanks(c);
    if (c->at == c->end || (*c->at != '\'' && *c->at != '"'))
        return complain(c, "a string");
    const char *close = memchr(c->at + 1, *c->at, (size_t)(c->end - c->at - 1));
    if (!close)
        return complain(c, "a closed string");
    *text = c->at + 1;
    *n = (size_t)(close - *text);
    c->at = close + 1;
    return true;
}

static bool parse_descr(struct cursor *c, struct npy_header *header)
{
    const char *text;
    char shown[24];
    size_t n;
    if (!take_string(c, &text, &n))
        return false;
    for (int type = 0; type < NPY_TYPES; type++)
        if (n == strlen(npy_elements[type].descr) && memcmp(text, npy_elements[type].descr, n) == 0) {
            header->type = (enum npy_type)type;
            return true;
        }
    snprintf(c->found, NPY_FOUND, "elements of type \"%s\"", printable(shown, text, n));
    return false;
}

static bool parse_order(struct cursor *c, struct npy_header *header)
{
    (void)header;
    if (take(c, "False"))
        return true;
    if (!take(c, "True"))
        return complain(c, "True or False");
    snprintf(c->found, NPY_FOUND, "Fortran order");
    return false;
}

/* A decimal number; false where it does not fit. */
static bool take_number(struct cursor *c, size_t *number)
{
    skip_blanks(c);
    if (c->at == c->end || !isdigit((unsigned char)*c->at))
        return complain(c, "a whole number");
    for (*number = 0; c->at < c->end && isdigit((unsigned char)*c->at); c->at++)
        if (__builtin_mul_overflow(*number, (size_t)10, number) ||
            __builtin_add_overflow(*number, (size_t)(*c->at - '0'), number)) {
            snprintf(c->found, NPY_FOUND, "a dimension beyond 2^64");
            return false;
        }
    return true;
}

/* (), (n,), (n, m), (n, m,): one dimension alone needs its comma, as in Python. */
static bool parse_shape(struct cursor *c, struct npy_header *header)
{
    size_t dimension[2] = {0}, n = 0;
    bool comma = true;
    if (!take(c, "("))
        return complain(c, "a tuple");
    while (!take(c, ")")) {
        size_t number = 0;
        if (!comma)
            return complain(c, "a comma");
        if (!take_number(c, &number))
            return false;
        if (n < 2)
            dimension[n] = number;
        n++;
        comma = take(c, ",");
    }
    if (n == 1 && !comma)
        return complain(c, "a comma after the only dimension and its \")\"");
    if (n < 1 || n > 2) {
        snprintf(c->found, NPY_FOUND, "%zu dimensions", n);
        return false;
    }
    header->rows = n == 1 ? 1 : dimension[0];
    header->columns = dimension[n - 1];
    return true;
}

static bool (*const parse_value[KEYS])(struct cursor *, struct npy_header *) = {
    [DESCR] = parse_descr,
    [FORTRAN_ORDER] = parse_order,
    [SHAPE] = parse_shape,
};

static bool parse_pair(struct cursor *c, struct npy_header *header, bool seen[KEYS])
{
    const char *text;
    size_t n;
    struct cursor before = *c;
    if (!take_string(c, &text, &n))
        return false;
    for (int key = 0; key < KEYS; key++)
        if (!seen[key] && n == strlen(key_names[key]) && memcmp(text, key_names[key], n) == 0) {
            seen[key] = true;
            return (take(c, ":") || complain(c, "a colon")) && parse_value[key](c, header);
        }
    return complain(&before, "descr, fortran_order and shape, once each,");
}

bool npy_header_parse(struct npy_header *header, const char text[], size_t n, char found[NPY_FOUND])
{
    struct cursor c = {text, text + n, found};
    bool seen[KEYS] = {false}, comma = true;
    if (!take(&c, "{"))
        return complain(&c, "a dictionary");
    while (!take(&c, "}")) {
        if (!comma)
            return complain(&c, "a comma");
        if (!parse_pair(&c, header, seen))
            return false;
        comma = take(&c, ",");
    }
    for (int key = 0; key < KEYS; key++)
        if (!seen[key]) {
            snprintf(found, NPY_FOUND, "a malformed header: no %s", key_names[key]);
            return false;
        }
    skip_blanks(&c);
    return c.at == c.end || complain(&c, "the end");
}
