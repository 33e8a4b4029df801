#include "tests/support/spoil.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void spoil(json_t *in, const char *place, const char *value)
{
    char key[64];
    size_t length = strcspn(place, ".");
    snprintf(key, sizeof key, "%.*s", (int)length, place);
    json_t *next = json_is_array(in) ? json_array_get(in, strtoul(key, NULL, 10)) : json_object_get(in, key);
    if (place[length] != '\0') {
        cr_assert(next, "no %s", place);
        spoil(next, place + length + 1, value);
    } else if (value) {
        json_object_set_new(in, key, json_loads(value, JSON_DECODE_ANY, NULL));
    } else {
        json_object_del(in, key);
    }
}
