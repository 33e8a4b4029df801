/* A picture of few colours stays as it is, and one of many keeps what can be told apart. */
#include "harness/report/palette.h"

#include <criterion/criterion.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 200, HIGH = 200 };

/* The picture as a file's bytes. */
static void file_of(const unsigned char *pixels, unsigned char **bytes, size_t *size)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .width = WIDE, .height = HIGH, .format = PNG_FORMAT_RGB};
    png_alloc_size_t most = PNG_IMAGE_PNG_SIZE_MAX(image);
    *bytes = malloc(most);
    cr_assert(png_image_write_to_memory(&image, *bytes, &most, 0, pixels, 0, NULL));
    *size = most;
}

/* The largest difference of a channel between a picture and what its palette makes of it; -1: it has none. */
static int worst(const unsigned char *pixels, size_t *before, size_t *after)
{
    unsigned char *bytes, back[3 * WIDE * HIGH];
    file_of(pixels, &bytes, before);
    unsigned char *png = palette_png(after, bytes, *before);
    int most = png ? 0 : -1;
    if (png) {
        png_image image = {.version = PNG_IMAGE_VERSION};
        cr_assert(png_image_begin_read_from_memory(&image, png, *after));
        cr_assert(image.format & PNG_FORMAT_FLAG_COLORMAP);
        image.format = PNG_FORMAT_RGB;
        cr_assert(png_image_finish_read(&image, NULL, back, 0, NULL));
        for (size_t i = 0; i < sizeof back; i++)
            most = abs(back[i] - pixels[i]) > most ? abs(back[i] - pixels[i]) : most;
    }
    free(png);
    free(bytes);
    return most;
}

Test(palette, few_colours_stay_and_many_are_near)
{
    unsigned char *pixels = malloc(3 * WIDE * HIGH);
    size_t before, after;
    for (size_t i = 0; i < WIDE * HIGH; i++) /* three colours, one of them rare */
        memcpy(&pixels[3 * i], i % 1000 == 7 ? "\x10\xc8\x40" : i % 3 ? "\xff\xff\xff" : "\x00\x72\xb2", 3);
    cr_expect_eq(worst(pixels, &before, &after), 0);
    cr_expect_lt(after, before);
    for (size_t i = 0; i < WIDE * HIGH; i++) /* shades of one colour, as at the edge of a line */
        for (size_t k = 0; k < 3; k++)
            pixels[3 * i + k] = (unsigned char)(i % 256);
    int off = worst(pixels, &before, &after);
    cr_expect(off > 0 && off <= 40, "%d", off);
    for (size_t i = 0; i < WIDE * HIGH; i++) { /* more colours than a chart has */
        unsigned char many[] = {(unsigned char)(i >> 8), (unsigned char)i, (unsigned char)(7 * i)};
        memcpy(&pixels[3 * i], many, 3);
    }
    cr_expect_eq(worst(pixels, &before, &after), -1);
    free(pixels);
    cr_expect_null(palette_png(&after, "no picture", strlen("no picture")));
}
