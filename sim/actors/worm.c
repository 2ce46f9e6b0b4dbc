/* worm.c - a letter that, run by who gets it, mails itself to his address book.
 *
 * A book is drawn when it is read, from (seed, mailbox) alone: worms see the same books.
 * Whether a user runs a copy, and when he reads it, is drawn from (seed, worm, user, who
 * sent it): no address stands in a book twice and nobody sends twice, so there is one such
 * copy at most. Who is infected in the end is thus settled before the first letter leaves,
 * however slow the lines are; only what does not arrive, a clean-up, or the end of the run
 * can come in between.
 */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    START,
    FIRST,
    SIZE,
    HOSTS,
    BOOK,
    BOOK_LOCAL,
    SENDS,
    RECIPIENTS,
    OPENS,
    READS_AFTER,
    CLEANUP,
    CLEANUP_OVER,
};

#define NEVER_RUNS (-1) /* in clean_us */

static const BpParam params[] = {
    [START] = {.name = "start",
               .kind = BP_PARAM_MOMENT,
               .fallback = "day 1",
               .help = "when the first victim runs it"},
    [FIRST] = {.name = "first",
               .kind = BP_PARAM_TEXT,
               .fallback = NULL,
               .help = "the first victim, a mailbox such as u0@somehost; he runs it "
                       "whatever hosts and cleanup say"},
    [SIZE] = {.name = "size",
              .kind = BP_PARAM_BYTES,
              .fallback = "5 KB",
              .min = 1,
              .max = 1000000000,
              .help = "of a letter; our guess"},
    [HOSTS] =
        {.name = "hosts",
         .kind = BP_PARAM_SELECTION,
         .fallback = "all",
         .help = "where it can run: largest 30% or random 30% (of mailboxes), all, or "
                 "names of hosts and of networks (uucp, fidonet, bitnet, internet); "
                 "all others carry it and deliver it, and it does nothing there; "
                 "CHRISTMA EXEC of 1987 ran only under CMS"},
    [BOOK] = {.name = "book",
              .kind = BP_PARAM_WHOLE,
              .fallback = "50",
              .min = 1,
              .max = 1000000,
              .help =
                  "addresses in each user's address book, all different, none his own; "
                  "at most all others of the network; our guess"},
    [BOOK_LOCAL] =
        {.name = "book-local",
         .kind = BP_PARAM_SHARE,
         .fallback = "30%",
         .help = "of these, spread over the book: users of his own host, as many "
                 "as it has; all others are anywhere, with equal chance; our "
                 "guess"},
    [SENDS] = {.name = "sends",
               .kind = BP_PARAM_PORTION,
               .fallback = "all",
               .min = 1,
               .max = 1000000,
               .help = "how much of the book it mails itself to, from the top: all "
                       "(CHRISTMA EXEC), or a number (Melissa, 1999: 50)"},
    [RECIPIENTS] = {.name = "recipients",
                    .kind = BP_PARAM_WHOLE,
                    .fallback = "1",
                    .min = 1,
                    .max = 1000000,
                    .help = "of one letter: 1, a file to each (CHRISTMA EXEC), or more "
                            "(Melissa: 50)"},
    [OPENS] = {.name = "opens",
               .kind = BP_PARAM_SHARE,
               .fallback = "20%",
               .help =
                   "chance that a user runs it, for each copy that he gets until he "
                   "has; our guess"},
    [READS_AFTER] = {.name = "reads-after",
                     .kind = BP_PARAM_DURATION,
                     .fallback = "2 h",
                     .max = 14610 * BP_DAY_US,
                     .help = "mean time from delivery to reading, exponential; 0 s: at "
                             "once; our guess"},
    [CLEANUP] = {.name = "cleanup",
                 .kind = BP_PARAM_MOMENT,
                 .fallback = "",
                 .help =
                     "from when on hosts are cleaned, in random order: nobody runs it "
                     "there any more, though copies are still delivered; else never"},
    [CLEANUP_OVER] = {.name = "cleanup-over",
                      .kind = BP_PARAM_DURATION,
                      .fallback = "0 s",
                      .max = 14610 * BP_DAY_US,
                      .help =
                          "the time over which they are evenly spread, the last at its "
                          "end; of CHRISTMA EXEC, BITNET was rid in about 6 days"},
    {.name = NULL},
};

static const BpIdle idle[] = {
    {CLEANUP_OVER, CLEANUP, BP_IDLE_UNLESS_SET, 0,
     "without cleanup no host is cleaned"},
    {.why = NULL},
};

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    guint8 strain;
    guint32 stream_book;
    guint32 stream_opens;
    guint64 n_mailboxes;
    BpAddress first;
    guint n_sends;
    gint64 *clean_us;  /* owned, by host: from then on nobody runs it there */
    guint64 *infected; /* owned, a bit a mailbox */
    guint32 *in_book;  /* owned, by mailbox: the last book that it stood in, from 1 */
    guint32 n_books;
    BpRecipient *recipients; /* owned: scratch, of one book */
} Worm;

/* ---- what is given ---- */

/* The bit of the network called @name; 0 if that is none. */
static guint
network_bit(const char *name)
{
    for (guint i = 0; bp_net_kind_names[i] != NULL; i++)
        if (g_str_equal(bp_net_kind_names[i], name))
            return 1U << i;
    return 0;
}

/* The hosts with mailboxes on one of @networks, a mask, into @hosts. */
static void
add_networks(GArray *hosts, const BpNetwork *network, guint networks)
{
    g_autoptr(GArray) all = bp_choose_hosts(network, TRUE);

    for (guint i = 0; i < all->len; i++) {
        guint32 host = g_array_index(all, guint32, i);

        if (bp_network_host(network, host).networks & networks)
            g_array_append_val(hosts, host);
    }
}

/* (transfer full): where it can run; a host may stand there twice. */
static GArray *
where_it_runs(const BpGroup *group, const BpScenario *scenario)
{
    const BpValue *value = &group->values[HOSTS];
    g_autofree char *purpose = g_strdup_printf("hosts of %s", group->title);
    GArray *hosts;

    if (value->number != BP_SELECT_NAMES)
        return bp_choose_selection(scenario->network, scenario->seed, value, purpose);
    hosts = g_array_new(FALSE, FALSE, sizeof(guint32));
    for (guint i = 0; value->names[i] != NULL; i++) {
        guint networks = network_bit(value->names[i]);
        guint32 host = bp_network_find(scenario->network, value->names[i]);

        if (networks != 0)
            add_networks(hosts, scenario->network, networks);
        else
            g_array_append_val(hosts, host);
    }
    return hosts;
}

static void
check_first(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpNetwork *network = scenario->network;
    const char *text = group->values[FIRST].text;
    const char *at = strrchr(text, '@');
    BpAddress address;
    guint32 host;

    if (bp_choose_mailbox(network, text, &address))
        return;
    if (at == NULL || at == text) {
        bp_group_complain(group, FIRST, problems,
                          "expected a mailbox such as u0@somehost");
        return;
    }
    host = bp_group_host(group, FIRST, network, at + 1, problems);
    if (host == BP_NONE)
        return;
    if (bp_network_host(network, host).mailboxes == 0)
        bp_group_complain(group, FIRST, problems, "expected a mailbox; %s has none",
                          at + 1);
    else
        bp_group_complain(group, FIRST, problems,
                          "expected a mailbox of %s, from u0@%s to u%u@%s", at + 1,
                          at + 1, bp_network_host(network, host).mailboxes - 1, at + 1);
}

static void
check_hosts(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *value = &group->values[HOSTS];

    if (value->number == BP_SELECT_NONE)
        bp_group_complain(group, HOSTS, problems,
                          "expected hosts: a worm that runs nowhere is no worm");
    if (value->number != BP_SELECT_NAMES)
        return;
    for (guint i = 0; value->names[i] != NULL; i++) {
        g_autoptr(GArray) members = g_array_new(FALSE, FALSE, sizeof(guint32));
        guint networks = network_bit(value->names[i]);

        if (networks == 0) {
            bp_group_host(group, HOSTS, scenario->network, value->names[i], problems);
            continue;
        }
        add_networks(members, scenario->network, networks);
        if (members->len == 0)
            bp_group_complain(
                group, HOSTS, problems,
                "expected a network of the topology; no host with mailboxes "
                "is on %s",
                value->names[i]);
    }
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    if (group->values[FIRST].set)
        check_first(group, scenario, problems);
    if (group->values[HOSTS].set)
        check_hosts(group, scenario, problems);
    if (group->values[BOOK].set && bp_network_n_mailboxes(scenario->network) < 2)
        bp_group_complain_whole(group, problems,
                                "expected a network with at least two mailboxes");
    bp_group_check_number(group, scenario, BP_STRAINS_MAX, "worms", problems);
}

/* When each host where it can run is clean: evenly spread, the last at the end. */
static void
plan_cleanup(Worm *worm, const BpScenario *scenario)
{
    const BpValue *values = worm->group->values;
    guint32 n_nodes = bp_network_n_nodes(scenario->network);
    g_autofree char *purpose = g_strdup_printf("clean-up of %s", worm->group->title);
    g_autoptr(GArray) hosts = where_it_runs(worm->group, scenario);
    g_autoptr(GArray) order = g_array_new(FALSE, FALSE, sizeof(guint32));
    gint64 over_us = values[CLEANUP_OVER].number;

    worm->clean_us = g_new(gint64, n_nodes);
    for (guint32 i = 0; i < n_nodes; i++)
        worm->clean_us[i] = NEVER_RUNS;
    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);

        if (worm->clean_us[host] == NEVER_RUNS)
            g_array_append_val(order, host);
        worm->clean_us[host] = BP_TIME_MAX_US;
    }
    if (!values[CLEANUP].set)
        return;
    bp_choose_shuffle(order, scenario->seed, purpose);
    for (gint64 i = 1, n = order->len; i <= n; i++)
        worm->clean_us[g_array_index(order, guint32, i - 1)] =
            bp_add_us(values[CLEANUP].number, bp_spread_us(over_us, i, n));
}

static gpointer
open_worm(const BpGroup *group, const BpScenario *scenario)
{
    Worm *worm = g_new0(Worm, 1);
    const BpValue *values = group->values;
    g_autofree char *opens = g_strdup_printf("who runs %s", group->title);
    gint64 sends = values[SENDS].number;

    worm->group = group;
    worm->stream_book = bp_stream("address books");
    worm->stream_opens = bp_stream(opens);
    worm->n_mailboxes = bp_network_n_mailboxes(scenario->network);
    bp_choose_mailbox(scenario->network, values[FIRST].text, &worm->first);
    if (values[SENDS].share)
        sends = bp_share_of(sends, values[BOOK].number);
    sends = MIN(sends, values[BOOK].number);
    worm->n_sends = (guint)MIN(sends, (gint64)worm->n_mailboxes - 1);
    worm->infected = g_new0(guint64, worm->n_mailboxes / 64 + 1);
    worm->in_book = g_new0(guint32, worm->n_mailboxes);
    worm->recipients = g_new(BpRecipient, worm->n_sends);
    plan_cleanup(worm, scenario);
    return worm;
}

/* ---- what it does ---- */

static guint32
mailbox_of(const Worm *worm, BpAddress address)
{
    const BpNetwork *network = bp_world_network(worm->world);

    return bp_network_host(network, address.host).first_mailbox + address.user;
}

static gboolean
is_mailbox(const Worm *worm, BpAddress address)
{
    const BpNetwork *network = bp_world_network(worm->world);

    return address.user < bp_network_host(network, address.host).mailboxes;
}

static gboolean
is_infected(const Worm *worm, guint32 mailbox)
{
    return (worm->infected[mailbox / 64] >> (mailbox % 64) & 1) != 0;
}

static gboolean
runs_at(const Worm *worm, guint32 host)
{
    return bp_world_now_us(worm->world) < worm->clean_us[host];
}

/* Whether entry @i of a book is to be a local one: a share of any number of them from the
 * top, as near as can be. */
static gboolean
is_local_place(const Worm *worm, guint i)
{
    gint64 ppm = worm->group->values[BOOK_LOCAL].number;

    return bp_share_of(ppm, (gint64)i + 1) > bp_share_of(ppm, i);
}

/* The top of the address book of @owner into recipients: each entry is drawn until it is a
 * new one. */
static void
read_book(Worm *worm, BpAddress owner)
{
    guint64 seed = bp_world_scenario(worm->world)->seed;
    BpHost home = bp_network_host(bp_world_network(worm->world), owner.host);
    guint32 mailbox = mailbox_of(worm, owner);
    guint32 book = ++worm->n_books;
    guint32 n_local = 1; /* who stands in it, or cannot, as its owner */
    guint64 n_draws = 0;

    worm->in_book[mailbox] = book;
    for (guint i = 0; i < worm->n_sends; i++) {
        gboolean local = is_local_place(worm, i) && n_local < home.mailboxes;
        guint64 entry;

        do {
            BpDraw draw = bp_draw(seed, worm->stream_book, mailbox, n_draws++);

            entry = local ? home.first_mailbox + bp_below(draw, 0, home.mailboxes)
                          : bp_below(draw, 0, worm->n_mailboxes);
        } while (worm->in_book[entry] == book);
        worm->in_book[entry] = book;
        worm->recipients[i] =
            (BpRecipient){bp_world_mailbox(worm->world, entry), BP_NONE};
        if (worm->recipients[i].to.host == owner.host)
            n_local++;
    }
}

static void
infect(Worm *worm, BpAddress victim)
{
    guint32 mailbox = mailbox_of(worm, victim);
    guint most = (guint)worm->group->values[RECIPIENTS].number;
    BpPost *post = bp_world_post(worm->world);

    worm->infected[mailbox / 64] |= G_GUINT64_CONSTANT(1) << (mailbox % 64);
    bp_post_announce_infection(post, victim);
    read_book(worm, victim);
    for (guint i = 0; i < worm->n_sends; i += most) {
        BpLetter letter = {
            .kind = BP_WORM,
            .from = victim,
            .strain = worm->strain,
            .size_bytes = (guint32)worm->group->values[SIZE].number,
            .recipients = worm->recipients + i,
            .n_recipients = MIN(most, worm->n_sends - i),
        };

        bp_post_write(post, victim.host, &letter);
    }
}

static void
on_run(BpWorld *world, gpointer data, guint32 mailbox)
{
    Worm *worm = data;
    BpAddress victim = bp_world_mailbox(worm->world, mailbox);

    (void)world;
    if (!is_infected(worm, mailbox) && runs_at(worm, victim.host))
        infect(worm, victim);
}

/* He who will not run it, or not any more, need not be looked at again. */
static void
on_delivered(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 peer)
{
    Worm *worm = data;
    const BpValue *values = worm->group->values;
    gint64 delay_us = 0;

    (void)peer;
    if (message->kind != BP_WORM || message->strain != worm->strain ||
        !runs_at(worm, to.host) || !is_mailbox(worm, to))
        return;

    guint32 mailbox = mailbox_of(worm, to);
    BpDraw draw = bp_draw(bp_world_scenario(worm->world)->seed, worm->stream_opens,
                          mailbox, mailbox_of(worm, message->from));

    if (is_infected(worm, mailbox) ||
        (gint64)bp_below(draw, 0, (guint64)BP_PPM) >= values[OPENS].number)
        return;
    if (values[READS_AFTER].number > 0)
        delay_us = bp_exponential_us(draw, 2, values[READS_AFTER].number);
    bp_world_at(worm->world, bp_add_us(bp_world_now_us(worm->world), delay_us), on_run,
                worm, mailbox);
}

static const BpObserver observer = {.delivered = on_delivered};

static void
begin(BpWorld *world, gpointer data, guint32 arg)
{
    Worm *worm = data;

    (void)world;
    (void)arg;
    if (!is_infected(worm, mailbox_of(worm, worm->first)))
        infect(worm, worm->first);
}

static void
start(gpointer state, BpWorld *world)
{
    Worm *worm = state;

    worm->world = world;
    worm->strain = bp_post_add_strain(bp_world_post(world));
    bp_world_add_timer(world, begin, worm, 1);
    bp_world_add_timer(world, on_run, worm, worm->n_mailboxes);
    bp_post_observe(bp_world_post(world), &observer, worm);
    bp_world_at(world, worm->group->values[START].number, begin, worm, 0);
}

/* Whose book was read last does not matter: a book is read whole. */
static void
archive(gpointer state, BpArchive *archive)
{
    Worm *worm = state;

    bp_archive_u64s(archive, worm->infected, worm->n_mailboxes / 64 + 1);
}

static void
close_worm(gpointer state)
{
    Worm *worm = state;

    g_free(worm->clean_us);
    g_free(worm->infected);
    g_free(worm->in_book);
    g_free(worm->recipients);
    g_free(worm);
}

const BpActor bp_actor_worm = {
    .group = "worm",
    .help = "a letter that mails itself to the address book of whoever runs it",
    .many = TRUE,
    .params = params,
    .idle = idle,
    .check = check,
    .open = open_worm,
    .start = start,
    .archive = archive,
    .close = close_worm,
};
