/* An exhaustive run that is killed, again and again, and goes on from its checkpoint, comes to the same bytes
   as one that is not; a checkpoint that is another run's, or damaged, is refused and left as it is. */
#include "harness/exhaustive/checkpoint.h"
#include "harness/base/interrupt.h"
#include "harness/base/output.h"
#include "harness/exhaustive/exhaustive.h"
#include "harness/record/binades.h"
#include "harness/record/record.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[64];

static void make_path(void)
{
    cr_redirect_stderr();
    snprintf(path, sizeof path, "/tmp/ganloss-checkpoint-%d", (int)getpid());
    unlink(path);
}

static void remove_path(void)
{
    struct output_file out;
    if (output_open(&out, path) == STATUS_OK) /* removes what killed runs left */
        output_discard(&out);
    unlink(path);
}

/* Two kernels that share their exact values and two that are one function; a few hundred chunks. */
enum { COUNT = 4 };
static const char *const ids[COUNT] = {"minimax.d_real/naive/f32", "minimax.d_real/stable/f32",
                                       "nonsaturating.g/stable/f32", "wasserstein.g/stable/f32"};

static struct selection selection_of(struct choice choices[COUNT])
{
    for (int i = 0; i < COUNT; i++)
        cr_assert(choice_find(&choices[i], ids[i]));
    return (struct selection){choices, COUNT};
}

static struct plan plan_with(const char *resume, uint64_t seed)
{
    return (struct plan){
        .level = EXHAUSTIVE, .seed = seed, .quiet = true, .shard = 3, .shards = 301, .resume = resume};
}

/* The records of a run as text. */
static char *run(const char *resume)
{
    struct choice choices[COUNT];
    struct selection selection = selection_of(choices);
    struct summary summaries[COUNT];
    struct plan plan = plan_with(resume, 1);
    json_t *records = json_array();
    cr_assert_eq(exhaustive_run(summaries, &selection, &plan), EXHAUSTIVE_DONE);
    for (int i = 0; i < COUNT; i++) {
        json_array_append_new(records, record_json(&choices[i], &summaries[i], "exhaustive"));
        summary_clear(&summaries[i]);
    }
    char *text = json_dumps(records, JSON_REAL_PRECISION(15));
    json_decref(records);
    return text;
}

/* Starts the run in a process of its own and signals it after so many microseconds; whether it was finished.
   Interrupted, it writes a checkpoint within a round. */
static bool ended_after(useconds_t time, int signal)
{
    int status;
    pid_t child = fork();
    if (child == 0) {
        struct choice choices[COUNT];
        struct selection selection = selection_of(choices);
        struct summary summaries[COUNT];
        struct plan plan = plan_with(path, 1);
        interrupt_catch();
        _exit((int)exhaustive_run(summaries, &selection, &plan));
    }
    usleep(time);
    kill(child, signal);
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == EXHAUSTIVE_DONE;
}

Test(checkpoint, a_killed_run_goes_on, .init = make_path, .fini = remove_path)
{
    int stops = 0;
    for (useconds_t time = 60000; !ended_after(time, stops % 2 ? SIGINT : SIGKILL) && stops < 200;
         time += 10000)
        stops++;
    char *resumed = run(path), *undisturbed = run(NULL);
    cr_expect_geq(stops, 3, "stopped only %d times", stops);
    cr_expect_str_eq(resumed, undisturbed);
    free(undisturbed);
    free(resumed);
}

static struct state state_of(struct summary summaries[COUNT])
{
    for (int i = 0; i < COUNT; i++) {
        summaries[i] = summary_with_binades();
        summaries[i].inputs = 1000 + (uint64_t)i;
        summaries[i].ideal[GRAD].binades->at[5].inputs = 7 + (uint64_t)i;
    }
    return (struct state){.rounds = 12, .done = {[3] = 1}, .summaries = summaries};
}

static void clear(struct summary summaries[COUNT])
{
    for (int i = 0; i < COUNT; i++)
        summary_clear(&summaries[i]);
}

Test(checkpoint, reads_what_it_wrote, .init = make_path, .fini = remove_path)
{
    struct choice choices[COUNT];
    struct selection selection = selection_of(choices);
    struct summary written[COUNT], read[COUNT];
    struct plan plan = plan_with(path, 1), other_seed = plan_with(path, 2);
    struct state to = state_of(written), from = state_of(read);
    cr_assert_eq(checkpoint_read(&from, &selection, &plan), STATUS_OK, "no file is no error");
    cr_assert_eq(checkpoint_write(&to, &selection, &plan), STATUS_OK);
    from.rounds = 0;
    from.done[3] = 0;
    for (int i = 0; i < COUNT; i++) {
        read[i].inputs = 0;
        read[i].ideal[GRAD].binades->at[5].inputs = 0;
    }
    cr_assert_eq(checkpoint_read(&from, &selection, &plan), STATUS_OK);
    cr_expect(from.rounds == 12 && from.done[3] == 1);
    for (int i = 0; i < COUNT; i++)
        cr_expect(read[i].inputs == written[i].inputs &&
                  read[i].ideal[GRAD].binades->at[5].inputs == 7 + (uint64_t)i);
    cr_expect_eq(checkpoint_read(&from, &selection, &other_seed), STATUS_DATA);
    selection.count--;
    cr_expect_eq(checkpoint_read(&from, &selection, &plan), STATUS_DATA);
    clear(read);
    clear(written);
}

/* One byte changed anywhere, or one missing at the end. */
Test(checkpoint, refuses_a_damaged_file, .init = make_path, .fini = remove_path)
{
    struct choice choices[COUNT];
    struct selection selection = selection_of(choices);
    struct summary summaries[COUNT];
    struct plan plan = plan_with(path, 1);
    struct state state = state_of(summaries);
    cr_assert_eq(checkpoint_write(&state, &selection, &plan), STATUS_OK);
    FILE *file = fopen(path, "r+");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    for (long at = 0; at < size; at += 1 + size / 50) {
        fseek(file, at, SEEK_SET);
        int byte = fgetc(file);
        fseek(file, at, SEEK_SET);
        fputc(byte ^ 0x10, file);
        fflush(file);
        cr_expect_eq(checkpoint_read(&state, &selection, &plan), STATUS_DATA, "byte %ld of %ld", at, size);
        fseek(file, at, SEEK_SET);
        fputc(byte, file);
        fflush(file);
    }
    cr_expect_eq(checkpoint_read(&state, &selection, &plan), STATUS_OK);
    cr_assert_eq(ftruncate(fileno(file), size - 1), 0);
    cr_expect_eq(checkpoint_read(&state, &selection, &plan), STATUS_DATA);
    fclose(file);
    struct summary ended[COUNT];
    cr_expect_eq(exhaustive_run(ended, &selection, &plan), EXHAUSTIVE_NOT_RESUMED);
    clear(ended);
    cr_expect_eq(truncate(path, size - 1), 0, "the damaged file is left there");
    clear(summaries);
}
