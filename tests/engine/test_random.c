/* Tests of the draws: known answers, ranges, moments, permutations. */
#include <bangpath/random.h>
#include <bangpath/units.h>
#include <math.h>

/* The known answers of Random123's own kat_vectors for philox4x32-10. */
static void
test_known_answers(void)
{
    BpDraw zero = bp_draw(0, 0, 0, 0);

    g_assert_cmphex(zero.word[0], ==, 0x6627e8d5);
    g_assert_cmphex(zero.word[1], ==, 0xe169c58d);
    g_assert_cmphex(zero.word[2], ==, 0xbc57ac4c);
    g_assert_cmphex(zero.word[3], ==, 0x9b00dbd8);

    /* counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0 */
    BpDraw pi = bp_draw(G_GUINT64_CONSTANT(0x299f31d0a4093822), 0x03707344, 0x13198a2e,
                        G_GUINT64_CONSTANT(0x85a308d3243f6a88));

    g_assert_cmphex(pi.word[0], ==, 0xd16cfe09);
    g_assert_cmphex(pi.word[1], ==, 0x94fdcceb);
    g_assert_cmphex(pi.word[2], ==, 0x5001e420);
    g_assert_cmphex(pi.word[3], ==, 0x24126ea1);
}

/* FNV-1a's published value for "foobar". */
static void
test_stream_is_fnv(void)
{
    g_assert_cmphex(bp_stream(""), ==, 0x811c9dc5);
    g_assert_cmphex(bp_stream("foobar"), ==, 0xbf9cf968);
}

static void
test_ranges(void)
{
    BpDraw low = {{0, 0, 0, 0}};
    BpDraw high = {{G_MAXUINT32, G_MAXUINT32, G_MAXUINT32, G_MAXUINT32}};

    g_assert_cmpfloat(bp_uniform(low, 0), ==, 0.0);
    g_assert_cmpfloat(bp_uniform(high, 2), <, 1.0);
    g_assert_cmpuint(bp_below(low, 0, 7), ==, 0);
    g_assert_cmpuint(bp_below(high, 0, 7), ==, 6);
    g_assert_cmpint(bp_exponential_us(low, 0, 1000), ==, 1);
    g_assert_cmpint(bp_exponential_us(high, 0, 1000), ==, 36737);
    g_assert_cmpint(bp_exponential_us(high, 0, BP_TIME_MAX_US), ==, BP_TIME_MAX_US);
    g_assert_cmpuint(bp_lognormal(low, 0, 2000, 1100000), ==, 1);
    g_assert_cmpuint(bp_lognormal(high, 0, 2000, 0), ==, 2000);
}

/* Several at once are what each is alone. */
static void
test_lognormals(void)
{
    BpDraw draws[BP_LOGNORMALS];
    guint64 sizes[BP_LOGNORMALS];

    for (guint n = 0; n <= BP_LOGNORMALS; n++) {
        for (guint i = 0; i < n; i++)
            draws[i] = bp_draw(7, 3, n, i);
        bp_lognormals(draws, n, 2, 2048, 1100000, sizes);
        for (guint i = 0; i < n; i++)
            g_assert_cmpuint(sizes[i], ==, bp_lognormal(draws[i], 2, 2048, 1100000));
    }
}

/* Means within five standard errors. */
static void
test_moments(void)
{
    const guint n = 100000;
    double uniform = 0, exponential = 0, log_size = 0;

    for (guint i = 0; i < n; i++) {
        BpDraw draw = bp_draw(42, 1, 2, i);

        uniform += bp_uniform(draw, 0);
        exponential += (double)bp_exponential_us(draw, 2, 1000000);
        log_size += log((double)bp_lognormal(draw, 0, 1000000, 500000) / 1e6);
    }
    g_assert_cmpfloat_with_epsilon(uniform / n, 0.5, 5 * sqrt(1.0 / 12 / n));
    g_assert_cmpfloat_with_epsilon(exponential / n, 1e6, 5 * 1e6 / sqrt(n));
    g_assert_cmpfloat_with_epsilon(log_size / n, 0.0, 5 * 0.5 / sqrt(n));
}

/* Every number comes once, whatever n; other seeds give other orders. */
static void
test_permutation_is_one(void)
{
    const guint64 sizes[] = {1, 2, 3, 4, 5, 63, 64, 65, 1000, 4097};

    for (guint k = 0; k < G_N_ELEMENTS(sizes); k++) {
        g_autofree guint8 *seen = g_new0(guint8, sizes[k]);
        BpPermutation permutation;

        bp_permutation_init(&permutation, 7, bp_stream("test"), sizes[k]);
        for (guint64 i = 0; i < sizes[k]; i++) {
            guint64 at = bp_permutation_at(&permutation, i);

            g_assert_cmpuint(at, <, sizes[k]);
            g_assert_cmpuint(seen[at], ==, 0);
            seen[at] = 1;
        }
    }
}

static void
test_permutation_tabulated(void)
{
    const guint64 sizes[] = {1, 2, 5, 64, 1000, G_GUINT64_CONSTANT(1) << 32};

    for (guint k = 0; k < G_N_ELEMENTS(sizes); k++) {
        BpPermutation plain, tabulated;

        bp_permutation_init(&plain, 7, bp_stream("test"), sizes[k]);
        bp_permutation_init(&tabulated, 7, bp_stream("test"), sizes[k]);
        bp_permutation_tabulate(&tabulated);
        for (guint64 i = 0; i < MIN(sizes[k], 1000); i++)
            g_assert_cmpuint(bp_permutation_at(&tabulated, i), ==,
                             bp_permutation_at(&plain, i));
        bp_permutation_clear(&tabulated);
        bp_permutation_clear(&plain);
    }
}

static void
test_permutation_depends_on_seed(void)
{
    BpPermutation one, two;
    guint same = 0;

    bp_permutation_init(&one, 1, 5, 1000);
    bp_permutation_init(&two, 2, 5, 1000);
    for (guint64 i = 0; i < 1000; i++)
        same += bp_permutation_at(&one, i) == bp_permutation_at(&two, i);
    g_assert_cmpuint(same, <, 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/random/known answers", test_known_answers);
    g_test_add_func("/random/stream is fnv", test_stream_is_fnv);
    g_test_add_func("/random/ranges", test_ranges);
    g_test_add_func("/random/lognormals", test_lognormals);
    g_test_add_func("/random/moments", test_moments);
    g_test_add_func("/random/permutation is one", test_permutation_is_one);
    g_test_add_func("/random/permutation tabulated", test_permutation_tabulated);
    g_test_add_func("/random/permutation depends on seed",
                    test_permutation_depends_on_seed);
    return g_test_run();
}
