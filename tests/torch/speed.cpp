/* Forward and backward of PyTorch's loss in C++ autograd, of a loop of SLEEF's functions of 1 ulp, and of ganloss_loss: ns per call,
   minimum and median of interleaved rounds, and ratios of minima and of medians. One thread. Logits N(0, 3).
   Usage: speed [SECONDS]: so many in all (60). GANLOSS_ISA chooses our instruction set and SLEEF's. */
#include "losses/ganloss.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <torch/torch.h>
#include <torch/version.h>
#include <vector>

extern "C" {
float sleef_avx2_f32(size_t n, const float x[], float grad[]);
float sleef_avx512_f32(size_t n, const float x[], float grad[]);
double sleef_avx2_f64(size_t n, const double x[], double grad[]);
double sleef_avx512_f64(size_t n, const double x[], double grad[]);
}

static bool narrow; /* what has 512 bits is not to be used, or is not there */
static volatile double sink;

static double now()
{
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

static double timed(const std::function<void()> &call, size_t calls)
{
    double start = now();
    for (size_t i = 0; i < calls; i++)
        call();
    return (now() - start) / static_cast<double>(calls);
}

static void ours(const ganloss_loss *loss, size_t n, const float x[], float grad[])
{
    sink = ganloss_loss_f32(loss, n, x, nullptr, 1, grad);
}

static void ours(const ganloss_loss *loss, size_t n, const double x[], double grad[])
{
    sink = ganloss_loss_f64(loss, n, x, nullptr, 1, grad);
}

static void sleef(size_t n, const float x[], float grad[])
{
    sink = (narrow ? sleef_avx2_f32 : sleef_avx512_f32)(n, x, grad);
}

static void sleef(size_t n, const double x[], double grad[])
{
    sink = (narrow ? sleef_avx2_f64 : sleef_avx512_f64)(n, x, grad);
}

template <typename real> static void row(const char *format, torch::ScalarType type, size_t n, double seconds)
{
    const ganloss_loss *loss = ganloss_loss_find("nonsaturating.g");
    auto options = torch::TensorOptions().dtype(type);
    torch::Tensor x = (torch::randn({static_cast<int64_t>(n)}, options) * 3).set_requires_grad(true);
    torch::Tensor labels = torch::ones_like(x), plain = x.detach();
    std::vector<real> grad(n, 0);
    const real *logits = plain.data_ptr<real>();
    const std::function<void()> ways[] = {
        [&] {
            x.mutable_grad().reset();
            torch::binary_cross_entropy_with_logits(x, labels).backward();
        },
        [&] { sleef(n, logits, grad.data()); },
        [&] { ours(loss, n, logits, grad.data()); },
    };
    enum { WAYS = 3 };
    std::vector<double> times[WAYS];
    size_t calls[WAYS];
    for (int way = 0; way < WAYS; way++) /* rounds of 200 us or more */
        calls[way] = std::max<size_t>(1, static_cast<size_t>(2e5 / timed(ways[way], n < 5000 ? 20 : 2)));
    for (double end = now() + seconds * 1e9; now() < end || times[0].size() < 5;)
        for (int way = 0; way < WAYS; way++)
            times[way].push_back(timed(ways[way], calls[way]));
    double least[WAYS], middle[WAYS];
    for (int way = 0; way < WAYS; way++) {
        std::sort(times[way].begin(), times[way].end());
        least[way] = times[way].front();
        middle[way] = times[way][times[way].size() / 2];
    }
    printf("%s %9zu  %13.1f (%13.1f)  %13.1f (%13.1f)  %13.1f (%13.1f)  %6.2f (%6.2f)  %5.2f (%5.2f)\n",
           format, n, least[0], middle[0], least[1], middle[1], least[2], middle[2], least[0] / least[2],
           middle[0] / middle[2], least[1] / least[2], middle[1] / middle[2]);
    fflush(stdout);
}

int main(int count, char *word[])
{
    static const size_t sizes[] = {1,     4,     16,      64,      256,     1024,   4096,
                                   16384, 65536, 1 << 18, 1 << 20, 1 << 22, 1 << 24};
    const char *isa = getenv("GANLOSS_ISA");
    narrow = (isa && strcmp(isa, "avx2") == 0) || !__builtin_cpu_supports("avx512f");
    double seconds = count > 1 ? atof(word[1]) : 60;
    at::set_num_threads(1);
    torch::manual_seed(1);
    printf("torch %s, %s, 1 thread; ns per call, minimum (median)\n", TORCH_VERSION,
           narrow ? "AVX2" : "AVX-512");
    printf("           n  %29s  %29s  %29s  %15s  %13s\n", "torch", "SLEEF", "ours", "torch / ours",
           "SLEEF / ours");
    for (size_t n : sizes) {
        row<float>("f32", torch::kFloat, n, seconds / 2 / (sizeof sizes / sizeof *sizes));
        row<double>("f64", torch::kDouble, n, seconds / 2 / (sizeof sizes / sizeof *sizes));
    }
}
