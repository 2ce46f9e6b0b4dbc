/* bill.c - who pays for calls and lines: by the minute of use, and the rent that comes by the
 * day. */
#include "carrier_private.h"

#include <bangpath/units.h>

/* What a line costs for so long; the part of a micro-dollar is dropped. */
gint64
bp_carrier_price_udollars(gint64 udollars_per_min, gint64 us)
{
    __extension__ typedef __int128 Wide;

    return (gint64)((Wide)udollars_per_min * us / BP_MINUTE_US);
}

BpTariff
bp_carrier_tariff(const BpCarrier *carrier, guint32 payer)
{
    gint64 now_s =
        carrier->begin_unix_s + bp_queue_now_us(carrier->queue) / BP_SECOND_US;

    return bp_tariff_at(bp_minute_of_week(
        now_s, bp_hosts_traits(&carrier->network->hosts, payer)->tz_minutes));
}

static void
charge(BpCarrier *carrier, guint32 payer, guint32 link, gint64 udollars)
{
    if (udollars == 0)
        return;
    carrier->paid_udollars[payer] += udollars;
    carrier->link_paid_udollars[link] += udollars;
    if (payer == carrier->ends[2 * link + 1])
        carrier->paid_at_b_udollars[link] += udollars;
    carrier->sums.paid_udollars += udollars;
}

/* What is left over of two halves is for the end that caused it. */
static void
share(BpCarrier *carrier, guint32 link, guint end, gint64 udollars)
{
    const guint32 *ends = &carrier->ends[2 * (gsize)link];

    charge(carrier, end ? ends[0] : ends[1], link, udollars / 2);
    charge(carrier, end ? ends[1] : ends[0], link, udollars - udollars / 2);
}

void
bp_carrier_bill(BpCarrier *carrier, guint32 link, guint end, gint64 udollars)
{
    const guint32 *ends = &carrier->ends[2 * (gsize)link];

    switch ((BpPays)carrier->lines[bp_carrier_line(carrier, link)]->pays) {
    case BP_PAYS_BOTH:
        share(carrier, link, end, udollars);
        return;
    case BP_PAYS_CALLED:
        end = !end;
        break;
    case BP_PAYS_A:
        end = 0;
        break;
    case BP_PAYS_B:
        end = 1;
        break;
    default:
        break;
    }
    charge(carrier, end ? ends[1] : ends[0], link, udollars);
}

/* ---- permanent lines by the minute ---- */

void
bp_use_begins(BpCarrier *carrier, guint32 channel)
{
    if (carrier->used_from_us != NULL)
        carrier->used_from_us[channel] = bp_queue_now_us(carrier->queue);
}

void
bp_use_ends(BpCarrier *carrier, guint32 channel)
{
    guint32 line, payer;
    gint64 us, udollars_per_min;

    if (carrier->used_from_us == NULL || carrier->used_from_us[channel] < 0)
        return;

    us = bp_queue_now_us(carrier->queue) - carrier->used_from_us[channel];
    line = bp_carrier_line(carrier, channel / 2);
    payer = carrier->ends[channel];
    udollars_per_min =
        carrier->lines[line]->price_udollars[bp_carrier_tariff(carrier, payer)];
    carrier->used_from_us[channel] = -1;
    bp_carrier_bill(carrier, channel / 2, channel & 1,
                    bp_carrier_price_udollars(udollars_per_min, us));
}

void
bp_uses_settle(BpCarrier *carrier)
{
    guint32 n_channels = bp_network_n_channels(carrier->network);

    for (guint32 i = 0; carrier->used_from_us != NULL && i < n_channels; i++)
        bp_use_ends(carrier, i);
}

/* Calls have bills of their own, and so have access lines. */
static gboolean
is_billed_by_use(const BpCarrier *carrier, guint32 link)
{
    guint32 line = bp_carrier_line(carrier, link);

    return carrier->is_charged[line] &&
           carrier->lines[line]->schedule.kind == BP_SCHEDULE_PERMANENT &&
           !bp_hosts_traits(&carrier->network->hosts, carrier->ends[2 * link + 1])
                ->is_net;
}

static void
make_uses(BpCarrier *carrier)
{
    guint32 n_channels = bp_network_n_channels(carrier->network);
    guint32 n_links = n_channels / 2, link = 0;

    while (link < n_links && !is_billed_by_use(carrier, link))
        link++;
    if (link == n_links)
        return;
    carrier->used_from_us = g_new(gint64, n_channels);
    for (guint32 i = 0; i < n_channels; i++)
        carrier->used_from_us[i] = -1;
}

/* ---- rents ---- */

/* What of a rent is due by @at_us, so that parts of micro-dollars never get lost. */
static gint64
due_udollars(gint64 rent_udollars, gint64 at_us)
{
    __extension__ typedef __int128 Wide;

    return (gint64)((Wide)rent_udollars * at_us / BP_MONTH_US);
}

/* What has fallen due since the last time. A net pays nothing. */
static void
bill_rent(BpCarrier *carrier, guint32 link, const BpLine *line, gint64 now_us)
{
    const guint32 *ends = &carrier->ends[2 * (gsize)link];
    gint64 before_udollars = due_udollars(line->rent_udollars, carrier->rent_paid_us);
    gint64 due_now_udollars = due_udollars(line->rent_udollars, now_us);
    gint64 by_b_udollars = 0;

    if (line->pays == BP_PAYS_B)
        by_b_udollars = due_now_udollars - before_udollars;
    else if (line->pays != BP_PAYS_A)
        by_b_udollars = due_now_udollars / 2 - before_udollars / 2;
    if (bp_hosts_traits(&carrier->network->hosts, ends[1])->is_net)
        by_b_udollars = 0;
    carrier->sums.rents_udollars += due_now_udollars - before_udollars;
    charge(carrier, ends[0], link, due_now_udollars - before_udollars - by_b_udollars);
    charge(carrier, ends[1], link, by_b_udollars);
}

void
bp_rents_settle(BpCarrier *carrier)
{
    gint64 now_us = bp_queue_now_us(carrier->queue);
    guint32 n_links = bp_network_n_links(carrier->network);

    for (guint32 link = 0; link < n_links; link++) {
        const BpLine *line = carrier->lines[bp_carrier_line(carrier, link)];

        if (line->rent_udollars > 0)
            bill_rent(carrier, link, line, now_us);
    }
    carrier->rent_paid_us = now_us;
}

static void
charge_day(gpointer data, guint32 entity, BpTicket ticket)
{
    BpCarrier *carrier = data;

    (void)entity, (void)ticket;
    bp_rents_settle(carrier);
    bp_queue_push(carrier->queue, bp_add_us(bp_queue_now_us(carrier->queue), BP_DAY_US),
                  carrier->rent, 0);
}

void
bp_bills_init(BpCarrier *carrier)
{
    carrier->rent = bp_queue_add_kind(carrier->queue, charge_day, carrier);
    make_uses(carrier);
}

void
bp_rents_start(BpCarrier *carrier)
{
    gboolean is_rented = FALSE;

    for (guint32 i = 0; i < bp_network_n_lines(carrier->network); i++)
        is_rented |= carrier->lines[i]->rent_udollars > 0;
    if (is_rented)
        bp_queue_push(carrier->queue, BP_DAY_US, carrier->rent, 0);
}

gint64
bp_carrier_paid_udollars(const BpCarrier *carrier, guint32 host)
{
    return carrier->paid_udollars[host];
}

gint64
bp_carrier_end_paid_udollars(const BpCarrier *carrier, guint32 channel)
{
    gint64 at_b_udollars = carrier->paid_at_b_udollars[channel / 2];

    if (channel & 1)
        return at_b_udollars;
    return carrier->link_paid_udollars[channel / 2] - at_b_udollars;
}

gint64
bp_carrier_link_paid_udollars(const BpCarrier *carrier, guint32 link)
{
    return carrier->link_paid_udollars[link];
}

/* ---- as bytes ---- */

void
bp_bills_archive(BpCarrier *carrier, BpArchive *archive)
{
    guint32 n_channels = bp_network_n_channels(carrier->network);
    gint64 now_us = bp_queue_now_us(carrier->queue);

    bp_archive_i64(archive, &carrier->rent_paid_us);
    if (carrier->used_from_us == NULL)
        return;
    bp_archive_i64s(archive, carrier->used_from_us, n_channels);
    for (guint32 i = 0; i < n_channels; i++)
        bp_archive_expect(archive,
                          carrier->used_from_us[i] >= -1 &&
                              carrier->used_from_us[i] <= now_us,
                          "a line is used from a time that has not come");
}
