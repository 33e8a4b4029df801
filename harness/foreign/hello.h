/* hello.h -- the line of JSON that a foreign program begins with:

   {"ganloss": 1, "library": "PyTorch", "version": "1.13.1", "memory": true, "kernels": [
     {"term": "nonsaturating.g", "variant": "torch", "format": "f32", "kind": "element", "loss": true, "grad": true,
      "loss_ulp": 2.5, "grad_ulp": null, "first_class": false}, ...]}

   Only ganloss, library, kernels, and of each kernel term, variant and format must be there. Without "memory" the
   program takes and gives bytes; the kind is "element", loss and grad are there, no bound is declared. */
#ifndef GANLOSS_HARNESS_FOREIGN_HELLO_H
#define GANLOSS_HARNESS_FOREIGN_HELLO_H

#include "harness/foreign/source.h"

/* Makes source->kernels of source->hello; what this program does not know (a term, a kind, a format) is skipped with a
   line to stderr. Another status than STATUS_OK: *why says it, from malloc. */
enum status hello_read(char **why, struct source *source);

/* Frees what it made, of a source whose kernels nobody has. */
void hello_free(struct source *source);

#endif
