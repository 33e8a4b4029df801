/* eval.c -- the command, on a command line with one word a line. */
#include "harness/base/fail.h"
#include "harness/commands/commands.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

/* What would start a program, with words that nobody chose: --exec, --plugin. */
static bool starts_program(const struct fuzz_words *words)
{
    bool starts = false;
    for (int i = 1; i < words->count; i++)
        starts = starts || strncmp(words->word[i], "--e", 3) == 0 || strncmp(words->word[i], "--p", 3) == 0;
    return starts;
}

void fuzz_eval(const unsigned char bytes[], size_t size)
{
    struct fuzz_words words = fuzz_words("eval", bytes, size);
    if (!starts_program(&words)) {
        enum status status = command_eval(words.count, words.word);
        fuzz_expect(status == STATUS_OK || status == STATUS_USAGE, "eval answers, or says what it takes");
    }
    fuzz_words_free(&words);
}
