/* test_schedule.c - windows of local time. */
#include <bangpath/schedule.h>

#include <bangpath/calendar.h>
#include <bangpath/error.h>
#include <bangpath/grade.h>
#include <bangpath/units.h>
#include <string.h>

/* 1996-09-01 was a Sunday: with it as begin, simulated time is time of the week. */
#define SUNDAY G_GINT64_CONSTANT(841536000)

#define AT(day, hour, minute) \
    ((((day)*24 + (hour)) * G_GINT64_CONSTANT(60) + (minute)) * BP_MINUTE_US)

static BpSchedule
schedule(const char *text)
{
    g_autoptr(GError) error = NULL;
    BpSchedule parsed;

    memset(&parsed, 0xa5, sizeof parsed);
    g_test_message("%s", text);
    g_assert_true(bp_schedule_parse(text, &parsed, &error));
    g_assert_no_error(error);
    return parsed;
}

/* What is read is written so, and read back the same to the byte. */
static void
test_parse(void)
{
    static const struct {
        const char *text;
        const char *written;
        gint32 n_windows;
    } cases[] = {
        {"permanent", "permanent", 0},
        {" permanent ", "permanent", 0},
        {"demand", "demand", 0},
        {"poll 4 h", "poll 4 h", 0},
        {"poll 4h", "poll 4 h", 0},
        {"poll 1.5 h", "poll 90 min", 0},
        {"poll 7 d", "poll 7 d", 0},
        {"Any", "demand", 0},
        {"Any0000-2400", "demand", 0},
        {"Wk,Sa,Su", "demand", 0},
        {"Sa", "demand Sa", 1},
        {"SaSu", "demand SuSa", 2},
        {"Sa|Su", "demand SuSa", 2},
        {"Mo0900-1700", "demand Mo0900-1700", 1},
        {"Mo900-1700", "demand Mo0900-1700", 1},
        {"MoTu0900-1700, Th", "demand MoTu0900-1700,Th", 3},
        {"Wk2300-0800", "demand Wk2300-0800", 6},
        {"Wk2300-0800,Sa,Su", "demand SuSa,Wk2300-0800", 6},
        {"Any2300-0800", "demand Any2300-0800", 8},
        {"Wk2305-0855,Sa,Su2305-1655",
         "demand Su0000-1655,WkSu2305-2400,Wk0000-0855,Sa", 7},
        {"demand Wk2300-0800", "demand Wk2300-0800", 6},
        {"poll 30 min Any0100-0500", "poll 30 min Any0100-0500", 7},
        {"ZMH1", "demand UTC Any0900-1000", 7},
        {"demand ZMH2/C", "demand UTC Any0230-0330/C", 7},
        {"poll 1 d UTC ZMH3,Sa", "poll 1 d UTC WkSu1800-1900,Sa", 7},
        {"UTC Mo0900-1700", "demand UTC Mo0900-1700", 1},
        {"UTC ZMH1,Any0930-1100", "demand UTC Any0900-1100", 7},
        {"UTC Any", "demand", 0},
        {"Mo0900-1200,Mo1200-1300", "demand Mo0900-1300", 1},
        {"Any2300-2400", "demand Any2300-2400", 7},
        {"Any2300-0000", "demand Any2300-2400", 7},
        {"Never", "Never", 0},
        {"Any;10", "demand Any;10", 0},
        {"Wk2300-0800;5", "demand Wk2300-0800;5", 6},
        {"poll 4 h Any;10", "poll 4 h Any;10", 0},
        {"Any/Z", "demand Any/Z", 1},
        {"Any/z", "demand", 0},
        {"Any0800-1700/C", "demand Any0800-1700/C", 7},
        {"Any/C0800-1700", "demand Any0800-1700/C", 7},
        /* Taylor's own example: 7 days of three, joined at six midnights. */
        {"Any/Z,Any2305-0855", "demand Any0855-2305/Z,Any2305-0855", 15},
        /* Where windows overlap the least urgent grade goes through. */
        {"Mo0900-1200/C,Mo1100-1300", "demand Mo0900-1100/C,Mo1100-1300", 2},
        {"Mo0900-1300/Z|Mo1000-1100/C", "demand Mo0900-1300/Z", 1},
        {"Mo/C,Mo/5,Mo/a", "demand Mo/a", 1},
        {"Any0000-0800,Any0900-1000,Any1100-1200,Any1300-1400",
         "demand Any0000-0800,Any0900-1000,Any1100-1200,Any1300-1400", 28},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpSchedule parsed = schedule(cases[i].text), again;
        g_autofree char *written = bp_schedule_format(&parsed);

        g_assert_cmpint(parsed.n_windows, ==, cases[i].n_windows);
        again = schedule(written);
        g_assert_cmpint(memcmp(&parsed, &again, sizeof parsed), ==, 0);
        g_assert_cmpstr(written, ==, cases[i].written);
    }
    g_assert_cmpint(schedule("poll 4 h").period_us, ==, 4 * BP_HOUR_US);
    g_assert_cmpint(schedule("poll 4 h").kind, ==, BP_SCHEDULE_POLL);
    g_assert_cmpint(schedule("Sa").kind, ==, BP_SCHEDULE_DEMAND);
}

/* One more than there is room for. */
#define NINE_A_DAY                                                      \
    "Any0000-0100,Any0200-0300,Any0400-0500,Any0600-0700,Any0800-0900," \
    "Any1000-1100,Any1200-1300,Any1400-1500,Any1600-1700"

static void
test_errors(void)
{
    static const char *const cases[] = {
        "",
        "sometimes",
        "permanently",
        "permanent Sa",
        "poll",
        "poll 4",
        "poll 0 h",
        "poll h",
        "poll 4 hSa",
        "poll Sa",
        "Mo0900-1200,Mo1100-1300",
        "Wk2300-0700,Wk0100-0200",
        "Mo/C,Any1000-1100/C",
        "demand 4 h",
        "demandSa",
        "Never,Sa",
        "Sa,Never",
        "Never;10",
        "Never/C",
        "never",
        "Any/",
        "Any/-",
        "Any/C0800-1700/D",
        "Any;",
        "Any;0",
        "Any;1381",
        "Any;10,Sa",
        "Any;10;10",
        "UTC",
        "demand UTC",
        "UTC Never",
        "ZMH",
        "ZMH0",
        "ZMH7",
        "ZMH11",
        "ZMH1,Sa",
        "Sa,ZMH1",
        "Any;1.5",
        "Any0800-0800",
        "Any0000-0000",
        "Any2400-2400",
        "Any2400-0000",
        "Any0860-0900",
        "Any0800-2500",
        "Any08-09",
        "Any0800",
        "Any0800-",
        "Any00800-0900",
        "Xx",
        "Mon",
        "Sa,",
        ",Sa",
        "Sa,,Su",
        "Sa Su",
        "sa",
        "Any0800-0900x",
        NINE_A_DAY,
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        BpSchedule parsed = {.n_windows = 77};

        g_test_message("%s", cases[i]);
        g_assert_false(bp_schedule_parse(cases[i], &parsed, &error));
        g_assert_nonnull(error);
        g_assert_true(error->domain == BP_ERROR);
        g_assert_cmpint(parsed.n_windows, ==, 77);
    }
}

/* A mistake has a place, counted from 1. */
static void
test_places(void)
{
    static const struct {
        const char *text;
        const char *place;
    } cases[] = {
        {"Wk2300-0860", "*, at character 8: \"0860\""},
        {"Wk2500-0800,Sa", "*, at character 3: \"2500-0800,Sa\""},
        {"  Sa,Xx0800-0900", "*, at character 4: \"Xx0800-0900\""},
        {"demand Sa,", "*, at its end"},
        {"Any0800", "*, at character 4: \"0800\""},
        {"Any0800-", "*, at its end"},
        {"Any/", "a grade*, at its end"},
        {"Any/Z;x", "the minutes*, at character 7: \"x\""},
        {"Sa Su", "*, at character 4: \"Su\""},
        {"Wk2300-2300", "*, at character 8: \"2300\""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        BpSchedule parsed;

        g_assert_false(bp_schedule_parse(cases[i].text, &parsed, &error));
        g_test_message("%s: %s", cases[i].text, error->message);
        g_assert_true(g_pattern_match_simple(cases[i].place, error->message));
    }
}

/* Monday noon is by day: only C and more urgent; at night all goes. */
static void
test_grades(void)
{
    BpSchedule parsed = schedule("Any/C,Any2305-0855"), day = schedule("Mo0900-1700/C");
    BpSchedule never = schedule("Never");
    const gint64 noon = AT(1, 12, 0), night = AT(1, 23, 5);

    g_assert_cmpint(bp_schedule_grade(&parsed, SUNDAY, 0, noon), ==, 'C');
    g_assert_cmpint(bp_schedule_grade(&parsed, SUNDAY, 0, night), ==, BP_GRADE_LAST);
    g_assert_cmpint(bp_schedule_grade(&day, SUNDAY, 0, night), ==, 0);
    g_assert_cmpint(bp_schedule_opens_for_us(&parsed, SUNDAY, 0, noon, 'C'), ==, noon);
    g_assert_cmpint(bp_schedule_opens_for_us(&parsed, SUNDAY, 0, noon, 'D'), ==, night);
    g_assert_cmpint(bp_schedule_opens_for_us(&parsed, SUNDAY, 0, noon, 0), ==, noon);
    g_assert_cmpint(bp_schedule_opens_for_us(&day, SUNDAY, 0, noon, 'D'), ==,
                    BP_TIME_MAX_US);
    g_assert_cmpint(bp_schedule_opens_for_us(&day, SUNDAY, 0, night, 'B'), ==,
                    AT(8, 9, 0));
    /* What holds nothing more back goes on: from C never less; from the night to 08:55. */
    g_assert_cmpint(bp_schedule_closes_us(&parsed, SUNDAY, 0, noon), ==,
                    BP_TIME_MAX_US);
    g_assert_cmpint(bp_schedule_closes_us(&parsed, SUNDAY, 0, night), ==, AT(2, 8, 55));
    g_assert_cmpint(bp_schedule_closes_us(&parsed, SUNDAY, 0, AT(6, 23, 30)), ==,
                    AT(7, 8, 55));
    g_assert_cmpint(bp_schedule_opens_us(&never, SUNDAY, 0, 0), ==, BP_TIME_MAX_US);
    g_assert_cmpint(bp_schedule_grade(&never, SUNDAY, 0, 0), ==, 0);
    g_assert_cmpint(bp_schedule_closes_us(&never, SUNDAY, 0, noon), ==, noon);
    g_assert_cmpint(schedule("Any;10").retry_us, ==, 10 * BP_MINUTE_US);
}

/* When it opens and closes: across midnight, across the week's end, in other zones. */
static void
test_windows(void)
{
    static const struct {
        const char *text;
        int tz_minutes;
        gint64 at_us;
        gint64 opens_us;
        gint64 closes_us; /* seen at opens_us */
    } cases[] = {
        {"demand", 0, 5, 5, BP_TIME_MAX_US},
        {"permanent", 0, 5, 5, BP_TIME_MAX_US},
        {"Mo0900-1700", 0, 0, AT(1, 9, 0), AT(1, 17, 0)},
        {"Mo0900-1700", 0, AT(1, 9, 0), AT(1, 9, 0), AT(1, 17, 0)},
        {"Mo0900-1700", 0, AT(1, 9, 0) - 1, AT(1, 9, 0), AT(1, 17, 0)},
        {"Mo0900-1700", 0, AT(1, 17, 0) - 1, AT(1, 17, 0) - 1, AT(1, 17, 0)},
        {"Mo0900-1700", 0, AT(1, 17, 0), AT(8, 9, 0), AT(8, 17, 0)},
        /* A night that goes on past midnight does not close there. */
        {"Wk2300-0800", 0, AT(1, 12, 0), AT(1, 23, 0), AT(2, 8, 0)},
        {"Wk2300-0800", 0, AT(2, 0, 0), AT(2, 0, 0), AT(2, 8, 0)},
        /* Both parts belong to the days named: not Sunday evening, but Monday morning;
         * Friday evening ends at midnight. */
        {"Wk2300-0800", 0, AT(0, 23, 30), AT(1, 0, 0), AT(1, 8, 0)},
        {"Wk2300-0800", 0, AT(5, 23, 30), AT(5, 23, 30), AT(6, 0, 0)},
        /* Saturday to Sunday is across the week's end. */
        {"Sa,Su", 0, AT(6, 1, 0), AT(6, 1, 0), AT(8, 0, 0)},
        {"Sa,Su", 0, AT(0, 1, 0), AT(0, 1, 0), AT(1, 0, 0)},
        {"Sa", 0, AT(6, 1, 0), AT(6, 1, 0), AT(7, 0, 0)},
        {"Su0900-1000", 0, AT(3, 0, 0), AT(7, 9, 0), AT(7, 10, 0)},
        {"Su0900-1000", 0, AT(700, 0, 0), AT(700, 9, 0), AT(700, 10, 0)},
        /* New York is 5 hours behind: 09:00 there is 14:00 here. */
        {"Mo0900-1700", -300, 0, AT(1, 14, 0), AT(1, 22, 0)},
        {"Mo0900-1700", 330, 0, AT(1, 3, 30), AT(1, 11, 30)},
        /* Mail hours are the same moment everywhere. */
        {"ZMH1", -300, 0, AT(0, 9, 0), AT(0, 10, 0)},
        {"ZMH6", 330, AT(1, 20, 30), AT(1, 20, 30), AT(1, 21, 0)},
        {"UTC Mo0900-1700", -300, 0, AT(1, 9, 0), AT(1, 17, 0)},
        /* Sunday 00:00 here is still Saturday there. */
        {"Sa", -300, 0, 0, AT(0, 5, 0)},
        {"Su", 540, AT(6, 12, 0), AT(6, 15, 0), AT(7, 15, 0)},
        {"Sa", 0, BP_TIME_MAX_US, BP_TIME_MAX_US, BP_TIME_MAX_US},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpSchedule parsed = schedule(cases[i].text);

        g_assert_cmpint(
            bp_schedule_opens_us(&parsed, SUNDAY, cases[i].tz_minutes, cases[i].at_us),
            ==, cases[i].opens_us);
        g_assert_cmpint(bp_schedule_closes_us(&parsed, SUNDAY, cases[i].tz_minutes,
                                              cases[i].opens_us),
                        ==, cases[i].closes_us);
    }
}

/* A begin that is on no full minute, nor after 1970. */
static void
test_odd_begin(void)
{
    BpSchedule parsed = schedule("Mo0900-1700");

    g_assert_cmpint(bp_schedule_opens_us(&parsed, SUNDAY + 30, 0, 0), ==,
                    AT(1, 9, 0) - 30 * BP_SECOND_US);
    g_assert_cmpint(bp_schedule_opens_us(&parsed, SUNDAY - 7 * 86400 * 2000 - 30, 0, 0),
                    ==, AT(1, 9, 0) + 30 * BP_SECOND_US);
    g_assert_cmpint(bp_schedule_closes_us(&parsed, SUNDAY, 0, 0), ==, 0);
}

/* Against a walk minute by minute, over random windows. */
static void
test_random(void)
{
    for (int round = 0; round < 200; round++) {
        GString *text = g_string_new(NULL);
        int n = g_test_rand_int_range(1, 4), tz = g_test_rand_int_range(-12, 15) * 60;
        gint64 at = g_test_rand_int_range(0, 3 * BP_WEEK_MINUTES);
        gint64 begin = SUNDAY + g_test_rand_int_range(0, 14 * 1440) * 60;
        gint64 opens = at, closes;
        BpSchedule parsed;
        gboolean open[BP_WEEK_MINUTES] = {FALSE};

        for (int i = 0; i < n; i++) {
            int from = g_test_rand_int_range(0, 1440);
            int to = g_test_rand_int_range(0, 1440);

            if (from == to)
                to = (from + 1) % 1440;
            g_string_append_printf(
                text, "%s%s%02d%02d-%02d%02d", i > 0 ? "," : "",
                (const char *[]){"Any", "Wk", "Sa",
                                 "SuWe"}[g_test_rand_int_range(0, 4)],
                from / 60, from % 60, to / 60, to % 60);
        }
        if (!bp_schedule_parse(text->str, &parsed, NULL)) {
            g_string_free(text, TRUE);
            continue;
        }
        {
            g_autofree char *written = bp_schedule_format(&parsed);
            BpSchedule again = schedule(written);

            g_assert_cmpint(memcmp(&parsed, &again, sizeof parsed), ==, 0);
        }
        for (int i = 0; i < parsed.n_windows; i++)
            for (int minute = parsed.windows[i].from; minute < parsed.windows[i].to;
                 minute++)
                open[minute] = TRUE;
        if (parsed.n_windows > 0) {
            while (!open[bp_minute_of_week(begin + opens * 60, tz)])
                opens++;
            closes = opens;
            while (open[bp_minute_of_week(begin + closes * 60, tz)])
                closes++;
            g_assert_cmpint(bp_schedule_opens_us(&parsed, begin, tz, at * BP_MINUTE_US),
                            ==, opens * BP_MINUTE_US);
            g_assert_cmpint(
                bp_schedule_closes_us(&parsed, begin, tz, opens * BP_MINUTE_US), ==,
                closes * BP_MINUTE_US);
        }
        g_string_free(text, TRUE);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/schedule/parse", test_parse);
    g_test_add_func("/schedule/errors", test_errors);
    g_test_add_func("/schedule/places", test_places);
    g_test_add_func("/schedule/grades", test_grades);
    g_test_add_func("/schedule/windows", test_windows);
    g_test_add_func("/schedule/odd-begin", test_odd_begin);
    g_test_add_func("/schedule/random", test_random);
    return g_test_run();
}
