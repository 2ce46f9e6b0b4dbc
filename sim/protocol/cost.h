/* cost.h - what one step of a call puts on the line, how long that takes, and what damaged
 * bits do to it.
 *
 * Private to protocol. Every step of a call is bytes that one end waits for, trips over
 * the line, and waiting. The constants are those of docs/calls.md.
 */
#ifndef BANGPATH_PROTOCOL_COST_H
#define BANGPATH_PROTOCOL_COST_H

#include "times.h"

/** bp_cost_us: how long @cost takes at @bits a byte, BP_ASYNC_BITS or BP_SYNC_BITS. */
gint64 bp_cost_us(const BpCost *cost, const BpLineView *line, guint bits);

/** bp_cost_add: @more is added to @cost. */
void bp_cost_add(BpCost *cost, const BpCost *more);

/** bp_legs_us: the sum of @protocol's steps in @phase. */
gint64 bp_legs_us(const BpProtocol *protocol, const gint64 *p, const BpLineView *line,
                  BpPhase phase, guint64 bytes);

/** SURELY: far more than what sums of chances lose by rounding. */
#define SURELY 1e-9

/** bp_happens: how often what comes @mean times on average comes by the chance @p:
 * Poisson's law. */
guint64 bp_happens(double mean, double p);

/** bp_damaged: the chance that @bytes do not come across whole. */
double bp_damaged(const BpLineView *line, guint64 bytes);

/** bp_damaged_most: no less than bp_damaged(), and found without a logarithm: the sum of the
 * chances of all bits. */
double bp_damaged_most(const BpLineView *line, guint64 bytes);

/** BP_MOST_DAMAGED: beyond this share of bad packets nothing comes across: our guess. */
#define BP_MOST_DAMAGED 0.95

/**
 * bp_damaged_blocks: what errors do to blocks that are sent again one by one.
 * @n: how many, of @block_bytes on the line each
 * @again_us: what sending one again takes
 * @each: blocks that go again for one that was damaged
 * @tries: a block that is damaged so often ends the call
 */
BpDamage bp_damaged_blocks(const BpLineView *line, guint64 n, guint64 block_bytes,
                           gint64 again_us, guint64 each, guint tries,
                           const double chances[2]);

#endif
