/* test_summary.c - what people are told of a run, and what they are spared. */
#include <bangpath/summary.h>

#include <bangpath/curves.h>
#include <bangpath/fold.h>
#include <bangpath/units.h>

static const BpSummaryLook as_file = {0};
static const BpSummaryLook in_colour = {.colour = TRUE};

static BpRunResult
quiet_result(void)
{
    return (BpRunResult){
        .title = g_strdup("A quiet month"),
        .seed = 5,
        .begin_unix_s = 841536000,
        .length_us = 30 * BP_DAY_US,
        .end_us = 30 * BP_DAY_US,
        .complete = TRUE,
        .n_hosts = 1,
        .n_links = 1234,
        .n_mailboxes = 6000,
        .open_at_begin = 110,
        .open_at_end = 110,
        .half_reach_us = -1,
        .events = 1000,
        .run_s = 0.5,
    };
}

static BpRunResult
full_result(void)
{
    BpRunResult result = quiet_result();
    BpTally *ham = &result.books.kind[BP_HAM];
    BpTally *spam = &result.books.kind[BP_SPAM];

    ham->messages = 900;
    ham->sent = 1000;
    ham->in[BP_DELIVERED] = 980;
    ham->in[BP_BOUNCED] = 16;
    ham->in[BP_QUEUED] = 4;
    ham->ended_by[BP_REASON_EXPIRED] = 4;
    ham->ended_by[BP_REASON_RELAYING_DENIED] = 12;
    spam->messages = 60;
    spam->sent = spam->in[BP_DELIVERED] = 6000;
    for (guint kind = BP_WORM; kind < BP_N_KINDS; kind++)
        result.books.kind[kind].messages = 1;
    result.books.kind[BP_PROBE].in[BP_DISCARDED] = 1;
    result.books.collateral = 4;
    result.books.targets = 5000;
    result.books.mailboxes_reached = 2100;
    result.books.spam_bytes_by_spammers = 10000;
    result.books.spam_bytes_by_others = 873000;
    result.books.backscatter = 1;
    for (guint reason = BP_REASON_NONE + 1; reason < BP_N_REASONS; reason++)
        result.books.refusals[reason] = reason;
    result.half_reach_us = 3 * BP_DAY_US;
    result.open_at_end = 44;
    result.ham_delay_p50_s = 60;
    result.ham_delay_p90_s = 3600;
    result.ham_delay_p99_s = 7200;
    result.books.target_hosts = 100;
    result.books.hosts_reached = 60;
    result.books.spam_to_targets = 3150;
    result.books.refusals_of_ham[BP_REASON_GREYLISTED] = 7;
    result.books.refusals_of_ham[BP_REASON_SPOOL_FULL] = 8;  /* no defence */
    result.books.refusals_of_ham[BP_REASON_BLACKLISTED] = 9; /* for good */
    for (guint payer = 0; payer < BP_N_PAYERS; payer++)
        result.measures.burden[payer] = (BpBurden){
            .bytes = 1000 * (payer + 1),
            .line_us = BP_HOUR_US,
            .paid_udollars = BP_DOLLAR_U * payer,
        };
    result.measures.half_life_us = 10 * BP_DAY_US;
    result.measures.closed = 70;
    result.measures.reopened = 4;
    result.measures.lists = 1;
    result.measures.listings = 50;
    result.measures.false_listings = 3;
    result.measures.delistings = 20;
    result.measures.subscribed_mailboxes = 1500;
    result.measures.abuse_to_listing = (BpLag){40, 2 * BP_HOUR_US};
    result.measures.listing_to_closing = (BpLag){30, 3 * BP_DAY_US};
    result.carriage.calls_made = 17;
    result.carriage.line_us = 90 * BP_MINUTE_US;
    result.carriage.paid_udollars = 12 * BP_DOLLAR_U;
    result.spammers_paid_udollars = 2 * BP_DOLLAR_U;
    return result;
}

static void
assert_has(const BpRunResult *result, const char *text, gboolean has)
{
    g_autofree char *summary = bp_run_summary(result, &as_file);

    if ((strstr(summary, text) != NULL) != has)
        g_test_message("%s\n%s \"%s\"", summary, has ? "lacks" : "has", text);
    g_assert_cmpint(strstr(summary, text) != NULL, ==, has);
}

/* Each number is told with its word. */
static void
test_tells_the_story(void)
{
    static const char *const told[] = {
        "A quiet month\n",
        "1 host, 1,234 links, 6,000 mailboxes\n",
        "1996-09-01 00:00:00 to 1996-10-01 00:00:00\n",
        "half took up to 1 min, 90% up to 1 h, 99% up to 2 h\n",
        "not delivered: relaying-denied 12, expired 4\n",
        "collateral damage: 4, 0.40% of what was sent\n",
        "spammers sent 10.0 KB, others 873.0 KB for them\n",
        "amplification: 87.3\n",
        "reached 2,100 of 5,000 targets: 42.0%\n",
        "half of these by 1996-09-04 00:00:00\n",
        "told to try later: greylisted 7\n",
        "at 60 of 100 hosts; each target reached got 1.50 copies\n",
        "of all mail delivered 86.0% was spam\n", /* 6,000 of 6,980 */
        "\nCost shift      bytes  lines for       paid\n",
        "\nspammers       1.0 KB        1 h      $0.00\n",
        "\nrelays         3.0 KB        1 h      $2.00\n",
        "half had closed by 1996-09-11 00:00:00\n",
        "70 closed, of which 4 opened again\n",
        "50 listings, 3 false, 20 taken off; 25.0% of mailboxes ask\n",
        "in the median 2 h after the first spam, closed 3 d later\n",
        "backscatter: 1 bounce to who never wrote\n",
        "110 open at begin, 44 at end\n",
        "17 made, 0 busy, 0 dropped\n",
        "lines busy for 1.5 h\n",
        "by spammers $2.00, by others $10.00\n",
        "1,000 events in 0.50 s, 2,000 a second\n",
    };
    g_auto(BpRunResult) result = full_result();

    for (guint i = 0; i < G_N_ELEMENTS(told); i++)
        assert_has(&result, told[i], TRUE);
    assert_has(&result, "stopped", FALSE);
}

/* Hours from one on; less than that is told in what fits. */
static void
test_short_line_time(void)
{
    g_auto(BpRunResult) result = full_result();

    result.carriage.line_us = 90 * BP_SECOND_US;
    assert_has(&result, "lines busy for 1.5 min\n", TRUE);
    result.carriage.line_us = 45;
    assert_has(&result, "lines busy for 45 us\n", TRUE);
    result.carriage.line_us = 3600 * BP_SECOND_US;
    assert_has(&result, "lines busy for 1.0 h\n", TRUE);
}

/* What a run has none of is not mentioned. */
static void
test_tells_nothing_of_what_was_not(void)
{
    static const char *const untold[] = {
        "ham",  "Ham",   "pam",        "Refusals", "Calls",
        "Paid", "lost",  "discarded",  "stopped",  "lines for",
        "half", "later", "Blacklists", "closed",
    };
    g_auto(BpRunResult) result = quiet_result();

    for (guint i = 0; i < G_N_ELEMENTS(untold); i++)
        assert_has(&result, untold[i], FALSE);
    assert_has(&result, "110 open throughout\n", TRUE);
}

/* A run that was stopped says so, and how far it came. */
static void
test_tells_that_it_was_stopped(void)
{
    g_auto(BpRunResult) result = quiet_result();

    result.complete = FALSE;
    result.end_us = 12 * BP_DAY_US;
    assert_has(&result, "stopped before its end: 12 d of 30 d\n", TRUE);
    assert_has(&result, "to 1996-09-13 00:00:00\n", TRUE);
}

/* The fullest page fits a screen's width and a page's length. */
static void
test_fits_a_page(void)
{
    g_auto(BpRunResult) result = full_result();
    g_autofree char *summary = bp_run_summary(&result, &as_file);
    g_auto(GStrv) lines = g_strsplit(summary, "\n", -1);
    guint n = g_strv_length(lines);

    g_assert_cmpuint(n, <=, 45);
    for (guint i = 0; i < n; i++) {
        g_assert_false(g_str_has_suffix(lines[i], " "));
        if (!g_str_has_prefix(lines[i], "Refusals"))
            g_assert_cmpuint(strlen(lines[i]), <=, 80);
    }
    g_assert_true(g_str_has_suffix(summary, "second\n"));
}

/* Colour adds escape sequences and changes nothing else. */
static void
test_colour_is_only_colour(void)
{
    g_auto(BpRunResult) result = full_result();
    g_autofree char *plain = bp_run_summary(&result, &as_file);
    g_autofree char *coloured = bp_run_summary(&result, &in_colour);
    g_autoptr(GRegex) escapes = g_regex_new("\033\\[[0-9;]*m", 0, 0, NULL);
    g_autofree char *bare = g_regex_replace(escapes, coloured, -1, 0, "", 0, NULL);

    g_assert_null(strchr(plain, '\033'));
    g_assert_nonnull(strchr(coloured, '\033'));
    g_assert_cmpstr(bare, ==, plain);
}

/* A title that a terminal would obey is shown instead, colour or not. */
static void
test_title_is_text(void)
{
    g_auto(BpRunResult) result = quiet_result();
    g_autofree char *summary = NULL;

    g_free(result.title);
    result.title = g_strdup("clear \033[2J me");
    summary = bp_run_summary(&result, &in_colour);
    g_assert_nonnull(strstr(summary, "clear \\x1b[2J me"));
    g_assert_null(strstr(summary, "\033[2J"));
}

/* A run with a point at the begin and one after each 240th of its 30 days. */
static BpRunResult
watched_result(void)
{
    BpRunResult result = full_result();
    BpCurves *curves = g_new0(BpCurves, 1);

    for (guint i = 0; i <= 240; i++) {
        curves->at_us[i] = result.length_us / 240 * i;
        curves->value[BP_CURVE_REACH][i] = i < 120 ? 0 : 0.42;
        curves->value[BP_CURVE_OPEN_RELAYS][i] = i <= 120 ? 110 : 44;
        curves->value[BP_CURVE_HAM_DELIVERED][i] = i <= 60 ? 10.0 * i : 600;
        curves->value[BP_CURVE_SPOOL_BYTES][i] = i == 180 ? 8000 : 0;
    }
    curves->n = 241;
    result.curves = curves;
    return result;
}

/* With 48 columns there is room for sparklines of 12: a column is 20 looks, 2.5 days.
 * Reach is 0 up to the look before the 120th, which is the last of the 6th column; relays
 * close after it, to 44 of 110, which is the 3rd seventh. 200 letters were delivered
 * in each of the first three columns. Look 180 is the last of the 9th column. */
static void
test_sparklines(void)
{
    g_auto(BpRunResult) result = watched_result();
    const BpSummaryLook look = {.curves = TRUE, .columns = 48};
    g_autofree char *summary = bp_run_summary(&result, &look);
    static const char *const told[] = {
        "\nOver time  a column is 2.5 d\n",
        "\nreach      ▁▁▁▁▁███████  0% to 42.0%\n",
        "\nrelays     ██████▄▄▄▄▄▄  110 to 44 open\n",
        "\ndelivered  ███▁▁▁▁▁▁▁▁▁  ham: at most 200\n",
        "\nspool      ▁▁▁▁▁▁▁▁█▁▁▁  at most 8.0 KB\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(told); i++) {
        if (strstr(summary, told[i]) == NULL)
            g_test_message("%s\nlacks \"%s\"", summary, told[i]);
        g_assert_nonnull(strstr(summary, told[i]));
    }
}

/* What a stopped run has not seen is blank; a file has no sparklines. */
static void
test_sparklines_of_part(void)
{
    g_auto(BpRunResult) result = watched_result();
    const BpSummaryLook look = {.curves = TRUE, .columns = 48};
    g_autofree char *summary = NULL;

    result.curves->n = 121;
    summary = bp_run_summary(&result, &look);
    g_assert_nonnull(strstr(summary, "\nreach      ▁▁▁▁▁█        0% to"));
    assert_has(&result, "Over time", FALSE);
}

/* On a narrow terminal nothing runs over the edge. */
static void
test_fits_a_terminal(void)
{
    g_auto(BpRunResult) result = watched_result();

    for (guint columns = BP_SUMMARY_LEAST_COLUMNS; columns <= 120; columns++) {
        const BpSummaryLook look = {.curves = TRUE, .colour = TRUE, .columns = columns};
        g_autofree char *summary = bp_run_summary(&result, &look);
        g_auto(GStrv) lines = g_strsplit(summary, "\n", -1);
        /* The fullest table has all five kinds of mail. */
        const guint most = MAX(columns, 11 + 10 + 4 * 11);

        for (guint i = 0; lines[i] != NULL; i++) {
            if (bp_text_columns(lines[i]) > most)
                g_test_message("%u columns: %s", columns, lines[i]);
            g_assert_cmpuint(bp_text_columns(lines[i]), <=, most);
        }
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/results/summary/story", test_tells_the_story);
    g_test_add_func("/results/summary/short line time", test_short_line_time);
    g_test_add_func("/results/summary/nothing", test_tells_nothing_of_what_was_not);
    g_test_add_func("/results/summary/stopped", test_tells_that_it_was_stopped);
    g_test_add_func("/results/summary/page", test_fits_a_page);
    g_test_add_func("/results/summary/colour", test_colour_is_only_colour);
    g_test_add_func("/results/summary/title", test_title_is_text);
    g_test_add_func("/results/summary/sparklines", test_sparklines);
    g_test_add_func("/results/summary/sparklines-of-part", test_sparklines_of_part);
    g_test_add_func("/results/summary/terminal", test_fits_a_terminal);
    return g_test_run();
}
