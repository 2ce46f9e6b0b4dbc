/* test_line.c - lines by name, and the tariff's hours. */
#include <bangpath/line.h>

#include <bangpath/units.h>
#include <string.h>

static void
test_profiles(void)
{
    static const struct {
        const char *name;
        gint64 bps;
        gboolean dial_up;
    } cases[] = {
        {"bell103", 300, TRUE},       {"bell212a", 1200, TRUE},
        {"v22bis", 2400, TRUE},       {"trailblazer", 12000, TRUE},
        {"hst", 9600, TRUE},          {"v32", 9600, TRUE},
        {"v32bis", 14400, TRUE},      {"v34", 28800, TRUE},
        {"v34plus", 33600, TRUE},     {"v90", 33600, TRUE},
        {"bsc9600", 9600, FALSE},     {"leased9600", 9600, FALSE},
        {"leased19k2", 19200, FALSE}, {"leased56k", 56000, FALSE},
        {"leased64k", 64000, FALSE},  {"t1", 1544000, FALSE},
        {"t3", 44736000, FALSE},      {"x25", 9600, FALSE},
        {"lan", 10000000, FALSE},
    };
    g_autofree const char **names = bp_line_profile_names();

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const BpLineProfile *profile = bp_line_profile_find(cases[i].name);

        g_assert_cmpstr(names[i], ==, cases[i].name);
        g_assert_nonnull(profile);
        g_assert_cmpint(profile->bps, ==, cases[i].bps);
        g_assert_cmpint(profile->dial_up, ==, cases[i].dial_up);
        g_assert_true(profile->dial_up == (profile->setup_us > 0));
        g_assert_cmpint(profile->latency_us, >, 0);
        g_assert_cmpint(profile->latency_us, <=, 300 * 1000);
        g_assert_nonnull(profile->help);
    }
    g_assert_null(names[G_N_ELEMENTS(cases)]);
    g_assert_null(bp_line_profile_find("v99"));
    g_assert_cmpint(bp_line_profile_find("bell212a")->setup_us, ==, 14 * BP_SECOND_US);
}

/* Two lines that are alike are the same bytes, and a parameter has its default. */
static void
test_from_profile(void)
{
    const BpLineProfile *profile = bp_line_profile_find("v22bis");
    BpLine a, b;

    memset(&a, 0xa5, sizeof a);
    memset(&b, 0x5a, sizeof b);
    a = bp_line_from_profile(profile, bp_protocol_find("g"));
    b = bp_line_from_profile(profile, bp_protocol_find("g"));
    g_assert_cmpint(memcmp(&a, &b, sizeof a), ==, 0);
    g_assert_true(a.protocol == bp_protocol_find("g"));
    g_assert_cmpint(a.protocol_params[0], ==, 3);
    g_assert_cmpint(a.view.bps, ==, 2400);
    g_assert_cmpint(a.setup_us, ==, 16 * BP_SECOND_US);
    g_assert_cmpint(a.retry_us, ==, 5 * BP_MINUTE_US);
    g_assert_cmpint(a.drop_interval_us, ==, 0);
    g_assert_cmpint(a.price_udollars[BP_TARIFF_DAY], ==, 0);
    g_assert_cmpint(a.schedule.kind, ==, BP_SCHEDULE_DEMAND);
    a = bp_line_from_profile(bp_line_profile_find("t1"), bp_protocol_find("smtp"));
    g_assert_cmpint(a.schedule.kind, ==, BP_SCHEDULE_PERMANENT);
}

/* No byte between the fields of what is compared by memcmp(). */
static void
test_no_padding(void)
{
    g_assert_cmpuint(sizeof(BpSchedule), ==,
                     2 * sizeof(gint64) + 4 * sizeof(gint32) +
                         BP_SCHEDULE_WINDOWS * sizeof(BpWindow));
    g_assert_cmpuint(sizeof(BpLine), ==,
                     sizeof(gpointer) + BP_PROTOCOL_PARAMS * sizeof(gint64) +
                         sizeof(BpLineView) + 6 * sizeof(gint64) +
                         2 * BP_N_TARIFFS * sizeof(gint64) + 4 * sizeof(gint32) +
                         2 * sizeof(BpSchedule));
}

static void
test_tariff(void)
{
    static const struct {
        int day;
        int hour;
        int minute;
        BpTariff tariff;
    } cases[] = {
        {0, 0, 0, BP_TARIFF_NIGHT},     {0, 12, 0, BP_TARIFF_NIGHT},
        {0, 16, 59, BP_TARIFF_NIGHT},   {0, 17, 0, BP_TARIFF_EVENING},
        {0, 22, 59, BP_TARIFF_EVENING}, {0, 23, 0, BP_TARIFF_NIGHT},
        {1, 7, 59, BP_TARIFF_NIGHT},    {1, 8, 0, BP_TARIFF_DAY},
        {1, 16, 59, BP_TARIFF_DAY},     {1, 17, 0, BP_TARIFF_EVENING},
        {5, 22, 59, BP_TARIFF_EVENING}, {5, 23, 0, BP_TARIFF_NIGHT},
        {6, 12, 0, BP_TARIFF_NIGHT},    {6, 18, 0, BP_TARIFF_NIGHT},
        {6, 23, 59, BP_TARIFF_NIGHT},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(
            bp_tariff_at((cases[i].day * 24 + cases[i].hour) * 60 + cases[i].minute),
            ==, cases[i].tariff);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/line/profiles", test_profiles);
    g_test_add_func("/line/from-profile", test_from_profile);
    g_test_add_func("/line/no-padding", test_no_padding);
    g_test_add_func("/line/tariff", test_tariff);
    return g_test_run();
}
