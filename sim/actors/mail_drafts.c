/* mail_drafts.c - in steps, each for all letters: draws, then mailboxes' hosts, then what these will need. */
#include "mail_drafts.h"

static void
draw_sizes(BpDrafts *drafts, const BpDraw *draws)
{
    guint64 sizes[BP_DRAFTS];

    for (guint i = 0; i < BP_DRAFTS; i++)
        sizes[i] = (guint64)drafts->size->number;
    if (drafts->size->number2 > 0)
        bp_lognormals(draws, BP_DRAFTS, 2, drafts->size->number, drafts->size->number2,
                      sizes);
    for (guint i = 0; i < BP_DRAFTS; i++)
        drafts->drafts[i].size_bytes = (guint32)sizes[i];
}

/* Letter n takes draws 2n and 2n + 1: when and who, whom and what. */
static void
fill(BpDrafts *drafts, guint64 first)
{
    guint64 seed = bp_world_scenario(drafts->world)->seed;
    guint64 from[BP_DRAFTS], to[BP_DRAFTS];
    BpDraw whom_and_what[BP_DRAFTS];

    for (guint i = 0; i < BP_DRAFTS; i++) {
        BpDraw when_and_who = bp_draw(seed, drafts->stream, 0, 2 * (first + i));
        BpDraft *draft = &drafts->drafts[i];

        whom_and_what[i] = bp_draw(seed, drafts->stream, 0, 2 * (first + i) + 1);
        from[i] = bp_below(when_and_who, 2, drafts->n_mailboxes);
        to[i] = bp_below(whom_and_what[i], 0, drafts->n_mailboxes - 1);
        to[i] += to[i] >= from[i];
        draft->gap_us = bp_exponential_us(when_and_who, 0, drafts->gap_us);
    }
    draw_sizes(drafts, whom_and_what);
    for (guint i = 0; i < BP_DRAFTS; i++) {
        drafts->drafts[i].from = bp_world_mailbox(drafts->world, from[i]);
        drafts->drafts[i].to = bp_world_mailbox(drafts->world, to[i]);
    }
    for (guint step = 0; step < BP_EXPECT_STEPS; step++)
        for (guint i = 0; i < BP_DRAFTS; i++)
            bp_post_expect(bp_world_post(drafts->world), drafts->drafts[i].from.host,
                           drafts->drafts[i].to.host, step);
    drafts->first = first;
}

const BpDraft *
bp_drafts_get(BpDrafts *drafts, guint64 n)
{
    guint64 first = n - n % BP_DRAFTS;

    if (drafts->first != first)
        fill(drafts, first);
    return &drafts->drafts[n - first];
}
