#include "harness/report/inline.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/base/output.h"

#include <stdlib.h>
#include <sys/stat.h>

/* An SVG stays sharp at any width: it is taken up to this size, and where its PNG is larger. */
enum { SVG_SMALL = 48 * 1024 };

static const struct picture_type {
    const char *extension, *mime;
} svg = {"svg", "image/svg+xml"}, png = {"png", "image/png"};

static char *path_of(const struct report *report, const char *name, const struct picture_type *type)
{
    char *file = allocate_text("%s.%s", name, type->extension), *path = output_path(report->directory, file);
    free(file);
    return path;
}

/* In bytes; 0: it is not there. */
static size_t size_of(const struct report *report, const char *name, const struct picture_type *type)
{
    struct stat info;
    char *path = path_of(report, name, type);
    bool there = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    free(path);
    return there ? (size_t)info.st_size : 0;
}

static void write_base64(FILE *to, FILE *from)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned char three[3];
    for (size_t n; (n = fread(three, 1, sizeof three, from)) > 0;) {
        unsigned bits =
            (unsigned)three[0] << 16 | (n > 1 ? (unsigned)three[1] << 8 : 0) | (n > 2 ? three[2] : 0);
        for (size_t i = 0; i < 4; i++)
            fputc(i <= n ? digits[bits >> (18 - 6 * i) & 63] : '=', to);
    }
}

/* What is left for charts, with as much text after this one as the rest of them may need. */
static bool has_room(size_t so_far, const struct report *report, size_t size)
{
    enum { TEXT_OF_A_CHART = 4096, TEXT_AFTER = 400 * 1000 };
    size_t text = TEXT_AFTER + TEXT_OF_A_CHART * json_array_size(report->charts);
    return text < INLINE_PAGE / 2 && so_far + (size + 2) / 3 * 4 + text < INLINE_PAGE;
}

bool report_inline_chart(FILE *to, const struct report *report, const char *name, size_t so_far)
{
    size_t svg_size = size_of(report, name, &svg), png_size = size_of(report, name, &png);
    bool take_svg = svg_size > 0 && (svg_size <= SVG_SMALL || png_size == 0 || svg_size <= png_size);
    const struct picture_type *type = take_svg ? &svg : &png;
    size_t size = take_svg ? svg_size : png_size;
    if (size == 0 || !has_room(so_far, report, size))
        return false;
    char *path = path_of(report, name, type);
    FILE *from = fopen(path, "r");
    free(path);
    if (!from)
        return false;
    fprintf(to, "data:%s;base64,", type->mime);
    write_base64(to, from);
    fclose(from);
    return true;
}
