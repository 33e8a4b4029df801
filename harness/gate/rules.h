/* rules.h -- the kinds of failure there are, the worst first. */
#ifndef GANLOSS_HARNESS_GATE_RULES_H
#define GANLOSS_HARNESS_GATE_RULES_H

#include <stddef.h>

struct gate_rule {
    const char *name, *title, *text; /* of a finding; in a few words; in a sentence or two */
};
extern const struct gate_rule gate_rules[];
extern const size_t gate_rule_count;

/* The number of the rule of that name; that of "error" for none. */
size_t gate_rule_index(const char *name);

#endif
