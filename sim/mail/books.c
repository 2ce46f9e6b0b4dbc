/* books.c - names of kinds and states; whether a tally balances, and sums. */
#include <bangpath/books.h>

static const char *const kind_names[BP_N_KINDS] = {
    [BP_HAM] = "ham",     [BP_SPAM] = "spam",     [BP_WORM] = "worm",
    [BP_PROBE] = "probe", [BP_BOUNCE] = "bounce",
};

static const char *const state_names[BP_N_STATES] = {
    [BP_QUEUED] = "queued",   [BP_DELIVERED] = "delivered",
    [BP_BOUNCED] = "bounced", [BP_DISCARDED] = "discarded",
    [BP_LOST] = "lost",
};

const char *
bp_kind_name(BpKind kind)
{
    g_return_val_if_fail(kind < BP_N_KINDS, NULL);

    return kind_names[kind];
}

const char *
bp_state_name(BpState state)
{
    g_return_val_if_fail(state < BP_N_STATES, NULL);

    return state_names[state];
}

gboolean
bp_tally_balanced(const BpTally *tally)
{
    guint64 sum = 0;

    for (guint state = 0; state < BP_N_STATES; state++)
        sum += tally->in[state];
    return sum == tally->sent;
}

guint64
bp_books_delivered(const BpBooks *books)
{
    guint64 sum = 0;

    for (guint kind = 0; kind < BP_N_KINDS; kind++)
        sum += books->kind[kind].in[BP_DELIVERED];
    return sum;
}
