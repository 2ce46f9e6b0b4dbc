/* paths.h - bang paths as their senders wrote them, each once.
 *
 * Layer: mail. A path is walked hop by hop, as written; behind its end the tables of the
 * host there decide.
 */
#ifndef BANGPATH_PATHS_H
#define BANGPATH_PATHS_H

#include <bangpath/archive.h>
#include <bangpath/network.h>
#include <bangpath/routes.h>
#include <glib.h>

typedef struct _BpPaths BpPaths;

/** BpPath: a place on a path: where its next hop stands. BP_NONE: no path. */
typedef guint32 BpPath;

/** bp_paths_new: @network outlives them. */
BpPaths *bp_paths_new(const BpNetwork *network);
void bp_paths_free(BpPaths *paths);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpPaths, bp_paths_free)

/**
 * bp_paths_add:
 * @hosts: (array length=n): the sender's host first, the last host named last
 *
 * Returns: the beginning of the path, the same for the same hosts; BP_NONE if two hosts
 * in a row are neither neighbours nor on one net.
 */
BpPath bp_paths_add(BpPaths *paths, const guint32 *hosts, guint n);

/** bp_paths_is_at_end: nothing is left of it. */
gboolean bp_paths_is_at_end(const BpPaths *paths, BpPath path);

/** bp_paths_step: the hop at @path, which moves on behind it. Not at the end. */
BpHop bp_paths_step(const BpPaths *paths, BpPath *path);

/** bp_paths_rewind: the beginning of the path that @path is a place on. Not for ways
 * back. */
BpPath bp_paths_rewind(const BpPaths *paths, BpPath path);

/** BP_WAY_BACK_MAX: channels of a way back, at most. */
#define BP_WAY_BACK_MAX 30

/** bp_paths_add_back: a path over @channels, the last one first and each the other way
 * round; 1 <= @n <= BP_WAY_BACK_MAX, none of a net. To be given back. */
BpPath bp_paths_add_back(BpPaths *paths, const guint32 *channels, guint n);

/** bp_paths_give_back: @path, wherever on it, if it is a way back; else does nothing. */
void bp_paths_give_back(BpPaths *paths, BpPath path);

/** bp_paths_archive: Loading takes paths that have those of the start, first. */
void bp_paths_archive(BpPaths *paths, BpArchive *archive);

/** bp_paths_has: whether @path is a place on a path; @back: on a way back. For what was
 * loaded. */
gboolean bp_paths_has(const BpPaths *paths, BpPath path, gboolean *back);

#endif
