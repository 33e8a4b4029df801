/* document.h -- a result document as a history keeps it: whether it does, what makes two of them the same run, and of which
   version they are. */
#ifndef GANLOSS_HARNESS_HISTORY_DOCUMENT_H
#define GANLOSS_HARNESS_HISTORY_DOCUMENT_H

#include "harness/base/fail.h"

#include <jansson.h>

/* Reads a document and refuses one that is no whole run: STATUS_UNFINISHED where something is missing, shards among it;
   STATUS_DATA where runs were merged that say less together than each of them. */
enum status history_document_read(json_t **document, const char *path);

/* Its version, as git described the sources of the ganloss that made it; NULL: it does not know. */
const char *history_document_version(const json_t *document);

/* The hash of what the run has found, 128 bits in hexadecimal. The same for the same run, wherever and by whomever: left out are
   provenance, and what is made of a run besides, curves and what it was compared with (against). */
enum { HISTORY_HASH = 33 };
void history_document_hash(char hash[HISTORY_HASH], const json_t *document);

/* As they are kept, from malloc: what the document says of itself, and its records, but for what is drawn step by step or
   point by point (curves, traces), of which the figures are kept. */
char *history_document_head(const json_t *document);
char *history_document_records(const json_t *document);

#endif
