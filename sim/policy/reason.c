/* reason.c - why a recipient-copy went no further, in one table. */
#include <bangpath/policy.h>

/* Reply codes are RFC 821's (4.2) where it has one for the case; the words are ours. */
static const struct {
    const char *name;
    const char *words;
    gboolean is_defence;
} reasons[BP_N_REASONS] = {
    [BP_REASON_NONE] = {"none", "", FALSE},
    [BP_REASON_RELAYING_DENIED] = {"relaying-denied", "550 relaying denied", TRUE},
    [BP_REASON_BLACKLISTED] = {"blacklisted", "550 your host is on a blacklist", TRUE},
    [BP_REASON_CUT_OFF] = {"cut-off", "550 no mail is taken from your host", TRUE},
    [BP_REASON_RATE_LIMITED] = {"rate-limited", "452 too much mail, try later", TRUE},
    [BP_REASON_GREYLISTED] = {"greylisted", "451 not known yet, try later", TRUE},
    [BP_REASON_ACCEPTABLE_USE] = {"acceptable-use",
                                  "550 commercial mail is not carried here", TRUE},
    [BP_REASON_BULK] = {"bulk", "554 identical copies went to too many", TRUE},
    [BP_REASON_FILTERED] = {"filtered", "taken for spam by the mailbox's filter", TRUE},
    [BP_REASON_NO_SUCH_USER] = {"no-such-user", "550 no such user", FALSE},
    [BP_REASON_SPOOL_FULL] = {"spool-full", "452 insufficient system storage", FALSE},
    [BP_REASON_TOO_MANY_HOPS] = {"too-many-hops", "554 too many hops", FALSE},
    [BP_REASON_NO_ROUTE] = {"no-route", "550 no route to host", FALSE},
    [BP_REASON_NO_OPEN_ROUTE] = {"no-open-route",
                                 "550 no route but through closed relays", TRUE},
    [BP_REASON_UNREACHABLE] = {"unreachable", "no answer from the host", FALSE},
    [BP_REASON_EXPIRED] = {"expired", "could not be sent on in time", FALSE},
};

const char *
bp_reason_name(BpReason reason)
{
    g_return_val_if_fail(reason < BP_N_REASONS, NULL);

    return reasons[reason].name;
}

const char *
bp_reason_words(BpReason reason)
{
    g_return_val_if_fail(reason < BP_N_REASONS, NULL);

    return reasons[reason].words;
}

gboolean
bp_reason_is_defence(BpReason reason)
{
    g_return_val_if_fail(reason < BP_N_REASONS, FALSE);

    return reasons[reason].is_defence;
}
