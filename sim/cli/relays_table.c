/* relays_table.c - what every host says to the classic relay tests. */
#include "relays_table.h"

#include <bangpath/choose.h>
#include <bangpath/mailer.h>
#include <bangpath/plain.h>
#include <bangpath/relay_test.h>
#include <bangpath/rfc2505.h>
#include <json-glib/json-glib.h>
#include <stdio.h>

typedef struct {
    BpHost host;
    const BpPolicy *relay;
    const BpMailer *mailer; /* nullable */
    gboolean asked;         /* somebody is a stranger to it */
    BpVerdict said[BP_N_RELAY_TESTS];
    gboolean relays; /* in some test */
    guint ticks;
} Answers;

/* Three letters head a column, and the legend explains them. */
static const char *const heads[BP_N_RELAY_TESTS] = {
    [BP_TEST_STRANGER] = "str", [BP_TEST_OWN_DOMAIN] = "own", [BP_TEST_NULL] = "nul",
    [BP_TEST_PERCENT] = "pct",  [BP_TEST_BANG] = "bng",       [BP_TEST_ROUTE] = "rte",
};

static guint
ticks_of(const BpPost *post, guint32 host, const BpPolicy *relay, guint8 holes)
{
    guint bits = bp_post_guards(post, host);
    const BpPolicy *guards[BP_GUARDS_MAX];
    guint n = 0;

    for (guint i = 0; bits >> i != 0; i++)
        if (bits >> i & 1)
            guards[n++] = bp_post_guard_policy(post, i);
    return bp_rfc2505_ticks(relay, holes, bp_post_auth(post, host), guards, n);
}

static Answers
ask(const BpWorld *world, guint32 host)
{
    const BpNetwork *network = bp_world_network(world);
    const BpPost *post = bp_world_post(world);
    guint32 tester = bp_relay_test_stranger(network, host, BP_NONE);
    guint32 target = bp_relay_test_stranger(network, host, tester);
    Answers answers = {
        .host = bp_network_host(network, host),
        .relay = bp_policies[bp_post_relay(post, host)],
        .asked = tester != BP_NONE,
    };

    answers.mailer = bp_mailer_of(answers.host.mailer);
    answers.ticks = ticks_of(post, host, answers.relay, answers.host.holes);
    /* Every other host may be its own. */
    answers.relays = !answers.asked && answers.relay->accepts_all;
    /* Two strangers are wanted; one will do for both. */
    if (target == BP_NONE)
        target = tester;
    for (guint test = 0; test < BP_N_RELAY_TESTS && answers.asked; test++) {
        answers.said[test] =
            bp_relay_test(post, host, tester, target, FALSE, (BpRelayTest)test);
        answers.relays |= answers.said[test].answer == BP_ANSWER_ACCEPT;
    }
    return answers;
}

static const char *
words(BpVerdict verdict)
{
    return verdict.answer == BP_ANSWER_ACCEPT ? "250 accepted"
                                              : bp_reason_words(verdict.reason);
}

/* (transfer full): the bits' names, with @comma between. */
static char *
tick_list(guint ticks, const char *comma)
{
    GString *list = g_string_new(NULL);

    for (guint i = 0; bp_tick_names[i] != NULL; i++)
        if (ticks >> i & 1)
            g_string_append_printf(list, "%s%s", list->len > 0 ? comma : "",
                                   bp_tick_names[i]);
    return g_string_free(list, FALSE);
}

/* ---- the table ---- */

/* What of the legend is wanted: bits by reason, and by tick. */
typedef struct {
    guint reasons;
    guint ticks;
    gboolean tests;
} Used;

static void
print_answers(const Answers *answers, Used *used)
{
    g_autofree char *ticks = tick_list(answers->ticks, " ");
    g_autofree char *name = bp_plain(answers->host.name);

    used->ticks |= answers->ticks;
    g_print("%-16s %-16s %-13s %9u ", name, answers->relay->name,
            answers->mailer != NULL ? answers->mailer->name : "-",
            answers->host.mailboxes);
    if (!answers->asked)
        g_print("all others are its own ");
    for (guint test = 0; test < BP_N_RELAY_TESTS && answers->asked; test++) {
        g_print("%.3s ", words(answers->said[test]));
        used->reasons |= 1U << answers->said[test].reason;
        used->tests = TRUE;
    }
    g_print(" %s\n", ticks);
}

static void
print_legend(const Used *used)
{
    if (used->ticks == 0)
        return;
    g_print("\n");
    if (used->tests)
        g_print("Asked by a stranger: str as himself, own as a user of the relay, nul "
                "with the null sender;\n"
                "pct for user%%host@relay, bng for host!user, rte for "
                "@relay:user@host.\n");
    for (guint reason = 0; reason < BP_N_REASONS; reason++)
        if (used->reasons >> reason & 1)
            g_print("%s\n", reason == BP_REASON_NONE
                                ? "250 accepted: it relays"
                                : bp_reason_words((BpReason)reason));
    g_print("RFC 2505:\n");
    for (guint i = 0; bp_tick_names[i] != NULL; i++)
        if (used->ticks >> i & 1)
            g_print("%-4s %s\n", bp_tick_names[i], bp_tick_help[i]);
    g_print("\n");
}

void
relays_table_print(const BpWorld *world, gboolean all)
{
    g_autoptr(GArray) hosts = bp_choose_hosts(bp_world_network(world), FALSE);
    Used used = {0};
    guint n = 0;

    g_print("%-16s %-16s %-13s %9s ", "host", "relay", "mailer", "mailboxes");
    for (guint test = 0; test < BP_N_RELAY_TESTS; test++)
        g_print("%s ", heads[test]);
    g_print(" RFC 2505\n");
    for (guint i = 0; i < hosts->len; i++) {
        Answers answers = ask(world, g_array_index(hosts, guint32, i));

        n += answers.relays ? 1 : 0;
        if (answers.relays || all)
            print_answers(&answers, &used);
    }
    print_legend(&used);
    g_print("%u of %u hosts pass on mail for some stranger\n", n, hosts->len);
}

/* ---- JSON ---- */

/* As a JSON string, or null. */
static void
append_quoted(GString *text, const char *value)
{
    g_autofree char *valid = value != NULL ? g_utf8_make_valid(value, -1) : NULL;
    g_autoptr(JsonNode) node = json_node_alloc();
    g_autofree char *quoted = NULL;

    if (valid != NULL)
        json_node_init_string(node, valid);
    else
        json_node_init_null(node);
    quoted = json_to_string(node, FALSE);
    g_string_append(text, quoted);
}

static void
append_said(GString *text, const Answers *answers)
{
    if (!answers->asked) {
        g_string_append(text, "null");
        return;
    }
    for (guint test = 0; test < BP_N_RELAY_TESTS; test++) {
        g_string_append(text, test > 0 ? ", " : "{");
        append_quoted(text, bp_relay_test_name((BpRelayTest)test));
        g_string_append(text, ": ");
        append_quoted(text, words(answers->said[test]));
    }
    g_string_append_c(text, '}');
}

static void
append_ticks(GString *text, guint ticks)
{
    g_autofree char *names = tick_list(ticks, "\", \"");
    const char *quote = *names ? "\"" : "";

    g_string_append_printf(text, "[%s%s%s]", quote, names, quote);
}

static void
append_host(GString *text, const Answers *answers)
{
    g_string_append(text, "    {\"host\": ");
    append_quoted(text, answers->host.name);
    g_string_append(text, ", \"relay\": ");
    append_quoted(text, answers->relay->name);
    g_string_append(text, ", \"mailer\": ");
    append_quoted(text, answers->mailer != NULL ? answers->mailer->name : NULL);
    g_string_append_printf(text, ", \"mailboxes\": %u, \"relays\": %s, \"answers\": ",
                           answers->host.mailboxes, answers->relays ? "true" : "false");
    append_said(text, answers);
    g_string_append(text, ", \"rfc2505\": ");
    append_ticks(text, answers->ticks);
    g_string_append(text, ", \"able\": ");
    if (answers->mailer != NULL)
        append_ticks(text, answers->mailer->able);
    else
        g_string_append(text, "null");
    g_string_append_c(text, '}');
}

void
relays_table_print_json(const BpWorld *world, gboolean all, const char *path,
                        const char *at)
{
    g_autoptr(GArray) hosts = bp_choose_hosts(bp_world_network(world), FALSE);
    g_autoptr(GString) text = g_string_new("{\n  \"bangpath\": ");
    guint n = 0;
    const char *comma = "";

    append_quoted(text, BANGPATH_VERSION);
    g_string_append(text, ",\n  \"file\": ");
    append_quoted(text, path);
    g_string_append(text, ",\n  \"at\": ");
    append_quoted(text, at);
    g_string_append(text, ",\n  \"hosts\": [");
    for (guint i = 0; i < hosts->len; i++) {
        Answers answers = ask(world, g_array_index(hosts, guint32, i));

        n += answers.relays ? 1 : 0;
        if (!answers.relays && !all)
            continue;
        g_string_append_printf(text, "%s\n", comma);
        append_host(text, &answers);
        comma = ",";
    }
    g_string_append_printf(text,
                           "%s],\n  \"relaying\": %u,\n  \"hosts_in_all\": %u\n}\n",
                           *comma ? "\n  " : "", n, hosts->len);
    fputs(text->str, stdout);
}
