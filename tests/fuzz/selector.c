/* selector.c -- globs over kernel ids, one a line. */
#include "harness/selection/select.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>

void fuzz_selector(const unsigned char bytes[], size_t size)
{
    struct fuzz_words words = fuzz_words("verify", bytes, size);
    struct selection selection;
    size_t count = (size_t)words.count - 1;
    enum status status = select_kernels(&selection, words.word + 1, count);
    fuzz_expect(status == STATUS_OK || status == STATUS_NOTHING || status == STATUS_USAGE,
                "selectors match, do not, or have two meanings");
    for (size_t i = 0; status == STATUS_OK && i < selection.count; i++) {
        struct choice choice;
        char id[ID_SIZE];
        choice_id(id, &selection.at[i]);
        fuzz_expect(select_covers(words.word + 1, count, id), "what is selected is covered");
        fuzz_expect(i > 0 || choice_find(&choice, id), "a kernel is found by its id");
    }
    if (status == STATUS_OK)
        free(selection.at);
    fuzz_words_free(&words);
}
