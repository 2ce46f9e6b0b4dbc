/* choose.c - which hosts: the largest, the luckiest, by name. */
#include <bangpath/choose.h>

#include <bangpath/random.h>
#include <bangpath/units.h>
#include <string.h>

/* A host and what it is chosen by. */
typedef struct {
    guint64 key;
    guint32 host;
} Candidate;

static gint
by_key(gconstpointer a, gconstpointer b)
{
    const Candidate *x = a;
    const Candidate *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->host > y->host) - (x->host < y->host);
}

static gint
by_number(gconstpointer a, gconstpointer b)
{
    guint32 x = *(const guint32 *)a;
    guint32 y = *(const guint32 *)b;

    return (x > y) - (x < y);
}

GArray *
bp_choose_hosts(const BpNetwork *network, gboolean with_mailboxes)
{
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint32 i = 0; i < bp_network_n_nodes(network); i++) {
        BpHost host = bp_network_host(network, i);

        if (!host.is_net && (!with_mailboxes || host.mailboxes > 0))
            g_array_append_val(chosen, i);
    }
    return chosen;
}

gboolean
bp_choose_mailbox(const BpNetwork *network, const char *text, BpAddress *address)
{
    const char *at = strrchr(text, '@');
    gint64 user;

    if (at == NULL || text[0] != 'u')
        return FALSE;

    g_autofree char *digits = g_strndup(text + 1, (gsize)(at - text - 1));
    guint32 host = bp_network_find(network, at + 1);

    if (host == BP_NONE || !bp_parse_whole(digits, 0, G_MAXINT32, &user, NULL) ||
        user >= bp_network_host(network, host).mailboxes)
        return FALSE;
    *address = (BpAddress){host, (guint32)user};
    return TRUE;
}

/* Of the highest bits of keys that are drawn. */
#define SHELF_BITS 16
#define SHELVES (1U << SHELF_BITS)

static guint
shelf_of(const Candidate *candidate)
{
    return (guint)(candidate->key >> (64 - SHELF_BITS));
}

/* The first place after those of each shelf and all before it. */
static void
find_ends(const GArray *candidates, guint *ends)
{
    for (guint i = 0; i < candidates->len; i++)
        ends[shelf_of(&g_array_index(candidates, Candidate, i))]++;
    for (guint i = 1; i < SHELVES; i++)
        ends[i] += ends[i - 1];
}

/* Each of @n up to where it belongs: they stand in order but for a few places. */
static void
insert_all(Candidate *sorted, guint n)
{
    for (guint i = 1; i < n; i++) {
        Candidate moved = sorted[i];
        guint at = i;

        for (; at > 0 && by_key(&sorted[at - 1], &moved) > 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = moved;
    }
}

/* Sorts by keys that are drawn, of which all are as likely: onto shelves first, which then have a
 * few each, unless there are many millions. */
static void
sort_drawn(GArray *candidates)
{
    g_autofree guint *ends = g_new0(guint, SHELVES);
    g_autofree Candidate *sorted = g_new(Candidate, candidates->len);

    find_ends(candidates, ends);
    for (guint i = candidates->len; i-- > 0;) {
        const Candidate *candidate = &g_array_index(candidates, Candidate, i);

        sorted[--ends[shelf_of(candidate)]] = *candidate;
    }
    insert_all(sorted, candidates->len);
    memcpy(candidates->data, sorted, candidates->len * sizeof(Candidate));
}

void
bp_choose_shuffle(GArray *hosts, guint64 seed, const char *purpose)
{
    guint32 stream = bp_stream(purpose);
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));

    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);
        BpDraw draw = bp_draw(seed, stream, host, 0);
        Candidate candidate = {(guint64)draw.word[0] << 32 | draw.word[1], host};

        g_array_append_val(candidates, candidate);
    }
    if (candidates->len < SHELVES)
        g_array_sort(candidates, by_key);
    else
        sort_drawn(candidates);
    for (guint i = 0; i < hosts->len; i++)
        g_array_index(hosts, guint32, i) = g_array_index(candidates, Candidate, i).host;
}

static void
sort_by_size(GArray *hosts, const BpNetwork *network)
{
    g_autoptr(GArray) candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));

    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);
        Candidate candidate = {G_MAXUINT32 - bp_network_host(network, host).mailboxes,
                               host};

        g_array_append_val(candidates, candidate);
    }
    g_array_sort(candidates, by_key);
    for (guint i = 0; i < hosts->len; i++)
        g_array_index(hosts, guint32, i) = g_array_index(candidates, Candidate, i).host;
}

/* Keeps the first hosts, as many as come nearest to @ppm of all mailboxes; one at least
 * where that is any. */
static void
keep_share(GArray *hosts, const BpNetwork *network, gint64 ppm)
{
    gint64 wanted = bp_share_of(ppm, (gint64)bp_network_n_mailboxes(network));
    gint64 sum = 0;
    guint n = 0;

    for (; n < hosts->len && sum < wanted; n++) {
        guint32 host = g_array_index(hosts, guint32, n);
        gint64 more = bp_network_host(network, host).mailboxes;

        if (n > 0 && sum + more - wanted > wanted - sum)
            break;
        sum += more;
    }
    g_array_set_size(hosts, n);
}

GArray *
bp_choose_selection(const BpNetwork *network, guint64 seed, const BpValue *value,
                    const char *purpose)
{
    GArray *hosts = bp_choose_hosts(network, TRUE);

    switch ((BpSelection)value->number) {
    case BP_SELECT_ALL:
        break;
    case BP_SELECT_NONE:
        g_array_set_size(hosts, 0);
        break;
    case BP_SELECT_LARGEST:
        sort_by_size(hosts, network);
        keep_share(hosts, network, value->number2);
        break;
    case BP_SELECT_RANDOM:
        bp_choose_shuffle(hosts, seed, purpose);
        keep_share(hosts, network, value->number2);
        break;
    case BP_SELECT_NAMES:
        g_array_set_size(hosts, 0);
        for (guint i = 0; value->names[i] != NULL; i++) {
            guint32 host = bp_network_find(network, value->names[i]);

            g_array_append_val(hosts, host);
        }
        break;
    }
    g_array_sort(hosts, by_number);
    return hosts;
}

GArray *
bp_choose_any(const BpNetwork *network, guint64 seed, const BpValue *value,
              const char *purpose)
{
    if (value->number == BP_SELECT_ALL)
        return bp_choose_hosts(network, FALSE);
    return bp_choose_selection(network, seed, value, purpose);
}
