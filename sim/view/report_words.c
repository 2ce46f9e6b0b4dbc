/* report_words.c - what was simulated, and what came of it, in a few sentences. */
#include "report_private.h"

#include <bangpath/calendar.h>
#include <bangpath/units.h>

/* 0 where there is no such number. */
static double
total(const ReportRun *run, const char *measure)
{
    double value = 0;

    (void)bp_run_db_total(run->db, measure, &value);
    return value;
}

/* (transfer full): "2,400 letters" */
static char *
count(double number, const char *singular, const char *plural)
{
    g_autofree char *text = bp_format_count((guint64)MAX(number, 0));

    return g_strdup_printf("%s %s", text,
                           number < 2 && number >= 1 ? singular : plural);
}

static char *
money(double dollars)
{
    return bp_format_money((gint64)(dollars * (double)BP_DOLLAR_U + 0.5));
}

static void
say(JsonBuilder *json, char *sentence)
{
    report_add_text(json, sentence, G_MAXINT);
    g_free(sentence);
}

static void
say_what(JsonBuilder *json, const ReportRun *run)
{
    const gint64 begin_unix_s = bp_run_db_begin_unix_s(run->db);
    g_autofree char *hosts = count(total(run, "hosts"), "host", "hosts");
    g_autofree char *boxes = count(total(run, "mailboxes"), "mailbox", "mailboxes");
    g_autofree char *links = count(total(run, "links"), "link", "links");
    g_autofree char *length = bp_format_duration(bp_run_db_length_us(run->db));
    g_autofree char *begin = bp_format_moment(begin_unix_s, 0);
    g_autofree char *end = bp_format_moment(begin_unix_s, bp_run_db_end_us(run->db));

    say(json, g_strdup_printf("%s with %s, joined by %s, for %s from %s UTC.", hosts,
                              boxes, links, length, begin));
    if (!bp_run_db_complete(run->db))
        say(json,
            g_strdup_printf("The run was stopped at %s UTC, before its end.", end));
}

static void
say_ham(JsonBuilder *json, const ReportRun *run)
{
    const double sent = total(run, "ham.sent");
    g_autofree char *letters = count(total(run, "ham.messages"), "letter", "letters");

    if (sent <= 0)
        return;
    if (total(run, "ham.collateral") <= 0)
        say(json, g_strdup_printf("Users wrote %s; %.1f%% of their mail was delivered.",
                                  letters, 100 * total(run, "ham.delivered") / sent));
    else
        say(json,
            g_strdup_printf("Users wrote %s; %.1f%% of their mail was delivered, and "
                            "%.1f%% was refused by a closed relay, a blacklist or "
                            "another defence.",
                            letters, 100 * total(run, "ham.delivered") / sent,
                            100 * total(run, "ham.collateral") / sent));
}

static void
say_spam(JsonBuilder *json, const ReportRun *run)
{
    g_autofree char *letters =
        count(total(run, "spam.messages"), "message", "messages");
    g_autofree char *copies = count(total(run, "spam.sent"), "recipient", "recipients");
    g_autofree char *boxes =
        count(total(run, "spam.targets"), "target mailbox", "target mailboxes");
    double amplification;

    if (total(run, "spam.messages") <= 0)
        return;
    say(json, g_strdup_printf("Spammers sent %s to %s. Spam came to %.1f%% of %s.",
                              letters, copies, 100 * total(run, "spam.reach"), boxes));
    if (bp_run_db_total(run->db, "spam.amplification", &amplification))
        say(json,
            g_strdup_printf("For each byte that a spammer sent, others sent %.1f.",
                            amplification));
}

static void
say_worms(JsonBuilder *json, const ReportRun *run)
{
    g_autofree char *boxes = count(total(run, "worm.infected"), "mailbox", "mailboxes");

    if (total(run, "worm.messages") > 0)
        say(json, g_strdup_printf("A worm ran at %s.", boxes));
}

/* Where nothing above said anything. */
static void
say_nothing(JsonBuilder *json, const ReportRun *run)
{
    if (total(run, "ham.messages") + total(run, "spam.messages") +
            total(run, "worm.messages") + total(run, "probe.messages") <=
        0)
        say(json, g_strdup("Nobody wrote a letter."));
}

static void
say_relays(JsonBuilder *json, const ReportRun *run)
{
    const double begin = total(run, "relays.open_at_begin");
    g_autofree char *open = count(begin, "host", "hosts");
    g_autofree char *left = bp_format_count((guint64)total(run, "relays.open_at_end"));

    if (begin > 0)
        say(json, g_strdup_printf("%s relayed mail for anybody at the begin, %s at the "
                                  "end.",
                                  open, left));
}

static void
say_carriage(JsonBuilder *json, const ReportRun *run)
{
    g_autofree char *bytes = bp_format_bytes((guint64)total(run, "bytes"));
    g_autofree char *hops = count(total(run, "hops"), "hop", "hops");
    g_autofree char *spammers = money(total(run, "cost.spammers"));
    g_autofree char *others = money(total(run, "cost.others"));

    say(json,
        total(run, "spam.messages") > 0
            ? g_strdup_printf("%s went over the lines in %s; spammers paid %s for "
                              "it, everybody else %s.",
                              bytes, hops, spammers, others)
            : g_strdup_printf("%s went over the lines in %s, for %s.", bytes, hops,
                              others));
}

void
report_words(JsonBuilder *json, const ReportRun *run)
{
    json_builder_set_member_name(json, "words");
    json_builder_begin_array(json);
    say_what(json, run);
    say_ham(json, run);
    say_spam(json, run);
    say_worms(json, run);
    say_nothing(json, run);
    say_relays(json, run);
    say_carriage(json, run);
    json_builder_end_array(json);
}
