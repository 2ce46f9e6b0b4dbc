/* blacklist.c - an operator who lists hosts, and subscribers who ask their own copy of the
 * list.
 */
#include "blacklist_state.h"

#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>

static const char *const listings[] = {
    [BP_BLACKLIST_OPEN_RELAYS] = "open relays",
    [BP_BLACKLIST_SOURCES] = "sources",
    [BP_BLACKLIST_NEIGHBOURHOODS] = "neighbourhoods",
    NULL,
};
static const char *const kinds_of_test[] = {
    [BP_BLACKLIST_PLAIN] = "plain",
    [BP_BLACKLIST_ALL] = "all",
    NULL,
};
static const char *const answers[] = {
    [BP_BLACKLIST_BOUNCE] = "bounce",
    [BP_BLACKLIST_SILENT] = "silent",
    NULL,
};

static const BpParam params[] = {
    [BP_BLACKLIST_LISTS] =
        {.name = "lists",
         .kind = BP_PARAM_CHOICE,
         .fallback = "open relays",
         .choices = listings,
         .help = "open relays that handed over a stranger's spam and are still open "
                 "when tested, as MAPS RSS did; or sources: hosts of spammers that "
                 "handed it over themselves; or neighbourhoods: with each source whom "
                 "it serves, who serves it, and whom these serve"},
    [BP_BLACKLIST_EVIDENCE] =
        {.name = "evidence",
         .kind = BP_PARAM_WHOLE,
         .fallback = "1",
         .min = 1,
         .max = 1000000,
         .help =
             "spams of one host, delivered to anyone and reported, before the "
             "operator acts; after a test passed or an entry gone it counts from 0"},
    [BP_BLACKLIST_COMPLAINT] = {.name = "complaint",
                                .kind = BP_PARAM_SHARE,
                                .fallback = "100%",
                                .help = "the chance that a spam delivered is reported "
                                        "to the list; the default is spam traps that "
                                        "are everywhere"},
    [BP_BLACKLIST_AFTER] =
        {.name = "after",
         .kind = BP_PARAM_DURATION,
         .fallback = "2 h",
         .help = "from the last spam needed to the listing, or to asking for the test; "
                 "our guess: no figure is known"},
    [BP_BLACKLIST_PROBE] =
        {.name = "probe",
         .kind = BP_PARAM_BOOL,
         .fallback = "yes",
         .help =
             "of open relays: tests a relay and lists it if it is open; with no it "
             "lists what relayed spam, untested, and keeps it while more spam comes"},
    [BP_BLACKLIST_TESTS] =
        {.name = "tests",
         .kind = BP_PARAM_CHOICE,
         .fallback = "plain",
         .choices = kinds_of_test,
         .help = "what a relay must refuse: plain, a stranger under his own name; or "
                 "all, every classic test: posing as its user, the null sender, "
                 "addresses disguised, as ORBS tried"},
    [BP_BLACKLIST_PROBE_TAKES] = {.name = "probe-takes",
                                  .kind = BP_PARAM_DURATION,
                                  .fallback = "0 s",
                                  .help = "how long a test takes; it finds what is so "
                                          "at its end"},
    [BP_BLACKLIST_PROBE_RATE] =
        {.name = "probe-rate",
         .kind = BP_PARAM_RATE,
         .fallback = "",
         .help = "tests that the operator manages, such as 20 / h: those asked for "
                 "first are made first; not set: no limit"},
    [BP_BLACKLIST_SCANS] =
        {.name = "scans",
         .kind = BP_PARAM_RATE,
         .fallback = "",
         .help = "hosts on nets tested besides, whether or not spam came from them, "
                 "such as 100 / d, evenly in time, all in a random order again and "
                 "again, as ORBS did; not set: none"},
    [BP_BLACKLIST_MISTAKES] =
        {.name = "mistakes",
         .kind = BP_PARAM_RATE,
         .fallback = "0 / d",
         .help = "listings of a random host on a net that has done nothing, such as "
                 "1 / w; it comes off when it is looked at next: see delists"},
    [BP_BLACKLIST_DELISTS] =
        {.name = "delists",
         .kind = BP_PARAM_DURATION,
         .fallback = "7 d",
         .min = 1,
         .max = 14610 * BP_DAY_US,
         .help = "how long an entry stands before it is tested: it goes if the relay "
                 "has closed, or no more spam came from the source"},
    [BP_BLACKLIST_REFRESH] =
        {.name = "refresh",
         .kind = BP_PARAM_DURATION,
         .fallback = "1 h",
         .help = "how often subscribers fetch the list, each with a phase of its own; "
                 "0 s: they ask the list itself"},
    [BP_BLACKLIST_SUBSCRIBERS] =
        {.name = "subscribers",
         .kind = BP_PARAM_SELECTION,
         .fallback = NULL,
         .help = "who asks the list: largest 30% or random 30% (of mailboxes), all, "
                 "none, or names"},
    [BP_BLACKLIST_JOIN_FROM] = {.name = "join-from",
                                .kind = BP_PARAM_MOMENT,
                                .fallback = "day 1",
                                .help = "when they begin to ask it"},
    [BP_BLACKLIST_JOIN_OVER] =
        {.name = "join-over",
         .kind = BP_PARAM_DURATION,
         .fallback = "0 s",
         .help = "the time over which they join, evenly spread and in random order, "
                 "the last at its end"},
    [BP_BLACKLIST_ANSWER] =
        {.name = "answer",
         .kind = BP_PARAM_CHOICE,
         .fallback = "bounce",
         .choices = answers,
         .help = "what subscribers do: bounce, refuse who connects; or silent: take "
                 "his mail and throw it away, so that nobody hears of it"},
    {.name = NULL},
};

/* Who makes no tests has no rate of them. */
static void
check_tests(const BpGroup *group, guint key, BpProblems *problems)
{
    const BpValue *lists = &group->values[BP_BLACKLIST_LISTS];
    const BpValue *probe = &group->values[BP_BLACKLIST_PROBE];

    if (!group->values[key].set)
        return;
    if (lists->set && lists->number != BP_BLACKLIST_OPEN_RELAYS)
        bp_group_complain(group, key, problems,
                          "expected lists = open relays beside it: a list of %s tests "
                          "no relays",
                          listings[lists->number]);
    else if (probe->set && !probe->number)
        bp_group_complain(group, key, problems,
                          "expected probe = yes beside it: with no it tests no relays");
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *rate = &group->values[BP_BLACKLIST_PROBE_RATE];

    bp_group_check_guards(group, scenario, problems);
    bp_group_check_hosts(group, BP_BLACKLIST_SUBSCRIBERS, scenario->network, problems);
    check_tests(group, BP_BLACKLIST_PROBE_RATE, problems);
    check_tests(group, BP_BLACKLIST_SCANS, problems);
    if (rate->set && rate->number == 0)
        bp_group_complain(group, BP_BLACKLIST_PROBE_RATE, problems,
                          "expected more than 0, such as 20 / h; or probe = no, for a "
                          "list that tests nothing");
}

static guint32
stream_of(const BpGroup *group, const char *what)
{
    g_autofree char *purpose = g_strdup_printf("%s of %s", what, group->title);

    return bp_stream(purpose);
}

static gpointer
open_blacklist(const BpGroup *group, const BpScenario *scenario)
{
    BpBlacklist *blacklist = g_new0(BpBlacklist, 1);

    blacklist->group = group;
    blacklist->n_entries = bp_network_n_nodes(scenario->network);
    blacklist->entries = g_new0(BpEntry, blacklist->n_entries);
    blacklist->ever = g_new0(guint64, blacklist->n_entries / 64 + 1);
    blacklist->known = g_array_new(FALSE, FALSE, sizeof(guint32));
    blacklist->stream_refresh = stream_of(group, "refresh");
    blacklist->stream_reports = stream_of(group, "reports");
    blacklist->stream_mistakes = stream_of(group, "mistakes");
    return blacklist;
}

/* Scans and mistakes go through the hosts in one order. */
static void
get_to_know(BpBlacklist *blacklist)
{
    const BpNetwork *network = bp_world_network(blacklist->world);

    if (bp_blacklist_value(blacklist, BP_BLACKLIST_SCANS) == 0 &&
        bp_blacklist_value(blacklist, BP_BLACKLIST_MISTAKES) == 0)
        return;

    g_autofree char *purpose =
        g_strdup_printf("hosts known to %s", blacklist->group->title);

    for (guint32 i = 0; i < blacklist->n_entries; i++)
        if (bp_blacklist_is_on_net(network, i))
            g_array_append_val(blacklist->known, i);
    bp_choose_shuffle(blacklist->known, bp_world_scenario(blacklist->world)->seed,
                      purpose);
}

static void
start(gpointer state, BpWorld *world)
{
    BpBlacklist *blacklist = state;

    blacklist->world = world;
    bp_blacklist_subscribe(blacklist);
    bp_blacklist_watch(blacklist);
    get_to_know(blacklist);
    if (blacklist->known->len == 0)
        return;
    bp_blacklist_scan(blacklist);
    bp_blacklist_err(blacklist);
}

static void
archive_spans(BpEntry *entry, BpArchive *archive)
{
    gboolean is_there = entry->spans != NULL;

    bp_archive_bool(archive, &is_there);
    if (!is_there)
        return;
    if (entry->spans == NULL)
        entry->spans = g_array_new(FALSE, FALSE, sizeof(BpSpan));
    bp_archive_length(archive, entry->spans, G_MAXINT32, sizeof(BpSpan));
    for (guint i = 0; i < entry->spans->len; i++) {
        BpSpan *span = &g_array_index(entry->spans, BpSpan, i);

        bp_archive_i64(archive, &span->from_us);
        bp_archive_i64(archive, &span->to_us);
    }
}

static void
archive(gpointer state, BpArchive *archive)
{
    BpBlacklist *blacklist = state;

    for (guint32 i = 0; i < blacklist->n_entries; i++) {
        BpEntry *entry = &blacklist->entries[i];

        bp_archive_i64(archive, &entry->seen_us);
        bp_archive_i64(archive, &entry->due_us);
        bp_archive_i64(archive, &entry->joined_us);
        archive_spans(entry, archive);
        if (entry->spans != NULL)
            bp_blacklist_note_ever(blacklist, i);
        bp_archive_u32(archive, &entry->n_spams);
        bp_archive_u32(archive, &entry->n_reports);
        bp_archive_u32(archive, &entry->n_causes);
        bp_archive_small(archive, &entry->standing, BP_STANDING_LISTED + 1);
        bp_archive_small(archive, &entry->deserved, 2);
        bp_archive_expect(archive,
                          entry->n_causes == 0 ||
                              (entry->spans != NULL && entry->spans->len > 0),
                          "a host is listed and never was");
    }
    bp_archive_i64(archive, &blacklist->next_test_us);
    bp_archive_u64(archive, &blacklist->n_scans);
    bp_archive_u64(archive, &blacklist->n_mistakes);
}

static void
close_blacklist(gpointer state)
{
    BpBlacklist *blacklist = state;

    for (guint32 i = 0; i < blacklist->n_entries; i++)
        if (blacklist->entries[i].spans != NULL)
            g_array_unref(blacklist->entries[i].spans);
    g_array_unref(blacklist->known);
    g_free(blacklist->entries);
    g_free(blacklist->ever);
    g_free(blacklist);
}

const BpActor bp_actor_blacklist = {
    .group = "blacklist",
    .can_begin_late = TRUE,
    .help = "an operator who lists hosts, and the hosts that ask the list",
    .many = TRUE,
    .n_guards = 1,
    .params = params,
    .check = check,
    .open = open_blacklist,
    .start = start,
    .archive = archive,
    .close = close_blacklist,
};
