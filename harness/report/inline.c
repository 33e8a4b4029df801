#include "harness/report/inline.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum picture_type { SVG, PNG, TYPES };
static const struct {
    const char *extension, *mime;
} types[TYPES] = {[SVG] = {"svg", "image/svg+xml"}, [PNG] = {"png", "image/png"}};

/* The picture's file, opened, and its size in bytes; NULL: it is not there. */
static FILE *open_picture(const struct report *report, const json_t *chart, enum picture_type type,
                          size_t *size)
{
    static const char *const folders[] = {"charts/", ""};
    for (size_t i = 0; report->directory && i < sizeof folders / sizeof *folders; i++) {
        struct stat info;
        char *path = allocate_text("%s/%s%s.%s", report->directory, folders[i], json_text_at(chart, "name"),
                                   types[type].extension);
        FILE *file = fopen(path, "r");
        free(path);
        if (file && fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
            *size = (size_t)info.st_size;
            return file;
        }
        if (file)
            fclose(file);
    }
    return NULL;
}

/* What it takes in the page; 0: it is not there. */
static size_t cost_of(const struct report *report, const json_t *chart, enum picture_type type)
{
    size_t size = 0;
    FILE *file = open_picture(report, chart, type, &size);
    if (file)
        fclose(file);
    return size > 0 ? (size + 2) / 3 * 4 + strlen("data:image/svg+xml;base64,") : 0;
}

struct plan {
    json_t *chart;
    size_t cost[TYPES];
    enum picture_type type; /* TYPES: it does not stand in the page */
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

static size_t fill_plan(struct plan plan[], const struct report *report)
{
    size_t i, sum = 0;
    json_t *chart;
    json_array_foreach(report->charts, i, chart)
    {
        struct plan *p = &plan[i];
        *p = (struct plan){chart, {cost_of(report, chart, SVG), cost_of(report, chart, PNG)}, TYPES};
        p->type = p->cost[SVG] > 0 ? SVG : p->cost[PNG] > 0 ? PNG : TYPES;
        sum += p->type < TYPES ? p->cost[p->type] : 0;
    }
    return sum;
}

void report_inline_plan(const struct report *report, size_t room)
{
    size_t count = json_array_size(report->charts);
    struct plan *plan = allocate(count + 1, sizeof *plan), *p;
    size_t sum = fill_plan(plan, report);
    while (sum > room && (p = largest_saving(plan, count))) {
        sum -= saving(p);
        p->type = PNG;
    }
    for (size_t i = count; i-- > 0;) {
        if (sum > room && plan[i].type < TYPES) {
            sum -= plan[i].cost[plan[i].type];
            plan[i].type = TYPES;
        }
        json_object_set_new(plan[i].chart, "inline", json_integer(plan[i].type));
    }
    free(plan);
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

bool report_inline_chart(FILE *to, const struct report *report, const json_t *chart)
{
    size_t size;
    const json_t *planned = json_object_get(chart, "inline");
    enum picture_type type =
        json_is_integer(planned) ? (enum picture_type)json_integer_value(planned) : TYPES;
    FILE *from = type < TYPES ? open_picture(report, chart, type, &size) : NULL;
    if (!from)
        return false;
    fprintf(to, "data:%s;base64,", types[type].mime);
    write_base64(to, from);
    fclose(from);
    return true;
}
