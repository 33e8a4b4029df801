/* palette.c -- the most frequent colours that are far enough from each other, and for each other one the nearest of them. */
#include "harness/report/palette.h"

#include "harness/base/allocate.h"

#include <png.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS = 1 << 15, MOST = SLOTS / 2, ENTRIES = 24, APART = 40 };

/* Those of a picture, in a table of which at most half is taken. */
struct colour {
    uint32_t rgb;
    size_t count; /* 0: a free slot */
    unsigned char entry;
};

static struct colour *slot_of(struct colour table[SLOTS], uint32_t rgb)
{
    size_t i = (rgb * UINT32_C(2654435761)) >> 17;
    while (table[i].count > 0 && table[i].rgb != rgb)
        i = (i + 1) % SLOTS;
    return &table[i];
}

static uint32_t colour_at(const unsigned char *pixel)
{
    return (uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2];
}

static bool count_colours(struct colour table[SLOTS], const unsigned char *pixels, size_t n)
{
    size_t distinct = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t rgb = colour_at(&pixels[3 * i]);
        struct colour *slot = slot_of(table, rgb);
        if (slot->count == 0 && distinct++ == MOST)
            return false;
        slot->rgb = rgb;
        slot->count++;
    }
    return true;
}

static int distance(uint32_t a, uint32_t b)
{
    int sum = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int d = (int)(a >> shift & 255) - (int)(b >> shift & 255);
        sum += d * d;
    }
    return sum;
}

/* The more frequent first; of equals the darker, so that a picture always has the same palette. */
static int compare(const void *a, const void *b)
{
    const struct colour *left = *(struct colour *const *)a, *right = *(struct colour *const *)b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return (left->rgb > right->rgb) - (left->rgb < right->rgb);
}

static size_t nearest(const uint32_t palette[ENTRIES], size_t count, uint32_t rgb)
{
    size_t best = 0;
    for (size_t i = 1; i < count; i++)
        if (distance(palette[i], rgb) < distance(palette[best], rgb))
            best = i;
    return best;
}

/* Sets each colour's entry; returns how many there are. */
static size_t choose(uint32_t palette[ENTRIES], struct colour table[SLOTS])
{
    struct colour **sorted = allocate(MOST + 1, sizeof *sorted);
    size_t distinct = 0, count = 0;
    for (size_t i = 0; i < SLOTS; i++)
        if (table[i].count > 0)
            sorted[distinct++] = &table[i];
    qsort(sorted, distinct, sizeof *sorted, compare);
    for (size_t i = 0; i < distinct && count < ENTRIES; i++)
        if (count == 0 ||
            distance(palette[nearest(palette, count, sorted[i]->rgb)], sorted[i]->rgb) > APART * APART)
            palette[count++] = sorted[i]->rgb;
    for (size_t i = 0; i < distinct; i++)
        sorted[i]->entry = (unsigned char)nearest(palette, count, sorted[i]->rgb);
    free(sorted);
    return count;
}

static unsigned char *write_png(size_t *size, png_image *image, unsigned char *pixels,
                                struct colour table[SLOTS])
{
    uint32_t palette[ENTRIES];
    unsigned char colours[3 * ENTRIES];
    size_t n = (size_t)image->width * image->height, count = choose(palette, table);
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++)
            colours[3 * i + (size_t)k] = (unsigned char)(palette[i] >> (16 - 8 * k));
    for (size_t i = 0; i < n; i++)
        pixels[i] = slot_of(table, colour_at(&pixels[3 * i]))->entry;
    png_image out = {.version = PNG_IMAGE_VERSION,
                     .width = image->width,
                     .height = image->height,
                     .format = PNG_FORMAT_RGB_COLORMAP,
                     .colormap_entries = (png_uint_32)count};
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(out);
    unsigned char *png = allocate(bytes, 1);
    if (!png_image_write_to_memory(&out, png, &bytes, 0, pixels, 0, colours)) {
        free(png);
        return NULL;
    }
    *size = bytes;
    return png;
}

unsigned char *palette_png(size_t *size, const void *from, size_t bytes)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    unsigned char *png = NULL;
    if (!png_image_begin_read_from_memory(&image, from, bytes))
        return NULL;
    image.format = PNG_FORMAT_RGB;
    unsigned char *pixels = allocate(PNG_IMAGE_SIZE(image), 1);
    struct colour *table = allocate(SLOTS, sizeof *table);
    memset(table, 0, SLOTS * sizeof *table);
    if (png_image_finish_read(&image, NULL, pixels, 0, NULL) &&
        count_colours(table, pixels, (size_t)image.width * image.height))
        png = write_png(size, &image, pixels, table);
    png_image_free(&image);
    free(table);
    free(pixels);
    return png;
}
