/* aup.c - acceptable-use policies: networks that were paid for to carry no commerce, and what
 * they did to those in whose mail they noticed it.
 *
 * A group is one administration. It notices a commercial message with a chance that is drawn
 * by letter and host; whether a letter is commercial is the letter's own, and the same to all.
 */
#include <bangpath/actor.h>

#include <bangpath/chance.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

enum {
    WHERE,
    COMMERCIAL,
    DETECTION,
    SANCTION,
    WARNINGS,
    LASTS,
};

enum {
    NONE,
    ACCOUNT,
    PEER,
};

static const char *const sanctions[] = {"none", "account", "peer", NULL};

static const BpParam params[] = {
    [WHERE] = {.name = "where",
               .kind = BP_PARAM_NAMES,
               .fallback = NULL,
               .help =
                   "hosts, for what is handed over to them; and nets, for what their "
                   "members hand over to one another"},
    [COMMERCIAL] = {.name = "commercial",
                    .kind = BP_PARAM_SHARE,
                    .fallback = "0%",
                    .help = "of users' letters; spam is commercial always"},
    [DETECTION] = {.name = "detection",
                   .kind = BP_PARAM_SHARE,
                   .fallback = "5%",
                   .help = "chance that a commercial letter is noticed at a host: then "
                           "it is refused; our guess, as no figure is known"},
    [SANCTION] = {.name = "sanction",
                  .kind = BP_PARAM_CHOICE,
                  .fallback = "none",
                  .choices = sanctions,
                  .help = "what follows for the offender: none; account: a spammer's "
                          "account is closed, wherever it is; peer: no mail at all is "
                          "taken from the host that handed it over"},
    [WARNINGS] = {.name = "warnings",
                  .kind = BP_PARAM_WHOLE,
                  .fallback = "1",
                  .max = 1000000,
                  .help = "how often an offender is only told; the next letter that is "
                          "noticed brings the sanction; our guess"},
    [LASTS] = {.name = "lasts",
               .kind = BP_PARAM_DURATION,
               .fallback = "30 d",
               .min = 1,
               .max = 14610 * BP_DAY_US,
               .help = "with peer: how long; our guess"},
    {.name = NULL},
};

/* What is known of a host, or of a net. */
typedef struct {
    gint64 refused_until_us; /* as a peer */
    guint64 last_noticed;    /* here: serial + 1 */
    guint32 n_noticed;       /* that it handed over, since the last sanction */
    gboolean is_where;
} Node;

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    Node *nodes;          /* owned, by host */
    guint32 n_of_owner[BP_OWNERS_MAX + 1];
    guint32 stream_commercial;
    guint32 stream_notice;
} Aup;

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    char **names = group->values[WHERE].names;

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        if (bp_network_find(scenario->network, names[i]) == BP_NONE)
            bp_group_host(group, WHERE, scenario->network, names[i], problems);
    bp_group_check_guards(group, scenario, problems);
}

static gpointer
open_aup(const BpGroup *group, const BpScenario *scenario)
{
    Aup *aup = g_new0(Aup, 1);
    g_autofree char *notice = g_strdup_printf("noticed by %s", group->title);

    aup->group = group;
    aup->nodes = g_new0(Node, bp_network_n_nodes(scenario->network));
    aup->stream_commercial = bp_stream("commercial letters");
    aup->stream_notice = bp_stream(notice);
    for (char **name = group->values[WHERE].names; *name != NULL; name++)
        aup->nodes[bp_network_find(scenario->network, *name)].is_where = TRUE;
    return aup;
}

/* The net that @offer comes over. */
static guint32
net_of(const Aup *aup, const BpOffer *offer)
{
    const BpNetwork *network = bp_world_network(aup->world);

    if (offer->channel != BP_NONE)
        return bp_network_to(network, offer->channel);
    return bp_network_common_net(network, offer->peer, offer->host);
}

static gboolean
is_governed(const Aup *aup, const BpOffer *offer)
{
    if (aup->nodes[offer->host].is_where)
        return TRUE;
    if (!offer->on_net)
        return FALSE;

    guint32 net = net_of(aup, offer);

    return net != BP_NONE && aup->nodes[net].is_where;
}

/* Whether @offer's message is commercial and somebody there sees it. */
static gboolean
is_noticed(const Aup *aup, const BpOffer *offer)
{
    const BpValue *values = aup->group->values;
    guint64 seed = bp_world_scenario(aup->world)->seed;
    BpKind kind = offer->message->kind;

    if (kind != BP_SPAM && (kind != BP_HAM || values[COMMERCIAL].number == 0))
        return FALSE;

    guint64 letter = bp_letter_key(seed, offer->message);

    if (kind == BP_HAM &&
        !bp_chance(seed, aup->stream_commercial, 0, letter, values[COMMERCIAL].number))
        return FALSE;
    return bp_chance(seed, aup->stream_notice, offer->host, letter,
                     values[DETECTION].number);
}

/* Not in the middle of a transaction of his. */
static void
close_account(BpWorld *world, gpointer data, guint32 owner)
{
    (void)data;
    bp_post_cut_off(bp_world_post(world), (guint8)owner);
}

static void
punish_account(Aup *aup, guint8 owner)
{
    if (owner == 0 || aup->n_of_owner[owner]++ < aup->group->values[WARNINGS].number)
        return;
    aup->n_of_owner[owner] = 0;
    bp_world_at(aup->world, bp_world_now_us(aup->world), close_account, aup, owner);
}

static void
punish_peer(Aup *aup, guint32 peer)
{
    const BpValue *values = aup->group->values;
    Node *node = &aup->nodes[peer];

    if (node->n_noticed++ < values[WARNINGS].number)
        return;
    node->n_noticed = 0;
    node->refused_until_us =
        bp_add_us(bp_world_now_us(aup->world), values[LASTS].number);
}

static void
look_for_commerce(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    Aup *aup = data;
    Node *node = &aup->nodes[offer->host];

    if (offer->is_test || !is_governed(aup, offer) || !is_noticed(aup, offer))
        return;
    envelope->is_found_out = TRUE;
    /* Once a copy, however many recipients it has. */
    if (node->last_noticed == offer->message->serial + 1)
        return;
    node->last_noticed = offer->message->serial + 1;
    if (aup->group->values[SANCTION].number == ACCOUNT)
        punish_account(aup, offer->message->owner);
    else if (aup->group->values[SANCTION].number == PEER)
        punish_peer(aup, offer->peer);
}

static void
look_at_peer(gpointer data, const BpOffer *offer, BpEnvelope *envelope)
{
    const Aup *aup = data;

    envelope->peer_is_cut_off =
        bp_world_now_us(aup->world) < aup->nodes[offer->peer].refused_until_us &&
        is_governed(aup, offer);
}

/* Has all hosts ask @guard that something named can be handed over to. */
static void
post_guard(const Aup *aup, guint guard)
{
    const BpNetwork *network = bp_world_network(aup->world);
    BpPost *post = bp_world_post(aup->world);

    for (guint32 i = 0; i < bp_network_n_nodes(network); i++) {
        guint n;
        const guint32 *members;

        if (!aup->nodes[i].is_where)
            continue;
        if (!bp_network_host(network, i).is_net) {
            bp_post_set_guard(post, i, guard, TRUE);
            continue;
        }
        members = bp_network_out(network, i, &n);
        for (guint k = 0; k < n; k++)
            bp_post_set_guard(post, bp_network_to(network, members[k]), guard, TRUE);
    }
}

static void
start(gpointer state, BpWorld *world)
{
    Aup *aup = state;
    BpPost *post = bp_world_post(world);
    BpGuard commerce = {
        .policy = bp_policy_find("acceptable-use"),
        .stage = BP_STAGE_ENVELOPE,
        .look = look_for_commerce,
        .data = aup,
    };
    BpGuard peers = {
        .policy = bp_policy_find("cut-off"),
        .stage = BP_STAGE_CONNECTION,
        .look = look_at_peer,
        .data = aup,
    };

    aup->world = world;
    bp_world_add_timer(world, close_account, aup, BP_OWNERS_MAX + 1);
    post_guard(aup, bp_post_add_guard(post, &commerce));
    if (aup->group->values[SANCTION].number == PEER)
        post_guard(aup, bp_post_add_guard(post, &peers));
}

static void
archive(gpointer state, BpArchive *archive)
{
    Aup *aup = state;

    for (guint32 i = 0; i < bp_network_n_nodes(bp_world_network(aup->world)); i++) {
        bp_archive_i64(archive, &aup->nodes[i].refused_until_us);
        bp_archive_u64(archive, &aup->nodes[i].last_noticed);
        bp_archive_u32(archive, &aup->nodes[i].n_noticed);
    }
    bp_archive_u32s(archive, aup->n_of_owner, G_N_ELEMENTS(aup->n_of_owner));
}

static void
close_aup(gpointer state)
{
    Aup *aup = state;

    g_free(aup->nodes);
    g_free(aup);
}

const BpActor bp_actor_aup = {
    .group = "acceptable-use",
    .can_begin_late = TRUE,
    .help = "a network that carries no commerce, where it notices",
    .many = TRUE,
    .n_guards = 2,
    .params = params,
    .check = check,
    .open = open_aup,
    .start = start,
    .archive = archive,
    .close = close_aup,
};
