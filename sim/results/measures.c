/* measures.c - keeps the moments of each host that something befell, and divides the
 * lines' time and bills at the end.
 */
#include <bangpath/measures.h>

#define NEVER (-1)

/* When each first befell a host, or NEVER. */
typedef struct {
    gint64 abused_us; /* it handed on a stranger's spam */
    gint64 listed_us;
    gint64 closed_us;               /* whenever that was */
    gint64 closed_after_abuse_us;   /* for the first time since */
    gint64 closed_after_listing_us; /* likewise */
    gboolean is_open;
    gboolean reopened;
} Moments;

struct _BpWatch {
    BpWorld *world; /* borrowed */
    const BpNetwork *network;
    const BpPost *post;
    GHashTable *moments; /* owned, of Moments by host: only of those with any */
    GArray
        *closed_us; /* owned, of gint64: when each relay open at begin closed first */
    guint32 open_at_begin;
    guint64 listings;
    guint64 false_listings;
    guint64 delistings;
};

static const char *const payer_names[BP_N_PAYERS] = {
    [BP_PAYER_SPAMMERS] = "spammers",
    [BP_PAYER_PROVIDERS] = "providers",
    [BP_PAYER_RELAYS] = "relays",
    [BP_PAYER_RECIPIENTS] = "recipients",
};

const char *
bp_payer_name(BpPayer payer)
{
    g_return_val_if_fail(payer < BP_N_PAYERS, NULL);

    return payer_names[payer];
}

/* ---- what it is told ---- */

static gboolean
was_open_at_begin(const BpWatch *watch, guint32 host)
{
    return bp_policies[bp_network_host(watch->network, host).relay]->accepts_all;
}

static Moments *
moments_of(BpWatch *watch, guint32 host)
{
    Moments *moments = g_hash_table_lookup(watch->moments, GUINT_TO_POINTER(host));

    if (moments == NULL) {
        moments = g_new(Moments, 1);
        *moments = (Moments){
            .abused_us = NEVER,
            .listed_us = NEVER,
            .closed_us = NEVER,
            .closed_after_abuse_us = NEVER,
            .closed_after_listing_us = NEVER,
            .is_open = was_open_at_begin(watch, host),
        };
        g_hash_table_insert(watch->moments, GUINT_TO_POINTER(host), moments);
    }
    return moments;
}

static void
note_first(BpWatch *watch, gint64 *at_us)
{
    if (*at_us == NEVER)
        *at_us = bp_world_now_us(watch->world);
}

static void
note_closing(BpWatch *watch, Moments *moments, guint32 host)
{
    if (moments->closed_us == NEVER && was_open_at_begin(watch, host)) {
        note_first(watch, &moments->closed_us);
        g_array_append_val(watch->closed_us, moments->closed_us);
    }
    if (moments->abused_us != NEVER)
        note_first(watch, &moments->closed_after_abuse_us);
    if (moments->listed_us != NEVER)
        note_first(watch, &moments->closed_after_listing_us);
}

static void
on_relay_changed(gpointer data, guint32 host, guint relay)
{
    BpWatch *watch = data;
    Moments *moments = moments_of(watch, host);
    gboolean was_open = moments->is_open;

    moments->is_open = bp_policies[relay]->accepts_all;
    if (was_open && !moments->is_open)
        note_closing(watch, moments, host);
    else if (moments->is_open && moments->closed_us != NEVER)
        moments->reopened = TRUE;
}

static void
on_relayed_spam(gpointer data, guint32 host)
{
    BpWatch *watch = data;

    note_first(watch, &moments_of(watch, host)->abused_us);
}

static void
on_listing(gpointer data, guint32 host, guint list, gboolean listed, gboolean deserved)
{
    BpWatch *watch = data;

    (void)list;
    if (!listed) {
        watch->delistings++;
        return;
    }
    watch->listings++;
    if (!deserved)
        watch->false_listings++;
    note_first(watch, &moments_of(watch, host)->listed_us);
}

static const BpObserver observer = {
    .relay_changed = on_relay_changed,
    .relayed_spam = on_relayed_spam,
    .listing = on_listing,
};

BpWatch *
bp_watch_new(BpWorld *world)
{
    BpWatch *watch = g_new0(BpWatch, 1);

    watch->world = world;
    watch->network = bp_world_network(world);
    watch->post = bp_world_post(world);
    watch->moments = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    watch->closed_us = g_array_new(FALSE, FALSE, sizeof(gint64));
    watch->open_at_begin = bp_post_open_relays(watch->post);
    bp_post_observe(bp_world_post(world), &observer, watch);
    return watch;
}

void
bp_watch_free(BpWatch *watch)
{
    if (watch == NULL)
        return;
    g_hash_table_unref(watch->moments);
    g_array_unref(watch->closed_us);
    g_free(watch);
}

/* ---- as bytes ---- */

#define MOMENTS_BYTES 46

static void
archive_moments(BpArchive *archive, guint32 *host, Moments *moments, guint32 n_nodes)
{
    bp_archive_below(archive, host, n_nodes);
    bp_archive_i64(archive, &moments->abused_us);
    bp_archive_i64(archive, &moments->listed_us);
    bp_archive_i64(archive, &moments->closed_us);
    bp_archive_i64(archive, &moments->closed_after_abuse_us);
    bp_archive_i64(archive, &moments->closed_after_listing_us);
    bp_archive_bool(archive, &moments->is_open);
    bp_archive_bool(archive, &moments->reopened);
}

static void
load_moments(BpWatch *watch, BpArchive *archive, guint64 n)
{
    guint32 n_nodes = bp_network_n_nodes(watch->network);

    g_hash_table_remove_all(watch->moments);
    for (guint64 i = 0; i < n; i++) {
        Moments *moments = g_new0(Moments, 1);
        guint32 host = 0;

        archive_moments(archive, &host, moments, n_nodes);
        g_hash_table_insert(watch->moments, GUINT_TO_POINTER(host), moments);
    }
    bp_archive_expect(archive, g_hash_table_size(watch->moments) == n,
                      "a host comes twice");
}

static void
save_moments(const BpWatch *watch, BpArchive *archive)
{
    guint32 n_nodes = bp_network_n_nodes(watch->network);

    for (guint32 i = 0; i < n_nodes; i++) {
        Moments *moments = g_hash_table_lookup(watch->moments, GUINT_TO_POINTER(i));

        if (moments != NULL)
            archive_moments(archive, &i, moments, n_nodes);
    }
}

void
bp_watch_archive(BpWatch *watch, BpArchive *archive)
{
    guint32 n_nodes = bp_network_n_nodes(watch->network);
    guint64 n;

    bp_archive_section(archive, "measures");
    n = bp_archive_count(archive, g_hash_table_size(watch->moments), n_nodes,
                         MOMENTS_BYTES);
    if (bp_archive_is_loading(archive))
        load_moments(watch, archive, n);
    else
        save_moments(watch, archive);
    bp_archive_length(archive, watch->closed_us, n_nodes, sizeof(gint64));
    bp_archive_i64s(archive, (gint64 *)(void *)watch->closed_us->data,
                    watch->closed_us->len);
    bp_archive_u32(archive, &watch->open_at_begin);
    bp_archive_u64(archive, &watch->listings);
    bp_archive_u64(archive, &watch->false_listings);
    bp_archive_u64(archive, &watch->delistings);
}

/* ---- the moments ---- */

static gint
compare_times(gconstpointer a, gconstpointer b)
{
    gint64 x = *(const gint64 *)a;
    gint64 y = *(const gint64 *)b;

    return (x > y) - (x < y);
}

/* Frees @lags_us. */
static BpLag
middle(GArray *lags_us)
{
    BpLag lag = {.n = lags_us->len};

    g_array_sort(lags_us, compare_times);
    if (lag.n > 0)
        lag.median_us = g_array_index(lags_us, gint64, (lag.n - 1) / 2);
    g_array_unref(lags_us);
    return lag;
}

static void
add_lag(GArray *lags_us, gint64 from_us, gint64 to_us)
{
    gint64 lag_us = to_us - from_us;

    if (from_us != NEVER && to_us != NEVER && lag_us >= 0)
        g_array_append_val(lags_us, lag_us);
}

/* The order of a table's walk does not show in sums and sorted lists. */
static void
sum_up_moments(const BpWatch *watch, BpMeasures *measures)
{
    GArray *abuse_to_listing = g_array_new(FALSE, FALSE, sizeof(gint64));
    GArray *listing_to_closing = g_array_new(FALSE, FALSE, sizeof(gint64));
    GArray *abuse_to_closing = g_array_new(FALSE, FALSE, sizeof(gint64));
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, watch->moments);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Moments *m = value;

        measures->passed_on += m->abused_us != NEVER;
        measures->reopened += m->reopened ? 1 : 0;
        add_lag(abuse_to_listing, m->abused_us, m->listed_us);
        add_lag(listing_to_closing, m->listed_us, m->closed_after_listing_us);
        add_lag(abuse_to_closing, m->abused_us, m->closed_after_abuse_us);
    }
    measures->abuse_to_listing = middle(abuse_to_listing);
    measures->listing_to_closing = middle(listing_to_closing);
    measures->abuse_to_closing = middle(abuse_to_closing);
}

static void
sum_up_relays(const BpWatch *watch, BpMeasures *measures)
{
    guint half = watch->open_at_begin / 2 + watch->open_at_begin % 2;

    measures->closed = watch->closed_us->len;
    measures->half_life_us = NEVER;
    if (half > 0 && measures->closed >= half)
        measures->half_life_us = g_array_index(watch->closed_us, gint64, half - 1);
}

static void
sum_up_lists(const BpWatch *watch, BpMeasures *measures)
{
    guint lists = bp_post_guards_of(watch->post, bp_policy_find("blacklist"));

    for (guint bits = lists; bits != 0; bits &= bits - 1)
        measures->lists++;
    measures->listings = watch->listings;
    measures->false_listings = watch->false_listings;
    measures->delistings = watch->delistings;
    measures->listed_at_end = watch->listings - watch->delistings;
    if (measures->lists == 0)
        return;
    for (guint32 i = 0; i < bp_network_n_nodes(watch->network); i++)
        if ((bp_post_guards(watch->post, i) & lists) != 0)
            measures->subscribed_mailboxes +=
                bp_network_host(watch->network, i).mailboxes;
}

/* ---- the burden ---- */

/* @part / @whole of @sum, rounded down. */
static gint64
share(gint64 sum, guint64 part, guint64 whole)
{
    __extension__ typedef __int128 Wide;

    return whole > 0 ? (gint64)((Wide)sum * part / whole) : 0;
}

static void
add_line(BpMeasures *measures, gint64 line_us, const BpChannelBooks *way, guint64 bytes)
{
    BpBurden *burden = measures->burden;

    burden[BP_PAYER_PROVIDERS].line_us +=
        share(line_us, way->spam_bytes - way->relayed_spam_bytes, bytes);
    burden[BP_PAYER_RELAYS].line_us += share(line_us, way->relayed_spam_bytes, bytes);
}

/* The bill of the end that @way leads from, which paid for @bytes. */
static void
add_sender(BpMeasures *measures, gint64 paid_udollars, const BpChannelBooks *way,
           guint64 bytes)
{
    BpBurden *burden = measures->burden;

    burden[BP_PAYER_PROVIDERS].paid_udollars +=
        share(paid_udollars, way->spam_bytes - way->relayed_spam_bytes, bytes);
    burden[BP_PAYER_RELAYS].paid_udollars +=
        share(paid_udollars, way->relayed_spam_bytes, bytes);
}

/* The bill of the end that @way leads to, which paid for all @bytes. What it
 * fetched for others it is to pass on. */
static void
add_caller(BpMeasures *measures, gint64 paid_udollars, const BpChannelBooks *way,
           guint64 bytes)
{
    BpBurden *burden = measures->burden;

    burden[BP_PAYER_RELAYS].paid_udollars +=
        share(paid_udollars, way->spam_bytes - way->received_spam_bytes, bytes);
    burden[BP_PAYER_RECIPIENTS].paid_udollars +=
        share(paid_udollars, way->received_spam_bytes, bytes);
}

/* A call is paid whole, mostly by who makes it, and so is a line by the month, or one that an
 * end is named to pay for; on any other line each end pays for its own way. */
static void
add_link(const BpWatch *watch, BpMeasures *measures, guint32 link)
{
    const BpCarrier *carrier = bp_post_carrier(watch->post);
    const BpLine *line = bp_network_channel_line(watch->network, 2 * link);
    gboolean is_whole = line->schedule.kind != BP_SCHEDULE_PERMANENT ||
                        line->pays != BP_PAYS_USUAL || line->rent_udollars > 0;
    gint64 line_us = bp_carrier_link_line_us(carrier, link);
    BpChannelBooks ways[] = {bp_post_channel_books(watch->post, 2 * link),
                             bp_post_channel_books(watch->post, 2 * link + 1)};
    guint64 bytes = ways[0].bytes + ways[1].bytes;

    for (guint i = 0; i < 2; i++) {
        gint64 paid_udollars = bp_carrier_end_paid_udollars(carrier, 2 * link + i);

        measures->burden[BP_PAYER_RECIPIENTS].line_us +=
            share(line_us, ways[i].received_spam_bytes, bytes);
        if (bp_post_is_owned(watch->post, 2 * link + i) && ways[i].spam_bytes > 0) {
            measures->burden[BP_PAYER_SPAMMERS].line_us += line_us;
            measures->burden[BP_PAYER_SPAMMERS].paid_udollars +=
                bp_carrier_link_paid_udollars(carrier, link);
            continue;
        }
        add_line(measures, line_us, &ways[i], bytes);
        add_sender(measures, paid_udollars, &ways[i], is_whole ? bytes : ways[i].bytes);
        if (is_whole)
            add_caller(measures, paid_udollars, &ways[1 - i], bytes);
    }
}

static void
sum_up_burden(const BpWatch *watch, BpMeasures *measures)
{
    const BpBooks *books = bp_post_books(watch->post);
    BpBurden *burden = measures->burden;

    for (guint32 link = 0; link < bp_network_n_channels(watch->network) / 2; link++)
        add_link(watch, measures, link);
    burden[BP_PAYER_SPAMMERS].bytes = books->spam_bytes_by_spammers;
    burden[BP_PAYER_PROVIDERS].bytes =
        books->spam_bytes_by_others - books->spam_bytes_by_relays;
    burden[BP_PAYER_RELAYS].bytes = books->spam_bytes_by_relays;
    burden[BP_PAYER_RECIPIENTS].bytes = books->spam_bytes_to_recipients;
}

BpMeasures
bp_watch_sum_up(const BpWatch *watch)
{
    BpMeasures measures = {0};

    sum_up_moments(watch, &measures);
    sum_up_relays(watch, &measures);
    sum_up_lists(watch, &measures);
    sum_up_burden(watch, &measures);
    return measures;
}
