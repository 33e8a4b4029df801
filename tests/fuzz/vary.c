#include "tests/fuzz/vary.h"

#include "harness/base/random.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Values at which readers decide. */
static const char *const values[] = {
    "null",
    "true",
    "false",
    "0",
    "-0.0",
    "1",
    "-1",
    "0.5",
    "2",
    "1e308",
    "-1e-320",
    "9007199254740992",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "{}",
    "[]",
    "[null]",
    "[0]",
    "[\"0x1p+0\"]",
    "[1, 1]",
    "[9999, 9999]",
    "\"\"",
    "\"nan\"",
    "\"inf\"",
    "\"-inf\"",
    "\"0x0p+0\"",
    "\"-0x1.8p+1023\"",
    "\"0x1p-1074\"",
    "\"1e4000\"",
    "\"a/b/f32\"",
    "\"minimax.g/stable/f32\"",
    "\"bce.target/stable/f64\"",
    "\"f32\"",
    "\"f64\"",
    "\"quick\"",
    "\"full\"",
    "\"exhaustive\"",
    "\"found\"",
    "\"exact\"",
    "\"<&'|`$\\\"\\n\"",
    "\"%s%n\"",
    "\"conditional\"",
    "\"wasserstein\"",
    "\"element\"",
    "\"batch\"",
    "\"sequential\"",
};

/* Any value inside, one of `count`, and what holds it. */
struct node {
    json_t *in, *value;
    const char *name; /* in an object */
    size_t place;     /* in an array */
};

/* Takes one of all nodes, each as likely as the others. */
static void take(struct node *taken, size_t *count, json_t *in, uint64_t *random)
{
    const char *name;
    json_t *value;
    size_t i;
    json_object_foreach(in, name, value)
    {
        if (random_next(random) % ++*count == 0)
            *taken = (struct node){in, value, name, 0};
        take(taken, count, value, random);
    }
    json_array_foreach(in, i, value)
    {
        if (random_next(random) % ++*count == 0)
            *taken = (struct node){in, value, NULL, i};
        take(taken, count, value, random);
    }
}

static void put(const struct node *at, json_t *value)
{
    if (at->name)
        json_object_set_new(at->in, at->name, value);
    else
        json_array_set_new(at->in, at->place, value);
}

static void change(json_t *in, uint64_t *random)
{
    struct node at = {0}, other = {0};
    size_t count = 0;
    take(&at, &count, in, random);
    if (!at.in)
        return;
    switch (random_next(random) % 6) {
    case 0:
    case 1:
        put(&at, json_loads(values[random_next(random) % (sizeof values / sizeof *values)], JSON_DECODE_ANY,
                            NULL));
        return;
    case 2: /* a value of the same text, as it is there */
        count = 0;
        take(&other, &count, in, random);
        put(&at, json_deep_copy(other.value));
        return;
    case 3:
        if (at.name)
            json_object_del(at.in, at.name);
        else
            json_array_remove(at.in, at.place);
        return;
    case 4:
        if (json_is_array(at.in))
            json_array_insert_new(at.in, at.place, json_deep_copy(at.value));
        else
            put(&at, json_pack("[o, o]", json_deep_copy(at.value), json_deep_copy(at.value)));
        return;
    default: /* a number near it */
        if (json_is_integer(at.value))
            put(&at, json_integer(json_integer_value(at.value) ^ (json_int_t)1 << random_next(random) % 56));
        else if (json_is_real(at.value))
            put(&at, json_real(json_real_value(at.value) * (random_next(random) % 2 ? 1e10 : -1e-10)));
        return;
    }
}

size_t vary(unsigned char bytes[], size_t size, size_t most, unsigned seed)
{
    uint64_t random = seed;
    json_t *all = json_loadb((const char *)bytes, size, JSON_DECODE_ANY, NULL);
    if (!all)
        return 0;
    for (uint64_t times = 1 + random_next(&random) % 3; times > 0; times--)
        change(all, &random);
    char *text = json_dumps(all, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(17));
    size_t length = text ? strlen(text) : 0;
    if (length > most)
        length = 0;
    if (length > 0)
        memcpy(bytes, text, length);
    free(text);
    json_decref(all);
    return length;
}
