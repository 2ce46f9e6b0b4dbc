/* letter_kit.h - single letters by hand in a world of scenario_kit.h. */
#ifndef BP_TEST_LETTER_KIT_H
#define BP_TEST_LETTER_KIT_H

#include "scenario_kit.h"

/* u0 of @from writes to u0 of @to. */
static inline void
letter_write(const BpWorld *world, BpKind kind, const char *from, const char *to)
{
    BpRecipient recipient = {{kit_find(world, to), 0}, BP_NONE};
    BpLetter letter = {
        .kind = kind,
        .from = {kit_find(world, from), 0},
        .size_bytes = 1000,
        .recipients = &recipient,
        .n_recipients = 1,
    };

    bp_post_write(bp_world_post(world), letter.from.host, &letter);
}

/* One letter of @kind, and an hour for it: what became of it. BP_REASON_NONE: it was
 * delivered. */
static inline BpReason
letter_fate(BpWorld *world, BpKind kind, const char *from, const char *to)
{
    BpTally before = kit_books(world)->kind[kind];

    letter_write(world, kind, from, to);
    kit_run(world, bp_world_now_us(world) + BP_HOUR_US);

    const BpTally *after = &kit_books(world)->kind[kind];

    g_assert_cmpuint(after->sent, ==, before.sent + 1);
    for (guint i = 0; i < BP_N_REASONS; i++)
        if (after->ended_by[i] > before.ended_by[i])
            return (BpReason)i;
    g_assert_cmpuint(after->in[BP_DELIVERED], ==, before.in[BP_DELIVERED] + 1);
    return BP_REASON_NONE;
}

#endif
