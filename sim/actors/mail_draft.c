/* mail_draft.c - in steps, each for many letters: draws, then mailboxes' hosts, then their ways to the
 * net. Reads of one step do not wait for each other, and most are not in the cache. */
#include "mail_drafts.h"

/* Sizes are drawn so many at a time. */
#define ROW BP_LOGNORMALS

static void
draw_sizes(const BpDrafting *drafting, const BpDraw *draws, BpDraft *drafts)
{
    guint64 sizes[ROW];

    for (guint i = 0; i < ROW; i++)
        sizes[i] = (guint64)drafting->size->number;
    if (drafting->size->number2 > 0)
        bp_lognormals(draws, ROW, 2, drafting->size->number, drafting->size->number2,
                      sizes);
    for (guint i = 0; i < ROW; i++)
        drafts[i].size_bytes = (guint32)sizes[i];
}

/* Letter n takes draws 2n and 2n + 1: when and who, whom and what. */
static void
draw_row(const BpDrafting *drafting, guint64 first, BpDraft *drafts, guint64 *from,
         guint64 *to)
{
    BpDraw whom_and_what[ROW];

    for (guint i = 0; i < ROW; i++) {
        BpDraw when_and_who =
            bp_draw(drafting->seed, drafting->stream, 0, 2 * (first + i));

        whom_and_what[i] =
            bp_draw(drafting->seed, drafting->stream, 0, 2 * (first + i) + 1);
        from[i] = bp_below(when_and_who, 2, drafting->n_mailboxes);
        to[i] = bp_below(whom_and_what[i], 0, drafting->n_mailboxes - 1);
        to[i] += to[i] >= from[i];
        drafts[i].gap_us = bp_exponential_us(when_and_who, 0, drafting->gap_us);
    }
    draw_sizes(drafting, whom_and_what, drafts);
}

static BpAddress
address_of(const BpDrafting *drafting, guint64 mailbox)
{
    BpAddress address;

    address.host = bp_network_mailbox_host(drafting->network, mailbox, &address.user);
    return address;
}

void
bp_draft(const BpDrafting *drafting, guint64 first, BpDraft drafts[BP_BATCH])
{
    guint64 from[BP_BATCH], to[BP_BATCH];

    for (guint i = 0; i < BP_BATCH; i += ROW)
        draw_row(drafting, first + i, drafts + i, from + i, to + i);
    for (guint i = 0; i < BP_BATCH; i++) {
        drafts[i].from = address_of(drafting, from[i]);
        drafts[i].to = address_of(drafting, to[i]);
    }
    for (guint i = 0; i < BP_BATCH; i++) {
        drafts[i].from_access =
            bp_network_first_access(drafting->network, drafts[i].from.host);
        drafts[i].to_access =
            bp_network_first_access(drafting->network, drafts[i].to.host);
    }
}
