/* schema_fields.h -- the fields of a result document, as tables: all there are. By them documents are read (schema.h), and from
   them the JSON Schema files are made (schema_json.h). */
#ifndef GANLOSS_HARNESS_RECORD_SCHEMA_FIELDS_H
#define GANLOSS_HARNESS_RECORD_SCHEMA_FIELDS_H

/* What a field may be: one of these, or of several. */
enum schema_type {
    SCHEMA_STRING = 1 << 0,
    SCHEMA_NUMBER = 1 << 1,
    SCHEMA_NULL = 1 << 2,
    SCHEMA_BOOL = 1 << 3,
    SCHEMA_OBJECT = 1 << 4,
    SCHEMA_RECORDS = 1 << 5, /* an array of objects */
    SCHEMA_MAP = 1 << 6,     /* an object whose every member is of the fields below */
    SCHEMA_SERIES =
        1 << 7, /* of numbers, nulls and decimal strings; all of one record have the same length */
    SCHEMA_KERNEL_ID = 1 << 8, /* TERM/VARIANT/FORMAT, known here or not */
    SCHEMA_FORMAT = 1 << 9,
    SCHEMA_COUNT = 1 << 10,  /* a whole number, at most 2^53, so that sums of counts hold */
    SCHEMA_SEED = 1 << 11,   /* a whole number */
    SCHEMA_FLOAT = 1 << 12,  /* a string with a hexadecimal float, inf, -inf or nan */
    SCHEMA_FLOATS = 1 << 13, /* an array of such strings and nulls */
    SCHEMA_ULP = 1 << 14,    /* a number from 0 on, or its decimal string */
    SCHEMA_MAXIMUM =
        1 << 15, /* such an ULP with its `at` and `got`; null where `compared` is 0, and only there */
    SCHEMA_SHARD = 1 << 16,   /* [I, N] */
    SCHEMA_BINADES = 1 << 17, /* with the histogram beside them, as record/binades.h reads them */
    SCHEMA_STRINGS = 1 << 18,
    SCHEMA_NUMBERS = 1 << 19, /* an array of numbers, nulls and decimal strings, of any length */
    SCHEMA_ROWS = 1 << 20,    /* an array of arrays */
    SCHEMA_OPTIONAL = 1 << 21,
    SCHEMA_ALWAYS = 1 << 22,                       /* whoever writes a document has it, */
    SCHEMA_OLDER = SCHEMA_OPTIONAL | SCHEMA_ALWAYS /* but of an older one it is read without */
};

struct schema_field {
    const char *name;
    unsigned types;
    const struct schema_field *of; /* of an object, or of each of many; ends with a NULL name */
};

extern const struct schema_field schema_fields_document[];

/* One of exact figures, which `merge --exact` keeps of it: what does not say who found them, nor when. */
extern const struct schema_field schema_fields_exact[];

/* Its machine, which other documents have, too. */
extern const struct schema_field schema_fields_machine[];

#endif
