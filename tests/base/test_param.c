/* test_param.c - rows of each kind: good, bad, described, and by default. */
#include <bangpath/param.h>

#include "garbage.h"

#include <bangpath/units.h>

#define BEGIN (G_GINT64_CONSTANT(9740) * 86400) /* 1996-09-01 */

enum {
    TEXT,
    BOOL,
    WHOLE,
    AT_LEAST,
    DECIMAL,
    DURATION,
    BYTES,
    SPEED,
    SHARE,
    PRICE,
    RATE,
    MOMENT,
    INSTANT,
    ZONE,
    USE,
    LISTS,
    NAMES,
    RELAYS,
    TARGETS,
    SUBSCRIBERS,
    SIZE,
    N_ROWS,
};

static const char *const per_mailbox[] = {"mailbox", NULL};
static const char *const uses[] = {"stick", "rotate", "hop", NULL};
static const char *const lists[] = {"open relays", "sources", NULL};
static const char *const relays[] = {"published list", "scan", "none", NULL};

static const BpParam rows[] = {
    [TEXT] = {"title", BP_PARAM_TEXT, "", 0, 0, NULL, "what it is"},
    [BOOL] = {"retry", BP_PARAM_BOOL, "no", 0, 0, NULL, "whether"},
    [WHOLE] = {"bcc", BP_PARAM_WHOLE, "100", 1, 1000000, NULL, "how many"},
    [AT_LEAST] = {"hosts", BP_PARAM_WHOLE, "2", 2, G_MAXINT64, NULL, "how many"},
    [DECIMAL] = {"sigma", BP_PARAM_DECIMAL, "1.1", 500000, 5000000, NULL, "how wide"},
    [DURATION] = {"life", BP_PARAM_DURATION, "24 h", BP_SECOND_US, 14610 * BP_DAY_US,
                  NULL, "how long"},
    [BYTES] = {"spool", BP_PARAM_BYTES, "20 MB", 500, 2147483648, NULL, "how large"},
    [SPEED] = {"speed", BP_PARAM_SPEED, NULL, 300, 45000000, NULL, "how fast"},
    [SHARE] = {"share", BP_PARAM_SHARE, "60%", 5000, BP_PPM, NULL, "how many"},
    [PRICE] = {"price", BP_PARAM_PRICE, "", 0, 2500000, NULL, "how dear"},
    [RATE] = {"rate", BP_PARAM_RATE, "5 / mailbox / d", BP_SECOND_US, 7 * BP_DAY_US,
              per_mailbox, "how often"},
    [MOMENT] = {"from", BP_PARAM_MOMENT, "day 10", 0, 0, NULL, "when"},
    [INSTANT] = {"begin", BP_PARAM_INSTANT, "1996-09-01", 0, 0, NULL, "when"},
    [ZONE] = {"tz", BP_PARAM_ZONE, "", -300, 330, NULL, "where"},
    [USE] = {"use", BP_PARAM_CHOICE, "rotate", 0, 0, uses, "how"},
    [LISTS] = {"lists", BP_PARAM_CHOICES, "open relays", 0, 0, lists, "what"},
    [NAMES] = {"serves", BP_PARAM_NAMES, "", 0, 0, NULL, "whom"},
    [RELAYS] = {"relays", BP_PARAM_CHOICE_OR_NAMES, "published list", 0, 0, relays,
                "whence"},
    [TARGETS] = {"targets", BP_PARAM_PORTION, "all", 1, 500, NULL, "whom"},
    [SUBSCRIBERS] = {"subscribers", BP_PARAM_SELECTION, "all", 0, 0, NULL, "who"},
    [SIZE] = {"size", BP_PARAM_SIZE, "5 KB", 1, 1000000, NULL, "how large"},
    {0},
};

/* Each text gives the value worked by hand. */
static void
test_good(void)
{
    static const struct {
        int row;
        const char *text;
        gint64 number;
        gint64 number2;
        gboolean share;
        const char *names; /* joined by | */
    } cases[] = {
        {BOOL, "yes", 1, 0, FALSE, NULL},
        {BOOL, " no ", 0, 0, FALSE, NULL},
        {WHOLE, "1", 1, 0, FALSE, NULL},
        {WHOLE, "1000000", 1000000, 0, FALSE, NULL},
        {AT_LEAST, "9223372036854775807", G_MAXINT64, 0, FALSE, NULL},
        {DECIMAL, "0.5", 500000, 0, FALSE, NULL},
        {DURATION, "1 s", 1000000, 0, FALSE, NULL},
        {BYTES, "2 KiB", 2048, 0, FALSE, NULL},
        {SPEED, "45 Mbps", 45000000, 0, FALSE, NULL},
        {SHARE, "0.5%", 5000, 0, FALSE, NULL},
        {PRICE, "15 $/h", 250000, 0, FALSE, NULL},
        {RATE, "86400 / mailbox / d", BP_SECOND_US, 0, FALSE, NULL},
        {RATE, "0 / mailbox / d", 0, 0, FALSE, NULL},
        {MOMENT, "day 2", BP_DAY_US, 0, FALSE, NULL},
        {INSTANT, "1996-09-01", BEGIN, 0, FALSE, NULL},
        {ZONE, "-5:00", -300, 0, FALSE, NULL},
        {USE, "hop", 2, 0, FALSE, NULL},
        {LISTS, "sources", 2, 0, FALSE, NULL},
        {LISTS, "sources,open relays", 3, 0, FALSE, NULL},
        {NAMES, "a", 0, 0, FALSE, "a"},
        {NAMES, " a ,b\t, c d ", 0, 0, FALSE, "a|b|c d"},
        {RELAYS, "scan", 1, 0, FALSE, NULL},
        {RELAYS, "ihnp4, scanner", -1, 0, FALSE, "ihnp4|scanner"},
        {TARGETS, "60%", 600000, 0, TRUE, NULL},
        {TARGETS, "all", BP_PPM, 0, TRUE, NULL},
        {TARGETS, "500", 500, 0, FALSE, NULL},
        {SUBSCRIBERS, "largest 30%", BP_SELECT_LARGEST, 300000, FALSE, NULL},
        {SUBSCRIBERS, "random  0.5 %", BP_SELECT_RANDOM, 5000, FALSE, NULL},
        {SUBSCRIBERS, "all", BP_SELECT_ALL, BP_PPM, FALSE, NULL},
        {SUBSCRIBERS, "none", BP_SELECT_NONE, 0, FALSE, NULL},
        {SUBSCRIBERS, "largesse, randomly", BP_SELECT_NAMES, 0, FALSE,
         "largesse|randomly"},
        {SIZE, "2 KB", 2000, 0, FALSE, NULL},
        {SIZE, "lognormal(2 KB, 1.1)", 2000, 1100000, FALSE, NULL},
        {SIZE, "lognormal ( 2KB,0 )", 2000, 0, FALSE, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpValue value = {0};
        g_autofree char *names = NULL;
        GError *error = NULL;

        g_test_message("%s = %s", rows[cases[i].row].name, cases[i].text);
        bp_param_parse(&rows[cases[i].row], cases[i].text, BEGIN, &value, &error);
        g_assert_no_error(error);
        g_assert_cmpint(value.number, ==, cases[i].number);
        g_assert_cmpint(value.number2, ==, cases[i].number2);
        g_assert_cmpint(value.share, ==, cases[i].share);
        g_assert_true(value.set);
        g_assert_false(value.given);
        names = value.names ? g_strjoinv("|", value.names) : NULL;
        g_assert_cmpstr(names, ==, cases[i].names);
        bp_value_clear(&value);
    }
}

/* A bad text leaves the value alone, and the message says what would be right. */
static void
test_bad(void)
{
    static const struct {
        int row;
        const char *text;
        const char *expected;
    } cases[] = {
        {TEXT, "  ", "a text that is not empty"},
        {BOOL, "", "yes or no"},
        {BOOL, "true", "yes or no"},
        {WHOLE, "many", "a whole number from 1 to 1000000"},
        {WHOLE, "0", "a whole number from 1 to 1000000"},
        {WHOLE, "-1", "a whole number from 1 to 1000000"},
        {WHOLE, "99999999999999999999", "a whole number from 1 to 1000000"},
        {AT_LEAST, "1", "a whole number, at least 2"},
        {DECIMAL, "0.499999", "a number such as 1.1, from 0.5 to 5"},
        {DURATION, "0 s", "a duration such as 15 min, from 1 s to 14610 d"},
        {DURATION, "14611 d", "a duration such as 15 min, from 1 s to 14610 d"},
        {DURATION, "", "a duration such as 15 min, from 1 s to 14610 d"},
        {DURATION, "10", "a duration with its unit, such as 10 s"},
        {BYTES, "3 GB", "a size such as 2 KB, from 500 B to 2 GiB"},
        {SPEED, "110 bps", "a speed such as 2400 bps, from 300 bps to 45 Mbps"},
        {SHARE, "0%", "a share such as 40%, from 0.5% to 100%"},
        {PRICE, "3 $/min", "a price such as 0.25 $/min, from 0 $/min to 2.5 $/min"},
        {RATE, "2 / mailbox / s",
         "a rate such as 5 / mailbox / d, from once in 1 s to once in 7 d"},
        {RATE, "5 / d", "a rate such as 5 / mailbox / d (units s, min, h, d, w, y)"},
        {MOMENT, "", "a moment such as day 4 09:00 or 1996-09-01 09:00"},
        {ZONE, "-6:00", "an offset from UTC such as -5:00, from -5:00 to +5:30"},
        {USE, "rotat", "one of: stick, rotate, hop (did you mean \"rotate\"?)"},
        {USE, "Stick", "one of: stick, rotate, hop (did you mean \"stick\"?)"},
        {USE, "stick, hop", "one of: stick, rotate, hop"},
        {USE, "something else", "one of: stick, rotate, hop"},
        {LISTS, "source",
         "one or more, parted by commas, of: open relays, sources "
         "(did you mean \"sources\"?)"},
        {LISTS, "sources,sources",
         "names parted by commas, each once, not \"sources\" twice"},
        {LISTS, "sources,", "names parted by commas, none of them empty"},
        {NAMES, "", "names parted by commas"},
        {NAMES, ",", "names parted by commas, none of them empty"},
        {NAMES, "a,,b", "names parted by commas, none of them empty"},
        {NAMES, "a, b, a", "names parted by commas, each once, not \"a\" twice"},
        {RELAYS, "", "one of: published list, scan, none; or names parted by commas"},
        {RELAYS, "none, a", "\"none\" alone, or names parted by commas"},
        {TARGETS, "0",
         "a share such as 60%, all, none, or a whole number, from 1 to 500"},
        {TARGETS, "some",
         "a share such as 60%, all, none, or a whole number, from 1 to 500"},
        {TARGETS, "101%", "a share from 0% to 100%"},
        {SUBSCRIBERS, "largest",
         "largest 30%, random 30%, all, none, or names parted by commas"},
        {SUBSCRIBERS, "random 30",
         "largest 30%, random 30%, all, none, or names parted by commas"},
        {SUBSCRIBERS, "a, all", "\"all\" alone, or names parted by commas"},
        {SIZE, "0 B", "a size such as 2 KB or lognormal(2 KB, 1.1), from 1 B to 1 MB"},
        {SIZE, "lognormal(2 KB)",
         "a size such as 2 KB or lognormal(2 KB, 1.1), from 1 B to 1 MB"},
        {SIZE, "lognormal(2 KB, 1.1",
         "a size such as 2 KB or lognormal(2 KB, 1.1), from 1 B to 1 MB"},
        {SIZE, "lognormal(2 KB, 1.1, 3)",
         "a size such as 2 KB or lognormal(2 KB, 1.1), from 1 B to 1 MB"},
        {SIZE, "lognormal)",
         "a size such as 2 KB or lognormal(2 KB, 1.1), from 1 B to 1 MB"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpValue value = {.number = 4711};
        g_autoptr(GError) error = NULL;

        g_test_message("%s = %s", rows[cases[i].row].name, cases[i].text);
        g_assert_false(
            bp_param_parse(&rows[cases[i].row], cases[i].text, BEGIN, &value, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
        g_assert_cmpstr(error->message, ==, cases[i].expected);
        g_assert_cmpint(value.number, ==, 4711);
        g_assert_false(value.set);
        g_assert_null(value.names);
    }
}

/* Defaults are parsed by the same rows; "" and NULL stay unset. */
static void
test_defaults(void)
{
    BpValue *values = bp_param_defaults(rows, BEGIN);

    g_assert_cmpint(values[WHOLE].number, ==, 100);
    g_assert_true(values[WHOLE].set);
    g_assert_false(values[WHOLE].given);
    g_assert_cmpint(values[MOMENT].number, ==, 9 * BP_DAY_US);
    g_assert_false(values[TEXT].set);
    g_assert_false(values[SPEED].set);
    g_assert_cmpint(values[USE].number, ==, 1);
    bp_values_free(rows, values);
    bp_values_free(rows, NULL);
}

/* A default that its own row refuses is a bug that is heard of. */
static void
test_bad_default(void)
{
    static const BpParam bad[] = {{"n", BP_PARAM_WHOLE, "0", 1, 2, NULL, "none"}, {0}};
    BpValue *values;

    g_test_expect_message(
        NULL, G_LOG_LEVEL_CRITICAL,
        "*default of n is \"0\": expected a whole number from 1 to 2*");
    values = bp_param_defaults(bad, BEGIN);
    g_test_assert_expected_messages();
    g_assert_false(values[0].set);
    bp_values_free(bad, values);
}

/* Rows by name. */
static void
test_find(void)
{
    g_autofree const char **names = bp_param_names(rows);

    g_assert_cmpuint(bp_param_count(rows), ==, N_ROWS);
    g_assert_cmpint(bp_param_find(rows, "title"), ==, TEXT);
    g_assert_cmpint(bp_param_find(rows, "size"), ==, SIZE);
    g_assert_cmpint(bp_param_find(rows, "Size"), ==, -1);
    g_assert_cmpint(bp_param_find(rows, ""), ==, -1);
    g_assert_cmpstr(names[SIZE], ==, "size");
    g_assert_null(names[N_ROWS]);
    g_assert_cmpstr(bp_nearest("tagrets", names), ==, "targets");
}

/* Clearing frees all and leaves a value as new. */
static void
test_clear(void)
{
    BpValue value = {.number = 1, .given = TRUE, .line = 3};

    value.text = g_strdup("t");
    value.raw = g_strdup("r");
    value.names = g_strsplit("a,b", ",", -1);
    bp_value_clear(&value);
    g_assert_null(value.text);
    g_assert_null(value.names);
    g_assert_null(value.raw);
    g_assert_cmpint(value.number, ==, 0);
    g_assert_false(value.given);
    bp_value_clear(&value);
}

/* Garbage is TRUE and a value in bounds, or FALSE and an error. */
static void
test_garbage(void)
{
    for (int i = 0; i < 5000; i++) {
        g_autofree char *text = garbage();

        for (int row = 0; row < N_ROWS; row++) {
            BpValue value = {0};
            g_autoptr(GError) error = NULL;

            if (bp_param_parse(&rows[row], text, BEGIN, &value, &error))
                g_assert_no_error(error);
            else
                g_assert_error(error, BP_ERROR, BP_ERROR_VALUE);
            bp_value_clear(&value);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/param/good", test_good);
    g_test_add_func("/param/bad", test_bad);
    g_test_add_func("/param/defaults", test_defaults);
    g_test_add_func("/param/bad-default", test_bad_default);
    g_test_add_func("/param/find", test_find);
    g_test_add_func("/param/clear", test_clear);
    g_test_add_func("/param/garbage", test_garbage);
    return g_test_run();
}
