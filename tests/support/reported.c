#include "tests/support/reported.h"

#include "harness/base/output.h"
#include "harness/record/binades.h"
#include "harness/record/record.h"
#include "harness/report/read.h"

#include <criterion/criterion.h>
#include <stdlib.h>

struct report reported_nothing(void)
{
    struct report report;
    cr_assert_eq(report_read(&report, NULL, 0), STATUS_OK);
    return report;
}

void reported_peak(struct summary *s, enum output output, int binade, long double ulp)
{
    float x = float_of_bits((uint32_t)binade << 23);
    struct binade *b = &s->ideal[output].binades->at[binade];
    b->peak = (struct peak){(double)ulp, ulp, (uint32_t)binade << 23, 0, 0, true};
    if (ulp > s->ideal[output].max_ulp)
        summary_raise(&s->ideal[output], ulp, &(struct input){(double)x, 0}, 0);
}

struct summary reported_whole(void)
{
    struct summary s = summary_with_binades();
    s.inputs = UINT64_C(1) << 32;
    for (int k = 0; k < OUTPUTS; k++) {
        for (int i = 0; i < BINADES; i++) {
            s.ideal[k].binades->at[i].inputs = 1 << 23;
            reported_peak(&s, (enum output)k, i, 0.25L);
        }
        s.ideal[k].compared = s.inputs;
        s.ideal[k].binades->histogram[0] = s.inputs;
    }
    return s;
}

json_t *reported_add(struct report *report, const char *id, const struct summary *s, const char *level)
{
    struct choice choice;
    cr_assert(choice_find(&choice, id));
    json_t *record = record_json(&choice, s, level);
    json_object_set_new(report->kernels, id, record);
    return record;
}

char *reported_text(const char *directory, const char *name)
{
    char *path = output_path(directory, name), *text = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_gt(getdelim(&text, &size, '\0', file), 0);
    fclose(file);
    free(path);
    return text;
}
