#include "harness/report/svg.h"

#include "harness/base/output.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define FAMILIES "font-family=\"DejaVu Sans, Verdana, Helvetica, Arial, sans-serif\""

/* What gnuplot writes, and what stands there afterwards; the longer of two that begin alike comes first. */
static const struct {
    const char *from, *to;
} fonts[] = {
    {"font-family=\"DejaVu Sans:Bold\"", FAMILIES " font-weight=\"bold\""},
    {"font-family=\"DejaVu Sans\"", FAMILIES},
};

static void rename_fonts(FILE *to, const char *text)
{
    while (*text) {
        const char *next = strstr(text, "font-family=");
        size_t plain = next ? (size_t)(next - text) : strlen(text), f = 0;
        fwrite(text, 1, plain, to);
        text += plain;
        while (f < sizeof fonts / sizeof *fonts && strncmp(text, fonts[f].from, strlen(fonts[f].from)) != 0)
            f++;
        if (f < sizeof fonts / sizeof *fonts) {
            fputs(fonts[f].to, to);
            text += strlen(fonts[f].from);
        } else if (next) {
            fputc(*text++, to);
        }
    }
}

enum status report_svg_name_fonts(const char *path)
{
    struct output_file out = {.stream = NULL};
    char *text = NULL;
    size_t size = 0;
    FILE *from = fopen(path, "r");
    bool read = from && getdelim(&text, &size, '\0', from) >= 0 && !ferror(from);
    if (from)
        fclose(from);
    enum status status =
        read ? output_open(&out, path) : fail(STATUS_IO, "cannot read %s: %s", path, strerror(errno));
    if (status == STATUS_OK && text) {
        rename_fonts(out.stream, text);
        status = output_commit(&out);
    }
    free(text);
    return status;
}
