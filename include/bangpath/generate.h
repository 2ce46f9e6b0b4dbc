/* generate.h - networks made by chance, after the shape of real ones.
 *
 * Layer: formats. Hosts are h0, h1, ...; a net is called `internet`.
 */
#ifndef BANGPATH_GENERATE_H
#define BANGPATH_GENERATE_H

#include <bangpath/network.h>
#include <bangpath/param.h>
#include <glib.h>

/** BP_GENERATE_HOSTS_MAX: more would not fit an event's entities, as each host has four
 * channels. */
#define BP_GENERATE_HOSTS_MAX 10000000

/** BpGenerator: a kind of network.
 * @params: (array zero-terminated=1): hosts, mailboxes and seed come first */
typedef struct {
    const char *name;
    const char *help;
    const BpParam *params;
    BpNetwork *(*make)(const BpValue *values, guint64 seed);
} BpGenerator;

/** bp_generators: (array zero-terminated=1). */
extern const BpGenerator *const bp_generators[];

/**
 * bp_generate:
 * @text: `scale-free, hosts=1000, mailboxes=10, seed=7`: a generator's name and its
 *   parameters; all but hosts may be left out
 * @seed: where @text has none
 *
 * Returns: (transfer full) (nullable): finished; the same for the same @text and @seed.
 */
BpNetwork *bp_generate(const char *text, guint64 seed, GError **error);

#endif
