/* mailboxes.c - whose mailbox it is: a bit a mailbox, set where another host's begin, and
 * how many bits are set before every 32 of them. A look takes one word of eight bytes, and
 * one of the list of hosts that have any, unless all have: no search, whatever their numbers.
 */
#include "network_private.h"

#include <bangpath/large.h>

#define BITS 32

static guint
count_bits(guint32 bits)
{
    bits -= bits >> 1 & 0x55555555U;
    bits = (bits & 0x33333333U) + (bits >> 2 & 0x33333333U);
    return ((bits + (bits >> 4)) & 0x0f0f0f0fU) * 0x01010101U >> 24;
}

void
bp_mailboxes_init(BpNetwork *network)
{
    guint64 n_words = network->n_mailboxes / BITS + 1;
    guint32 n_owners = 0;
    guint32 n_before = 0;

    network->begins = bp_large_new0(n_words, sizeof(BpBegins));
    for (guint32 i = 0; i < network->hosts.n; i++)
        n_owners += bp_network_host(network, i).mailboxes > 0;
    if (n_owners < network->hosts.n)
        network->owners = g_new(guint32, (gsize)n_owners + 1);
    n_owners = 0;
    for (guint32 i = 0; i < network->hosts.n; i++) {
        BpHost host = bp_network_host(network, i);

        if (host.mailboxes == 0)
            continue;
        if (network->owners != NULL)
            network->owners[n_owners++] = i;
        network->begins[host.first_mailbox / BITS].bits |= 1U
                                                           << host.first_mailbox % BITS;
    }
    for (guint64 word = 0; word < n_words; word++) {
        network->begins[word].n_before = n_before;
        n_before += count_bits(network->begins[word].bits);
    }
}

void
bp_mailboxes_clear(BpNetwork *network)
{
    g_clear_pointer(&network->begins, bp_large_free);
    g_clear_pointer(&network->owners, g_free);
}

guint32
bp_network_mailbox_host(const BpNetwork *network, guint64 mailbox, guint32 *user)
{
    g_return_val_if_fail(network && network->finished, BP_NONE);
    g_return_val_if_fail(mailbox < network->n_mailboxes, BP_NONE);

    const BpBegins *begins = &network->begins[mailbox / BITS];
    guint at = (guint)(mailbox % BITS);
    guint32 upto = begins->bits & (~0U >> (BITS - 1 - at));
    guint32 owner = begins->n_before + count_bits(upto) - 1;
    guint32 host = network->owners == NULL ? owner : network->owners[owner];

    if (user == NULL)
        return host;
    if (upto != 0)
        *user = at - (guint)(BITS - 1 - __builtin_clz(upto));
    else
        *user = (guint32)(mailbox - network->hosts.first_mailbox[host]);
    return host;
}
