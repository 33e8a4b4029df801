#include "harness/verify/keep.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"
#include "harness/metric/metric.h"
#include "harness/selection/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A line that a run added, or may add. */
struct kept {
    char variant[48];
    const struct format *format;
    enum output output;
    double ulp;
    bool bounded;
    bool is_new, searched;
    struct input input;
    size_t line; /* its index in the file; of a new one: where it stands among those found */
};

/* Notes on a line what adds it: "0x1.8p+3  # verify: stable/f32 grad 1.603 ulp, level full, seed 1". */
static const char written_form[] = "# verify: %s/%s %s %.6g ulp, level %s, seed %llu";
static const char read_form[] = "# verify: %47[^/ ]/%3s %4s %lf ulp";

static bool has_bound(const struct term *term, const char *variant, const struct format *format)
{
    char id[ID_SIZE];
    struct choice choice;
    snprintf(id, sizeof id, "%s/%s/%s", term->id, variant, format->name);
    return choice_find(&choice, id) && choice_has_bound(&choice);
}

/* False: a line that somebody wrote. */
static bool kept_parse(struct kept *kept, const struct worst_file *file, size_t line, const struct term *term)
{
    char format[4], output[5];
    const char *comment = file->line[line].is_input ? strchr(file->line[line].text, '#') : NULL;
    *kept = (struct kept){.line = line};
    if (!comment || sscanf(comment, read_form, kept->variant, format, output, &kept->ulp) != 4)
        return false;
    kept->format = format_find(format);
    kept->output = strcmp(output, output_names[GRAD]) == 0 ? GRAD : LOSS;
    kept->bounded = kept->format && has_bound(term, kept->variant, kept->format);
    return kept->format != NULL;
}

static bool same_input(const struct input *a, const struct input *b)
{
    return !input_before(a, b) && !input_before(b, a);
}

static bool is_in_file(const struct worst_file *file, const struct input *input)
{
    for (size_t i = 0; i < file->count; i++)
        if (file->line[i].is_input && same_input(&file->line[i].input, input))
            return true;
    return false;
}

/* The largest error of the kernel on the inputs of its term's file. Judged as the run judges, by the formula
   of positive weight: exact values are enclosed to 2^-20 ulp, so that another way would give another error. */
static long double error_in_file(const struct worst_file *file, const struct choice *choice,
                                 enum output output)
{
    const struct ideal ideal = ideal_of(choice->kernel->term);
    long double largest = 0;
    for (size_t i = 0; i < file->count; i++) {
        const struct input *input = &file->line[i].input;
        struct want want[OUTPUTS];
        double got[OUTPUTS];
        if (!file->line[i].is_input || !worst_fits(input, choice->format))
            continue;
        reference(&want[LOSS], &want[GRAD], &ideal.formula, choice->format, input->x, input->target);
        if (ideal.sign < 0)
            want[output] = want_negated(&want[output]);
        choice_at(choice, input->x, input->target, &got[LOSS], &got[GRAD]);
        struct error error = metric_measure(got[output], &want[output]);
        largest = error.ulp > largest ? error.ulp : largest;
    }
    return largest;
}

/* Fills kept[] with what earlier runs added and what this one may add; returns their number. */
static size_t collect(struct kept kept[], const struct worst_file *file, const struct term *term,
                      const struct selection *selection, const struct summary summaries[])
{
    size_t count = 0, old;
    for (size_t i = 0; i < file->count; i++)
        count += kept_parse(&kept[count], file, i, term) ? 1 : 0;
    old = count;
    for (size_t i = 0; i < selection->count; i++)
        for (int k = 0; k < OUTPUTS && selection->at[i].kernel->term == term; k++) {
            const struct choice *choice = &selection->at[i];
            const struct output_summary *s = &summaries[i].ideal[k];
            bool repeated = is_in_file(file, &s->at);
            for (size_t j = old; j < count; j++)
                repeated = repeated || same_input(&kept[j].input, &s->at);
            if (repeated || s->compared == 0 || !isfinite(s->at.x) || s->max_ulp <= 0.5L ||
                s->max_ulp <= error_in_file(file, choice, (enum output)k))
                continue;
            struct kept *new = &kept[count++];
            *new = (struct kept){.format = choice->format,
                                 .output = (enum output)k,
                                 .ulp = (double)s->max_ulp,
                                 .bounded = choice_has_bound(choice),
                                 .is_new = true,
                                 .searched = summaries[i].searched.searches > 0,
                                 .input = s->at,
                                 .line = count};
            snprintf(new->variant, sizeof new->variant, "%s", choice->kernel->code->variant);
        }
    return count;
}

/* By format and output; then a declared bound, the larger error, and the older. */
static int compare(const void *a, const void *b)
{
    const struct kept *p = a, *q = b;
    if (p->format != q->format)
        return p->format < q->format ? -1 : 1;
    if (p->output != q->output)
        return p->output < q->output ? -1 : 1;
    if (p->bounded != q->bounded)
        return p->bounded ? -1 : 1;
    if (p->ulp < q->ulp || p->ulp > q->ulp)
        return p->ulp > q->ulp ? -1 : 1;
    if (p->is_new != q->is_new)
        return p->is_new ? 1 : -1;
    return p->line < q->line ? -1 : p->line > q->line;
}

static void append_new(struct worst_file *file, const struct kept *kept, const struct term *term,
                       const char *level, uint64_t seed)
{
    char text[512];
    int length = snprintf(text, sizeof text, "%a", kept->input.x);
    if (term->operands == 2)
        length += snprintf(text + length, sizeof text - (size_t)length, " %a", kept->input.target);
    length += snprintf(text + length, sizeof text - (size_t)length, "  ");
    snprintf(text + length, sizeof text - (size_t)length, written_form, kept->variant, kept->format->name,
             output_names[kept->output], kept->ulp, kept->searched ? "exhaustive (search)" : level,
             (unsigned long long)seed);
    worst_append(file, strdup(text), &kept->input);
}

static void remove_line(struct worst_file *file, const struct kept *kept)
{
    free(file->line[kept->line].text);
    file->line[kept->line].text = NULL;
    file->line[kept->line].is_input = false;
}

static char *path_of(const char *directory, const struct term *term)
{
    return allocate_text("%s/%s.wc", directory, term->id);
}

enum status keep_check(const char *directory, const struct selection *selection)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < selection->count && status == STATUS_OK; i++) {
        char *path = path_of(directory, selection->at[i].kernel->term);
        status = output_check(path);
        free(path);
    }
    return status;
}

static enum status write_file(const struct worst_file *file, const char *directory, const struct term *term)
{
    char *path = path_of(directory, term);
    struct output_file out;
    enum status status = output_open(&out, path);
    if (status == STATUS_OK) {
        for (size_t i = 0; i < file->count; i++)
            if (file->line[i].text)
                fprintf(out.stream, "%s\n", file->line[i].text);
        status = output_commit(&out);
    }
    free(path);
    return status;
}

static enum status keep_term(size_t *added, const char *directory, struct worst_file *file,
                             const struct term *term, const struct selection *selection,
                             const struct summary summaries[], const char *level, uint64_t seed)
{
    struct kept *kept = allocate(file->count + OUTPUTS * selection->count, sizeof *kept);
    size_t count = collect(kept, file, term, selection, summaries), before = *added;
    bool is_new_file = file->count == 0;
    enum status status = STATUS_OK;
    qsort(kept, count, sizeof *kept, compare);
    for (size_t i = 0, rank = 0; i < count; i++) {
        rank = i > 0 && kept[i].format == kept[i - 1].format && kept[i].output == kept[i - 1].output
                   ? rank + 1
                   : 0;
        if (rank >= KEEP_LINES && !kept[i].is_new)
            remove_line(file, &kept[i]);
        if (rank >= KEEP_LINES || !kept[i].is_new)
            continue;
        if (is_new_file && file->count == 0) {
            char head[ID_SIZE + 64];
            snprintf(head, sizeof head,
                     "# %s: inputs at which a kernel was worst or wrong, and who found them", term->id);
            worst_append(file, strdup(head), NULL);
        }
        append_new(file, &kept[i], term, level, seed);
        ++*added;
    }
    if (*added > before)
        status = write_file(file, directory, term);
    free(kept);
    return status;
}

enum status keep_worst(size_t *added, const char *directory, struct worst *worst,
                       const struct selection *selection, const struct summary summaries[], const char *level,
                       uint64_t seed)
{
    enum status status = STATUS_OK;
    *added = 0;
    for (size_t t = 0; t < TERMS && status == STATUS_OK; t++)
        status = keep_term(added, directory, &worst->file[t], &terms[t], selection, summaries, level, seed);
    reference_thread_end();
    return status;
}
