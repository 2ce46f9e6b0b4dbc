/* Tests of chances that no policy moves. */
#include "scenario_kit.h"

#include <bangpath/chance.h>
#include <math.h>

/* Of 10,000 draws; never and always are that. Whatever comes true at 30 % does so at 31 %. */
static void
test_chance(void)
{
    guint n = 0;

    for (guint i = 0; i < 10000; i++) {
        gboolean low = bp_chance(1, 7, 3, i, 300000);

        g_assert_false(bp_chance(1, 7, 3, i, 0));
        g_assert_true(bp_chance(1, 7, 3, i, BP_PPM));
        g_assert_true(!low || bp_chance(1, 7, 3, i, 310000));
        n += low ? 1 : 0;
    }
    g_assert_cmpfloat_with_epsilon(n, 3000, 5 * sqrt(10000 * 0.3 * 0.7));
}

/* A letter's number in the run does not matter; who wrote it, when, and what it is do. */
static void
test_letter_key(void)
{
    const BpMessageInfo letter = {
        .kind = BP_HAM, .from = {4, 2}, .born_us = 1234567, .serial = 17};
    BpMessageInfo others[6];
    guint64 key = bp_letter_key(1, &letter);

    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        others[i] = letter;
    others[0].serial = 18;
    g_assert_cmpuint(bp_letter_key(1, &others[0]), ==, key);
    others[1].kind = BP_SPAM;
    others[2].from.host = BP_NONE;
    others[3].from.user = 3;
    others[4].born_us++;
    others[5].owner = 1;
    for (guint i = 1; i < G_N_ELEMENTS(others); i++)
        g_assert_cmpuint(bp_letter_key(1, &others[i]), !=, key);
    g_assert_cmpuint(bp_letter_key(2, &letter), !=, key);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/chance/chance", test_chance);
    g_test_add_func("/chance/letter key", test_letter_key);
    return g_test_run();
}
