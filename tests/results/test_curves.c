/* test_curves.c - a row of numbers as a row of blocks. */
#include <bangpath/curves.h>

#include <math.h>

/* Zero is the lowest block; what is above it takes one of seven, each for a seventh. */
static void
test_blocks(void)
{
    static const double levels[] = {0, 0.001, 1, 1.001, 2,  3,   4,
                                    5, 6,     7, 8,     -1, NAN, 7};
    g_autofree char *spark = bp_spark(levels, G_N_ELEMENTS(levels), 7);

    g_assert_cmpstr(spark, ==, "▁▂▂▃▃▄▅▆▇██▁ █");
}

/* Where all is 0, so is the most. */
static void
test_nothing(void)
{
    static const double levels[] = {0, 0};
    g_autofree char *spark = bp_spark(levels, G_N_ELEMENTS(levels), 0);
    g_autofree char *none = bp_spark(NULL, 0, 1);

    g_assert_cmpstr(spark, ==, "▁▁");
    g_assert_cmpstr(none, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/results/curves/blocks", test_blocks);
    g_test_add_func("/results/curves/nothing", test_nothing);
    return g_test_run();
}
