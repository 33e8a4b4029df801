/* options.c -- a command line, one word a line, as verify and bench read it. */
#include "harness/base/fail.h"
#include "harness/bench/sweep.h"
#include "harness/cli/cli.h"
#include "harness/commands/verify_options.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

struct swept {
    struct common common;
    struct sweep sweep;
};

/* Help and the version end the program: whoever asks for them has nothing read. */
static bool asks(const struct fuzz_words *words)
{
    for (int i = 0; i < words->count; i++) {
        const char *word = words->word[i];
        bool is_short = word[0] == '-' && word[1] != '-';
        if ((is_short && strchr(word, 'h')) || strncmp(word, "--h", 3) == 0 ||
            strncmp(word, "--vers", 6) == 0)
            return true;
    }
    return false;
}

static void read_verify(const unsigned char bytes[], size_t size)
{
    struct fuzz_words words = fuzz_words("verify", bytes, size);
    struct verify_options o = {.seed = 1, .shard = 1, .shards = 1};
    if (!asks(&words) &&
        cli_parse(&verify_options_command, words.count, words.word, &o.common) == STATUS_OK) {
        verify_options_check(&o);
        fuzz_expect(o.shard >= 1 && o.shard <= o.shards && o.shards <= 9999, "a shard is one of the shards");
        fuzz_expect(o.common.operand_count < (size_t)words.count, "operands are words");
        for (size_t i = 0; i < o.common.operand_count; i++)
            fuzz_expect(strlen(o.common.operands[i]) <= size + 1, "an operand is a word");
    }
    fuzz_words_free(&words);
}

static void read_sweep(const unsigned char bytes[], size_t size)
{
    static const struct cli_command command = {.shared = sweep_options,
                                               .shared_at = offsetof(struct swept, sweep)};
    static const size_t batch[] = {1};
    struct fuzz_words words = fuzz_words("bench", bytes, size);
    struct swept o = {.common.tables = true};
    sweep_init(&o.sweep, 1, batch);
    if (!asks(&words) && cli_parse(&command, words.count, words.word, &o.common) == STATUS_OK)
        json_decref(sweep_json(&o.sweep));
    fuzz_words_free(&words);
}

void fuzz_options(const unsigned char bytes[], size_t size)
{
    read_verify(bytes, size);
    read_sweep(bytes, size);
}
