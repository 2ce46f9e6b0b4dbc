/* relay_test.c - the classic relay tests, in one table. */
#include <bangpath/relay_test.h>

/* Who the tester says he is, and how he writes the recipient. */
static const struct {
    const char *name;
    enum {
        AS_HIMSELF,
        AS_ITS_USER,
        AS_NOBODY
    } as;
    BpForm form;
} tests[BP_N_RELAY_TESTS] = {
    [BP_TEST_STRANGER] = {"stranger", AS_HIMSELF, BP_FORM_PLAIN},
    [BP_TEST_OWN_DOMAIN] = {"own-domain", AS_ITS_USER, BP_FORM_PLAIN},
    [BP_TEST_NULL] = {"null", AS_NOBODY, BP_FORM_PLAIN},
    [BP_TEST_PERCENT] = {"percent", AS_HIMSELF, BP_FORM_PERCENT},
    [BP_TEST_BANG] = {"bang", AS_HIMSELF, BP_FORM_BANG},
    [BP_TEST_ROUTE] = {"source-route", AS_HIMSELF, BP_FORM_ROUTE},
};

const char *
bp_relay_test_name(BpRelayTest test)
{
    g_return_val_if_fail(test < BP_N_RELAY_TESTS, NULL);

    return tests[test].name;
}

char *
bp_relay_test_list(guint passed)
{
    GString *list = g_string_new(NULL);

    for (guint test = 0; test < BP_N_RELAY_TESTS; test++)
        if (passed >> test & 1)
            g_string_append_printf(list, "%s%s", list->len > 0 ? "," : "",
                                   tests[test].name);
    return g_string_free(list, FALSE);
}

BpAddress
bp_relay_test_from(BpRelayTest test, guint32 host, guint32 tester)
{
    const BpAddress from[] = {
        [AS_HIMSELF] = {tester, 0},
        [AS_ITS_USER] = {host, 0},
        [AS_NOBODY] = {BP_NONE, 0},
    };

    return from[tests[test].as];
}

BpForm
bp_relay_test_form(BpRelayTest test)
{
    return tests[test].form;
}

guint32
bp_relay_test_stranger(const BpNetwork *network, guint32 host, guint32 not_this)
{
    guint32 n = bp_network_n_nodes(network);

    for (guint32 other = 0; other < n; other++)
        if (other != host && other != not_this &&
            !bp_network_host(network, other).is_net &&
            !bp_network_vouches(network, host, other) &&
            !bp_network_reaches_down(network, host, other))
            return other;
    return BP_NONE;
}

BpVerdict
bp_relay_test(const BpPost *post, guint32 host, guint32 tester, guint32 target,
              gboolean on_net, BpRelayTest test)
{
    BpQuestion question = {
        .peer = tester,
        .on_net = on_net,
        .from = bp_relay_test_from(test, host, tester),
        .to = {target, 0},
        .form = tests[test].form,
    };

    return bp_post_judge(post, host, &question);
}

gboolean
bp_relay_test_passes(const BpPost *post, const BpNetwork *network, guint32 host)
{
    guint32 tester = bp_relay_test_stranger(network, host, BP_NONE);
    guint32 target = bp_relay_test_stranger(network, host, tester);

    if (tester == BP_NONE)
        return FALSE;
    /* Two strangers are wanted; one will do for both. */
    if (target == BP_NONE)
        target = tester;
    for (guint test = 0; test < BP_N_RELAY_TESTS; test++)
        if (bp_relay_test(post, host, tester, target, FALSE, (BpRelayTest)test)
                .answer == BP_ANSWER_ACCEPT)
            return TRUE;
    return FALSE;
}
