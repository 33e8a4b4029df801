/* dlib.cpp -- dlib's loss layer for two classes, loss_binary_log: softplus(-s) for a label of 1, softplus(s) for -1, the label's
   magnitude a weight. In float alone. The layer gives the mean of a batch; a batch of one is what it does to an element. */
#include "harness/adapters/peers/peer.h"

#include <cmath>
#include <dlib/dnn.h>
#include <dlib/revision.h>

static const char *library()
{
    return "dlib " PEER_TEXT(DLIB_MAJOR_VERSION) "." PEER_TEXT(DLIB_MINOR_VERSION) "." PEER_TEXT(
        DLIB_PATCH_VERSION);
}

/* What the layer asks of the network below it. */
struct network {
    dlib::resizable_tensor output{1}, gradient{1};
    const dlib::tensor &get_output() const
    {
        return output;
    }
    dlib::tensor &get_gradient_input()
    {
        return gradient;
    }
    unsigned sample_expansion_factor() const
    {
        return 1;
    }
};

PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    const float label = -sign * std::fabs(scale), negated = scale < 0 ? -1 : 1;
    const dlib::resizable_tensor input(1);
    const dlib::loss_binary_log_ layer;
    network below;
    for (size_t i = 0; i < n; i++) {
        below.output.host()[0] = x[i];
        loss[i] = negated * static_cast<float>(layer.compute_loss_value_and_gradient(input, &label, below));
        grad[i] = negated * below.gradient.host()[0];
    }
}

#include "harness/adapters/peers/terms.h"
