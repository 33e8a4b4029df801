/* memory.h -- memory that runs out ends the program, whoever asked for it.

   memory.c defines malloc and its kin for the whole process, the libraries included: each calls the C library's, or a
   tool's before it, and where that has nothing it ends the program with one line and STATUS_INTERNAL. jansson, GMP,
   MPFR, libgomp and the C library itself (strdup, fopen, getline, open_memstream, qsort) would else go on without,
   each in its own way: a record that is missing from a document, a file that seems to end early, a crash. */
#ifndef GANLOSS_HARNESS_BASE_MEMORY_H
#define GANLOSS_HARNESS_BASE_MEMORY_H

#include <stddef.h>

/* Ends the program: so many bytes were not to be had. Any thread may call it. */
_Noreturn void memory_ran_out(size_t bytes);

/* main says so before it returns a status of its own; until then an exit with status 1 is libgomp's, which had no
   memory for a thread and has said so, and becomes STATUS_INTERNAL. */
void memory_watch_exit(void);
void memory_exit_is_meant(void);

#endif
