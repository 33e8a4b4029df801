/* Functions that stand for foreign kernels. */
#include "harness/foreign/slots.h"

#include "harness/foreign/call.h"

#include <criterion/criterion.h>

Test(slots, are_given_once_each_and_lead_back)
{
    static struct foreign all[2][SLOTS + 1];
    static const char *const names[] = {"f32", "f64"};
    struct ganloss_kernel none = {.f32 = NULL};
    cr_expect_null(slots_foreign(&none));
    for (int format = 0; format < 2; format++) {
        for (size_t i = 0; i < SLOTS; i++) {
            all[format][i].code.format = names[format];
            cr_assert(slots_take(&all[format][i]), "%s %zu", names[format], i);
        }
        all[format][SLOTS].code.format = names[format];
        cr_expect(!slots_take(&all[format][SLOTS]), "there is none left");
    }
    for (int format = 0; format < 2; format++)
        for (size_t i = 0; i < SLOTS; i++) {
            const struct ganloss_kernel copy = all[format][i].code; /* who calls it may have a copy */
            cr_assert_eq(slots_foreign(&copy), &all[format][i]);
        }
    cr_expect_null(slots_foreign(&all[0][SLOTS].code));
}

/* Each passes its call on to its own kernel: one without lives says so by its own last fault. */
Test(slots, pass_calls_on_to_their_kernel)
{
    static struct source source;
    static struct foreign all[SLOTS];
    float x = 1, loss, grad;
    for (size_t i = 0; i < SLOTS; i++) {
        all[i] = (struct foreign){
            .source = &source, .size = sizeof x, .last_parts = (unsigned)i, .last_fault = FAULT_EXIT};
        all[i].code.format = "f32";
        cr_assert(slots_take(&all[i]));
    }
    for (size_t i = 0; i < SLOTS; i++) {
        call_forget();
        all[i].code.f32(1, &x, NULL, &loss, &grad);
        cr_assert(call_outcome()->unanswered == 1 && call_outcome()->troubles == 1);
        cr_assert(call_outcome()->trouble[0].fault == FAULT_EXIT && call_outcome()->trouble[0].parts == i);
    }
}
