#include "harness/compare/differences_text.h"

#include "harness/base/allocate.h"
#include "harness/base/json.h"
#include "harness/compare/differences_block.h"
#include "harness/compare/ranges.h"
#include "harness/record/finding.h"
#include "harness/record/input_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static bool is_different(const struct differences_binade *b, int side)
{
    (void)side;
    return b->different > 0;
}

/* Fewer failures, or as many and a smaller error. */
static bool is_better(const struct differences_binade *b, int side)
{
    if (b->failures[side] != b->failures[1 - side])
        return b->failures[side] < b->failures[1 - side];
    return b->ulp[side] >= 0 && b->ulp[1 - side] >= 0 && b->ulp[side] < b->ulp[1 - side];
}

static bool is_as_good(const struct differences_binade *b, int side)
{
    return !is_better(b, side) && !is_better(b, 1 - side);
}

static void print_got(FILE *to, const struct choice *choice, const struct input *at, const double got[2])
{
    input_text_print(to, choice, at);
    fprintf(to, ": A %a, B %a", input_text_number(got[0]), input_text_number(got[1]));
}

void differences_print(FILE *to, const struct differences *d, const struct choice choice[2],
                       enum output output)
{
    const struct differences_output *of = &d->of[output];
    char ranges[RANGES_TEXT];
    if (!of->both) {
        fputs("not given by both\n", to);
        return;
    }
    if (of->different == 0) {
        fprintf(to, "the same on %s%" PRIu64 " inputs\n", d->complete && d->unanswered == 0 ? "all " : "",
                of->compared);
        return;
    }
    fprintf(to, "differ on %" PRIu64 " of %" PRIu64 " inputs (%.3g %%", of->different, of->compared,
            100 * (double)of->different / (double)of->compared);
    if (of->nans > 0)
        fprintf(to, "; a NaN against a number on %" PRIu64, of->nans);
    fputs("), first at ", to);
    print_got(to, &choice[0], &of->first, of->first_got);
    if (of->most > 0) {
        fprintf(to, "\n         most by %" PRIu64 " ulp at ", of->most);
        print_got(to, &choice[0], &of->most_at, of->most_got);
    }
    size_t count = ranges_text(ranges, choice[0].format, of, is_different, 0);
    fprintf(to, "\n         in %zu binade%s: %s\n", count, count == 1 ? "" : "s", ranges);
}

void differences_print_better(FILE *to, const struct differences *d, const struct choice choice[2],
                              enum output output)
{
    const struct differences_output *of = &d->of[output];
    char ranges[2][RANGES_TEXT], same[RANGES_TEXT];
    size_t count[2], as_good = ranges_text(same, choice[0].format, of, is_as_good, 0);
    if (!of->both) {
        fputs("not given by both\n", to);
        return;
    }
    for (int s = 0; s < 2; s++)
        count[s] = ranges_text(ranges[s], choice[0].format, of, is_better, s);
    fprintf(to, "A in %zu binades, B in %zu, as good in %zu", count[0], count[1], as_good);
    for (int s = 0; s < 2; s++)
        if (count[s] > 0)
            fprintf(to, "\n         %c: %s", "AB"[s], ranges[s]);
    fputc('\n', to);
}

void differences_print_first(FILE *to, const struct differences *d, const struct choice choice[2],
                             enum output output)
{
    const struct differences_output *of = &d->of[output];
    char id[2][ID_SIZE], *said = NULL;
    size_t size;
    FILE *text = open_memstream(&said, &size);
    for (int s = 0; s < 2; s++)
        choice_id(id[s], &choice[s]);
    fprintf(text, "not the same as %s on %" PRIu64 " of %" PRIu64 " inputs, first at ", id[1], of->different,
            of->compared);
    input_text_print(text, &choice[0], &of->first);
    fprintf(text, ": got %a, there %a", input_text_number(of->first_got[0]),
            input_text_number(of->first_got[1]));
    fclose(text);
    char *target = choice[0].kernel->term->operands == 2 ? allocate_text(" --target %a", of->first.target)
                                                         : allocate_text("%s", "");
    const char *option = choice[0].kernel->option;
    char *rerun = allocate_text("ganloss eval %s %a%s%s%s", choice[0].kernel->term->id, of->first.x, target,
                                option ? " " : "", option ? option : "");
    fprintf(to, "FAIL %s %s: %s; rerun: %s\n", id[0], output_names[output], said, rerun);
    finding_add_of((struct finding){.rule = "same-as",
                                    .part = (enum finding_part)output,
                                    .message = said,
                                    .rerun = rerun,
                                    .at = &of->first,
                                    .size = (long double)of->different},
                   &choice[0]);
    free(target);
    free(rerun);
    free(said);
}

static json_t *place_json(const struct choice *choice, const struct input *at, const double got[2])
{
    json_t *place = json_pack("{s:o, s:o, s:o}", "at", json_hex_float(at->x), "a", json_hex_float(got[0]),
                              "b", json_hex_float(got[1]));
    if (choice->kernel->term->operands == 2)
        json_object_set_new(place, "target", json_hex_float(at->target));
    return place;
}

static json_t *error_json(double ulp)
{
    return ulp < 0 ? json_null() : json_number_or_null(ulp);
}

static json_t *binades_json_of(const struct differences_output *of, const struct format *format)
{
    json_t *binades = json_array();
    for (size_t i = 0; i < DIFFERENCES_BINADES; i++) {
        const struct differences_binade *b = &of->binade[i];
        if (b->inputs > 0 && (b->different > 0 || !is_as_good(b, 0)))
            json_array_append_new(binades, json_pack("[o, I, I, I, I, o, o]",
                                                     json_hex_float(differences_binade_start(format, i)),
                                                     (json_int_t)b->inputs, (json_int_t)b->different,
                                                     (json_int_t)b->failures[0], (json_int_t)b->failures[1],
                                                     error_json(b->ulp[0]), error_json(b->ulp[1])));
    }
    return binades;
}

static json_t *output_json(const struct differences *d, const struct choice choice[2], enum output output)
{
    const struct differences_output *of = &d->of[output];
    char unused[RANGES_TEXT];
    const struct format *format = choice[0].format;
    if (!of->both)
        return json_null();
    json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "compared", (json_int_t)of->compared,
                               "different", (json_int_t)of->different, "nans", (json_int_t)of->nans,
                               "a_better", (json_int_t)ranges_text(unused, format, of, is_better, 0),
                               "b_better", (json_int_t)ranges_text(unused, format, of, is_better, 1),
                               "as_good", (json_int_t)ranges_text(unused, format, of, is_as_good, 0));
    if (of->different > 0)
        json_object_set_new(object, "first", place_json(&choice[0], &of->first, of->first_got));
    if (of->most > 0) {
        json_t *most = place_json(&choice[0], &of->most_at, of->most_got);
        json_object_set_new(most, "ulp", json_integer((json_int_t)of->most));
        json_object_set_new(object, "largest", most);
    }
    json_object_set_new(object, "binades", binades_json_of(of, format));
    return object;
}

json_t *differences_json(const struct differences *d, const struct choice choice[2])
{
    return json_pack("{s:s, s:b, s:I, s:o, s:o}", "inputs", d->every ? "every" : "cases", "complete",
                     d->complete, "unanswered", (json_int_t)d->unanswered, "loss",
                     output_json(d, choice, LOSS), "grad", output_json(d, choice, GRAD));
}
