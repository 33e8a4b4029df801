/* length.h -- how many trials a test makes. */
#ifndef GANLOSS_TESTS_SUPPORT_LENGTH_H
#define GANLOSS_TESTS_SUPPORT_LENGTH_H

/* Of so many: all with GANLOSS_TEST_LENGTH=long in the environment (`make long`), else one in `part`. With
   sanitizers, which slow each down several times, one in 8 of these. One at the least. */
int length_of(int most, int part);

#endif
