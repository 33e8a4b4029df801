/* onednn.c -- oneDNN's element-wise primitives, forward and backward. In float alone: it has no double.
   Styles  plain     softplus(z): soft_relu, and its backward; -logsigmoid(-z) has the same bits
           logistic  -log(logistic(-z)): a sigmoid layer and the cross-entropy of its output, backward through both */
#include "harness/adapters/peers/peer.h"

#include <oneapi/dnnl/dnnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

/* softplus(z) = SIDE f(SIDE z), f what the layers compute. */
#ifdef PEER_STYLE_logistic
#define SIDE (-1)
#else
#define SIDE 1
#endif

static const char *library(void)
{
    static char text[32];
    const dnnl_version_t *version = dnnl_version();
    snprintf(text, sizeof text, "oneDNN %d.%d.%d", version->major, version->minor, version->patch);
    return text;
}

/* As in oneDNN's own examples: what it refuses ends the program. */
static void check(dnnl_status_t status)
{
    if (status != dnnl_success) {
        fprintf(stderr, "oneDNN: status %d\n", (int)status);
        abort();
    }
}

static dnnl_engine_t engine;

static void start(void)
{
    check(dnnl_engine_create(&engine, dnnl_cpu, 0));
}

static dnnl_memory_desc_t shape_of(size_t n)
{
    dnnl_memory_desc_t shape;
    check(dnnl_memory_desc_init_by_tag(&shape, 1, (dnnl_dims_t){(dnnl_dim_t)n}, dnnl_f32, dnnl_a));
    return shape;
}

static dnnl_primitive_desc_t describe_forward(dnnl_alg_kind_t algorithm, const dnnl_memory_desc_t *shape)
{
    dnnl_eltwise_desc_t operation;
    dnnl_primitive_desc_t description;
    check(dnnl_eltwise_forward_desc_init(&operation, dnnl_forward_training, algorithm, shape, 0, 0));
    check(dnnl_primitive_desc_create(&description, &operation, NULL, engine, NULL));
    return description;
}

/* What a primitive is given: up to three arrays, each for one of its arguments. */
struct argument {
    int index;
    const float *data;
};

static void execute(dnnl_primitive_desc_t description, const dnnl_memory_desc_t *shape, int count,
                    const struct argument arguments[])
{
    dnnl_exec_arg_t given[3];
    dnnl_primitive_t primitive;
    dnnl_stream_t stream;
    for (int i = 0; i < count; i++) {
        given[i].arg = arguments[i].index;
        check(dnnl_memory_create(&given[i].memory, shape, engine, (void *)arguments[i].data));
    }
    check(dnnl_primitive_create(&primitive, description));
    check(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
    check(dnnl_primitive_execute(primitive, stream, count, given));
    check(dnnl_stream_wait(stream));
    check(dnnl_stream_destroy(stream));
    check(dnnl_primitive_destroy(primitive));
    check(dnnl_primitive_desc_destroy(description));
    for (int i = 0; i < count; i++)
        check(dnnl_memory_destroy(given[i].memory));
}

static void forward(dnnl_alg_kind_t algorithm, size_t n, const float in[], float out[])
{
    dnnl_memory_desc_t shape = shape_of(n);
    execute(describe_forward(algorithm, &shape), &shape, 2,
            (struct argument[]){{DNNL_ARG_SRC, in}, {DNNL_ARG_DST, out}});
}

/* diff_in = diff_out times the derivative, found from `seen`: what went in (DNNL_ARG_SRC) or came out (DNNL_ARG_DST). */
static void backward(dnnl_alg_kind_t algorithm, size_t n, int which, const float seen[],
                     const float diff_out[], float diff_in[])
{
    dnnl_memory_desc_t shape = shape_of(n);
    dnnl_primitive_desc_t hint = describe_forward(algorithm, &shape), description;
    dnnl_eltwise_desc_t operation;
    check(dnnl_eltwise_backward_desc_init(&operation, algorithm, &shape, &shape, 0, 0));
    check(dnnl_primitive_desc_create(&description, &operation, NULL, engine, hint));
    check(dnnl_primitive_desc_destroy(hint));
    execute(description, &shape, 3,
            (struct argument[]){{which, seen}, {DNNL_ARG_DIFF_DST, diff_out}, {DNNL_ARG_DIFF_SRC, diff_in}});
}

/* loss = f(in), grad = upstream f'(in). */
static void layers(size_t n, const float in[], const float upstream[], float loss[], float grad[])
{
#ifdef PEER_STYLE_logistic
    float *probability = malloc(2 * n * sizeof *probability), *slope = probability + n;
    if (!probability)
        abort();
    forward(dnnl_eltwise_logistic, n, in, probability);
    forward(dnnl_eltwise_log, n, probability, loss);
    backward(dnnl_eltwise_log, n, DNNL_ARG_SRC, probability, upstream, slope);
    backward(dnnl_eltwise_logistic_use_dst_for_bwd, n, DNNL_ARG_DST, probability, slope, grad);
    free(probability);
#else
    forward(dnnl_eltwise_soft_relu, n, in, loss);
    backward(dnnl_eltwise_soft_relu, n, DNNL_ARG_SRC, in, upstream, grad);
#endif
}

/* What comes back from above, dloss/df times the sign of df/dx: SIDE scale and SIDE sign. */
PEER_INLINE void softplus(size_t n, const REAL x[], REAL sign, REAL scale, REAL loss[], REAL grad[])
{
    static once_flag once = ONCE_FLAG_INIT;
    call_once(&once, start);
    if (n == 0)
        return;
    float *in = malloc(2 * n * sizeof *in), *upstream = in + n;
    if (!in)
        abort();
    for (size_t i = 0; i < n; i++) {
        in[i] = SIDE * sign * x[i];
        upstream[i] = sign * scale;
    }
    layers(n, in, upstream, loss, grad);
    for (size_t i = 0; i < n; i++)
        loss[i] *= SIDE * scale;
    free(in);
}

#include "harness/adapters/peers/terms.h"
