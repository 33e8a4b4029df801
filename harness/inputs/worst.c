#include "harness/inputs/worst.h"

#include "harness/base/allocate.h"
#include "harness/base/output.h"

#include <dirent.h>
#include <errno.h>
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char suffix[] = ".wc";

/* Reads a finite hex float that binary64 holds exactly, and what follows it in *text. */
static bool parse_value(double *x, const char **text)
{
    const char *digits = *text + (**text == '-' || **text == '+');
    char *end;
    mpfr_t exact;
    if (digits[0] != '0' || (digits[1] | 0x20) != 'x')
        return false;
    *x = strtod(*text, &end);
    if (*end != '\0' && !strchr(" \t\r#", *end))
        return false;
    mpfr_init2(exact, 53);
    bool held = mpfr_strtofr(exact, *text, NULL, 16, MPFR_RNDN) == 0 && mpfr_cmp_d(exact, *x) == 0;
    mpfr_clear(exact);
    *text = end;
    return held;
}

static void skip_blanks(const char **text)
{
    *text += strspn(*text, " \t\r");
}

/* False: neither an input of the term nor a comment. */
static bool parse_line(struct worst_line *line, const struct term *term)
{
    const char *text = line->text;
    skip_blanks(&text);
    line->is_input = *text != '\0' && *text != '#';
    if (!line->is_input)
        return true;
    if (!parse_value(&line->input.x, &text))
        return false;
    skip_blanks(&text);
    if (term->operands == 2) {
        if (!parse_value(&line->input.target, &text) || !(line->input.target >= 0 && line->input.target <= 1))
            return false;
        skip_blanks(&text);
    }
    return *text == '\0' || *text == '#';
}

void worst_append(struct worst_file *file, char *text, const struct input *input)
{
    file->line = allocate_again(file->line, file->count + 1, sizeof *file->line);
    file->line[file->count++] = (struct worst_line){
        .text = text, .is_input = input != NULL, .input = input ? *input : (struct input){0, 0}};
}

static enum status read_lines(struct worst *worst, const struct term *term, FILE *stream, const char *path)
{
    struct worst_file *file = &worst->file[term - terms];
    char *text = NULL;
    size_t room = 0;
    enum status status = STATUS_OK;
    for (ssize_t length; status == STATUS_OK && (length = getline(&text, &room, stream)) >= 0;) {
        bool has_nul = strlen(text) < (size_t)length;
        text[strcspn(text, "\n")] = '\0';
        worst_append(file, strdup(text), NULL);
        struct worst_line *line = &file->line[file->count - 1];
        if (has_nul || !parse_line(line, term))
            status = fail(STATUS_DATA,
                          "%s:%zu: '%s' is no worst case: a line holds a hex float that binary64 holds "
                          "exactly, such as -0x1.8p+3%s, then # and a comment",
                          path, file->count, text, term->operands == 2 ? ", and a target in [0, 1]" : "");
        worst->inputs += line->is_input ? 1 : 0;
    }
    free(text);
    if (status == STATUS_OK && ferror(stream))
        status = fail(STATUS_IO, "cannot read %s: %s", path, strerror(errno));
    return status;
}

static enum status read_file(struct worst *worst, const char *directory, const char *name)
{
    char *path = output_path(directory, name), id[ID_SIZE];
    snprintf(id, sizeof id, "%.*s", (int)(strlen(name) - strlen(suffix)), name);
    const struct term *term = term_find(id);
    enum status status = STATUS_OK;
    FILE *stream = term ? fopen(path, "r") : NULL;
    if (!term)
        status = fail(STATUS_DATA,
                      "%s: there is no term '%s' (a file of worst cases is TERM.wc, see ganloss list terms)",
                      path, id);
    else if (!stream)
        status = fail(STATUS_IO, "cannot read %s: %s", path, strerror(errno));
    else
        status = read_lines(worst, term, stream, path);
    if (stream)
        fclose(stream);
    free(path);
    return status;
}

static bool is_worst_file(const char *name)
{
    size_t length = strlen(name), tail = strlen(suffix);
    return length > tail && strcmp(name + length - tail, suffix) == 0;
}

enum status worst_read(struct worst *worst, const char *directory)
{
    *worst = (struct worst){0};
    if (!directory)
        return STATUS_OK;
    DIR *entries = opendir(directory);
    if (!entries)
        return fail(errno == ENOENT ? STATUS_NOTHING : STATUS_IO, "cannot read the worst cases in %s: %s",
                    directory, strerror(errno));
    enum status status = STATUS_OK;
    for (struct dirent *entry; status == STATUS_OK && (entry = readdir(entries));)
        if (is_worst_file(entry->d_name))
            status = read_file(worst, directory, entry->d_name);
    closedir(entries);
    if (status != STATUS_OK)
        worst_free(worst);
    return status;
}

void worst_free(struct worst *worst)
{
    for (size_t t = 0; t < TERMS; t++) {
        for (size_t i = 0; i < worst->file[t].count; i++)
            free(worst->file[t].line[i].text);
        free(worst->file[t].line);
    }
    *worst = (struct worst){0};
}

bool worst_fits(const struct input *input, const struct format *format)
{
    return format_round(format, input->x) == input->x && format_round(format, input->target) == input->target;
}

static bool is_among(const struct input inputs[], size_t count, const struct input *input)
{
    for (size_t i = 0; i < count; i++)
        if (!input_before(&inputs[i], input) && !input_before(input, &inputs[i]))
            return true;
    return false;
}

/* Fills inputs[worst->inputs]; returns their number. */
static size_t choose(struct input inputs[], const struct worst *worst, const struct term *term,
                     const struct format *format)
{
    size_t count = 0;
    for (size_t t = 0; t < TERMS; t++)
        for (size_t i = 0; i < worst->file[t].count; i++) {
            const struct worst_line *line = &worst->file[t].line[i];
            bool fits = line->is_input && terms[t].space == term->space &&
                        terms[t].operands == term->operands && worst_fits(&line->input, format);
            if (fits && !is_among(inputs, count, &line->input))
                inputs[count++] = line->input;
        }
    return count;
}

void worst_prepend(struct cases *cases, const struct worst *worst, const struct term *term,
                   const struct format *format)
{
    struct input *inputs = allocate(worst->inputs, sizeof *inputs);
    size_t count = choose(inputs, worst, term, format), size = sizeof *cases->x;
    cases->x = allocate_again(cases->x, count + cases->count, size);
    memmove(cases->x + count, cases->x, cases->count * size);
    if (cases->target) {
        cases->target = allocate_again(cases->target, count + cases->count, size);
        memmove(cases->target + count, cases->target, cases->count * size);
    }
    for (size_t i = 0; i < count; i++) {
        cases->x[i] = inputs[i].x;
        if (cases->target)
            cases->target[i] = inputs[i].target;
    }
    cases->count += count;
    free(inputs);
}
