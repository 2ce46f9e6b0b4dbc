/* farewell.c - connections that have nothing more to send and say farewell.
 *
 * Most are gone before anybody asks, so that is no event: the access line of the host notes
 * until when, and that is looked at where it matters: when its host opens or closes another
 * connection, and when somebody looks at the books, for whom all that are leaving stand in a
 * ring too. One a line is noted so. It has an event if it is in the way of what waits; on
 * lines that have a price, as that depends on the time of day; and on further lines, whose
 * owners are asked for more at its end.
 */
#include "net_private.h"

#include <bangpath/units.h>

/* ---- the ring ---- */

static BpFarewell *
farewell_at(const BpNets *nets, guint32 i)
{
    return &nets->farewells[(nets->first_farewell + i) & (nets->most_farewells - 1)];
}

static void
grow(BpNets *nets)
{
    guint32 most = MAX(64, 2 * nets->most_farewells);
    BpFarewell *ring = g_new(BpFarewell, most);

    for (guint32 i = 0; i < nets->n_farewells; i++)
        ring[i] = *farewell_at(nets, i);
    g_free(nets->farewells);
    nets->farewells = ring;
    nets->first_farewell = 0;
    nets->most_farewells = most;
}

static void
append(BpNets *nets, BpFarewell farewell)
{
    if (nets->n_farewells == nets->most_farewells)
        grow(nets);
    *farewell_at(nets, nets->n_farewells++) = farewell;
}

static BpAccess *
access_of(const BpNets *nets, const BpFarewell *farewell)
{
    return &nets->accesses[farewell->link];
}

/* Whether that is still what its access says. */
static gboolean
stands(const BpNets *nets, const BpFarewell *farewell)
{
    return access_of(nets, farewell)->farewell == farewell->ticket;
}

/* ---- ends ---- */

/* Before now, or now: as an event it would have come before that which is being handled. */
static inline gboolean
is_over(const BpCarrier *carrier, const BpAccess *access)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);

    return access->farewell_us < now_us ||
           (access->farewell_us == now_us &&
            access->farewell < bp_queue_place(carrier->queue));
}

void
bp_farewell_note(BpCarrier *carrier, guint32 link)
{
    BpAccess *access = &carrier->nets->accesses[link];

    if (access->farewell == 0 || !is_over(carrier, access))
        return;
    access->farewell = 0;
    bp_net_count_closed(carrier, link, access->farewell_us);
}

/* Keeps the ring short: those who began first, as far as they are gone. */
static void
drop_first(BpCarrier *carrier)
{
    BpNets *nets = carrier->nets;

    while (nets->n_farewells > 0) {
        const BpFarewell *first = farewell_at(nets, 0);

        bp_farewell_note(carrier, first->link);
        if (stands(nets, first))
            return;
        nets->first_farewell++;
        nets->n_farewells--;
    }
}

void
bp_farewells_note(BpCarrier *carrier)
{
    drop_first(carrier);
    for (guint32 i = 0; i < carrier->nets->n_farewells; i++)
        bp_farewell_note(carrier, farewell_at(carrier->nets, i)->link);
}

/* ---- begin ---- */

gboolean
bp_farewell_begin(BpCarrier *carrier, guint32 i, gint64 us)
{
    BpNets *nets = carrier->nets;
    BpFarewell farewell = {nets->connections[i].ticket,
                           nets->connections[i].channel / 2};
    BpAccess *access = access_of(nets, &farewell);

    if (farewell.link >= nets->first_further ||
        carrier->is_charged[bp_access_line(carrier, farewell.link)])
        return FALSE;
    drop_first(carrier);
    bp_farewell_note(carrier, farewell.link);
    if (access->farewell != 0)
        return FALSE;
    access->farewell = farewell.ticket;
    access->farewell_us = bp_add_us(bp_queue_now_us(carrier->queue), us);
    append(nets, farewell);
    bp_net_free_record(nets, i);
    return TRUE;
}

void
bp_farewell_await(BpCarrier *carrier, guint32 channel)
{
    BpNets *nets = carrier->nets;
    BpAccess *access = &nets->accesses[channel / 2];

    if (access->farewell == 0)
        return;

    guint32 i = bp_net_take_record(nets);
    guint32 host = carrier->ends[channel];

    nets->connections[i] = (BpConnection){
        .channel = channel,
        .far = BP_NONE,
        .to = host,
        .primary = host,
        .step = BP_NET_LEAVING,
        .ticket = access->farewell,
        .ends_us = access->farewell_us,
    };
    access->farewell = 0;
    bp_net_set_event(carrier, i);
}

void
bp_farewells_cut(BpCarrier *carrier)
{
    BpNets *nets = carrier->nets;

    bp_farewells_note(carrier);
    for (guint32 i = 0; i < nets->n_farewells; i++) {
        const BpFarewell *farewell = farewell_at(nets, i);

        if (!stands(nets, farewell) || bp_link_is_up(carrier, farewell->link))
            continue;
        access_of(nets, farewell)->farewell = 0;
        bp_net_count_closed(carrier, farewell->link, bp_queue_now_us(carrier->queue));
    }
}

/* ---- as bytes ---- */

#define FAREWELL_BYTES 20

static guint32
count_standing(const BpNets *nets)
{
    guint32 n = 0;

    for (guint32 i = 0; i < nets->n_farewells; i++)
        n += stands(nets, farewell_at(nets, i)) ? 1 : 0;
    return n;
}

static void
archive_one(BpCarrier *carrier, BpArchive *archive, BpFarewell *farewell)
{
    BpNets *nets = carrier->nets;

    bp_archive_u64(archive, &farewell->ticket);
    bp_archive_below(archive, &farewell->link, nets->first_further);
    if (!bp_archive_ok(archive))
        return;

    BpAccess *access = access_of(nets, farewell);

    if (bp_archive_is_loading(archive) &&
        !bp_archive_expect(archive,
                           access->farewell == 0 &&
                               bp_queue_has_given(carrier->queue, farewell->ticket),
                           "a connection leaves that is not there"))
        return;
    bp_archive_i64(archive, &access->farewell_us);
    if (!bp_archive_expect(archive,
                           access->farewell_us >= bp_queue_now_us(carrier->queue) &&
                               access->farewell_us <= BP_TIME_MAX_US,
                           "a connection has left already"))
        return;
    if (!bp_archive_is_loading(archive))
        return;
    access->farewell = farewell->ticket;
    access->n_open++;
    append(nets, *farewell);
}

void
bp_farewells_archive(BpCarrier *carrier, BpArchive *archive)
{
    BpNets *nets = carrier->nets;
    guint32 n;

    if (!bp_archive_is_loading(archive))
        bp_farewells_note(carrier);
    n = count_standing(nets);
    n = (guint32)bp_archive_count(archive, n, nets->first_further, FAREWELL_BYTES);
    if (bp_archive_is_loading(archive)) {
        for (; n > 0 && bp_archive_ok(archive); n--) {
            BpFarewell farewell = {0};

            archive_one(carrier, archive, &farewell);
        }
        return;
    }
    for (guint32 i = 0; i < nets->n_farewells; i++)
        if (stands(nets, farewell_at(nets, i)))
            archive_one(carrier, archive, farewell_at(nets, i));
}
