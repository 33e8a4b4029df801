#include "harness/compare/wrap.h"

#include <stdbool.h>
#include <string.h>

/* How much further to the right a line goes on than it began. */
enum { FURTHER = 4 };

/* Where to cut a line of more than `room` bytes: at a space, the last good one that leaves no more than that before it. If
   there is none, at the last space; if there is none either, at the first one beyond, or nowhere: `length`. */
static size_t place_to_cut(const char *line, size_t length, size_t room, size_t first)
{
    size_t good = 0, any = 0;
    int depth = 0;
    for (size_t i = first; i < length; i++) {
        depth += line[i] == '(' || line[i] == '[' ? 1 : 0;
        depth -= (line[i] == ')' || line[i] == ']') && depth > 0 ? 1 : 0;
        if (line[i] != ' ')
            continue;
        if (i > room)
            return good > 0 ? good : any > 0 ? any : i;
        any = i;
        if (depth == 0 && (strchr(",;:", line[i - 1]) || line[i + 1] == ' '))
            good = i;
    }
    return good > 0 ? good : any > 0 ? any : length;
}

static void print_line(FILE *to, const char *line, size_t length)
{
    size_t blanks = strspn(line, " "), first = blanks + 1, room = WRAP_COLUMNS;
    while (length > room) {
        size_t cut = place_to_cut(line, length, room, first);
        if (cut == length)
            break;
        fprintf(to, "%.*s\n%*s", (int)cut, line, (int)blanks + FURTHER, "");
        cut += strspn(line + cut, " ");
        length -= cut;
        line += cut;
        room = WRAP_COLUMNS - blanks - FURTHER;
        first = 1;
    }
    fprintf(to, "%.*s\n", (int)length, line);
}

void wrap_print(FILE *to, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n");
        print_line(to, text, length);
        text += length + (text[length] == '\n');
    }
}
