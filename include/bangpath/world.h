/* world.h - a scenario come alive: its clock, its post and its actors.
 *
 * Layer: actors.
 */
#ifndef BANGPATH_WORLD_H
#define BANGPATH_WORLD_H

#include <bangpath/archive.h>
#include <bangpath/post.h>
#include <bangpath/queue.h>
#include <bangpath/scenario.h>
#include <glib.h>

typedef struct _BpWorld BpWorld;

/** BpTimer: what happens at a time; @data and @arg as given to bp_world_at(). */
typedef void (*BpTimer)(BpWorld *world, gpointer data, guint32 arg);

/**
 * bp_world_check: everything that the actors find wrong with @scenario.
 */
void bp_world_check(const BpScenario *scenario, BpProblems *problems);

/** bp_world_warn: adds to @warnings every key that was given and has no effect, as other keys
 * stand: `file:line: [group] key = "value" has no effect: ...`. Of a scenario without
 * problems. */
void bp_world_warn(const BpScenario *scenario, BpProblems *warnings);

/** bp_world_new: @scenario has no problems and outlives the world; its network may get
 * further access lines. */
BpWorld *bp_world_new(const BpScenario *scenario);
void bp_world_free(BpWorld *world);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(BpWorld, bp_world_free)

/** bp_world_start: the actors start, in the order of their groups. Once; observers must
 * have been added. */
void bp_world_start(BpWorld *world);

/** bp_world_run_until: goes on to @end_us, at most the scenario's length. Returns: events. */
guint64 bp_world_run_until(BpWorld *world, gint64 end_us);

/**
 * bp_world_change:
 * @changed: a variation of the world's scenario, on the same network, which outlives the world
 *
 * From now on it goes by @changed: between two runs. A group that says the same in both goes on;
 * one that is not there any more, or not enabled, comes to its end, and what it has done stays; one
 * that is new, or says something else, begins now, and knows nothing of before. FALSE, before
 * anything is changed: BP_ERROR_VALUE names a group that cannot begin late.
 */
gboolean bp_world_change(BpWorld *world, const BpScenario *changed, GError **error);

const BpScenario *bp_world_scenario(const BpWorld *world);
BpNetwork *bp_world_network(const BpWorld *world);
BpQueue *bp_world_queue(const BpWorld *world);
BpPost *bp_world_post(const BpWorld *world);
BpRoutes *bp_world_routes(const BpWorld *world);

/** bp_world_go_ahead: before bp_world_start(): there is a processor to spare, and what will be
 * asked for may be worked out there: routes, letters. What comes of it is the same. Not in a
 * process that forks afterwards. */
void bp_world_go_ahead(BpWorld *world);
gboolean bp_world_goes_ahead(const BpWorld *world);
BpPaths *bp_world_paths(const BpWorld *world);
gint64 bp_world_now_us(const BpWorld *world);

/** bp_world_mailbox: the address of the mailbox numbered so across the network. */
BpAddress bp_world_mailbox(const BpWorld *world, guint64 mailbox);

/**
 * bp_world_add_timer:
 * @timer: @data: as they will be given to bp_world_at()
 * @n_args: 0 .. @n_args - 1 are what it may be given as arg
 *
 * Makes @timer known, so that a world that is saved can say what it waits for. While an actor
 * starts, or before the start.
 */
void bp_world_add_timer(BpWorld *world, BpTimer timer, gpointer data, guint64 n_args);

/** bp_world_at: calls @timer at @at_us; earlier than now is now. Not for what happens every
 * hop. What bp_world_add_timer() was not told of works, but cannot be saved. */
void bp_world_at(BpWorld *world, gint64 at_us, BpTimer timer, gpointer data,
                 guint32 arg);

/**
 * bp_world_archive:
 *
 * All that has changed since bp_world_start(), between two runs. Loading takes a world that was
 * made of the same scenario and started, and nothing more. Whether it went well is for
 * bp_archive_finish(); if not, the world can only be freed.
 */
void bp_world_archive(BpWorld *world, BpArchive *archive);

#endif
