#include "cli.h"
enum status command_compare(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    return STATUS_INTERNAL;
}
