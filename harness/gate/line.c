#include "harness/gate/line.h"

#include "harness/base/allocate.h"
#include "harness/record/input_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char *line_decimal(char text[LINE_NUMBER], double x)
{
    enum { FEW = 6, ENOUGH = 17 };
    for (int digits = FEW; digits <= ENOUGH; digits++) {
        snprintf(text, LINE_NUMBER, "%.*g", digits, input_text_number(x));
        if (isnan(x) || (strtod(text, NULL) >= x && strtod(text, NULL) <= x))
            break;
    }
    return text;
}

char *line_title(const struct finding *finding)
{
    return allocate_text("%s %s: %s", finding->id, finding_parts[finding->part], finding->rule);
}

const char *line_rerun(const struct gate_run *run, const struct finding *finding)
{
    return finding->rerun ? finding->rerun : run->words;
}

char *line_of(const struct gate_run *run, const struct finding *finding)
{
    char *text = NULL, decimal[LINE_NUMBER];
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (finding->place)
        fprintf(to, "%s: ", finding->place);
    fputs(finding->message, to);
    if (finding->at) {
        fprintf(to, "; input %a = %s", input_text_number(finding->at->x),
                line_decimal(decimal, finding->at->x));
        if (finding->labelled)
            fprintf(to, ", target %a = %s", input_text_number(finding->at->target),
                    line_decimal(decimal, finding->at->target));
    }
    fprintf(to, "; rerun: %s", line_rerun(run, finding));
    fclose(to);
    return text;
}
