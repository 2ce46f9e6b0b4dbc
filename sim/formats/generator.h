/* generator.h - what generators share.
 *
 * Private to formats.
 */
#ifndef BANGPATH_FORMATS_GENERATOR_H
#define BANGPATH_FORMATS_GENERATOR_H

#include <bangpath/generate.h>
#include <bangpath/random.h>

/** The first rows of every generator. */
enum {
    BP_GENERATE_HOSTS,
    BP_GENERATE_MAILBOXES,
    BP_GENERATE_SEED,
    BP_GENERATE_OWN, /* the first row of its own */
};

/** BP_GENERATE_ROWS: those rows; @mailboxes_: the default; @help_: of mailboxes. */
#define BP_GENERATE_ROWS(mailboxes_, help_)              \
    [BP_GENERATE_HOSTS] = {.name = "hosts",              \
                           .kind = BP_PARAM_WHOLE,       \
                           .min = 2,                     \
                           .max = BP_GENERATE_HOSTS_MAX, \
                           .help = "how many hosts"},    \
    [BP_GENERATE_MAILBOXES] = {.name = "mailboxes",      \
                               .kind = BP_PARAM_WHOLE,   \
                               .fallback = (mailboxes_), \
                               .max = 65536,             \
                               .help = (help_)},         \
    [BP_GENERATE_SEED] = {.name = "seed",                \
                          .kind = BP_PARAM_WHOLE,        \
                          .fallback = "",                \
                          .max = (gint64)BP_SEED_MAX,    \
                          .help = "of the network; else the scenario's"}

extern const BpGenerator bp_generate_scale_free;
extern const BpGenerator bp_generate_tree;
extern const BpGenerator bp_generate_uucp_like;
extern const BpGenerator bp_generate_internet;

/** bp_generate_service: each host is served by its best-connected neighbour, the first of
 * them, if that has more links than it: else closing a relay would cut its neighbours off.
 * And it has a line for every @links_per_line links begun. */
void bp_generate_service(BpNetwork *network, guint32 links_per_line);

#endif
