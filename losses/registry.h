/* registry.h -- the tables made from losses.def, for the harness. */
#ifndef GANLOSS_LOSSES_REGISTRY_H
#define GANLOSS_LOSSES_REGISTRY_H

#include "losses/ganloss.h"
#include "losses/isa.h"

enum player { DISC, GEN };
enum space { LOGIT, PROB, SPACES }; /* what a term's input is */

/* What the formulas of a term need beside additions and multiplications; an exponential that both need is one
   and the same. */
enum needs { POLYNOMIAL = 0, EXP = 1, LOG = 2, DIV = 4 };

enum term_index {
#define TERM(name, ...) TERM_##name,
#include "losses/losses.def"
    TERMS
};

struct term {
    const char *id;
    enum player player;
    enum space space;
    int operands;            /* 2: takes a target label in [0, 1] as y */
    int needs;               /* enum needs, or-ed together: the cost, for bounds of time */
    const char *loss, *grad; /* the formulas, for people */
    const char *source;
};
extern const struct term terms[TERMS];

struct loss {
    const char *name;
    const struct term *d_real, *d_fake, *g;
    const char *remark;
};
extern const struct loss losses[];
extern const size_t loss_count;

struct kernel {
    const struct term *term;
    enum isa isa;
    const struct ganloss_kernel *code; /* function, variant, format and bounds */
    unsigned missing;    /* outputs that it does not have, 1 << each of enum output: of a foreign kernel */
    const char *library; /* whose it is, "SLEEF 3.5.1"; NULL: this library's own */
    const char *option;  /* what a command needs besides to have it, for a shell; NULL: nothing */
};
/* In the order of losses.def, f32 before f64 within a row. */
extern const struct kernel kernels[];
extern const size_t kernel_count;

/* Each term's stable kernels, in f32 and in f64. */
extern const struct ganloss_kernel *const stable_kernels[TERMS][2];
/* and its fused one, or NULL. */
extern const struct ganloss_kernel *const fused_kernels[TERMS][2];

/* The term with this id, or NULL. */
const struct term *term_find(const char *id);

#endif
