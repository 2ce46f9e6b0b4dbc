/* kinds.c - kinds by linear probing; never more than half full. */
#include "kinds.h"

#include <string.h>

#define SLOTS_MIN 64
#define ROOM_MIN 64
#define RECORDS_MIN 16

static gconstpointer
record_at(const BpKinds *kinds, guint32 place)
{
    return kinds->records + place * kinds->record_bytes;
}

/* FNV-1a over words; what comes out high goes down again. */
static guint32
hash_of(const BpKinds *kinds, gconstpointer record)
{
    guint32 hash = 2166136261U;

    for (gsize i = 0; i < kinds->record_bytes; i += sizeof(guint32)) {
        guint32 word;

        memcpy(&word, (const char *)record + i, sizeof word);
        hash = (hash ^ word) * 16777619U;
    }
    return hash ^ hash >> 15;
}

/* Where a kind like @record is, or would be. */
static guint32
slot_of(const BpKinds *kinds, gconstpointer record)
{
    guint32 slot = hash_of(kinds, record) & (kinds->n_slots - 1);

    while (kinds->slots[slot] != 0 && memcmp(record_at(kinds, kinds->slots[slot] - 1),
                                             record, kinds->record_bytes) != 0)
        slot = (slot + 1) & (kinds->n_slots - 1);
    return slot;
}

/* Also makes the table anew that bp_kinds_fit() gave up. */
static void
make_slots(BpKinds *kinds)
{
    if (kinds->slots != NULL && 2 * (kinds->n_records + 1) <= kinds->n_slots)
        return;

    kinds->n_slots = MAX(kinds->n_slots, SLOTS_MIN);
    while (2 * (kinds->n_records + 1) > kinds->n_slots)
        kinds->n_slots *= 2;
    g_free(kinds->slots);
    kinds->slots = g_new0(guint32, kinds->n_slots);
    for (guint32 i = 0; i < kinds->n_records; i++)
        kinds->slots[slot_of(kinds, record_at(kinds, i))] = i + 1;
}

/* The place of a kind like @record. Those that follow each other are often alike. */
static guint32
find(BpKinds *kinds, gconstpointer record)
{
    guint32 last = kinds->n > 0 ? bp_kinds_place(kinds, kinds->n - 1) : 0;
    guint32 slot;

    if (kinds->n > 0 &&
        memcmp(record_at(kinds, last), record, kinds->record_bytes) == 0)
        return last;

    make_slots(kinds);
    slot = slot_of(kinds, record);
    if (kinds->slots[slot] == 0) {
        if (kinds->n_records == kinds->capacity) {
            kinds->capacity = MAX(RECORDS_MIN, 2 * kinds->capacity);
            kinds->records =
                g_realloc_n(kinds->records, kinds->capacity, kinds->record_bytes);
        }
        memcpy(kinds->records + kinds->n_records * kinds->record_bytes, record,
               kinds->record_bytes);
        kinds->slots[slot] = ++kinds->n_records;
    }
    return kinds->slots[slot] - 1;
}

static void
make_room(BpKinds *kinds, guint32 n_room)
{
    kinds->n_room = n_room;
    kinds->of = g_renew(guint16, kinds->of, n_room);
    if (kinds->of_high != NULL)
        kinds->of_high = g_renew(guint16, kinds->of_high, n_room);
}

guint32
bp_kinds_add(BpKinds *kinds, gconstpointer record)
{
    guint32 place = find(kinds, record);

    if (kinds->n == kinds->n_room)
        make_room(kinds, kinds->n + MAX(kinds->n / 2, ROOM_MIN));
    if (place > G_MAXUINT16 && kinds->of_high == NULL)
        kinds->of_high = g_new0(guint16, kinds->n_room);
    kinds->of[kinds->n] = (guint16)(place & G_MAXUINT16);
    if (kinds->of_high != NULL)
        kinds->of_high[kinds->n] = (guint16)(place >> 16);
    return kinds->n++;
}

void
bp_kinds_cut(BpKinds *kinds, guint32 n)
{
    kinds->n = n;
}

void
bp_kinds_fit(BpKinds *kinds)
{
    g_clear_pointer(&kinds->slots, g_free);
    kinds->n_slots = 0;
    if (kinds->n > 0)
        make_room(kinds, kinds->n);
}

void
bp_kinds_clear(BpKinds *kinds)
{
    g_free(kinds->records);
    g_free(kinds->slots);
    g_free(kinds->of);
    g_free(kinds->of_high);
    *kinds = (BpKinds){.record_bytes = kinds->record_bytes};
}
