/* spammer_accounts.c - a spammer's accounts: where, for how long, and which is next. */
#include "spammer_state.h"

#include <bangpath/units.h>

guint
bp_spammer_n_seats(const BpGroup *group)
{
    char **names = group->values[BP_SPAMMER_HOST].names;
    gint64 n_names = names == NULL ? 0 : g_strv_length(names);

    return (guint)MIN(n_names, group->values[BP_SPAMMER_ACCOUNTS].number);
}

static void
take_seat(BpSpammer *spammer, guint account)
{
    guint i = account % spammer->seats->len;

    spammer->n_account = account;
    spammer->seat = &g_array_index(spammer->seats, BpSpammerSeat, i);
}

/* A line of his own: to the first net that the host is on, else to the host itself. */
static guint32
add_line(const BpGroup *group, BpNetwork *network, guint32 host, guint32 net)
{
    const BpValue *values = group->values;
    const char *protocol = net != BP_NONE ? "smtp" : "plain";
    const BpLineProfile *profile = bp_line_profile_find(values[BP_SPAMMER_LINE].text);
    BpLine line = bp_line_from_profile(profile, bp_protocol_find(protocol));

    line.way_us = profile->way_us;
    memset(&line.schedule, 0, sizeof line.schedule);
    line.schedule.kind = BP_SCHEDULE_PERMANENT;
    line.connections = (gint32)values[BP_SPAMMER_CONNECTIONS].number;
    for (guint i = 0; i < BP_N_TARIFFS; i++)
        line.price_udollars[i] = values[BP_SPAMMER_PRICE].number;
    return bp_network_add_access(network, host, net,
                                 bp_network_add_line(network, &line));
}

void
bp_spammer_add_seats(BpSpammer *spammer, BpNetwork *network)
{
    char **names = spammer->group->values[BP_SPAMMER_HOST].names;

    spammer->seats = g_array_new(FALSE, FALSE, sizeof(BpSpammerSeat));
    for (guint i = 0; i < bp_spammer_n_seats(spammer->group); i++) {
        BpSpammerSeat seat = {.spammer = spammer};

        seat.host = bp_network_find(network, names[i]);
        seat.net = bp_network_common_net(network, seat.host, seat.host);
        seat.channel = add_line(spammer->group, network, seat.host, seat.net);
        g_array_append_val(spammer->seats, seat);
    }
    take_seat(spammer, 0);
}

void
bp_spammer_add_owners(BpSpammer *spammer, const BpOwner *owner)
{
    BpPost *post = bp_world_post(spammer->world);
    const BpSpammerSeat *first = &g_array_index(spammer->seats, BpSpammerSeat, 0);

    for (guint i = 0; i < spammer->seats->len; i++) {
        BpSpammerSeat *seat = &g_array_index(spammer->seats, BpSpammerSeat, i);

        seat->owner = bp_post_add_owner(post, seat->channel, owner, seat);
        bp_post_share_text(post, seat->owner, first->owner);
    }
}

static void open_account(BpWorld *world, gpointer data, guint32 account);

/* The account ends now, and another is opened later. */
static void
close_account(BpSpammer *spammer)
{
    const BpValue *values = spammer->group->values;
    gint64 now_us = bp_world_now_us(spammer->world);

    spammer->is_open = FALSE;
    if (spammer->n_account + 1 < values[BP_SPAMMER_ACCOUNTS].number)
        bp_spammer_at(spammer, bp_add_us(now_us, values[BP_SPAMMER_AGAIN_AFTER].number),
                      open_account, spammer->n_account + 1);
}

static void
end_account(BpWorld *world, gpointer data, guint32 account)
{
    BpSpammer *spammer = data;

    (void)world;
    if (spammer->is_open && spammer->n_account == account)
        close_account(spammer);
}

void
bp_spammer_cut_off(BpSpammerSeat *seat)
{
    BpSpammer *spammer = seat->spammer;

    if (seat == spammer->seat && bp_spammer_is_at_work(spammer))
        close_account(spammer);
}

static void
open_account(BpWorld *world, gpointer data, guint32 account)
{
    BpSpammer *spammer = data;
    const BpValue *values = spammer->group->values;
    gint64 now_us = bp_world_now_us(world);

    take_seat(spammer, account);
    spammer->is_open = TRUE;
    spammer->end_us = bp_add_us(now_us, values[BP_SPAMMER_LIFE].number);
    spammer->relay_since_us = now_us;
    if (account > 0 && spammer->seats->len > 1)
        bp_spammer_look_round(spammer);
    if (account + 1 < values[BP_SPAMMER_ACCOUNTS].number)
        bp_spammer_at(spammer, spammer->end_us, end_account, account);
    bp_spammer_scan(spammer);
    bp_post_wake(bp_world_post(world), spammer->seat->channel);
}

void
bp_spammer_archive_account(BpSpammer *spammer, BpArchive *archive)
{
    bp_archive_below(archive, &spammer->n_account,
                     (guint64)spammer->group->values[BP_SPAMMER_ACCOUNTS].number);
    take_seat(spammer, spammer->n_account);
    bp_archive_bool(archive, &spammer->is_open);
    bp_archive_i64(archive, &spammer->end_us);
}

void
bp_spammer_begin(BpSpammer *spammer)
{
    guint64 n = (guint64)spammer->group->values[BP_SPAMMER_ACCOUNTS].number;

    bp_world_add_timer(spammer->world, open_account, spammer, n);
    bp_world_add_timer(spammer->world, end_account, spammer, n);
    bp_world_at(spammer->world, spammer->group->values[BP_SPAMMER_START].number,
                open_account, spammer, 0);
}
