/* map_names.h - the names in a map.
 *
 * Private to network. Maps name hosts three times as often as there are hosts, and not
 * NUL-terminated: a GHashTable would want a copy of each before it could look.
 */
#ifndef BANGPATH_NETWORK_MAP_NAMES_H
#define BANGPATH_NETWORK_MAP_NAMES_H

#include <glib.h>

/** BpMapName: and whom it means. */
typedef struct {
    const char *text; /* NUL-terminated, in the arena */
    guint32 n_bytes;
    guint32 hash;
    guint32 node;         /* for all, or BP_MAP_NONE */
    guint32 private_node; /* while @scope is the map's */
    guint32 scope;
} BpMapName;

typedef struct {
    GStringChunk *arena; /* owned */
    GArray *names;       /* owned, of BpMapName */
    guint32 *slots;      /* owned: places in names, or BP_MAP_NONE */
    guint bits;          /* 1 << bits slots */
    gboolean fold;
} BpMapNames;

void bp_map_names_init(BpMapNames *names, gboolean fold);
void bp_map_names_clear(BpMapNames *names);

/** bp_map_names_intern: the place of @text, which is added if it is new. */
guint32 bp_map_names_intern(BpMapNames *names, const char *text, gsize n_bytes);

/** bp_map_names_find: the place of @text, or BP_MAP_NONE. */
guint32 bp_map_names_find(const BpMapNames *names, const char *text, gsize n_bytes);

#endif
