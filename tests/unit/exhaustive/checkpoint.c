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
#include <math.h>
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

/* Something in every field, with a long double that no double holds. */
static void fill(struct summary *s, uint64_t inputs)
{
    const struct extent somewhere = {3, {-1.5, 0}, {2.5, 1}, {-0.25, 0}, {(double)NAN, 0}};
    s->inputs = inputs;
    for (int k = 0; k < OUTPUTS; k++) {
        struct output_summary *o = &s->ideal[k];
        *o = (struct output_summary){.compared = inputs - 3,
                                     .max_ulp = 0x1p2000L,
                                     .at = {-1.5, 0},
                                     .got = (double)INFINITY,
                                     .not_rounded = 2,
                                     .lost = somewhere,
                                     .binades = o->binades};
        o->classes[OVERFLOW] = somewhere;
        o->binades->at[511] = (struct binade){
            inputs, 2, 1, {0.5, 0.3L, bits_of_float(-(float)INFINITY), (float)INFINITY, 1, true}};
        o->binades->histogram[ULP_BINS - 1] = 9;
    }
    s->faults.of[FAULT_STATE].count = 2;
    s->faults.of[FAULT_STATE].first = (struct fault_at){STAGE_FLOATS, 7, 8, -1, {1, 0}, 31, -0.0, 5};
}

static struct state state_of(struct summary summaries[COUNT])
{
    for (int i = 0; i < COUNT; i++)
        summaries[i] = summary_with_binades();
    return (struct state){.tasks = 13 * ROUND, .rounds = 12, .done = {[3] = 1}, .summaries = summaries};
}

/* The same in every field; NaN is NaN. */
static void expect_equal(const struct summary *a, const struct summary *b)
{
    struct summary x = *a, y = *b;
    for (int k = 0; k < OUTPUTS; k++) {
        cr_expect_arr_eq(x.ideal[k].binades->histogram, y.ideal[k].binades->histogram,
                         sizeof x.ideal[k].binades->histogram);
        for (int i = 0; i < BINADES; i++) {
            const struct binade *p = &x.ideal[k].binades->at[i], *q = &y.ideal[k].binades->at[i];
            cr_expect(p->inputs == q->inputs && p->not_rounded == q->not_rounded &&
                      p->failures == q->failures);
            cr_expect(p->peak.any == q->peak.any && p->peak.ulp == q->peak.ulp &&
                      p->peak.screened == q->peak.screened && p->peak.bits == q->peak.bits &&
                      p->peak.got == q->peak.got && p->peak.target == q->peak.target);
        }
        cr_expect(x.ideal[k].max_ulp == y.ideal[k].max_ulp);
        x.ideal[k].binades = y.ideal[k].binades = NULL;
        x.ideal[k].max_ulp = y.ideal[k].max_ulp = 0; /* of its bytes, some mean nothing */
    }
    cr_expect_eq(x.inputs, y.inputs);
    for (int k = 0; k < OUTPUTS; k++) {
        cr_expect(x.ideal[k].compared == y.ideal[k].compared &&
                  x.ideal[k].not_rounded == y.ideal[k].not_rounded);
        cr_expect(x.ideal[k].got == y.ideal[k].got && x.ideal[k].at.x == y.ideal[k].at.x);
        cr_expect_arr_eq(&x.ideal[k].lost, &y.ideal[k].lost, sizeof x.ideal[k].lost);
        cr_expect_arr_eq(x.ideal[k].classes, y.ideal[k].classes, sizeof x.ideal[k].classes);
    }
    for (int i = 0; i < FAULTS; i++) {
        const struct fault_at *p = &x.faults.of[i].first, *q = &y.faults.of[i].first;
        cr_expect(x.faults.of[i].count == y.faults.of[i].count && p->stage == q->stage &&
                  p->block == q->block && p->n == q->n);
        cr_expect(p->index == q->index && p->input.x == q->input.x && p->parts == q->parts &&
                  p->got == q->got && signbit(p->got) == signbit(q->got) && p->before == q->before);
    }
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
    struct plan plan = plan_with(path, 1), other_seed = plan_with(path, 2), other_shard = plan_with(path, 1);
    struct state to = state_of(written), from = state_of(read);
    for (int i = 0; i < COUNT; i++)
        fill(&written[i], 1000 + (uint64_t)i);
    from.rounds = 0;
    from.done[3] = 0;
    cr_assert_eq(checkpoint_read(&from, &selection, &plan), STATUS_OK, "no file is no error");
    cr_assert_eq(checkpoint_write(&to, &selection, &plan), STATUS_OK);
    other_shard.shard++;
    cr_expect_eq(checkpoint_read(&from, &selection, &other_seed), STATUS_DATA);
    cr_expect_eq(checkpoint_read(&from, &selection, &other_shard), STATUS_DATA);
    selection.count--;
    cr_expect_eq(checkpoint_read(&from, &selection, &plan), STATUS_DATA);
    selection.count++;
    cr_expect(from.rounds == 0 && read[0].inputs == 0, "what is refused changes nothing");
    cr_expect_eq(checkpoint_read(&from, &selection, &plan), STATUS_OK);
    cr_expect(from.rounds == 12 && from.done[3] == 1 && from.tasks == to.tasks && from.summaries == read);
    for (int i = 0; i < COUNT; i++)
        expect_equal(&read[i], &written[i]);
    clear(read);
    clear(written);
}

/* A file whose hash is right, of a state that cannot be. */
Test(checkpoint, refuses_what_cannot_be, .init = make_path, .fini = remove_path)
{
    struct choice choices[COUNT];
    struct selection selection = selection_of(choices);
    struct summary summaries[COUNT], read[COUNT];
    struct plan plan = plan_with(path, 1);
    struct state good = state_of(summaries), from = state_of(read);
    fill(&summaries[1], 1000);
    cr_assert_eq(checkpoint_write(&good, &selection, &plan), STATUS_OK);
    cr_assert_eq(checkpoint_read(&from, &selection, &plan), STATUS_OK);
    from.tasks = 11 * ROUND;
    cr_expect_eq(checkpoint_read(&from, &selection, &plan), STATUS_DATA, "more rounds than there are");
    from.tasks = good.tasks;
    struct binades *binades = summaries[1].ideal[GRAD].binades;
    binades->at[4].inputs = 1;
    cr_expect_neq(checkpoint_write(&good, &selection, &plan), STATUS_OK,
                  "inputs that are in no binade, or in two");
    binades->at[4].inputs = 0;
    binades->at[511].peak.bits = 5;
    cr_expect_neq(checkpoint_write(&good, &selection, &plan), STATUS_OK, "a peak that is not in its binade");
    clear(read);
    clear(summaries);
}

/* One byte changed anywhere, two that undo each other in a weak sum, or one missing at the end. */
Test(checkpoint, refuses_a_damaged_file, .init = make_path, .fini = remove_path)
{
    struct choice choices[COUNT];
    struct selection selection = selection_of(choices);
    struct summary summaries[COUNT];
    struct plan plan = plan_with(path, 1);
    struct state state = state_of(summaries);
    fill(&summaries[2], 1000);
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
    for (long at = 1024; at + 16 < size; at += 1 + size / 50) {
        char bytes[16], flipped[16];
        fseek(file, at, SEEK_SET);
        cr_assert_eq(fread(bytes, 1, sizeof bytes, file), sizeof bytes);
        memcpy(flipped, bytes, sizeof bytes);
        flipped[7] ^= (char)0x80;
        flipped[15] ^= (char)0x80;
        fseek(file, at, SEEK_SET);
        fwrite(flipped, 1, sizeof flipped, file);
        fflush(file);
        cr_expect_eq(checkpoint_read(&state, &selection, &plan), STATUS_DATA, "two bits from byte %ld on",
                     at);
        fseek(file, at, SEEK_SET);
        fwrite(bytes, 1, sizeof bytes, file);
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
