/* eval.c -- the command, on a command line with one word a line. */
#include "harness/base/fail.h"
#include "harness/commands/commands.h"
#include "tests/fuzz/fuzz.h"

void fuzz_eval(const unsigned char bytes[], size_t size)
{
    struct fuzz_words words = fuzz_words("eval", bytes, size);
    enum status status = command_eval(words.count, words.word);
    fuzz_expect(status == STATUS_OK || status == STATUS_USAGE, "eval answers, or says what it takes");
    fuzz_words_free(&words);
}
