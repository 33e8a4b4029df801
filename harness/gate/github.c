#include "harness/gate/github.h"

#include "harness/gate/line.h"

#include <stdlib.h>
#include <string.h>

/* What ends a line or begins an escape; of a property, what ends it too. */
static void put(FILE *to, const char *text, const char *special)
{
    for (; *text; text++)
        if (*text == '%' || *text == '\r' || *text == '\n' || strchr(special, *text))
            fprintf(to, "%%%02X", (unsigned)(unsigned char)*text);
        else
            fputc(*text, to);
}

static void annotate(FILE *to, const char *level, const char *title, const char *text)
{
    fprintf(to, "::%s title=", level);
    put(to, title, ":,");
    fputs("::", to);
    put(to, text, "");
    fputc('\n', to);
}

void github_annotate(FILE *to, const struct gate_run *run)
{
    for (size_t i = 0; i < run->count && i < GITHUB_ANNOTATIONS; i++) {
        char *title = line_title(run->found[i]), *line = line_of(run, run->found[i]);
        annotate(to, run->found[i]->note ? "notice" : "error", title, line);
        free(title);
        free(line);
    }
    if (run->count > GITHUB_ANNOTATIONS) {
        char text[96];
        snprintf(text, sizeof text, "and %zu more: the summary has all, and so have --junit and --sarif",
                 run->count - GITHUB_ANNOTATIONS);
        annotate(to, "notice", run->command, text);
    }
    fflush(to);
}
