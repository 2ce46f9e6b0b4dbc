/* names.c - linear probing; never more than three quarters full. */
#include "names.h"

#include <string.h>

#define BITS_MIN 6

static guint32
first_slot(const BpNames *names, const char *name)
{
    /* Fibonacci hashing (Knuth 6.4): the best bits are the upper ones. */
    return (g_str_hash(name) * 2654435769U) >> (32 - names->bits);
}

static guint32
next_slot(const BpNames *names, guint32 slot)
{
    return (slot + 1) & ((1U << names->bits) - 1);
}

static void
put(BpNames *names, const BpHost *hosts, guint32 host)
{
    guint32 slot = first_slot(names, hosts[host].name);

    while (names->slots[slot] != BP_NONE)
        slot = next_slot(names, slot);
    names->slots[slot] = host;
}

void
bp_names_clear(BpNames *names)
{
    g_clear_pointer(&names->slots, g_free);
    names->bits = 0;
}

guint32
bp_names_find(const BpNames *names, const BpHost *hosts, const char *name)
{
    guint32 slot;

    if (!names->slots)
        return BP_NONE;

    slot = first_slot(names, name);
    while (names->slots[slot] != BP_NONE &&
           strcmp(hosts[names->slots[slot]].name, name) != 0)
        slot = next_slot(names, slot);
    return names->slots[slot];
}

void
bp_names_add(BpNames *names, const BpHost *hosts, guint32 n_hosts)
{
    if (names->slots && n_hosts <= (3U << names->bits) / 4) {
        put(names, hosts, n_hosts - 1);
        return;
    }

    /* The hosts are all that is needed to fill a larger table: the old one goes first. */
    names->bits = names->slots ? names->bits + 1 : BITS_MIN;
    g_free(names->slots);
    names->slots = g_new(guint32, (gsize)1 << names->bits);
    memset(names->slots, 0xff, sizeof(guint32) << names->bits);
    for (guint32 host = 0; host < n_hosts; host++)
        put(names, hosts, host);
}
