/* hosts.c - hosts from what is written of each to columns. */
#include "hosts.h"

#include <math.h>
#include <string.h>

#define TEXT_BITS 16
#define TEXT_BYTES ((gsize)1 << TEXT_BITS)

BpHost
bp_host_default(void)
{
    return (BpHost){
        .mailboxes = 1,
        .smart_host = BP_NONE,
        .max_recipients = 100,
        .lat = (float)__builtin_nanf(""),
        .lon = (float)__builtin_nanf(""),
        .tz_minutes = BP_TZ_UNKNOWN,
        .lines = 1,
        .relay = BP_RELAY_OPEN,
    };
}

void
bp_hosts_init(BpHosts *hosts)
{
    *hosts = (BpHosts){.traits = {.record_bytes = sizeof(BpTraits)}};
    hosts->texts = g_ptr_array_new_with_free_func(g_free);
    hosts->text_used = TEXT_BYTES;
    hosts->name_at = g_array_new(FALSE, FALSE, sizeof(guint32));
    hosts->drafts = g_array_new(FALSE, FALSE, sizeof(BpHost));
}

void
bp_hosts_clear(BpHosts *hosts)
{
    g_ptr_array_unref(hosts->texts);
    g_array_unref(hosts->name_at);
    g_clear_pointer(&hosts->drafts, g_array_unref);
    bp_kinds_clear(&hosts->traits);
    g_free(hosts->first_mailbox);
    g_free(hosts->smart_host);
    g_free(hosts->place);
}

/* Where @name stands now. A longer one has a longer block of its own. */
static guint32
keep_name(BpHosts *hosts, const char *name)
{
    gsize n = strlen(name) + 1;
    guint32 at;

    if (hosts->text_used + n > TEXT_BYTES) {
        if (hosts->texts->len > G_MAXUINT16)
            g_error("%s: failed to allocate names of more than 4 GiB", G_STRLOC);
        g_ptr_array_add(hosts->texts, g_malloc(MAX(n, TEXT_BYTES)));
        hosts->text_used = 0;
    }
    at = (hosts->texts->len - 1) << TEXT_BITS | (guint32)hosts->text_used;
    memcpy((char *)hosts->texts->pdata[hosts->texts->len - 1] + hosts->text_used, name,
           n);
    hosts->text_used = MIN(hosts->text_used + n, TEXT_BYTES);
    return at;
}

guint32
bp_hosts_add(BpHosts *hosts, const char *name)
{
    BpHost fresh = bp_host_default();
    guint32 at = keep_name(hosts, name);

    g_array_append_val(hosts->name_at, at);
    fresh.name = bp_hosts_name(hosts, hosts->n);
    g_array_append_val(hosts->drafts, fresh);
    return hosts->n++;
}

/* Padding is zero, as kinds are told apart by all their bytes. */
static BpTraits
traits_of(const BpHost *host)
{
    BpTraits traits;

    memset(&traits, 0, sizeof traits);
    traits.spool_bytes = host->spool_bytes;
    traits.max_recipients = host->max_recipients;
    traits.tz_minutes = host->tz_minutes;
    traits.lines = host->lines;
    traits.relay = host->relay;
    traits.networks = host->networks;
    traits.holes = host->holes;
    traits.mailer = host->mailer;
    traits.is_net = host->is_net;
    traits.serves_leaves = host->serves_leaves;
    traits.auth = host->auth;
    return traits;
}

static gboolean
has_place(const BpHost *host)
{
    return !isnan(host->lat) || !isnan(host->lon);
}

static void
settle_one(BpHosts *hosts, guint32 i)
{
    const BpHost *draft = &g_array_index(hosts->drafts, BpHost, i);
    BpTraits traits = traits_of(draft);

    bp_kinds_add(&hosts->traits, &traits);
    hosts->first_mailbox[i] = draft->first_mailbox;
    hosts->first_mailbox[i + 1] = draft->first_mailbox + draft->mailboxes;
    if (hosts->smart_host != NULL)
        hosts->smart_host[i] = draft->smart_host;
    if (hosts->place != NULL) {
        hosts->place[2 * (gsize)i] = draft->lat;
        hosts->place[2 * (gsize)i + 1] = draft->lon;
    }
}

void
bp_hosts_settle(BpHosts *hosts)
{
    gboolean has_smart_hosts = FALSE, has_places = FALSE;

    for (guint32 i = 0; i < hosts->n; i++) {
        const BpHost *draft = &g_array_index(hosts->drafts, BpHost, i);

        has_smart_hosts |= draft->smart_host != BP_NONE;
        has_places |= has_place(draft);
    }
    hosts->first_mailbox = g_new0(guint32, (gsize)hosts->n + 1);
    if (has_smart_hosts)
        hosts->smart_host = g_new(guint32, hosts->n);
    if (has_places)
        hosts->place = g_new(float, 2 * (gsize)hosts->n);
    for (guint32 i = 0; i < hosts->n; i++)
        settle_one(hosts, i);
    bp_kinds_fit(&hosts->traits);
    g_clear_pointer(&hosts->drafts, g_array_unref);
}

BpHost
bp_hosts_get(const BpHosts *hosts, guint32 host)
{
    const BpTraits *traits;
    const float *place;

    if (hosts->drafts != NULL)
        return g_array_index(hosts->drafts, BpHost, host);

    traits = bp_hosts_traits(hosts, host);
    place = hosts->place == NULL ? NULL : &hosts->place[2 * (gsize)host];
    return (BpHost){
        .name = bp_hosts_name(hosts, host),
        .spool_bytes = traits->spool_bytes,
        .mailboxes = hosts->first_mailbox[host + 1] - hosts->first_mailbox[host],
        .first_mailbox = hosts->first_mailbox[host],
        .smart_host = bp_hosts_smart_host(hosts, host),
        .max_recipients = traits->max_recipients,
        .lat = place == NULL ? (float)__builtin_nanf("") : place[0],
        .lon = place == NULL ? (float)__builtin_nanf("") : place[1],
        .tz_minutes = traits->tz_minutes,
        .lines = traits->lines,
        .relay = traits->relay,
        .networks = traits->networks,
        .holes = traits->holes,
        .mailer = traits->mailer & 0x1fU,
        .is_net = traits->is_net & 1U,
        .serves_leaves = traits->serves_leaves & 1U,
        .auth = traits->auth & 1U,
    };
}
