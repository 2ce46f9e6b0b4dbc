/* spammer.c - one who sends the same letter to everybody, through other people's hosts.
 *
 * He sits at a modem of his own on some host's account and keeps it busy: whenever the
 * line is free he hands over the next message, to the relay whose turn it is, until the
 * list of targets or the account ends.
 */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    HOST,
    LINE,
    PRICE,
    START,
    LIFE,
    TARGETS,
    SIZE,
    BCC,
    RELAYS,
    LIST_AGE,
    USE,
    RETRY,
    SWITCH_AFTER,
    FORGE,
    VARIANTS,
};

enum {
    PUBLISHED_LIST,
    NO_RELAYS,
    BY_NAME = -1,
};

enum {
    STICK,
    ROTATE,
    HOP,
};

static const char *const relay_sources[] = {"published list", "none", NULL};
static const char *const uses[] = {"stick", "rotate", "hop", NULL};

static const BpParam params[] = {
    [HOST] = {.name = "host",
              .kind = BP_PARAM_TEXT,
              .fallback = NULL,
              .help = "where his account is"},
    [LINE] = {.name = "line",
              .kind = BP_PARAM_TEXT,
              .fallback = "v34",
              .help = "his own line, a profile"},
    [PRICE] = {.name = "price",
               .kind = BP_PARAM_PRICE,
               .fallback = "0 $/min",
               .help =
                   "what he pays while his line sends; local calls were free in most "
                   "of the USA"},
    [START] = {.name = "start",
               .kind = BP_PARAM_MOMENT,
               .fallback = "day 1",
               .help = "when he begins"},
    [LIFE] = {.name = "life",
              .kind = BP_PARAM_DURATION,
              .fallback = "24 h",
              .min = 1,
              .max = 14610 * BP_DAY_US,
              .help = "of the account: then he is cut off; our guess"},
    [TARGETS] = {.name = "targets",
                 .kind = BP_PARAM_PORTION,
                 .fallback = "all",
                 .max = G_MAXUINT32,
                 .help = "whom he has addresses of: 60% of all mailboxes, all, or a "
                         "number; in random order"},
    [SIZE] = {.name = "size",
              .kind = BP_PARAM_BYTES,
              .fallback = "5 KB",
              .min = 1,
              .max = 1000000000,
              .help = "of the body"},
    [BCC] = {.name = "bcc",
             .kind = BP_PARAM_WHOLE,
             .fallback = "100",
             .min = 1,
             .max = 1000000,
             .help = "recipients of one message"},
    [RELAYS] = {.name = "relays",
                .kind = BP_PARAM_CHOICE_OR_NAMES,
                .fallback = "published list",
                .choices = relay_sources,
                .help =
                    "hosts that he has carry it: a published list, names in the order "
                    "of use, or none: straight to each recipient's host, one "
                    "recipient a transaction"},
    [LIST_AGE] = {.name = "list-age",
                  .kind = BP_PARAM_DURATION,
                  .fallback = "30 d",
                  .help = "age of the published list when he begins: it has the relays "
                          "open then; all hosts if that was before the scenario, when "
                          "every host relayed"},
    [USE] = {.name = "use",
             .kind = BP_PARAM_CHOICE,
             .fallback = "rotate",
             .choices = uses,
             .help =
                 "stick: one relay; rotate: the next for each message; hop: one until "
                 "it refuses, then the same message to the next, where he hears of "
                 "it at once: on a net"},
    [RETRY] = {.name = "retry",
               .kind = BP_PARAM_BOOL,
               .fallback = "no",
               .help = "whether what is refused goes to the next relay, until all were "
                       "tried; hop does so always"},
    [SWITCH_AFTER] = {.name = "switch-after",
                      .kind = BP_PARAM_DURATION,
                      .fallback = "",
                      .min = 1,
                      .max = 14610 * BP_DAY_US,
                      .help = "with stick and hop: on to the next relay after so long"},
    [FORGE] = {.name = "forge",
               .kind = BP_PARAM_TEXT,
               .fallback = "none",
               .help =
                   "the envelope sender: none (his own), null (<>), random (somebody's "
                   "mailbox, another for each message), relay (a user of the relay), "
                   "or user@host"},
    [VARIANTS] = {.name = "variants",
                  .kind = BP_PARAM_WHOLE,
                  .fallback = "1",
                  .min = 1,
                  .max = G_MAXUINT32,
                  .help =
                      "different bodies, evenly over all targets: no message has more "
                      "recipients than targets / variants"},
    {.name = NULL},
};

typedef enum {
    FORGE_NONE,
    FORGE_NULL,
    FORGE_RANDOM,
    FORGE_RELAY,
    FORGE_ADDRESS,
} Forge;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    guint32 host;
    guint32 net;     /* that his line leads to, or BP_NONE: only to his host */
    guint32 channel; /* his line */
    guint8 owner;
    Forge forge;
    BpAddress forged; /* FORGE_ADDRESS */
    guint32 stream_forge;
    gint64 end_us;
    BpPermutation targets;
    guint64 n_targets;
    guint64 n_sent; /* targets that messages were written to */
    guint64 n_messages;
    guint64 per_body; /* targets that get one body */
    guint most;       /* recipients of one message */
    GArray *relays;   /* owned, of guint32, in the order of use */
    GArray *paths;    /* owned, of BpPath, by relay: to those off his net */
    guint relay;      /* whose turn it is */
    gint64 relay_since_us;
    guint n_tries;           /* of the message in hand */
    BpRecipient *recipients; /* owned: scratch */
} Spammer;

static gboolean
parse_forge(const char *text, const BpNetwork *network, Forge *forge,
            BpAddress *address)
{
    static const char *const words[] = {"none", "null", "random", "relay", NULL};

    for (guint i = 0; words[i] != NULL; i++)
        if (g_str_equal(text, words[i])) {
            *forge = (Forge)i;
            return TRUE;
        }
    if (!bp_choose_mailbox(network, text, address))
        return FALSE;
    *forge = FORGE_ADDRESS;
    return TRUE;
}

static void
check_targets(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *targets = &group->values[TARGETS];
    guint64 n_mailboxes = bp_network_n_mailboxes(scenario->network);

    if (!targets->share && (guint64)targets->number > n_mailboxes)
        bp_group_complain(group, TARGETS, problems,
                          "expected at most %" G_GUINT64_FORMAT
                          ", the mailboxes of the network",
                          n_mailboxes);
}

static void
check_relays(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *relays = &group->values[RELAYS];

    if (relays->number != BY_NAME)
        return;
    for (guint i = 0; relays->names[i] != NULL; i++)
        bp_group_host(group, RELAYS, scenario->network, relays->names[i], problems);
    if (relays->names[1] == NULL &&
        g_strcmp0(relays->names[0], group->values[HOST].text) == 0)
        bp_group_complain(group, RELAYS, problems,
                          "expected another host than his own");
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpNetwork *network = scenario->network;
    const char *line = group->values[LINE].text;
    Forge forge;
    BpAddress address;

    if (group->values[HOST].set)
        bp_group_host(group, HOST, network, group->values[HOST].text, problems);
    if (group->values[LINE].set && bp_line_profile_find(line) == NULL) {
        g_autofree const char **names = bp_line_profile_names();
        const char *nearest = bp_nearest(line, names);

        if (nearest != NULL)
            bp_group_complain(group, LINE, problems,
                              "expected a line profile; did you mean \"%s\"?", nearest);
        else
            bp_group_complain(group, LINE, problems,
                              "expected a line profile such as v34 or t1");
    }
    if (group->values[FORGE].set &&
        !parse_forge(group->values[FORGE].text, network, &forge, &address))
        bp_group_complain(group, FORGE, problems,
                          "expected none, null, random, relay, or a mailbox such as "
                          "u0@somehost");
    bp_group_check_number(group, HOST, scenario, BP_OWNERS_MAX, "spammers", problems);
    check_targets(group, scenario, problems);
    check_relays(group, scenario, problems);
}

/* A line of his own: to the first net that his host is on, else to the host itself. */
static guint32
add_line(const Spammer *spammer, BpNetwork *network)
{
    const BpValue *values = spammer->group->values;
    const char *protocol = spammer->net != BP_NONE ? "smtp" : "plain";
    BpLine line = bp_line_from_profile(bp_line_profile_find(values[LINE].text),
                                       bp_protocol_find(protocol));

    memset(&line.schedule, 0, sizeof line.schedule);
    line.schedule.kind = BP_SCHEDULE_PERMANENT;
    for (guint i = 0; i < BP_N_TARIFFS; i++)
        line.price_udollars[i] = values[PRICE].number;
    return bp_network_add_access(network, spammer->host, spammer->net,
                                 bp_network_add_line(network, &line));
}

static void
count_targets(Spammer *spammer, const BpScenario *scenario)
{
    const BpValue *values = spammer->group->values;
    guint64 n_mailboxes = bp_network_n_mailboxes(scenario->network);
    g_autofree char *purpose = g_strdup_printf("targets of %s", spammer->group->title);

    spammer->n_targets = (guint64)values[TARGETS].number;
    if (values[TARGETS].share)
        spammer->n_targets =
            (guint64)bp_share_of(values[TARGETS].number, (gint64)n_mailboxes);
    if (n_mailboxes > 0)
        bp_permutation_init(&spammer->targets, scenario->seed, bp_stream(purpose),
                            n_mailboxes);
    spammer->per_body = MAX(1, spammer->n_targets / (guint64)values[VARIANTS].number);
    spammer->most = (guint)MIN((guint64)values[BCC].number, spammer->per_body);
    if (values[RELAYS].number == NO_RELAYS)
        spammer->most = 1;
    spammer->recipients = g_new(BpRecipient, spammer->most);
}

static gpointer
open_spammer(const BpGroup *group, const BpScenario *scenario)
{
    Spammer *spammer = g_new0(Spammer, 1);
    g_autofree char *purpose = g_strdup_printf("senders forged by %s", group->title);

    spammer->group = group;
    spammer->host = bp_network_find(scenario->network, group->values[HOST].text);
    spammer->net =
        bp_network_common_net(scenario->network, spammer->host, spammer->host);
    spammer->channel = add_line(spammer, scenario->network);
    spammer->stream_forge = bp_stream(purpose);
    spammer->end_us =
        bp_add_us(group->values[START].number, group->values[LIFE].number);
    spammer->relays = g_array_new(FALSE, FALSE, sizeof(guint32));
    spammer->paths = g_array_new(FALSE, FALSE, sizeof(BpPath));
    parse_forge(group->values[FORGE].text, scenario->network, &spammer->forge,
                &spammer->forged);
    count_targets(spammer, scenario);
    return spammer;
}

static BpAddress
sender(const Spammer *spammer, guint32 relay)
{
    const BpNetwork *network = bp_world_network(spammer->world);

    switch (spammer->forge) {
    case FORGE_NULL:
        return (BpAddress){BP_NONE, 0};
    case FORGE_RANDOM: {
        BpDraw draw = bp_draw(bp_world_scenario(spammer->world)->seed,
                              spammer->stream_forge, 0, spammer->n_messages);

        return bp_world_mailbox(spammer->world, bp_below(draw, 0, spammer->targets.n));
    }
    case FORGE_RELAY:
        return (BpAddress){relay, 0};
    case FORGE_ADDRESS:
        return spammer->forged;
    case FORGE_NONE:
        break;
    }
    /* His account is beside the mailboxes of the host's users. */
    return (BpAddress){spammer->host,
                       bp_network_host(network, spammer->host)->mailboxes};
}

static void
next_relay(Spammer *spammer)
{
    spammer->relay = (spammer->relay + 1) % spammer->relays->len;
    spammer->relay_since_us = bp_world_now_us(spammer->world);
}

static void
turn(Spammer *spammer)
{
    const BpValue *values = spammer->group->values;
    gint64 now_us = bp_world_now_us(spammer->world);

    if (values[USE].number == ROTATE) {
        if (spammer->n_messages > 0)
            next_relay(spammer);
    } else if (values[SWITCH_AFTER].set &&
               now_us - spammer->relay_since_us >= values[SWITCH_AFTER].number) {
        next_relay(spammer);
    }
}

static gboolean
is_on_his_net(const Spammer *spammer, guint32 host)
{
    const BpNetwork *network = bp_world_network(spammer->world);

    return spammer->net != BP_NONE && host != spammer->host &&
           bp_network_access(network, host, spammer->net) != BP_NONE;
}

/* Which body it is whose turn has come; what the division leaves over gets the last. */
static guint32
body(const Spammer *spammer)
{
    guint64 n_bodies = (guint64)spammer->group->values[VARIANTS].number;

    return (guint32)MIN(spammer->n_sent / spammer->per_body, n_bodies - 1);
}

static void
hand_over(Spammer *spammer, guint32 to, guint n, BpPath path)
{
    BpLetter letter = {
        .kind = BP_SPAM,
        .from = sender(spammer, to),
        .forged = spammer->forge != FORGE_NONE,
        .owner = spammer->owner,
        .body = body(spammer),
        .size_bytes = (guint32)spammer->group->values[SIZE].number,
        .recipients = spammer->recipients,
        .n_recipients = n,
    };
    guint32 first = is_on_his_net(spammer, to) ? to : spammer->host;

    for (guint i = 0; i < n; i++)
        spammer->recipients[i] = (BpRecipient){
            bp_world_mailbox(spammer->world,
                             bp_permutation_at(&spammer->targets, spammer->n_sent + i)),
            path};
    spammer->n_sent += n;
    spammer->n_messages++;
    spammer->n_tries = 1;
    bp_post_hand_over(bp_world_post(spammer->world), spammer->channel, first, &letter);
}

static void
on_idle(gpointer data, guint32 channel)
{
    Spammer *spammer = data;
    const BpValue *values = spammer->group->values;
    gint64 now_us = bp_world_now_us(spammer->world);
    guint n = (guint)MIN(spammer->most, spammer->n_targets - spammer->n_sent);

    (void)channel;
    if (n == 0 || now_us < values[START].number || now_us >= spammer->end_us)
        return;
    if (values[RELAYS].number == NO_RELAYS) {
        guint64 target = bp_permutation_at(&spammer->targets, spammer->n_sent);

        hand_over(spammer, bp_world_mailbox(spammer->world, target).host, n, BP_NONE);
        return;
    }
    if (spammer->relays->len == 0)
        return;
    turn(spammer);
    hand_over(spammer, g_array_index(spammer->relays, guint32, spammer->relay), n,
              g_array_index(spammer->paths, BpPath, spammer->relay));
}

static guint32
on_refused(gpointer data, guint32 channel, guint32 host, BpReason reason,
           guint n_recipients, BpAddress *from)
{
    Spammer *spammer = data;
    const BpValue *values = spammer->group->values;

    (void)channel;
    (void)host;
    (void)reason;
    (void)n_recipients;
    if (values[RELAYS].number == NO_RELAYS ||
        (!values[RETRY].number && values[USE].number != HOP) ||
        spammer->n_tries >= spammer->relays->len ||
        bp_world_now_us(spammer->world) >= spammer->end_us)
        return BP_NONE;
    for (; spammer->n_tries < spammer->relays->len; spammer->n_tries++) {
        next_relay(spammer);

        guint32 relay = g_array_index(spammer->relays, guint32, spammer->relay);

        if (is_on_his_net(spammer, relay)) {
            spammer->n_tries++;
            if (spammer->forge == FORGE_RELAY)
                *from = sender(spammer, relay);
            return relay;
        }
    }
    return BP_NONE;
}

/* Who has no account sends no more; what he has handed over is on its way. */
static void
on_cut_off(gpointer data, guint32 channel)
{
    Spammer *spammer = data;

    (void)channel;
    spammer->end_us = MIN(spammer->end_us, bp_world_now_us(spammer->world));
}

static const BpOwner owner = {
    .idle = on_idle,
    .refused = on_refused,
    .cut_off = on_cut_off,
};

/* The bang path from his host to a relay that his line does not reach. */
static BpPath
path_to(const Spammer *spammer, guint32 relay)
{
    g_autoptr(GArray) hosts = g_array_new(FALSE, FALSE, sizeof(guint32));
    guint32 at = spammer->host;

    g_array_append_val(hosts, at);
    while (at != relay && hosts->len <= BP_HOP_LIMIT) {
        BpHop hop = bp_routes_next(bp_world_routes(spammer->world),
                                   bp_routes_edition(bp_world_routes(spammer->world)),
                                   at, relay);

        if (hop.channel == BP_NONE)
            return BP_NONE;
        at = hop.to;
        g_array_append_val(hosts, at);
    }
    if (at != relay)
        return BP_NONE;
    return bp_paths_add(bp_world_paths(spammer->world),
                        (const guint32 *)(void *)hosts->data, hosts->len);
}

/* Notes a relay, unless there is no way to it. */
static void
add_relay(Spammer *spammer, guint32 relay)
{
    BpPath path = BP_NONE;

    if (relay == spammer->host)
        return;
    if (!is_on_his_net(spammer, relay)) {
        path = path_to(spammer, relay);
        if (path == BP_NONE)
            return;
    }
    g_array_append_val(spammer->relays, relay);
    g_array_append_val(spammer->paths, path);
}

/* Who stands on a list printed now: relays open; of the time before the scenario, all. */
static void
print_list(BpWorld *world, gpointer data, guint32 before_begin)
{
    Spammer *spammer = data;
    g_autoptr(GArray) hosts = bp_choose_hosts(bp_world_network(world), FALSE);
    g_autofree char *purpose = g_strdup_printf("relays of %s", spammer->group->title);

    bp_choose_shuffle(hosts, bp_world_scenario(world)->seed, purpose);
    for (guint i = 0; i < hosts->len; i++) {
        guint32 host = g_array_index(hosts, guint32, i);
        guint relay = bp_post_relay(bp_world_post(world), host);

        if (before_begin || bp_policies[relay]->accepts_all)
            add_relay(spammer, host);
    }
}

static void
find_relays(Spammer *spammer)
{
    const BpValue *values = spammer->group->values;
    const BpNetwork *network = bp_world_network(spammer->world);
    gint64 printed_us = values[START].number - values[LIST_AGE].number;

    if (values[RELAYS].number == BY_NAME)
        for (guint i = 0; values[RELAYS].names[i] != NULL; i++)
            add_relay(spammer, bp_network_find(network, values[RELAYS].names[i]));
    if (values[RELAYS].number != PUBLISHED_LIST)
        return;
    if (printed_us < 0)
        print_list(spammer->world, spammer, TRUE);
    else
        bp_world_at(spammer->world, printed_us, print_list, spammer, FALSE);
}

static void
begin(BpWorld *world, gpointer data, guint32 arg)
{
    Spammer *spammer = data;

    (void)arg;
    spammer->relay_since_us = bp_world_now_us(world);
    bp_post_wake(bp_world_post(world), spammer->channel);
}

static void
start(gpointer state, BpWorld *world)
{
    Spammer *spammer = state;
    BpPost *post = bp_world_post(world);

    spammer->world = world;
    spammer->owner = bp_post_add_owner(post, spammer->channel, &owner, spammer);
    for (guint64 i = 0; i < spammer->n_targets; i++)
        bp_post_add_target(
            post,
            bp_world_mailbox(spammer->world, bp_permutation_at(&spammer->targets, i)));
    find_relays(spammer);
    bp_world_at(world, spammer->group->values[START].number, begin, spammer, 0);
}

static void
close_spammer(gpointer state)
{
    Spammer *spammer = state;

    g_array_unref(spammer->relays);
    g_array_unref(spammer->paths);
    g_free(spammer->recipients);
    g_free(spammer);
}

const BpActor bp_actor_spammer = {
    .group = "spammer",
    .help = "one who sends the same letter to everybody",
    .many = TRUE,
    .params = params,
    .check = check,
    .open = open_spammer,
    .start = start,
    .close = close_spammer,
};
