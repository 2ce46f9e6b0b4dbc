/* rfc2505.h - what RFC 2505 (BCP 30, February 1999) asks of a mail host, as ticks: those of
 * its items that can be told here.
 *
 * Layer: policy.
 */
#ifndef BANGPATH_RFC2505_H
#define BANGPATH_RFC2505_H

#include <bangpath/policy.h>
#include <glib.h>

/**
 * BpTick: bits, in the order of the RFC's list (section 2).
 * @BP_TICK_RELAYING: 1: a stranger's mail for strangers is refused, whatever he calls
 *   himself
 * @BP_TICK_ROUTES: 1a: nor does he get it by in a source route or one of its likes
 * @BP_TICK_HOSTS: 5: hosts can be refused, such as by a blacklist
 * @BP_TICK_BOUNCES: 6a: mail with the null sender is not refused for that
 * @BP_TICK_RATE: 8: who sends too much has to wait
 * @BP_TICK_AUTH: beside the list, as its 3.1 has it: users prove who they are
 */
typedef enum {
    BP_TICK_RELAYING = 1 << 0,
    BP_TICK_ROUTES = 1 << 1,
    BP_TICK_HOSTS = 1 << 2,
    BP_TICK_BOUNCES = 1 << 3,
    BP_TICK_RATE = 1 << 4,
    BP_TICK_AUTH = 1 << 5,
} BpTick;

/** bp_tick_names: `1`, `1a`, `5`, `6a`, `8`, `AUTH`, NULL: in bits' order. */
extern const char *const bp_tick_names[];

/** bp_tick_help: (array): what each asks for, in a few words. */
extern const char *const bp_tick_help[];

/**
 * bp_rfc2505_ticks:
 * @relay: the host's relay state
 * @holes: BpHole bits
 * @guards: (array length=n_guards): policies that it has besides
 *
 * What a host does, not what its mailer could be made to do. Returns: BpTick bits.
 */
guint bp_rfc2505_ticks(const BpPolicy *relay, guint8 holes, gboolean auth,
                       const BpPolicy *const *guards, guint n_guards);

#endif
