/* spammer.c - one who sends the same letter to everybody, through other people's hosts.
 *
 * He sits at a modem of his own on some host's account and keeps it busy: whenever the
 * line is free he hands over the next message, to the relay whose turn it is, until the
 * list of targets or the account ends. Then he may open another account.
 */
#include "spammer_state.h"

#include <bangpath/choose.h>
#include <bangpath/units.h>

static const char *const relay_sources[] = {
    [BP_SPAMMER_PUBLISHED_LIST] = "published list",
    [BP_SPAMMER_SCAN] = "scan",
    [BP_SPAMMER_NO_RELAYS] = "none",
    NULL,
};
static const char *const preferences[] = {
    [BP_SPAMMER_RANDOM] = "random",
    [BP_SPAMMER_CAPACITY] = "capacity",
    [BP_SPAMMER_FAVOURITE] = "favourite",
    NULL,
};
static const char *const uses[] = {
    [BP_SPAMMER_STICK] = "stick",
    [BP_SPAMMER_ROTATE] = "rotate",
    [BP_SPAMMER_HOP] = "hop",
    NULL,
};
static const char *const disguises[] = {
    [BP_FORM_PLAIN] = "none",
    [BP_FORM_PERCENT] = "percent",
    [BP_FORM_BANG] = "bang",
    [BP_FORM_ROUTE] = "source-route",
    NULL,
};

static const BpParam params[] = {
    [BP_SPAMMER_HOST] =
        {.name = "host",
         .kind = BP_PARAM_NAMES,
         .fallback = NULL,
         .help = "where his account is; of several names the next for each new "
                 "account, and then the first again"},
    [BP_SPAMMER_LINE] = {.name = "line",
                         .kind = BP_PARAM_TEXT,
                         .fallback = "v34",
                         .help = "his own line, a profile"},
    [BP_SPAMMER_CONNECTIONS] =
        {.name = "connections",
         .kind = BP_PARAM_WHOLE,
         .fallback = "1",
         .min = 1,
         .max = 1000,
         .help = "over a net, that he has open at once; bulk mailers of 1997 said that "
                 "10 fill a line of 14,400 bps, and 20 one of 28,800"},
    [BP_SPAMMER_PRICE] =
        {.name = "price",
         .kind = BP_PARAM_PRICE,
         .fallback = "0 $/min",
         .help = "what he pays while his line sends; local calls were free in most "
                 "of the USA"},
    [BP_SPAMMER_START] = {.name = "start",
                          .kind = BP_PARAM_MOMENT,
                          .fallback = "day 1",
                          .help = "when he begins"},
    [BP_SPAMMER_LIFE] = {.name = "life",
                         .kind = BP_PARAM_DURATION,
                         .fallback = "24 h",
                         .min = 1,
                         .max = 14610 * BP_DAY_US,
                         .help = "of an account: then it is closed; our guess"},
    [BP_SPAMMER_ACCOUNTS] = {.name = "accounts",
                             .kind = BP_PARAM_WHOLE,
                             .fallback = "1",
                             .min = 1,
                             .max = 1000000,
                             .help =
                                 "that he opens and throws away, one after the other"},
    [BP_SPAMMER_AGAIN_AFTER] =
        {.name = "again-after",
         .kind = BP_PARAM_DURATION,
         .fallback = "1 h",
         .max = 14610 * BP_DAY_US,
         .help = "from the end of an account, or its being cut off, to the "
                 "opening of the next; our guess"},
    [BP_SPAMMER_TARGETS] =
        {.name = "targets",
         .kind = BP_PARAM_PORTION,
         .fallback = "all",
         .max = G_MAXUINT32,
         .help = "whom he has addresses of: 60% of all mailboxes, all, or a "
                 "number; in random order"},
    [BP_SPAMMER_LIST_QUALITY] =
        {.name = "list-quality",
         .kind = BP_PARAM_SHARE,
         .fallback = "100%",
         .min = BP_PPM / 100,
         .max = BP_PPM,
         .help = "share of his addresses that exist: dead ones come on top of "
                 "the targets, evenly among them, at hosts drawn by their "
                 "mailboxes; they count for no reach"},
    [BP_SPAMMER_SIZE] = {.name = "size",
                         .kind = BP_PARAM_BYTES,
                         .fallback = "5 KB",
                         .min = 1,
                         .max = 1000000000,
                         .help = "of the body"},
    [BP_SPAMMER_BCC] = {.name = "bcc",
                        .kind = BP_PARAM_WHOLE,
                        .fallback = "100",
                        .min = 1,
                        .max = 1000000,
                        .help = "recipients of one message"},
    [BP_SPAMMER_RELAYS] =
        {.name = "relays",
         .kind = BP_PARAM_CHOICE_OR_NAMES,
         .fallback = "published list",
         .choices = relay_sources,
         .help = "hosts that he has carry it: a published list, what he finds by "
                 "a scan of his net, names in the order of use, or none: straight "
                 "to each recipient's host, one recipient a transaction"},
    [BP_SPAMMER_LIST_AGE] =
        {.name = "list-age",
         .kind = BP_PARAM_DURATION,
         .fallback = "30 d",
         .help = "age of the published list when he begins: it has the relays "
                 "open then; all hosts if that was before the scenario, when "
                 "every host relayed"},
    [BP_SPAMMER_PROBE_RATE] =
        {.name = "probe-rate",
         .kind = BP_PARAM_RATE,
         .fallback = "60 / h",
         .help = "with scan: hosts of his net that he asks, in random order, as "
                 "long as the account lives; a relay is on his list as soon as "
                 "it says yes, and no more when it denies relaying; our guess"},
    [BP_SPAMMER_PREFER] =
        {.name = "prefer",
         .kind = BP_PARAM_CHOICE,
         .fallback = "random",
         .choices = preferences,
         .help = "which of his relays comes next: random: as found, or as named; "
                 "capacity: the fastest access lines first; favourite: the one that "
                 "has taken most recipients for him, where use is stick or hop"},
    [BP_SPAMMER_USE] =
        {.name = "use",
         .kind = BP_PARAM_CHOICE,
         .fallback = "rotate",
         .choices = uses,
         .help = "stick: one relay; rotate: the next for each message; hop: one until "
                 "it refuses, then the same message to the next, where he hears of "
                 "it at once: on a net"},
    [BP_SPAMMER_RETRY] =
        {.name = "retry",
         .kind = BP_PARAM_BOOL,
         .fallback = "no",
         .help = "whether what is refused goes to the next relay, until all were "
                 "tried; hop does so always"},
    [BP_SPAMMER_SWITCH_AFTER] =
        {.name = "switch-after",
         .kind = BP_PARAM_DURATION,
         .fallback = "",
         .min = 1,
         .max = 14610 * BP_DAY_US,
         .help = "with stick and hop: on to the next relay after so long"},
    [BP_SPAMMER_DROP_AFTER] =
        {.name = "drop-after",
         .kind = BP_PARAM_WHOLE,
         .fallback = "",
         .min = 1,
         .max = 1000000,
         .help = "a relay is off his list when it has refused so many messages "
                 "in a row, whole or in part"},
    [BP_SPAMMER_FORGE] =
        {.name = "forge",
         .kind = BP_PARAM_TEXT,
         .fallback = "none",
         .help = "the envelope sender: none (his own), null (<>), random (somebody's "
                 "mailbox, another for each message), relay (a user of the relay, or "
                 "nobody where it has none), "
                 "or user@host"},
    [BP_SPAMMER_DISGUISE] =
        {.name = "disguise",
         .kind = BP_PARAM_CHOICE,
         .fallback = "none",
         .choices = disguises,
         .help = "how recipients are written for the relay that he hands them to: "
                 "percent: user%host@relay; bang: host!user; source-route: "
                 "@relay:user@host"},
    [BP_SPAMMER_VARIANTS] =
        {.name = "variants",
         .kind = BP_PARAM_WHOLE,
         .fallback = "1",
         .min = 1,
         .max = G_MAXUINT32,
         .help = "different bodies, evenly over all addresses: a message has one, "
                 "and so no more recipients than addresses / variants"},
    {.name = NULL},
};

#define NO_RELAYS \
    "relays = none: he takes every letter straight to its recipient's host"

static const BpIdle idle[] = {
    {BP_SPAMMER_USE, BP_SPAMMER_RELAYS, BP_IDLE_IF_IS, BP_SPAMMER_NO_RELAYS, NO_RELAYS},
    {BP_SPAMMER_PREFER, BP_SPAMMER_RELAYS, BP_IDLE_IF_IS, BP_SPAMMER_NO_RELAYS,
     NO_RELAYS},
    {BP_SPAMMER_RETRY, BP_SPAMMER_RELAYS, BP_IDLE_IF_IS, BP_SPAMMER_NO_RELAYS,
     NO_RELAYS},
    {BP_SPAMMER_SWITCH_AFTER, BP_SPAMMER_RELAYS, BP_IDLE_IF_IS, BP_SPAMMER_NO_RELAYS,
     NO_RELAYS},
    {BP_SPAMMER_DROP_AFTER, BP_SPAMMER_RELAYS, BP_IDLE_IF_IS, BP_SPAMMER_NO_RELAYS,
     NO_RELAYS},
    {BP_SPAMMER_SWITCH_AFTER, BP_SPAMMER_USE, BP_IDLE_IF_IS, BP_SPAMMER_ROTATE,
     "use = rotate takes the next relay for each message"},
    {BP_SPAMMER_RETRY, BP_SPAMMER_USE, BP_IDLE_IF_IS, BP_SPAMMER_HOP,
     "use = hop takes what is refused to the next relay always"},
    {BP_SPAMMER_LIST_AGE, BP_SPAMMER_RELAYS, BP_IDLE_UNLESS_IS,
     BP_SPAMMER_PUBLISHED_LIST, "it is the age of relays = published list"},
    {BP_SPAMMER_PROBE_RATE, BP_SPAMMER_RELAYS, BP_IDLE_UNLESS_IS, BP_SPAMMER_SCAN,
     "only relays = scan asks hosts"},
    {BP_SPAMMER_AGAIN_AFTER, BP_SPAMMER_ACCOUNTS, BP_IDLE_IF_IS, 1,
     "accounts = 1: there is no next one"},
    {.why = NULL},
};

static void
check_targets(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *targets = &group->values[BP_SPAMMER_TARGETS];
    guint64 n_mailboxes = bp_network_n_mailboxes(scenario->network);

    if (!targets->share && (guint64)targets->number > n_mailboxes)
        bp_group_complain(group, BP_SPAMMER_TARGETS, problems,
                          "expected at most %" G_GUINT64_FORMAT
                          ", the mailboxes of the network",
                          n_mailboxes);
}

static void
check_hosts(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpNetwork *network = scenario->network;
    char **names = group->values[BP_SPAMMER_HOST].names;
    gboolean scans = group->values[BP_SPAMMER_RELAYS].number == BP_SPAMMER_SCAN;

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        guint32 host =
            bp_group_host(group, BP_SPAMMER_HOST, network, names[i], problems);

        if (scans && host != BP_NONE &&
            bp_network_common_net(network, host, host) == BP_NONE)
            bp_group_complain(group, BP_SPAMMER_RELAYS, problems,
                              "expected an account on a net, whose hosts can be "
                              "probed; %s is on none",
                              names[i]);
    }
}

static void
check_relays(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *relays = &group->values[BP_SPAMMER_RELAYS];
    char **hosts = group->values[BP_SPAMMER_HOST].names;

    bp_group_check_hosts(group, BP_SPAMMER_RELAYS, scenario->network, problems);
    if (relays->names != NULL && g_strv_length(relays->names) == 1 && hosts != NULL &&
        g_strv_length(hosts) == 1 && g_str_equal(relays->names[0], hosts[0]))
        bp_group_complain(group, BP_SPAMMER_RELAYS, problems,
                          "expected another host than his own");
}

static void
check_line(const BpGroup *group, BpProblems *problems)
{
    const char *line = group->values[BP_SPAMMER_LINE].text;
    g_autofree const char **names = bp_line_profile_names();

    if (!group->values[BP_SPAMMER_LINE].set || bp_line_profile_find(line) != NULL)
        return;

    const char *nearest = bp_nearest(line, names);

    if (nearest != NULL)
        bp_group_complain(group, BP_SPAMMER_LINE, problems,
                          "expected a line profile; did you mean \"%s\"?", nearest);
    else
        bp_group_complain(group, BP_SPAMMER_LINE, problems,
                          "expected a line profile such as v34 or t1");
}

/* Keys that exclude one another. */
static void
check_together(const BpGroup *group, BpProblems *problems)
{
    const BpValue *values = group->values;

    if (values[BP_SPAMMER_RELAYS].number == BP_SPAMMER_NO_RELAYS) {
        if (values[BP_SPAMMER_DISGUISE].number != BP_FORM_PLAIN)
            bp_group_complain(group, BP_SPAMMER_DISGUISE, problems,
                              "expected none with relays = none: there is no relay to "
                              "read it");
        return;
    }
    if (values[BP_SPAMMER_PREFER].number == BP_SPAMMER_FAVOURITE &&
        values[BP_SPAMMER_USE].number == BP_SPAMMER_ROTATE)
        bp_group_complain(group, BP_SPAMMER_PREFER, problems,
                          "expected random or capacity with use = rotate, which takes "
                          "each relay in turn");
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    BpForge forge;
    BpAddress address;

    check_hosts(group, scenario, problems);
    check_line(group, problems);
    if (group->values[BP_SPAMMER_FORGE].set &&
        !bp_spammer_parse_forge(group->values[BP_SPAMMER_FORGE].text, scenario->network,
                                &forge, &address))
        bp_group_complain(group, BP_SPAMMER_FORGE, problems,
                          "expected none, null, random, relay, or a mailbox such as "
                          "u0@somehost");
    bp_group_check_owners(group, scenario, problems);
    check_targets(group, scenario, problems);
    check_relays(group, scenario, problems);
    check_together(group, problems);
}

static gpointer
open_spammer(const BpGroup *group, const BpScenario *scenario)
{
    BpSpammer *spammer = g_new0(BpSpammer, 1);
    g_autofree char *purpose = g_strdup_printf("senders forged by %s", group->title);

    spammer->group = group;
    spammer->stream_forge = bp_stream(purpose);
    spammer->relays = g_array_new(FALSE, FALSE, sizeof(BpSpammerRelay));
    bp_spammer_parse_forge(group->values[BP_SPAMMER_FORGE].text, scenario->network,
                           &spammer->forge, &spammer->forged);
    bp_spammer_plan(spammer, scenario);
    bp_spammer_add_seats(spammer, scenario->network);
    return spammer;
}

/* A bit each, and then all together: hosts are looked at once, and in their order. */
static void
add_targets(const BpSpammer *spammer)
{
    const BpPermutation *order = &spammer->targets;
    gboolean all = spammer->n_targets == order->n;
    guint64 n = bp_network_n_mailboxes(bp_world_network(spammer->world));
    g_autofree guint64 *mailboxes = g_new0(guint64, n / 64 + 1);

    for (guint64 i = 0; i < spammer->n_targets; i++) {
        guint64 mailbox = all ? i : bp_permutation_at(order, i);

        mailboxes[mailbox / 64] |= G_GUINT64_CONSTANT(1) << (mailbox % 64);
    }
    bp_post_add_targets(bp_world_post(spammer->world), mailboxes);
}

static void
start(gpointer state, BpWorld *world)
{
    BpSpammer *spammer = state;

    spammer->world = world;
    bp_spammer_add_owners(spammer, &bp_spammer_owner);
    add_targets(spammer);
    bp_spammer_find_relays(spammer);
    bp_spammer_begin(spammer);
}

static void
archive(gpointer state, BpArchive *archive)
{
    bp_spammer_archive_account(state, archive);
    bp_spammer_archive_relays(state, archive);
    bp_spammer_archive_list(state, archive);
}

static void
close_spammer(gpointer state)
{
    BpSpammer *spammer = state;

    g_array_unref(spammer->seats);
    g_array_unref(spammer->relays);
    if (spammer->hosts != NULL)
        g_array_unref(spammer->hosts);
    g_free(spammer->recipients);
    bp_permutation_clear(&spammer->targets);
    g_free(spammer);
}

const BpActor bp_actor_spammer = {
    .group = "spammer",
    .help = "one who sends the same letter to everybody",
    .many = TRUE,
    .params = params,
    .idle = idle,
    .check = check,
    .n_owners = bp_spammer_n_seats,
    .open = open_spammer,
    .start = start,
    .archive = archive,
    .close = close_spammer,
};
