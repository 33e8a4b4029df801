/* supervise.h -- the process between ganloss and a foreign program: it starts the program, and ends all that came of it
   when the program ends and when ganloss does, whichever way. */
#ifndef GANLOSS_HARNESS_FOREIGN_SUPERVISE_H
#define GANLOSS_HARNESS_FOREIGN_SUPERVISE_H

/* The word by which this program is told to be a supervisor; its exit status where it could not start anything. */
extern const char *const supervise_command;
enum { SUPERVISE_NOT_STARTED = 126 };

/* Is one: argv is supervise_command, "exec" or "plugin", and the shell command or the file. The descriptors are
   those of the protocol. It ends as the program ended: with its status, or by its signal. */
int supervise(int argc, char **argv);

#endif
