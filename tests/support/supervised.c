#include "tests/support/supervised.h"

#include "harness/base/allocate.h"
#include "harness/foreign/supervise.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Before main, which is the test library's. */
__attribute__((constructor)) static void begin(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], supervise_command) == 0)
        exit(supervise(argc - 1, argv + 1));
    signal(SIGPIPE, SIG_IGN); /* as ganloss has it */
}

/* build/release/tests/unit/foreign/NAME is a test, build/release/foreign_program the program. */
char *supervised_command(const char *how)
{
    char own[4096] = "";
    ssize_t n = readlink("/proc/self/exe", own, sizeof own - 1);
    own[n > 0 ? n : 0] = '\0';
    char *tests = strstr(own, "/tests/unit/");
    if (!tests)
        abort();
    *tests = '\0';
    return allocate_text("exec '%s/foreign_program' %s", own, how);
}
