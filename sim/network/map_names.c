/* map_names.c - linear probing; never more than half full. */
#include "map_names.h"

#include <bangpath/map.h>
#include <string.h>

#define BITS_MIN 10

void
bp_map_names_init(BpMapNames *names, gboolean fold)
{
    names->arena = g_string_chunk_new(16384);
    names->names = g_array_new(FALSE, FALSE, sizeof(BpMapName));
    names->bits = BITS_MIN;
    names->slots = g_new(guint32, (gsize)1 << BITS_MIN);
    memset(names->slots, 0xff, sizeof(guint32) << BITS_MIN);
    names->fold = fold;
}

void
bp_map_names_clear(BpMapNames *names)
{
    g_string_chunk_free(names->arena);
    g_array_unref(names->names);
    g_free(names->slots);
}

/* As g_ascii_tolower(), which is a call for each letter of a map. */
static inline char
lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static guint32
hash_of(const BpMapNames *names, const char *text, gsize n_bytes)
{
    guint32 hash = 5381;

    if (!names->fold)
        for (gsize i = 0; i < n_bytes; i++)
            hash = hash * 33 + (guchar)text[i];
    else
        for (gsize i = 0; i < n_bytes; i++)
            hash = hash * 33 + (guchar)lower(text[i]);
    return hash;
}

static gboolean
is_text(const BpMapNames *names, const BpMapName *name, const char *text)
{
    if (!names->fold)
        return memcmp(name->text, text, name->n_bytes) == 0;
    for (gsize i = 0; i < name->n_bytes; i++)
        if (name->text[i] != lower(text[i]))
            return FALSE;
    return TRUE;
}

static guint32
first_slot(const BpMapNames *names, guint32 hash)
{
    /* Fibonacci hashing (Knuth 6.4): the best bits are the upper ones. */
    return (hash * 2654435769U) >> (32 - names->bits);
}

/* The slot of the name, or the empty one where it belongs. */
static guint32
find_slot(const BpMapNames *names, const char *text, gsize n_bytes, guint32 hash)
{
    guint32 slot = first_slot(names, hash);

    for (; names->slots[slot] != BP_MAP_NONE;
         slot = (slot + 1) & ((1U << names->bits) - 1)) {
        const BpMapName *name =
            &g_array_index(names->names, BpMapName, names->slots[slot]);

        if (name->hash == hash && name->n_bytes == n_bytes &&
            is_text(names, name, text))
            break;
    }
    return slot;
}

static void
grow(BpMapNames *names)
{
    names->bits++;
    g_free(names->slots);
    names->slots = g_new(guint32, (gsize)1 << names->bits);
    memset(names->slots, 0xff, sizeof(guint32) << names->bits);
    for (guint32 i = 0; i < names->names->len; i++) {
        guint32 slot =
            first_slot(names, g_array_index(names->names, BpMapName, i).hash);

        while (names->slots[slot] != BP_MAP_NONE)
            slot = (slot + 1) & ((1U << names->bits) - 1);
        names->slots[slot] = i;
    }
}

static char *
keep(BpMapNames *names, const char *text, gsize n_bytes)
{
    char *kept = g_string_chunk_insert_len(names->arena, text, (gssize)n_bytes);

    for (gsize i = 0; names->fold && i < n_bytes; i++)
        kept[i] = lower(kept[i]);
    return kept;
}

guint32
bp_map_names_intern(BpMapNames *names, const char *text, gsize n_bytes)
{
    guint32 hash = hash_of(names, text, n_bytes);
    guint32 slot = find_slot(names, text, n_bytes, hash);

    if (names->slots[slot] != BP_MAP_NONE)
        return names->slots[slot];

    BpMapName name = {
        .text = keep(names, text, n_bytes),
        .n_bytes = (guint32)n_bytes,
        .hash = hash,
        .node = BP_MAP_NONE,
        .private_node = BP_MAP_NONE,
    };
    guint32 place = names->names->len;

    names->slots[slot] = place;
    g_array_append_val(names->names, name);
    if (names->names->len > (1U << names->bits) / 2)
        grow(names);
    return place;
}

guint32
bp_map_names_find(const BpMapNames *names, const char *text, gsize n_bytes)
{
    return names->slots[find_slot(names, text, n_bytes, hash_of(names, text, n_bytes))];
}
