/* recorder_series.c - what a recorder sees at each step: a row a measure, a row a link
 * that has carried more. */
#include "recorder_private.h"

#include <bangpath/units.h>

/* Snapshots of the links: one in four samples, or fewer in a network so large that its
 * rows would outweigh all else. */
#define LINK_SNAPSHOTS 60
#define LINKS_FOR_ALL_SNAPSHOTS 20000

guint
bp_recorder_snapshot_every(guint32 n_links)
{
    return MIN(BP_SAMPLES,
               BP_SAMPLES / LINK_SNAPSHOTS * (1 + n_links / LINKS_FOR_ALL_SNAPSHOTS));
}

gint64
bp_recorder_step_us(const BpRecorder *recorder, guint i)
{
    return bp_spread_us(bp_world_scenario(recorder->world)->length_us, i, BP_SAMPLES);
}

static void
put_whole(BpRecorder *recorder, const char *measure, guint64 value)
{
    bp_run_db_put(recorder->writer, BP_TABLE_SERIES, "isi", recorder->last_us, measure,
                  (gint64)value);
}

static void
put_real(BpRecorder *recorder, const char *measure, double value)
{
    bp_run_db_put(recorder->writer, BP_TABLE_SERIES, "isd", recorder->last_us, measure,
                  value);
}

static void
sample_worms(BpRecorder *recorder, const BpBooks *books)
{
    const BpTally *worm = &books->kind[BP_WORM];

    if (books->infected == 0)
        return;
    put_whole(recorder, "worm_infected", books->infected);
    put_whole(recorder, "worm_sent", worm->sent);
    put_whole(recorder, "worm_delivered", worm->in[BP_DELIVERED]);
}

static void
sample_lists(BpRecorder *recorder)
{
    if (bp_post_guards_of(recorder->post, bp_policy_find("blacklist")) != 0)
        put_whole(recorder, "listed", recorder->n_listed);
}

static void
sample_refusals(BpRecorder *recorder, const BpBooks *books)
{
    for (guint reason = BP_REASON_NONE + 1; reason < BP_N_REASONS; reason++) {
        g_autofree char *measure = NULL;

        if (books->refusals[reason] == 0)
            continue;
        measure = g_strconcat("refusals.", bp_reason_name(reason), NULL);
        put_whole(recorder, measure, books->refusals[reason]);
    }
}

static void
sample_series(BpRecorder *recorder)
{
    const BpPost *post = recorder->post;
    const BpBooks *books = bp_post_books(post);
    const BpTally *ham = &books->kind[BP_HAM];
    const BpTally *spam = &books->kind[BP_SPAM];
    gint64 spammers_udollars = bp_post_spammers_paid_udollars(post);
    gint64 all_udollars = bp_carrier_sums(bp_post_carrier(post))->paid_udollars;

    put_whole(recorder, "open_relays", bp_post_open_relays(post));
    put_real(recorder, "reach",
             books->targets ? (double)books->mailboxes_reached / (double)books->targets
                            : 0);
    put_whole(recorder, "ham_sent", ham->sent);
    put_whole(recorder, "ham_delivered", ham->in[BP_DELIVERED]);
    put_whole(recorder, "ham_bounced", ham->in[BP_BOUNCED]);
    put_whole(recorder, "ham_collateral", books->collateral);
    put_whole(recorder, "spam_sent", spam->sent);
    put_whole(recorder, "spam_delivered", spam->in[BP_DELIVERED]);
    put_whole(recorder, "spam_bytes_by_spammers", books->spam_bytes_by_spammers);
    put_whole(recorder, "spam_bytes_by_others", books->spam_bytes_by_others);
    put_whole(recorder, "spam_bytes_by_relays", books->spam_bytes_by_relays);
    put_whole(recorder, "spam_bytes_to_recipients", books->spam_bytes_to_recipients);
    put_whole(recorder, "spam_bounce_bytes", books->spam_bounce_bytes);
    put_whole(recorder, "hosts_reached", books->hosts_reached);
    put_whole(recorder, "bounces_sent", books->kind[BP_BOUNCE].sent);
    put_whole(recorder, "spool_bytes", bp_post_total_spool_bytes(post));
    put_whole(recorder, "hops", books->hops);
    put_real(recorder, "cost_spammers",
             (double)spammers_udollars / (double)BP_DOLLAR_U);
    put_real(recorder, "cost_others",
             (double)(all_udollars - spammers_udollars) / (double)BP_DOLLAR_U);
    sample_lists(recorder);
    sample_worms(recorder, books);
    sample_refusals(recorder, books);
}

static void
sample_link(BpRecorder *recorder, guint32 link)
{
    BpChannelBooks ab = bp_post_channel_books(recorder->post, 2 * link);
    BpChannelBooks ba = bp_post_channel_books(recorder->post, 2 * link + 1);
    BpLinkMark mark = {
        .copies = (guint64)ab.copies + ba.copies,
        .bytes = ab.bytes + ba.bytes,
    };

    if (mark.copies == recorder->marks[link].copies &&
        mark.bytes == recorder->marks[link].bytes)
        return;
    recorder->marks[link] = mark;
    bp_run_db_put(recorder->writer, BP_TABLE_LINK_SERIES, "iiiii", recorder->last_us,
                  (gint64)link, (gint64)mark.copies,
                  (gint64)ab.spam_copies + (gint64)ba.spam_copies, (gint64)mark.bytes);
}

void
bp_recorder_sample_links(BpRecorder *recorder)
{
    if (recorder->last_links_us == recorder->last_us)
        return;
    recorder->last_links_us = recorder->last_us;
    for (guint32 link = 0; link < recorder->n_links; link++)
        sample_link(recorder, link);
}

void
bp_recorder_sample(BpRecorder *recorder)
{
    gint64 now_us = bp_world_now_us(recorder->world);

    if (recorder->writer == NULL || now_us == recorder->last_us)
        return;

    recorder->last_us = now_us;
    sample_series(recorder);
    if (recorder->samples++ % recorder->snapshot_every == 0)
        bp_recorder_sample_links(recorder);
}
