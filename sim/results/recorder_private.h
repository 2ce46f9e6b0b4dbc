/* recorder_private.h - a recorder from inside.
 *
 * Private to results. recorder.c writes what it is told, recorder_series.c what is seen at
 * each step, recorder_tables.c what stands at the end.
 */
#ifndef BANGPATH_RESULTS_RECORDER_PRIVATE_H
#define BANGPATH_RESULTS_RECORDER_PRIVATE_H

#include <bangpath/recorder.h>
#include <glib.h>

/** BpLinkMark: what a link had carried when it was last written down. */
typedef struct {
    guint64 copies;
    guint64 bytes;
} BpLinkMark;

struct _BpRecorder {
    BpWorld *world;        /* borrowed */
    BpRunDbWriter *writer; /* borrowed, nullable */
    const BpNetwork *network;
    const BpPost *post;
    GArray *reached_us;   /* owned, of gint64: when each mailbox reached was */
    GArray *infected_us;  /* owned, of gint64: when a worm first ran at each mailbox */
    GByteArray *infected; /* owned: a bit a host at which one has */
    GByteArray *reached;  /* owned: a bit a host that has a mailbox reached */
    GByteArray *traced;   /* owned: a bit a message that was seen being written */
    BpLinkMark *marks;    /* owned: one a link, further ones included */
    guint32 n_links;      /* further ones included */
    guint64 n_listed;     /* places on blacklists that are taken */
    guint samples;
    guint snapshot_every;
    gint64 last_us; /* of the last sample; -1 before */
    gint64 last_links_us;
};

/** bp_recorder_snapshot_every: samples from one snapshot of all links to the next, where
 * there are @n_links. */
guint bp_recorder_snapshot_every(guint32 n_links);

/** bp_recorder_sample_links: links that have carried more since they were last written
 * down, once an instant. */
void bp_recorder_sample_links(BpRecorder *recorder);

#endif
