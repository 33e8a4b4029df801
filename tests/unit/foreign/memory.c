/* The memories that are shared with foreign programs. */
#include "harness/foreign/memory.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* By what signal a process ends that writes or reads a byte there; 0: it does not. */
static int touched(char *at, bool write)
{
    int status;
    pid_t id = fork();
    if (id == 0) {
        signal(SIGSEGV, SIG_DFL); /* a sanitizer's is not */
        if (write)
            *(volatile char *)at = 1;
        else
            (void)*(volatile char *)at;
        _exit(0);
    }
    waitpid(id, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

Test(memory, arrays_lie_in_their_areas_at_an_end)
{
    for (int area = 0; area < 2; area++)
        for (size_t n = 0; n <= MEMORY_LONGEST; n = 3 * n + 1)
            for (size_t shift = 0; shift < 64; shift += 4)
                for (int first = 0; first < 2; first++) {
                    size_t bytes = n * sizeof(double), at = memory_place(area, bytes, shift, first);
                    cr_assert_eq(at % 64, shift);
                    cr_assert(at >= memory_area_start(area) && at + bytes <= memory_area_end(area));
                    cr_assert(first ? at < memory_area_start(area) + 64
                                    : at + bytes + 64 > memory_area_end(area));
                }
    cr_expect(memory_area_end(0) < memory_area_start(1) && memory_area_end(1) < memory_size());
    cr_expect(memory_area_start(0) >= 65536 && memory_area_start(1) - memory_area_end(0) >= 65536 &&
              memory_size() - memory_area_end(1) >= 65536);
}

Test(memory, of_inputs_cannot_be_written_by_others)
{
    struct memory inputs, results;
    cr_assert(memory_make(&inputs, true) && memory_make(&results, false));
    inputs.base[memory_area_start(0)] = 1; /* by this process it can */
    cr_expect_eq(mmap(NULL, memory_size(), PROT_READ | PROT_WRITE, MAP_SHARED, inputs.descriptor, 0),
                 MAP_FAILED);
    cr_expect_eq(pwrite(inputs.descriptor, "x", 1, 0), -1);
    cr_expect_neq(mmap(NULL, memory_size(), PROT_READ, MAP_SHARED, inputs.descriptor, 0), MAP_FAILED);
    cr_expect_neq(mmap(NULL, memory_size(), PROT_READ | PROT_WRITE, MAP_SHARED, results.descriptor, 0),
                  MAP_FAILED);
    /* Nor can either be cut off, which would end who reads it. */
    cr_expect(ftruncate(inputs.descriptor, 0) == -1 && ftruncate(results.descriptor, 0) == -1);
    cr_expect(ftruncate(results.descriptor, 1 << 30) == -1);
    memory_free(&inputs);
    memory_free(&results);
    cr_expect(inputs.descriptor == -1 && inputs.base == MAP_FAILED);
}

Test(memory, of_a_plugin_has_pages_that_nobody_touches)
{
    struct memory memory;
    cr_assert(memory_make(&memory, false));
    for (int writable = 0; writable < 2; writable++) {
        char *base = memory_map_guarded(memory.descriptor, writable);
        cr_assert(base);
        for (int area = 0; area < 2; area++) {
            char *start = base + memory_area_start(area), *end = base + memory_area_end(area);
            cr_expect_eq(touched(start, false), 0);
            cr_expect_eq(touched(end - 1, false), 0);
            cr_expect_eq(touched(start, true), writable ? 0 : SIGSEGV);
            cr_expect_eq(touched(start - 1, false), SIGSEGV);
            cr_expect_eq(touched(end, false), SIGSEGV);
            cr_expect_eq(touched(end, true), SIGSEGV);
        }
        memory.base[memory_area_start(1)] = 7; /* it is the same memory */
        cr_expect_eq(base[memory_area_start(1)], 7);
    }
    cr_expect_null(memory_map_guarded(-1, false));
    memory_free(&memory);
}
