#include "harness/foreign/foreign.h"

#include "harness/base/allocate.h"
#include "harness/cli/values.h"
#include "harness/foreign/slots.h"
#include "harness/foreign/source.h"
#include "harness/foreign/strays.h"
#include "harness/record/run_key.h"
#include "harness/selection/catalogue.h"

#include <stdlib.h>

enum { LIVES = 8 };

static struct child_source *named;
static struct source *sources; /* of them, those that were opened */
static size_t named_count, open_count;
static double timeout = SOURCE_TIMEOUT;

static bool name(const char *text, bool is_plugin)
{
    named = allocate_again(named, named_count + 1, sizeof *named);
    named[named_count++] = (struct child_source){text, is_plugin};
    return true;
}

bool foreign_read_exec(const char *option, char *text, void *options)
{
    (void)option, (void)options;
    return name(text, false);
}

bool foreign_read_plugin(const char *option, char *text, void *options)
{
    (void)option, (void)options;
    return name(text, true);
}

bool foreign_read_timeout(const char *option, char *text, void *options)
{
    (void)options;
    return cli_positive(option, text, 1e6, &timeout);
}

size_t foreign_words(char *words[])
{
    if (named_count == 0)
        return 0;
    for (size_t i = 0; i < named_count && words; i++)
        words[i] = allocate_text("--%s=%s", named[i].is_plugin ? "plugin" : "exec", named[i].text);
    if (words)
        words[named_count] = allocate_text("--timeout=%a", timeout);
    return named_count + 1;
}

static void close_all(void)
{
    for (size_t i = 0; i < open_count; i++)
        source_close(&sources[i]);
    strays_end();
}

static enum status add(struct source *source)
{
    for (size_t i = 0; i < source->count; i++) {
        struct foreign *f = &source->kernels[i];
        f->lives = LIVES;
        f->kernel.code = &f->code;
        if (!slots_take(f))
            return fail(STATUS_UNAVAILABLE, "%s: there is room for %d foreign kernels in %s, no more",
                        source->library, SLOTS, f->code.format);
        if (!catalogue_add(&f->kernel))
            return fail(STATUS_DATA, "%s: there is a kernel %s/%s/%s already", source->library, f->code.term,
                        f->code.variant, f->code.format);
    }
    return STATUS_OK;
}

enum status foreign_open(void)
{
    enum status status = STATUS_OK;
    if (named_count > 0) {
        sources = allocate(named_count, sizeof *sources);
        strays_adopt();
        atexit(close_all);
    }
    for (size_t i = 0; i < named_count && status == STATUS_OK; i++) {
        status = source_open(&sources[i], &named[i], timeout);
        if (status == STATUS_OK) {
            open_count++;
            status = run_key_add_foreign(sources[i].library, named[i].is_plugin ? named[i].text : NULL,
                                         sources[i].hello);
            if (status == STATUS_OK)
                status = add(&sources[i]);
        }
    }
    return status;
}
