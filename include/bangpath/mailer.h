/* mailer.h - the programs that hosts took mail with, and what a host is that runs one as it
 * came out of the box.
 *
 * Layer: policy.
 */
#ifndef BANGPATH_MAILER_H
#define BANGPATH_MAILER_H

#include <bangpath/policy.h>
#include <glib.h>

/** BP_MAILERS_MAX: a host's mailer has five bits, of which 0 is for none. */
#define BP_MAILERS_MAX 31

/**
 * BpMailer: what stands here goes for a host that says no other.
 * @name: as in `mailer="sendmail 8.9"`
 * @from_year: @from_month: when it came out
 * @relay: the name of its relay state
 * @holes: BpHole bits: what gets by it where its administrator has closed it
 * @auth: its users may prove who they are
 * @able: BpTick bits of rfc2505.h: what it can do at all, once configured
 * @help: one line with its source
 */
typedef struct {
    const char *name;
    int from_year;
    int from_month;
    const char *relay;
    guint8 holes;
    gboolean auth;
    guint able;
    const char *help;
} BpMailer;

/** bp_mailers: (array zero-terminated=1): ends with a NULL name; by family, then date. */
extern const BpMailer bp_mailers[];

/** bp_mailer_names: (array zero-terminated=1): of all, in that order. */
const char *const *bp_mailer_names(void);

/** bp_mailer_of: (nullable): the row of a host whose mailer is @number: a place in
 * bp_mailers + 1, or 0 for none. */
const BpMailer *bp_mailer_of(guint number);

/** bp_mailer_relay: the index into bp_policies of its relay state. */
guint bp_mailer_relay(const BpMailer *mailer);

#endif
