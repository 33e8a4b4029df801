#include "harness/selection/kernel_id.h"

#include <stdio.h>
#include <string.h>

bool kernel_id_read(struct kernel_id *id, const char *text)
{
    int length = 0;
    return sscanf(text, "%63[^/]/%127[^/]/%7[^/]%n", id->term, id->variant, id->format, &length) == 3 &&
           text[length] == '\0' && (strcmp(id->format, "f32") == 0 || strcmp(id->format, "f64") == 0);
}
