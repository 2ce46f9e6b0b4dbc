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
    [BP_REASON_SPOOL_FULL] = {"spool-full", "452 insufficient system storage", FALSE},
    [BP_REASON_TOO_MANY_HOPS] = {"too-many-hops", "554 too many hops", FALSE},
    [BP_REASON_NO_ROUTE] = {"no-route", "550 no route to host", FALSE},
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
