/* test_policies.c - every policy against every envelope there can be. */
#include <bangpath/policy.h>

#include <bangpath/network.h>

/* Bits of an envelope's number. */
enum {
    PEER_SERVED = 1 << 0,
    PEER_LISTED = 1 << 1,
    SENDER_SERVED = 1 << 2,
    RECIPIENT_LOCAL = 1 << 3,
    RECIPIENT_SERVED = 1 << 4,
    PEER_PROVED = 1 << 5,
    CUT_OFF = 1 << 6,
    FOUND_OUT = 1 << 7,
    SPAMMY = 1 << 8,
    N_ENVELOPES = 1 << 9,
};

static BpEnvelope
envelope(guint bits)
{
    return (BpEnvelope){
        .peer_is_served = (bits & PEER_SERVED) != 0,
        .peer_is_listed = (bits & PEER_LISTED) != 0,
        .sender_is_served = (bits & SENDER_SERVED) != 0,
        .recipient_is_local = (bits & RECIPIENT_LOCAL) != 0,
        .recipient_is_served = (bits & RECIPIENT_SERVED) != 0,
        .peer_is_its_user = (bits & PEER_PROVED) != 0,
        .peer_is_cut_off = (bits & CUT_OFF) != 0,
        .is_found_out = (bits & FOUND_OUT) != 0,
        .looks_like_spam = (bits & SPAMMY) != 0,
    };
}

/* Accepts where any of @accepts is set, or none of @refuses; else refuses with @reason. */
static const struct {
    const char *name;
    guint accepts;
    guint refuses;
    BpReason reason;
} truths[] = {
    {"open", 0, 0, BP_REASON_NONE},
    {"closed", PEER_SERVED | RECIPIENT_LOCAL | RECIPIENT_SERVED | PEER_PROVED,
     N_ENVELOPES - 1, BP_REASON_RELAYING_DENIED},
    {"closed-by-sender",
     SENDER_SERVED | RECIPIENT_LOCAL | RECIPIENT_SERVED | PEER_PROVED, N_ENVELOPES - 1,
     BP_REASON_RELAYING_DENIED},
    {"blacklist", 0, PEER_LISTED, BP_REASON_BLACKLISTED},
    {"cut-off", 0, CUT_OFF, BP_REASON_CUT_OFF},
    {"acceptable-use", 0, FOUND_OUT, BP_REASON_ACCEPTABLE_USE},
    {"filter", 0, SPAMMY, BP_REASON_FILTERED},
};

/* The truth table of each policy. */
static void
test_truth(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(truths); i++) {
        const BpPolicy *policy = bp_policy_find(truths[i].name);

        g_assert_nonnull(policy);
        for (guint bits = 0; bits < N_ENVELOPES; bits++) {
            BpEnvelope asked = envelope(bits);
            BpVerdict verdict = policy->judge(NULL, &asked);
            gboolean closed = truths[i].refuses == N_ENVELOPES - 1;
            gboolean refused =
                closed ? !(bits & truths[i].accepts) : (bits & truths[i].refuses) != 0;

            g_test_message("%s, envelope %u", truths[i].name, bits);
            g_assert_cmpint(verdict.answer, ==,
                            refused ? BP_ANSWER_REFUSE : BP_ANSWER_ACCEPT);
            g_assert_cmpint(verdict.reason, ==,
                            refused ? truths[i].reason : BP_REASON_NONE);
        }
    }
}

/* Those that count: just before and just at the value that they go by. */
static void
test_thresholds(void)
{
    static const gint64 delay[] = {[BP_GREYLIST_DELAY] = 1000};
    static const gint64 threshold[] = {[BP_CHECKSUM_THRESHOLD] = 100};
    static const struct {
        const char *name;
        const gint64 *p;
        BpEnvelope envelope;
        BpAnswer answer;
        BpReason reason;
    } cases[] = {
        {"greylist",
         delay,
         {.triplet_age_us = -1},
         BP_ANSWER_LATER,
         BP_REASON_GREYLISTED},
        {"greylist",
         delay,
         {.triplet_age_us = 999},
         BP_ANSWER_LATER,
         BP_REASON_GREYLISTED},
        {"greylist", delay, {.triplet_age_us = 1000}, BP_ANSWER_ACCEPT, BP_REASON_NONE},
        {"rate-limit", NULL, {.wait_us = 1}, BP_ANSWER_LATER, BP_REASON_RATE_LIMITED},
        {"rate-limit", NULL, {.wait_us = 0}, BP_ANSWER_ACCEPT, BP_REASON_NONE},
        {"checksum", threshold, {.body_count = 99}, BP_ANSWER_ACCEPT, BP_REASON_NONE},
        {"checksum", threshold, {.body_count = 100}, BP_ANSWER_REFUSE, BP_REASON_BULK},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        BpVerdict verdict =
            bp_policy_find(cases[i].name)->judge(cases[i].p, &cases[i].envelope);

        g_assert_cmpint(verdict.answer, ==, cases[i].answer);
        g_assert_cmpint(verdict.reason, ==, cases[i].reason);
    }
}

/* What every row must have. */
static void
test_rows(void)
{
    BpStage stage = BP_STAGE_CONNECTION;
    guint n = 0;

    for (; bp_policies[n]; n++) {
        const BpPolicy *policy = bp_policies[n];

        g_assert_true(bp_policy_find(policy->name) == policy);
        g_assert_true(!policy->alias || bp_policy_find(policy->alias) == policy);
        g_assert_cmpuint(bp_policy_index(policy), ==, n);
        g_assert_nonnull(policy->help);
        g_assert_nonnull(policy->judge);
        g_assert_true(policy->stage >= stage);
        g_assert_true(!policy->is_relay_state || policy->stage == BP_STAGE_ENVELOPE);
        for (guint bits = 0; policy->accepts_all && bits < N_ENVELOPES; bits++) {
            BpEnvelope asked = envelope(bits);

            g_assert_cmpint(policy->judge(NULL, &asked).answer, ==, BP_ANSWER_ACCEPT);
        }
        stage = policy->stage;
    }
    /* Three are of thresholds. */
    g_assert_cmpuint(n, ==, G_N_ELEMENTS(truths) + 3);
    g_assert_null(bp_policy_find("ajar"));
}

/* The states of a relay, as a file names them; the network counts on where `open` is. */
static void
test_relay_states(void)
{
    static const char *const names[] = {"open", "closed-by-peer", "closed-by-sender"};

    for (guint i = 0, n = 0; bp_policies[i]; i++) {
        if (!bp_policies[i]->is_relay_state)
            continue;
        g_assert_cmpuint(n, <, G_N_ELEMENTS(names));
        g_assert_cmpstr(bp_policies[i]->name, ==, names[n++]);
    }
    g_assert_true(bp_policy_find("closed") == bp_policy_find("closed-by-peer"));
    g_assert_cmpuint(bp_policy_index(bp_policy_find("open")), ==, BP_RELAY_OPEN);
}

/* Names that outputs have. */
static void
test_reasons(void)
{
    static const struct {
        const char *name;
        gboolean is_defence;
    } cases[BP_N_REASONS] = {
        [BP_REASON_NONE] = {"none", FALSE},
        [BP_REASON_RELAYING_DENIED] = {"relaying-denied", TRUE},
        [BP_REASON_BLACKLISTED] = {"blacklisted", TRUE},
        [BP_REASON_CUT_OFF] = {"cut-off", TRUE},
        [BP_REASON_RATE_LIMITED] = {"rate-limited", TRUE},
        [BP_REASON_GREYLISTED] = {"greylisted", TRUE},
        [BP_REASON_ACCEPTABLE_USE] = {"acceptable-use", TRUE},
        [BP_REASON_BULK] = {"bulk", TRUE},
        [BP_REASON_FILTERED] = {"filtered", TRUE},
        [BP_REASON_NO_SUCH_USER] = {"no-such-user", FALSE},
        [BP_REASON_SPOOL_FULL] = {"spool-full", FALSE},
        [BP_REASON_TOO_MANY_HOPS] = {"too-many-hops", FALSE},
        [BP_REASON_NO_ROUTE] = {"no-route", FALSE},
        [BP_REASON_NO_OPEN_ROUTE] = {"no-open-route", TRUE},
        [BP_REASON_UNREACHABLE] = {"unreachable", FALSE},
        [BP_REASON_EXPIRED] = {"expired", FALSE},
    };

    for (int i = 0; i < BP_N_REASONS; i++) {
        g_assert_cmpstr(bp_reason_name((BpReason)i), ==, cases[i].name);
        g_assert_cmpint(bp_reason_is_defence((BpReason)i), ==, cases[i].is_defence);
        g_assert_nonnull(bp_reason_words((BpReason)i));
    }
    g_assert_cmpstr(bp_reason_words(BP_REASON_RELAYING_DENIED), ==,
                    "550 relaying denied");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/policies/truth", test_truth);
    g_test_add_func("/policies/thresholds", test_thresholds);
    g_test_add_func("/policies/rows", test_rows);
    g_test_add_func("/policies/relay-states", test_relay_states);
    g_test_add_func("/policies/reasons", test_reasons);
    return g_test_run();
}
