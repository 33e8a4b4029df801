/* terminal.h -- what a person's terminal can show: how wide it is, and colour where it says something.

   Files and pipes get the same bytes always: no colour, unless --color always asks for it, and no line is wrapped there
   but those of help. */
#ifndef GANLOSS_HARNESS_BASE_TERMINAL_H
#define GANLOSS_HARNESS_BASE_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* auto: on a terminal, where NO_COLOR is unset or empty and TERM is not dumb. */
enum terminal_color { TERMINAL_AUTO, TERMINAL_ALWAYS, TERMINAL_NEVER };

/* For standard output and standard error, from now on. */
void terminal_set_color(enum terminal_color when);

/* What a colour says: red, something failed; yellow, something was not done; bold, this first. */
enum terminal_mark { MARK_FAILED, MARK_UNFINISHED, MARK_FIRST, MARKS };

/* What turns the mark on, and off again; both are empty where `to` gets no colour. */
const char *terminal_on(FILE *to, enum terminal_mark mark);
const char *terminal_off(FILE *to);

/* The text with the words FAIL (red) and INCOMPLETE (yellow) marked where they begin it. */
void terminal_print_verdict(FILE *to, const char *text);

/* Columns, from 40 to 200: COLUMNS, or the terminal's that `to` leads to; 80 where neither is known. */
enum { TERMINAL_NARROWEST = 40, TERMINAL_WIDEST = 200, TERMINAL_USUAL = 80 };
size_t terminal_width(FILE *to);

/* Lines of a screen: LINES, or the terminal's; 24 where neither is known. */
size_t terminal_lines(FILE *to);

/* Prints the text with its lines broken between words, so that none is wider than `width` where a word is not; what
   follows a break begins with `indent` spaces. Lines that begin with a space are left as they are: commands to copy. */
void terminal_wrap(FILE *to, const char *text, size_t width, size_t indent);

#endif
