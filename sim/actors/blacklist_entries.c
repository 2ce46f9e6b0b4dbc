/* blacklist_entries.c - what is known of each host, and what follows: on the list, off the
 * list.
 */
#include "blacklist_state.h"

#include <bangpath/chance.h>
#include <bangpath/units.h>

gboolean
bp_blacklist_deserves(const BpBlacklist *blacklist, guint32 host)
{
    return blacklist->entries[host].n_spams > 0 ||
           (bp_blacklist_is_tested(blacklist) &&
            bp_blacklist_finds_open(blacklist, host));
}

void
bp_blacklist_blame(BpBlacklist *blacklist, guint32 host)
{
    BpEntry *entry = &blacklist->entries[host];
    BpSpan span = {bp_world_now_us(blacklist->world), G_MAXINT64};

    if (entry->n_causes++ > 0)
        return;
    if (entry->spans == NULL) {
        entry->spans = g_array_new(FALSE, FALSE, sizeof(BpSpan));
        bp_blacklist_note_ever(blacklist, host);
        bp_post_doubt(bp_world_post(blacklist->world), host);
    }
    g_array_append_val(entry->spans, span);
    entry->deserved = (guint8)bp_blacklist_deserves(blacklist, host);
    bp_post_announce(bp_world_post(blacklist->world), blacklist->list, host, TRUE,
                     entry->deserved);
}

void
bp_blacklist_clear(BpBlacklist *blacklist, guint32 host)
{
    BpEntry *entry = &blacklist->entries[host];

    if (--entry->n_causes > 0)
        return;
    g_array_index(entry->spans, BpSpan, entry->spans->len - 1).to_us =
        bp_world_now_us(blacklist->world);
    bp_post_announce(bp_world_post(blacklist->world), blacklist->list, host, FALSE,
                     entry->deserved);
}

/* @host first, then those who go with it. */
static void
with_area(BpBlacklist *blacklist, guint32 host,
          void (*each)(BpBlacklist *blacklist, guint32 host))
{
    g_autoptr(GArray) area = NULL;

    each(blacklist, host);
    if (bp_blacklist_value(blacklist, BP_BLACKLIST_LISTS) !=
        BP_BLACKLIST_NEIGHBOURHOODS)
        return;
    area = bp_blacklist_area(bp_world_network(blacklist->world), host);
    for (guint i = 0; i < area->len; i++)
        each(blacklist, g_array_index(area, guint32, i));
}

/* Calls @timer at @at_us, at once if that is now. */
static void
when(BpBlacklist *blacklist, gint64 at_us, BpTimer timer, guint32 host)
{
    if (at_us == bp_world_now_us(blacklist->world))
        timer(blacklist->world, blacklist, host);
    else
        bp_world_at(blacklist->world, at_us, timer, blacklist, host);
}

static void look_again(BpWorld *world, gpointer data, guint32 host);

static void
leave_on(BpBlacklist *blacklist, guint32 host)
{
    gint64 now_us = bp_world_now_us(blacklist->world);
    gint64 delists_us = bp_blacklist_value(blacklist, BP_BLACKLIST_DELISTS);

    bp_world_at(blacklist->world, bp_add_us(now_us, delists_us), look_again, blacklist,
                host);
}

static void
take_off(BpBlacklist *blacklist, guint32 host)
{
    blacklist->entries[host].standing = BP_STANDING_CLEAR;
    blacklist->entries[host].n_reports = 0;
    with_area(blacklist, host, bp_blacklist_clear);
}

static void
end_second_test(BpWorld *world, gpointer data, guint32 host)
{
    (void)world;
    if (bp_blacklist_finds_open(data, host))
        leave_on(data, host);
    else
        take_off(data, host);
}

/* Relays are tested again, unless it never tests: then more spam is what keeps them on,
 * as it does sources. */
static void
look_again(BpWorld *world, gpointer data, guint32 host)
{
    BpBlacklist *blacklist = data;
    gint64 delists_us = bp_blacklist_value(blacklist, BP_BLACKLIST_DELISTS);

    if (bp_blacklist_is_tested(blacklist))
        when(blacklist, bp_blacklist_book_test(blacklist), end_second_test, host);
    else if (bp_world_now_us(world) <
             bp_add_us(blacklist->entries[host].seen_us, delists_us))
        leave_on(blacklist, host);
    else
        take_off(blacklist, host);
}

void
bp_blacklist_put_on(BpBlacklist *blacklist, guint32 host)
{
    if (blacklist->entries[host].standing == BP_STANDING_LISTED)
        return;
    blacklist->entries[host].standing = BP_STANDING_LISTED;
    with_area(blacklist, host, bp_blacklist_blame);
    leave_on(blacklist, host);
}

/* A step is for nothing if something else has put the host on meanwhile, even if it has
 * come off again since. */
static gboolean
is_due(const BpBlacklist *blacklist, guint32 host)
{
    const BpEntry *entry = &blacklist->entries[host];

    return entry->standing == BP_STANDING_SUSPECT &&
           entry->due_us == bp_world_now_us(blacklist->world);
}

static void
end_first_test(BpWorld *world, gpointer data, guint32 host)
{
    BpBlacklist *blacklist = data;

    (void)world;
    if (!is_due(blacklist, host))
        return;
    if (bp_blacklist_finds_open(blacklist, host)) {
        bp_blacklist_put_on(blacklist, host);
        return;
    }
    blacklist->entries[host].standing = BP_STANDING_CLEAR;
    blacklist->entries[host].n_reports = 0;
}

static void
act(BpWorld *world, gpointer data, guint32 host)
{
    BpBlacklist *blacklist = data;

    (void)world;
    if (!is_due(blacklist, host))
        return;
    if (!bp_blacklist_is_tested(blacklist)) {
        bp_blacklist_put_on(blacklist, host);
        return;
    }
    blacklist->entries[host].due_us = bp_blacklist_book_test(blacklist);
    when(blacklist, blacklist->entries[host].due_us, end_first_test, host);
}

static void
suspect(BpBlacklist *blacklist, guint32 host)
{
    BpEntry *entry = &blacklist->entries[host];

    entry->standing = BP_STANDING_SUSPECT;
    entry->due_us = bp_add_us(bp_world_now_us(blacklist->world),
                              bp_blacklist_value(blacklist, BP_BLACKLIST_AFTER));
    bp_world_at(blacklist->world, entry->due_us, act, blacklist, host);
}

/* Each spam takes a draw of its host's, so that nothing else moves whether the next is
 * reported. */
static gboolean
is_reported(BpBlacklist *blacklist, guint32 host)
{
    return bp_chance(bp_world_scenario(blacklist->world)->seed,
                     blacklist->stream_reports, host,
                     blacklist->entries[host].n_spams++,
                     bp_blacklist_value(blacklist, BP_BLACKLIST_COMPLAINT));
}

/* Spam in a mailbox shows who handed it over: its source, or a relay. */
static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    BpBlacklist *blacklist = data;
    gboolean wants_source =
        bp_blacklist_value(blacklist, BP_BLACKLIST_LISTS) != BP_BLACKLIST_OPEN_RELAYS;

    (void)to;
    if (message->kind != BP_SPAM || peer == BP_NONE || message->owner == 0)
        return;

    gboolean is_source =
        peer == bp_post_owner_host(bp_world_post(blacklist->world), message->owner);

    if (is_source != wants_source || !is_reported(blacklist, peer))
        return;

    BpEntry *entry = &blacklist->entries[peer];

    entry->seen_us = bp_world_now_us(blacklist->world);
    if (entry->n_reports < G_MAXUINT32)
        entry->n_reports++;
    if (entry->standing == BP_STANDING_CLEAR &&
        entry->n_reports >= bp_blacklist_value(blacklist, BP_BLACKLIST_EVIDENCE))
        suspect(blacklist, peer);
}

static const BpObserver observer = {.delivered = on_delivered};

void
bp_blacklist_watch(BpBlacklist *blacklist)
{
    const BpTimer timers[] = {look_again, end_first_test, end_second_test, act};

    for (guint i = 0; i < G_N_ELEMENTS(timers); i++)
        bp_world_add_timer(blacklist->world, timers[i], blacklist,
                           blacklist->n_entries);
    bp_post_observe(bp_world_post(blacklist->world), &observer, blacklist);
}
