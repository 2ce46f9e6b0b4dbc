/* Tests of arrays on large pages: what is in them is as in any other. */
#include <bangpath/large.h>

#define LINE_BYTES 64

static void
assert_zero(const guint8 *bytes, gsize n)
{
    gsize sum = 0;

    for (gsize i = 0; i < n; i++)
        sum += bytes[i];
    g_assert_cmpuint(sum, ==, 0);
}

/* Small or large, odd or even: all zero, at a line of the cache, and all of it is ours. */
static void
test_zero(void)
{
    static const gsize numbers[] = {1, 100, 43690, 43691, 100001, 300000};

    for (guint i = 0; i < G_N_ELEMENTS(numbers); i++) {
        gsize n = numbers[i];
        guint8 *array = bp_large_new0(n, 48);

        g_assert_cmpuint((gsize)array % LINE_BYTES, ==, 0);
        assert_zero(array, 48 * n);
        for (gsize k = 0; k < 48 * n; k++)
            array[k] = (guint8)(k % 251);
        for (gsize k = 0; k < 48 * n; k += 4099)
            g_assert_cmpuint(array[k], ==, k % 251);
        bp_large_free(array);
    }
}

static void
test_none(void)
{
    bp_large_free(bp_large_new0(0, 8));
    bp_large_free(NULL);
    bp_large_hint(NULL, 0);
}

/* What was written before stays, wherever the array goes. */
static void
test_grows(void)
{
    guint32 *array = NULL;
    gsize n = 0;

    for (gsize capacity = 1000; capacity < 3000000; capacity = 2 * capacity + 1) {
        array = g_renew(guint32, array, capacity);
        bp_large_hint(array, capacity * sizeof *array);
        for (; n < capacity; n++)
            array[n] = (guint32)n;
        for (gsize i = 0; i < n; i += 997)
            g_assert_cmpuint(array[i], ==, i);
    }
    g_free(array);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/large/zero", test_zero);
    g_test_add_func("/large/none", test_none);
    g_test_add_func("/large/grows", test_grows);
    return g_test_run();
}
