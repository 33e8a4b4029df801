/* strays.h -- ends what a program leaves running when it ends: its orphans come to the process that asked for them. */
#ifndef GANLOSS_HARNESS_FOREIGN_STRAYS_H
#define GANLOSS_HARNESS_FOREIGN_STRAYS_H

/* From here on orphans of this process's descendants become its children, whatever session they began. The children
   that it has already are not meant: a shell that becomes ganloss may have some. */
void strays_adopt(void);

/* Ends every child that came since, and those that come by that, until none is left. */
void strays_end(void);

#endif
