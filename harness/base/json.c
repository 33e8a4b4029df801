#include "harness/base/json.h"

#include "harness/base/allocate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *json_hex_float(double x)
{
    if (isnan(x))
        return json_string("nan");
    char text[64];
    snprintf(text, sizeof text, "%a", x);
    return json_string(text);
}

double json_hex_float_value(const json_t *string)
{
    return json_is_string(string) ? strtod(json_string_value(string), NULL) : (double)NAN;
}

json_t *json_name(const char *name)
{
    json_t *string = json_string(name);
    if (string || !name)
        return string ? string : json_null();
    char *plain = allocate(strlen(name) + 1, 1);
    memcpy(plain, name, strlen(name) + 1);
    for (char *p = plain; *p; p++)
        if (*p & 0x80)
            *p = '?';
    string = json_string(plain);
    free(plain);
    return string;
}

json_t *json_file_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return json_name(slash ? slash + 1 : path);
}

json_t *json_number_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

long double json_long_double(const json_t *value)
{
    if (json_is_string(value))
        return strtold(json_string_value(value), NULL);
    return json_is_number(value) ? (long double)json_number_value(value) : (long double)NAN;
}

long double json_number_at(const json_t *record, const char *name)
{
    return json_long_double(json_object_get(record, name));
}

const char *json_text_at(const json_t *record, const char *name)
{
    const char *text = json_string_value(json_object_get(record, name));
    return text ? text : "";
}
