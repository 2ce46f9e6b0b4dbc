/* fault.c - links and hosts that fail and are mended.
 *
 * What a fault cuts off has an event pending that no longer stands for anything. It is not
 * taken out of the queue but noted, and ignored when it comes: so a transfer needs no ticket,
 * and where nothing fails nothing is looked up.
 */
#include "net_private.h"

#include <bangpath/units.h>

/* The channels on which something is under way, and until when. */
typedef struct {
    const BpCarrier *carrier; /* borrowed */
    GArray *found;            /* owned, of Cut */
} Search;

gboolean
bp_carrier_host_is_down(const BpCarrier *carrier, guint32 host)
{
    return carrier->host_faults != NULL && carrier->host_faults[host] > 0;
}

gboolean
bp_link_is_up(const BpCarrier *carrier, guint32 link)
{
    if (carrier->link_faults != NULL && carrier->link_faults[link] > 0)
        return FALSE;
    return !bp_carrier_host_is_down(carrier, carrier->ends[2 * link]) &&
           !bp_carrier_host_is_down(carrier, carrier->ends[2 * link + 1]);
}

gboolean
bp_is_reachable(const BpCarrier *carrier, guint32 channel, guint32 to)
{
    guint32 net = bp_network_to(carrier->network, channel);
    guint32 access = bp_network_access(carrier->network, to, net);

    return !bp_carrier_host_is_down(carrier, to) &&
           (access == BP_NONE || bp_link_is_up(carrier, access / 2));
}

/* ---- what is under way ---- */

static gboolean
is_noted(const BpCarrier *carrier, guint32 channel, gint64 at_us)
{
    for (guint i = 0; carrier->cuts != NULL && i < carrier->cuts->len; i++) {
        const Cut *cut = &g_array_index(carrier->cuts, Cut, i);

        if (cut->channel == channel && cut->at_us == at_us)
            return TRUE;
    }
    return FALSE;
}

static void
find_one(gpointer data, gint64 at_us, guint32 channel)
{
    Search *search = data;
    Cut cut = {at_us, channel};

    if (!is_noted(search->carrier, channel, at_us))
        g_array_append_val(search->found, cut);
}

static gint
compare_cuts(gconstpointer a, gconstpointer b)
{
    const Cut *x = a;
    const Cut *y = b;

    return (x->channel > y->channel) - (x->channel < y->channel);
}

/* (transfer full): transfers under way, by channel: a channel has one at most. */
static GArray *
find_transfers(const BpCarrier *carrier, BpEventKind kind)
{
    Search search = {carrier, g_array_new(FALSE, FALSE, sizeof(Cut))};

    bp_queue_each(carrier->queue, kind, find_one, &search);
    g_array_sort(search.found, compare_cuts);
    return search.found;
}

/* What it was is lost; the file waits again. */
static void
cut(BpCarrier *carrier, const Cut *transfer)
{
    if (carrier->cuts == NULL)
        carrier->cuts = g_array_new(FALSE, FALSE, sizeof(Cut));
    bp_carrier_take_back(carrier, transfer->at_us, transfer->channel);
    bp_use_ends(carrier, transfer->channel);
    g_array_append_val(carrier->cuts, *transfer);
    if (carrier->freight.interrupted != NULL)
        carrier->freight.interrupted(carrier->data, transfer->channel, 1);
}

gboolean
bp_was_cut(BpCarrier *carrier, guint32 channel)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);

    for (guint i = 0; i < carrier->cuts->len; i++) {
        const Cut *noted = &g_array_index(carrier->cuts, Cut, i);

        if (noted->channel == channel && noted->at_us == now_us) {
            g_array_remove_index_fast(carrier->cuts, i);
            return TRUE;
        }
    }
    return FALSE;
}

/* ---- what a fault does ---- */

/* Cuts what is being sent on links that are not up. */
static void
cut_dead_links(BpCarrier *carrier, BpEventKind kind)
{
    g_autoptr(GArray) found = find_transfers(carrier, kind);

    for (guint i = 0; i < found->len; i++) {
        const Cut *transfer = &g_array_index(found, Cut, i);

        if (!bp_link_is_up(carrier, transfer->channel / 2))
            cut(carrier, transfer);
    }
}

static void
cut_call(BpCarrier *carrier, guint32 link)
{
    if (carrier->dial_of != NULL && carrier->dial_of[link] != BP_NONE)
        bp_call_cut(carrier, carrier->dial_of[link]);
}

static void
begin_fault(BpCarrier *carrier)
{
    carrier->n_faults++;
    carrier->sums.faults++;
    cut_dead_links(carrier, carrier->asked);
    cut_dead_links(carrier, carrier->done);
    bp_nets_cut(carrier);
}

/* @link can be used again, if nothing else is wrong with it. */
static void
mend(BpCarrier *carrier, guint32 link)
{
    if (!bp_link_is_up(carrier, link))
        return;
    if (carrier->dial_of != NULL && carrier->dial_of[link] != BP_NONE) {
        bp_call_mended(carrier, carrier->dial_of[link]);
        return;
    }
    bp_carrier_send_next(carrier, 2 * link);
    bp_carrier_send_next(carrier, 2 * link + 1);
}

static gboolean
ends_at(const BpCarrier *carrier, guint32 link, guint32 host)
{
    return carrier->ends[2 * link] == host || carrier->ends[2 * link + 1] == host;
}

void
bp_carrier_fail_link(BpCarrier *carrier, guint32 link)
{
    if (carrier->link_faults == NULL)
        carrier->link_faults =
            g_new0(guint16, bp_network_n_channels(carrier->network) / 2);
    g_return_if_fail(carrier->link_faults[link] < G_MAXUINT16);

    carrier->link_faults[link]++;
    begin_fault(carrier);
    cut_call(carrier, link);
}

void
bp_carrier_mend_link(BpCarrier *carrier, guint32 link)
{
    if (carrier->link_faults == NULL || carrier->link_faults[link] == 0)
        return;
    carrier->n_faults--;
    if (--carrier->link_faults[link] == 0)
        mend(carrier, link);
}

void
bp_carrier_fail_host(BpCarrier *carrier, guint32 host)
{
    if (carrier->host_faults == NULL)
        carrier->host_faults = g_new0(guint16, bp_network_n_nodes(carrier->network));
    g_return_if_fail(carrier->host_faults[host] < G_MAXUINT16);

    carrier->host_faults[host]++;
    begin_fault(carrier);
    for (guint32 link = 0; link < bp_network_n_channels(carrier->network) / 2; link++)
        if (ends_at(carrier, link, host))
            cut_call(carrier, link);
}

void
bp_carrier_mend_host(BpCarrier *carrier, guint32 host)
{
    if (carrier->host_faults == NULL || carrier->host_faults[host] == 0)
        return;
    carrier->n_faults--;
    if (--carrier->host_faults[host] > 0)
        return;
    for (guint32 link = 0; link < bp_network_n_channels(carrier->network) / 2; link++)
        if (ends_at(carrier, link, host))
            mend(carrier, link);
}

/* What was cut was taken back at once. */
void
bp_faults_settle(BpCarrier *carrier)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);

    for (guint i = 0; carrier->cuts != NULL && i < carrier->cuts->len; i++) {
        const Cut *noted = &g_array_index(carrier->cuts, Cut, i);
        gint64 left_us = noted->at_us - now_us;

        carrier->sums.line_us += left_us;
        bp_count_line_us(carrier, noted->channel, left_us);
    }
}

void
bp_faults_clear(BpCarrier *carrier)
{
    if (carrier->cuts != NULL)
        g_array_unref(carrier->cuts);
    g_free(carrier->link_faults);
    g_free(carrier->host_faults);
}

/* ---- as bytes ---- */

#define CUT_BYTES 12

/* How often each of @n is down, if one ever was. Returns: how many faults that makes. */
static guint32
archive_counts(BpArchive *archive, guint16 **counts, guint32 n)
{
    gboolean is_there = *counts != NULL;
    guint32 sum = 0;

    bp_archive_bool(archive, &is_there);
    if (!is_there)
        return 0;
    if (*counts == NULL)
        *counts = g_new0(guint16, n);
    bp_archive_u16s(archive, *counts, n);
    for (guint32 i = 0; i < n; i++)
        sum += (*counts)[i];
    return sum;
}

static void
archive_cuts(BpCarrier *carrier, BpArchive *archive)
{
    guint32 n_channels = bp_network_n_channels(carrier->network);
    gboolean is_there = carrier->cuts != NULL;

    bp_archive_bool(archive, &is_there);
    if (!is_there)
        return;
    if (carrier->cuts == NULL)
        carrier->cuts = g_array_new(FALSE, FALSE, sizeof(Cut));
    bp_archive_length(archive, carrier->cuts, G_MAXINT32, CUT_BYTES);
    for (guint i = 0; i < carrier->cuts->len; i++) {
        Cut *noted = &g_array_index(carrier->cuts, Cut, i);

        bp_archive_i64(archive, &noted->at_us);
        bp_archive_below(archive, &noted->channel, n_channels);
    }
}

void
bp_faults_archive(BpCarrier *carrier, BpArchive *archive)
{
    guint32 n_links = bp_network_n_channels(carrier->network) / 2;
    guint32 n_faults = archive_counts(archive, &carrier->link_faults, n_links) +
                       archive_counts(archive, &carrier->host_faults,
                                      bp_network_n_nodes(carrier->network));

    bp_archive_u32(archive, &carrier->n_faults);
    bp_archive_expect(archive, carrier->n_faults == n_faults,
                      "there are more faults than what is down");
    archive_cuts(carrier, archive);
}
