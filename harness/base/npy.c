#include "harness/base/npy.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "elements are read as they stand: little-endian");

static const char magic[6] = "\x93NUMPY";

/* A header that holds more than the three keys of a plain array is not read; this is ample for them. */
enum { PREFIX = 8, HEADER_LIMIT = 65535 };

__attribute__((format(printf, 2, 3))) static enum status refuse(const char *name, const char *format, ...)
{
    char found[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(found, sizeof found, format, arguments);
    va_end(arguments);
    return fail(
        STATUS_DATA,
        "%s: %s; read are .npy files of version 1.0 to 3.0, type <f4 <f8 <i4 or <i8, C order, 1-D or 2-D",
        name, found);
}

/* The length field of 2 bytes in version 1.0, of 4 in 2.0 and 3.0, which allow for longer dictionaries. */
static uint32_t little_endian(const unsigned char bytes[], size_t n)
{
    uint32_t value = 0;
    for (size_t i = 0; i < n; i++)
        value |= (uint32_t)bytes[i] << (8 * i);
    return value;
}

/* Where the data stand in a file of this size, of which the first `got` bytes are there: all of its header, or all
   of the file. */
static enum status parse_head(struct npy_header *header, size_t *data, const char *name,
                              const unsigned char bytes[], size_t got, uint64_t size)
{
    char found[NPY_FOUND];
    if (got == 0)
        return refuse(name, "an empty file");
    if (memcmp(bytes, magic, got < sizeof magic ? got : sizeof magic) != 0)
        return refuse(name, "no .npy file (wrong magic)");
    if (got < PREFIX)
        return refuse(name, "truncated in the header after %zu bytes", got);
    if (bytes[6] < 1 || bytes[6] > 3 || bytes[7] != 0)
        return refuse(name, "version %d.%d", bytes[6], bytes[7]);

    size_t field = bytes[6] == 1 ? 2 : 4, left = got - PREFIX;
    if (left < field)
        return refuse(name, "truncated in the header after %zu bytes", got);
    uint32_t length = little_endian(bytes + PREFIX, field);
    left -= field;
    if (length > HEADER_LIMIT)
        return refuse(name, "a header of %" PRIu32 " bytes (at most %d)", length, HEADER_LIMIT);
    if (length > left)
        return refuse(name, "truncated: a header of %" PRIu32 " bytes of which the file holds %zu", length,
                      left);
    if (!npy_header_parse(header, (const char *)bytes + PREFIX + field, length, found))
        return refuse(name, "%s", found);
    *data = PREFIX + field + length;

    size_t count, needed;
    if (__builtin_mul_overflow(header->rows, header->columns, &count) ||
        __builtin_mul_overflow(count, npy_elements[header->type].size, &needed))
        return refuse(name, "shape %zu x %zu, beyond any file", header->rows, header->columns);
    if (needed == 0)
        return refuse(name, "shape %zu x %zu, without an element", header->rows, header->columns);
    if (needed != size - *data)
        return refuse(name, "%s: %" PRIu64 " bytes of data where shape %zu x %zu of %s takes %zu",
                      size - *data < needed ? "truncated" : "trailing bytes", size - *data, header->rows,
                      header->columns, npy_elements[header->type].descr, needed);
    return STATUS_OK;
}

enum status npy_parse(struct npy *array, const char *name, const unsigned char bytes[], size_t size)
{
    struct npy_header header;
    size_t data = 0;
    enum status status = parse_head(&header, &data, name, bytes, size, size);
    if (status == STATUS_OK)
        *array = (struct npy){header.type, header.rows, header.columns, bytes + data, NULL};
    return status;
}

enum status npy_parse_file(struct npy_header *header, size_t *data, const char *name, int descriptor,
                           uint64_t size)
{
    static const size_t most = PREFIX + 4 + HEADER_LIMIT;
    unsigned char *bytes = allocate(most, 1);
    size_t got = 0;
    for (ssize_t n = 1; n > 0 && got<most; got += n> 0 ? (size_t)n : 0)
        n = pread(descriptor, bytes + got, most - got, (off_t)got);
    enum status status = got < size && got < most
                             ? fail(STATUS_IO, "cannot read %s: %s", name, strerror(errno))
                             : parse_head(header, data, name, bytes, got, size);
    free(bytes);
    return status;
}

/* The whole file, in a buffer that grows with what has arrived: pipes have no size to ask for. */
static unsigned char *read_all(FILE *stream, size_t *size)
{
    size_t room = 1 << 16, got;
    unsigned char *bytes = allocate(room, 1);
    for (*size = 0; (got = fread(bytes + *size, 1, room - *size, stream)) > 0;) {
        *size += got;
        if (*size == room)
            bytes = allocate_again(bytes, room *= 2, 1);
    }
    return bytes;
}

enum status npy_read(struct npy *array, const char *path)
{
    FILE *stream = fopen(path, "rb");
    if (!stream)
        return fail(errno == ENOENT ? STATUS_NOTHING : STATUS_IO, "cannot read %s: %s", path,
                    strerror(errno));
    size_t size;
    unsigned char *bytes = read_all(stream, &size);
    enum status status = ferror(stream) ? fail(STATUS_IO, "cannot read %s: %s", path, strerror(errno))
                                        : npy_parse(array, path, bytes, size);
    fclose(stream);
    if (status == STATUS_OK)
        array->file = bytes;
    else
        free(bytes);
    return status;
}

void npy_free(struct npy *array)
{
    free(array->file);
    *array = (struct npy){0};
}

double npy_value(const struct npy *array, size_t i)
{
    float narrow;
    double wide;
    if (array->type == NPY_F8) {
        memcpy(&wide, array->data + i * sizeof wide, sizeof wide);
        return wide;
    }
    memcpy(&narrow, array->data + i * sizeof narrow, sizeof narrow);
    return (double)narrow;
}

int64_t npy_integer(const struct npy *array, size_t i)
{
    int32_t narrow;
    int64_t wide;
    if (array->type == NPY_I8) {
        memcpy(&wide, array->data + i * sizeof wide, sizeof wide);
        return wide;
    }
    memcpy(&narrow, array->data + i * sizeof narrow, sizeof narrow);
    return narrow;
}

void npy_write_head(FILE *to, enum npy_type type, const char *shape)
{
    /* The data start at byte 128: NumPy pads the header with blanks to a multiple of 64, and ends it with
       a newline; 118 = 0x76 bytes follow the length field. */
    char header[119];
    int n = snprintf(header, sizeof header, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
                     npy_elements[type].descr, shape);
    snprintf(header + n, sizeof header - (size_t)n, "%*s\n", 117 - n, "");
    fwrite(magic, 1, sizeof magic, to);
    fwrite("\1\0\x76\0", 1, 4, to);
    fwrite(header, 1, 118, to);
}

enum status npy_write(const char *path, enum npy_type type, size_t rows, size_t columns, const void *data)
{
    struct output_file out;
    char shape[64];
    enum status status = output_open(&out, path);
    if (status != STATUS_OK)
        return status;
    snprintf(shape, sizeof shape, "(%zu, %zu)", rows, columns);
    npy_write_head(out.stream, type, shape);
    fwrite(data, npy_elements[type].size, rows * columns, out.stream);
    return output_commit(&out);
}
