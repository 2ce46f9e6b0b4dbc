/* names.c - linear probing; never more than four fifths full.
 *
 * The size is any number: of a hash of 32 bits the slot is the upper half of the product with it.
 */
#include "names.h"

#include <string.h>

#define SLOTS_MIN 64

/* Fibonacci hashing (Knuth 6.4): the best bits are the upper ones. */
static guint32
hash_of(const char *name)
{
    return g_str_hash(name) * 2654435769U;
}

static guint32
first_slot(const BpNames *names, guint32 hash)
{
    return (guint32)((guint64)hash * names->n_slots >> 32);
}

static guint32
next_slot(const BpNames *names, guint32 slot)
{
    return slot + 1 == names->n_slots ? 0 : slot + 1;
}

/* The lower bits of the hash, as the upper ones say where it is. */
static guint32
mark_of(const BpNames *names, guint32 hash)
{
    return names->bits < 32 ? hash << names->bits : 0;
}

static guint32
host_in(const BpNames *names, guint32 word)
{
    return names->bits < 32 ? word & ((1U << names->bits) - 1) : word;
}

static void
put(BpNames *names, const BpHosts *hosts, guint32 host)
{
    guint32 hash = hash_of(bp_hosts_name(hosts, host));
    guint32 slot = first_slot(names, hash);

    while (names->slots[slot] != BP_NONE)
        slot = next_slot(names, slot);
    names->slots[slot] = mark_of(names, hash) | host;
}

void
bp_names_clear(BpNames *names)
{
    g_clear_pointer(&names->slots, g_free);
    names->n_slots = 0;
}

guint32
bp_names_find(const BpNames *names, const BpHosts *hosts, const char *name)
{
    guint32 hash, slot, mark, word;

    if (!names->slots)
        return BP_NONE;

    hash = hash_of(name);
    mark = mark_of(names, hash);
    slot = first_slot(names, hash);
    while ((word = names->slots[slot]) != BP_NONE) {
        guint32 host = host_in(names, word);

        if ((word ^ host) == mark && strcmp(bp_hosts_name(hosts, host), name) == 0)
            return host;
        slot = next_slot(names, slot);
    }
    return BP_NONE;
}

/* The hosts are all that is needed to fill another table: the old one goes first. Numbers have
 * a bit more than they need, so no word is BP_NONE. */
static void
make_table(BpNames *names, const BpHosts *hosts, guint32 n_slots)
{
    g_free(names->slots);
    names->n_slots = n_slots;
    names->bits = MIN(g_bit_storage(n_slots), 32);
    names->slots = g_new(guint32, n_slots);
    memset(names->slots, 0xff, sizeof(guint32) * n_slots);
    for (guint32 host = 0; host < hosts->n; host++)
        put(names, hosts, host);
}

void
bp_names_add(BpNames *names, const BpHosts *hosts)
{
    if (names->slots && hosts->n <= names->n_slots / 4 * 3)
        put(names, hosts, hosts->n - 1);
    else
        make_table(names, hosts, MAX(SLOTS_MIN, 2 * names->n_slots));
}

void
bp_names_fit(BpNames *names, const BpHosts *hosts)
{
    make_table(names, hosts, MAX(SLOTS_MIN, hosts->n + hosts->n / 4));
}
