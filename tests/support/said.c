#include "tests/support/said.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROOM = 65536 };

static FILE *file;
static int terminal;

void said_start(void)
{
    file = tmpfile();
    fflush(stderr);
    terminal = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
}

char *said_end(void)
{
    char *text = malloc(ROOM);
    fflush(stderr);
    dup2(terminal, STDERR_FILENO);
    close(terminal);
    rewind(file);
    text[fread(text, 1, ROOM - 1, file)] = '\0';
    fclose(file);
    return text;
}
