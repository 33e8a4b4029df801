#include "harness/report/inline.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/report/palette.h"
#include "losses/registry.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum picture_type { SVG, PNG, TYPES };
static const struct {
    const char *extension, *mime;
} types[TYPES] = {[SVG] = {"svg", "image/svg+xml"}, [PNG] = {"png", "image/png"}};

/* Pictures are read by several threads. */
static enum status cannot_read(const char *chart)
{
    int error = errno;
#pragma omp critical(inline_cannot_read)
    fail(STATUS_IO, "cannot read the chart %s: %s", chart, strerror(error));
    return STATUS_IO;
}

/* The picture's file, opened; NULL: it is not there, or (`status`) cannot be read. */
static FILE *open_picture(const struct report *report, const json_t *chart, enum picture_type type,
                          enum status *status)
{
    static const char *const folders[] = {"charts/", ""};
    FILE *file = NULL;
    for (size_t i = 0; report->directory && i < sizeof folders / sizeof *folders && !file; i++) {
        char *path = allocate_text("%s/%s%s.%s", report->directory, folders[i], json_text_at(chart, "name"),
                                   types[type].extension);
        file = fopen(path, "r");
        if (!file && errno != ENOENT)
            *status = cannot_read(path);
        free(path);
    }
    return file;
}

/* All of the picture, from malloc; NULL: as above. */
static unsigned char *read_picture(size_t *size, const struct report *report, const json_t *chart,
                                   enum picture_type type, enum status *status)
{
    FILE *from = open_picture(report, chart, type, status);
    struct stat info;
    unsigned char *bytes = NULL;
    if (!from)
        return NULL;
    if (fstat(fileno(from), &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
        *size = (size_t)info.st_size;
        bytes = allocate(*size, 1);
        if (fread(bytes, 1, *size, from) < *size) {
            *status = cannot_read(json_text_at(chart, "name"));
            free(bytes);
            bytes = NULL;
        }
    }
    fclose(from);
    return bytes;
}

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* The picture as a data: address, from malloc; NULL: as above. */
static char *address_of(const struct report *report, const json_t *chart, enum picture_type type,
                        enum status *status)
{
    size_t size, smaller;
    unsigned char *bytes = read_picture(&size, report, chart, type, status);
    if (!bytes)
        return NULL;
    unsigned char *few = type == PNG ? palette_png(&smaller, bytes, size) : NULL;
    if (few) {
        free(bytes);
        bytes = few;
        size = smaller;
    }
    char *address = allocate((size + 2) / 3 * 4 + 40, 1),
         *to = address + sprintf(address, "data:%s;base64,", types[type].mime);
    for (size_t i = 0; i < size; i += 3) {
        size_t n = size - i < 3 ? size - i : 3;
        unsigned bits =
            (unsigned)bytes[i] << 16 | (n > 1 ? (unsigned)bytes[i + 1] << 8 : 0) | (n > 2 ? bytes[i + 2] : 0);
        for (size_t k = 0; k < 4; k++)
            *to++ = k <= n ? digits[bits >> (18 - 6 * k) & 63] : '=';
    }
    *to = '\0';
    free(bytes);
    return address;
}

struct plan {
    json_t *chart;
    char *address[TYPES]; /* NULL: it is not there */
    size_t cost[TYPES];
    int rank;               /* the higher, the sooner it does without */
    enum picture_type type; /* TYPES: it does not stand in the page */
    enum status status;     /* of reading it */
};

static size_t saving(const struct plan *p)
{
    return p->type == SVG && p->cost[PNG] > 0 && p->cost[PNG] < p->cost[SVG] ? p->cost[SVG] - p->cost[PNG]
                                                                             : 0;
}

/* The one of which a PNG saves most; NULL: none saves any. */
static struct plan *largest_saving(struct plan plan[], size_t count)
{
    struct plan *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (saving(&plan[i]) > (best ? saving(best) : 0))
            best = &plan[i];
    return best;
}

static const char *subject_of(const json_t *chart)
{
    const char *subject = json_string_value(json_array_get(json_object_get(chart, "subjects"), 0));
    return subject ? subject : "";
}

/* Whether two charts show the same script and format of terms that are one function. */
static bool is_same(const json_t *a, const json_t *b)
{
    const struct term *left = term_find(subject_of(a)), *right = term_find(subject_of(b));
    return left && right && left != right && left->space == right->space &&
           strcmp(left->loss, right->loss) == 0 &&
           strcmp(json_text_at(a, "script"), json_text_at(b, "script")) == 0 &&
           strcmp(json_text_at(a, "format"), json_text_at(b, "format")) == 0;
}

/* The term whose chart is the same, and shown rather: of the non-saturating generator, which most people look for, else the
   first; NULL: none. */
static const char *same_term(const struct report *report, const json_t *chart)
{
    static const char sought[] = "nonsaturating.g";
    size_t i;
    json_t *other, *first = NULL;
    if (strcmp(subject_of(chart), sought) == 0)
        return NULL;
    json_array_foreach(report->charts, i, other)
    {
        if (is_same(chart, other) && strcmp(subject_of(other), sought) == 0)
            return sought;
        if (!first && (other == chart || is_same(chart, other)))
            first = other;
    }
    return first && first != chart ? subject_of(first) : NULL;
}

/* What is drawn elsewhere on the page is missed least, then what is of doubles alone. */
enum { RANK_FIRST, RANK_DOUBLE, RANK_SAME };
static int rank_of(const struct report *report, const json_t *chart)
{
    return same_term(report, chart)                            ? RANK_SAME
           : strcmp(json_text_at(chart, "format"), "f64") == 0 ? RANK_DOUBLE
                                                               : RANK_FIRST;
}

static size_t take(struct plan *p, const struct report *report, enum picture_type type)
{
    p->address[type] = address_of(report, p->chart, type, &p->status);
    p->cost[type] = p->address[type] ? strlen(p->address[type]) : 0;
    return p->cost[type];
}

static size_t fill_plan(struct plan plan[], const struct report *report)
{
    size_t i, sum = 0;
    json_t *chart;
    json_array_foreach(report->charts, i, chart)
    {
        struct plan *p = &plan[i];
        *p = (struct plan){.chart = chart, .type = TYPES, .rank = rank_of(report, chart)};
        if (take(p, report, SVG) > 0)
            p->type = SVG;
        else if (take(p, report, PNG) > 0)
            p->type = PNG;
        sum += p->type < TYPES ? p->cost[p->type] : 0;
    }
    return sum;
}

static size_t leave_out(struct plan plan[], size_t count, size_t sum, size_t room)
{
    for (int rank = RANK_SAME; rank >= RANK_FIRST; rank--)
        for (size_t i = count; i-- > 0 && sum > room;)
            if (plan[i].rank == rank && plan[i].type < TYPES) {
                sum -= plan[i].cost[plan[i].type];
                plan[i].type = TYPES;
            }
    return sum;
}

enum status report_inline_plan(const struct report *report, size_t room)
{
    enum status status = STATUS_OK;
    size_t count = json_array_size(report->charts);
    struct plan *plan = allocate(count + 1, sizeof *plan), *p;
    size_t sum = fill_plan(plan, report);
    if (sum > room) {
#pragma omp parallel for schedule(dynamic)
        for (size_t i = 0; i < count; i++)
            if (plan[i].type == SVG)
                take(&plan[i], report, PNG);
    }
    while (sum > room && (p = largest_saving(plan, count))) {
        sum -= saving(p);
        p->type = PNG;
    }
    leave_out(plan, count, sum, room);
    for (size_t i = 0; i < count; i++) {
        enum picture_type type = plan[i].type;
        status = fail_graver(status, plan[i].status);
        const char *same = type < TYPES ? NULL : same_term(report, plan[i].chart);
        json_object_set_new(plan[i].chart, "same_term", same ? json_string(same) : json_null());
        json_object_set_new(plan[i].chart, "inline",
                            type < TYPES ? json_string(plan[i].address[type]) : json_null());
        free(plan[i].address[SVG]);
        free(plan[i].address[PNG]);
    }
    free(plan);
    return status;
}

bool report_inline_chart(FILE *to, const json_t *chart)
{
    const char *address = json_string_value(json_object_get(chart, "inline"));
    if (!address)
        return false;
    fputs(address, to);
    return true;
}
