/* spammer_forge.c - in whose name a spammer writes. */
#include "spammer_state.h"

#include <bangpath/choose.h>

gboolean
bp_spammer_parse_forge(const char *text, const BpNetwork *network, BpForge *forge,
                       BpAddress *address)
{
    static const char *const words[] = {"none", "null", "random", "relay", NULL};

    for (guint i = 0; words[i] != NULL; i++)
        if (g_str_equal(text, words[i])) {
            *forge = (BpForge)i;
            return TRUE;
        }
    if (!bp_choose_mailbox(network, text, address))
        return FALSE;
    *forge = BP_FORGE_ADDRESS;
    return TRUE;
}

BpAddress
bp_spammer_sender(const BpSpammer *spammer, guint32 relay)
{
    const BpNetwork *network = bp_world_network(spammer->world);
    guint32 host = spammer->seat->host;

    switch (spammer->forge) {
    case BP_FORGE_NULL:
        return (BpAddress){BP_NONE, 0};
    case BP_FORGE_RANDOM: {
        BpDraw draw = bp_draw(bp_world_scenario(spammer->world)->seed,
                              spammer->stream_forge, 0, spammer->n_messages);

        return bp_world_mailbox(spammer->world, bp_below(draw, 0, spammer->targets.n));
    }
    case BP_FORGE_RELAY:
        /* He does not know whether the relay has users at all. */
        return (BpAddress){
            relay, bp_network_host(network, relay).mailboxes > 0 ? 0 : BP_NOBODY};
    case BP_FORGE_ADDRESS:
        return spammer->forged;
    case BP_FORGE_NONE:
        break;
    }
    /* His account is beside the mailboxes of the host's users. */
    return (BpAddress){host, bp_network_host(network, host).mailboxes};
}
