/* list.c -- the command: what there is. */
#include "harness/base/fail.h"
#include "harness/base/json.h"
#include "harness/cli/cli.h"
#include "harness/cli/options.h"
#include "harness/cli/values.h"
#include "harness/commands/commands.h"
#include "harness/foreign/foreign.h"
#include "harness/inputs/regime.h"
#include "harness/record/result.h"
#include "harness/selection/catalogue.h"
#include "harness/selection/select.h"
#include "harness/selection/variants.h"

#include <stdlib.h>
#include <string.h>

enum { LOSSES, TERM_LIST, KERNELS, VARIANTS, REGIMES };
static const char *const what_names[] = {"losses", "terms", "kernels", "variants", "regimes", NULL};

static const struct cli_option options[] = {FOREIGN_OPTIONS, {0}};
static const struct cli_command command = {
    options, NULL, 0, "[losses|terms|kernels|variants|regimes]",
    "Prints the losses (the default), their terms with formulas and sources, the kernels with their "
    "declared bounds, the variants with what libraries call them, or the input regimes of `bench`.\vExamples:\n  ganloss list\n  ganloss list kernels "
    "--format json\n  ganloss list kernels --plugin ./mine.so"};

static json_t *losses_json(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < loss_count; i++)
        json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:s, s:s}", "loss", losses[i].name, "d_real",
                                             losses[i].d_real->id, "d_fake", losses[i].d_fake->id, "g",
                                             losses[i].g->id, "remark", losses[i].remark));
    return all;
}

static json_t *terms_json(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < TERMS; i++)
        json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:i, s:s}", "term", terms[i].id, "loss",
                                             terms[i].loss, "gradient", terms[i].grad, "operands",
                                             terms[i].operands, "source", terms[i].source));
    return all;
}

static void set_known_as(json_t *row, const char *variant)
{
    char *text = variant_known_as(variant, false);
    json_object_set_new(row, "also_known_as", json_string(text));
    free(text);
}

static json_t *kernels_json(void)
{
    json_t *all = json_array();
    size_t elements = catalogue_count();
    for (size_t k = 0; k < elements + catalogue_means(); k++) {
        struct choice choice = choice_make(k < elements ? catalogue_at(k) : catalogue_mean_at(k - elements));
        char id[ID_SIZE], bound[BOUND_SIZE + 4];
        choice_id(id, &choice);
        choice_bound_text(bound, &choice);
        if (choice_has_bound(&choice))
            strcat(bound, " ulp");
        json_t *row = json_pack("{s:s, s:s, s:s, s:s}", "id", id, "isa", isa_names[choice.kernel->isa],
                                "bound", bound, "source", choice.kernel->term->source);
        set_known_as(row, choice.kernel->library ? "" : choice.kernel->code->variant);
        if (catalogue_means() > 0)
            json_object_set_new(row, "kind", json_string(choice.kernel->code->kind));
        if (catalogue_has_foreign())
            json_object_set_new(row, "library",
                                json_name(choice.kernel->library ? choice.kernel->library : "ganloss"));
        json_array_append_new(all, row);
    }
    return all;
}

static json_t *variants_json(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < variant_count; i++) {
        json_t *row = json_pack("{s:s, s:s}", "variant", variants[i].name, "computes", variants[i].method);
        set_known_as(row, variants[i].name);
        json_array_append_new(all, row);
    }
    return all;
}

static json_t *regimes_json(void)
{
    json_t *all = json_array();
    for (size_t i = 0; i < regime_count; i++)
        json_array_append_new(
            all, json_pack("{s:s, s:s}", "regime", regimes[i].name, "inputs", regimes[i].summary));
    json_array_append_new(all, json_pack("{s:s, s:s}", "regime", "trace:FILE", "inputs",
                                         "bench and compare: drawn from the logits in a .npy file"));
    return all;
}

static int width_of(const json_t *value)
{
    return json_is_string(value) ? (int)json_string_length(value) : 1;
}

/* An array of objects with the same keys as an aligned table. */
static void print_table(json_t *rows)
{
    int width[8] = {0};
    size_t index;
    json_t *row, *value;
    const char *key;
    json_array_foreach(rows, index, row)
    {
        size_t column = 0;
        json_object_foreach(row, key, value)
        {
            int wide = width_of(value) > (int)strlen(key) ? width_of(value) : (int)strlen(key);
            width[column] = wide > width[column] ? wide : width[column];
            column++;
        }
    }
    size_t column = 0;
    json_object_foreach(json_array_get(rows, 0), key, value) printf("%-*s  ", width[column++], key);
    putchar('\n');
    json_array_foreach(rows, index, row)
    {
        column = 0;
        json_object_foreach(row, key, value)
        {
            bool last = column + 1 == json_object_size(row);
            if (json_is_string(value))
                printf("%-*s%s", last ? 0 : width[column++], json_string_value(value), last ? "" : "  ");
            else
                printf("%-*lld  ", width[column++], (long long)json_integer_value(value));
        }
        putchar('\n');
    }
}

static void print_tsv(json_t *rows)
{
    const char *columns[8], *key;
    size_t count = 0;
    json_t *value;
    json_object_foreach(json_array_get(rows, 0), key, value) columns[count++] = key;
    result_print_tsv(stdout, count, columns, rows);
}

enum status command_list(int argc, char **argv)
{
    static json_t *(*const make[])(void) = {losses_json, terms_json, kernels_json, variants_json,
                                            regimes_json};
    struct common o = {.tables = true};
    int what = LOSSES;
    enum status status = cli_parse(&command, argc, argv, &o);
    if (status == STATUS_OK && o.operand_count > 0 && !cli_choice("list", o.operands[0], what_names, &what))
        status = STATUS_USAGE;
    if (status == STATUS_OK && o.operand_count > 1)
        status = fail(STATUS_USAGE,
                      "list takes one of losses, terms, kernels, variants, regimes; '%s' is one too many",
                      o.operands[1]);
    if (status == STATUS_OK)
        status = foreign_open();
    if (status != STATUS_OK)
        return status;
    json_t *rows = make[what]();
    if (o.format == JSON) {
        json_t *document = json_pack("{s:s, s:O}", "schema", "ganloss-list/1", what_names[what], rows);
        status = result_write(document, NULL);
        json_decref(document);
    } else if (o.format == TSV) {
        print_tsv(rows);
    } else {
        print_table(rows);
    }
    json_decref(rows);
    return status;
}
