/* train.c -- a discriminator of two weights and a bias, trained by gradient descent to tell two clouds of
   points apart.

   cc train.c $(pkg-config --cflags --libs ganloss) -lm && ./a.out

   What it shows: a loss is found once; a step calls it for the real half of the batch and for the fake half;
   the gradients of the mean, with respect to the logits, overwrite the logits, and go on into the weights. */
#include <ganloss.h>
#include <math.h>
#include <stdio.h>

enum { BATCH = 64, STEPS = 200 };

/* Uniform in [-1, 1), the same on any machine. */
static float noise(void)
{
    static unsigned state = 1;
    state = state * 1664525U + 1013904223U;
    return (float)(state >> 8) / 0x1p23F - 1;
}

int main(void)
{
    const struct ganloss_loss *real = ganloss_loss_find("minimax.d_real"),
                              *fake = ganloss_loss_find("minimax.d_fake");
    float weight[3] = {0, 0, 0};
    for (int step = 0; step <= STEPS; step++) {
        float mean = 0, down[3] = {0, 0, 0};
        for (int k = 0; k < 2; k++) {
            float point[BATCH][3], logit[BATCH];
            for (int i = 0; i < BATCH; i++) {
                point[i][0] = noise() + (k ? 1.5F : 0);
                point[i][1] = noise() - (k ? 0.5F : 0);
                point[i][2] = 1;
                logit[i] = weight[0] * point[i][0] + weight[1] * point[i][1] + weight[2];
            }
            mean += ganloss_loss_f32(k ? fake : real, BATCH, logit, NULL, 1, logit);
            for (int i = 0; i < BATCH; i++)
                for (int j = 0; j < 3; j++)
                    down[j] += logit[i] * point[i][j];
        }
        for (int j = 0; j < 3; j++)
            weight[j] -= 0.5F * down[j];
        if (step % 50 == 0)
            printf("step %3d  loss %.4f\n", step, (double)mean);
    }
    return 0;
}
