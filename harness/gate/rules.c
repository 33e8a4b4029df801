#include "harness/gate/rules.h"

#include <string.h>

const struct gate_rule gate_rules[] = {
    {"error", "The run ended with an error",
     "A file, an option or the machine: what was asked for was not judged."},
    {"crash", "The kernel's program was ended by a signal", "A call of the kernel ended its program."},
    {"hang", "The kernel gave no answer in time", "A call of the kernel took longer than --timeout."},
    {"exit", "The kernel's program ended", "A call of the kernel ended its program, with an exit status."},
    {"protocol", "What was answered is no answer", "The kernel's program does not keep to the protocol."},
    {"raised", "The kernel raised an error",
     "A call of the kernel raised an error instead of returning results."},
    {"overrun", "Writes beside the arrays", "The kernel writes beside its outputs or its inputs."},
    {"overread", "Reads beside the arrays", "The kernel reads beside its arrays."},
    {"inputs", "Writes into the inputs", "The kernel changes its inputs."},
    {"environment", "Leaves the floating-point environment changed",
     "Rounding mode, flushing of subnormals or x87 state differ after a call."},
    {"unwritten", "Leaves results unwritten", "The kernel leaves some of its outputs as they were."},
    {"state", "Results depend on earlier calls", "The same call gives other results later."},
    {"nan", "NaN for a number",
     "The result is NaN where the exact value is a number or an infinity, or the other way round."},
    {"sign", "Wrong sign", "The result has the opposite sign of the exact value."},
    {"vanished", "Vanished",
     "The result is 0 where the exact value rounds to another number: a gradient that is lost."},
    {"overflow", "Overflow", "The result is infinite where the exact value rounds to a finite number."},
    {"bounded", "Finite for an infinity",
     "The result is finite where the exact value is, or rounds to, an infinity."},
    {"cancellation", "Wrong beyond what cancels",
     "A class of failure that no cancellation of operands explains."},
    {"lost", "Not one correct bit",
     "The result is finite and of the right sign, and has not one correct bit."},
    {"bound", "Outside the bound",
     "The error in ulps of the exact value is larger than the bound declared, or than --max-ulp."},
    {"position", "Results depend on their place",
     "Position, length, neighbours or alignment change results."},
    {"zero-sign", "Sign of a zero", "The result is the zero of the other sign."},
    {"special", "Infinities or NaN in a sum", "Infinities or NaN are lost or made in the sum of a batch."},
    {"sum", "Sum outside its bound", "The sum of a batch is outside the bound of its reduction."},
    {"scale", "Mean is not the sum over n", "The mean is not the sum divided by n, rounded."},
    {"scaled-gradient", "Gradient is not the kernel's over n",
     "A gradient of a batch is not the kernel's divided by n, rounded."},
    {"bits", "Bits of a mean depend on what they should not",
     "Alignment, pieces, threads or reduction change bits of a batch."},
    {"class-means", "Means per class", "A mean per class, its count, its loss or its gradient is wrong."},
    {"open", "Exact mean not known well enough", "The exact mean is not known to 2^-8 ulp."},
    {"missing", "A kernel is missing", "The stored run has a kernel that does not run here."},
    {"against", "Worse than the stored run",
     "An error, a class or a number of results is larger than in the run that was given with --against."},
    {"same-as", "Other bits",
     "Results differ in a bit from those of the kernel that was given with --same-as."},
    {"slower", "Slower",
     "More instructions per element than in the stored run, or more time than in the other build."},
    {"unfinished", "Unfinished",
     "The run was interrupted, or a budget left something out: what was not done has not passed."},
    {"inconclusive", "Inconclusive", "Whether one is slower is not known; it takes a longer --time-budget."},
    {"larger", "Larger than in the stored run",
     "A figure of every float is larger than in the stored run, by no more than 5 %."},
};
const size_t gate_rule_count = sizeof gate_rules / sizeof *gate_rules;

size_t gate_rule_index(const char *name)
{
    for (size_t i = 0; i < gate_rule_count; i++)
        if (strcmp(gate_rules[i].name, name) == 0)
            return i;
    return 0;
}
