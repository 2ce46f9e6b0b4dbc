/* outage.c - links and hosts that fail, by chance or on a day, and are mended.
 *
 * A link's or host's n-th fault of a group takes the n-th draw of its own, so that one more that
 * may fail moves none of the others.
 */
#include <bangpath/actor.h>

#include <bangpath/choose.h>
#include <bangpath/random.h>
#include <bangpath/units.h>
#include <string.h>

enum {
    HOSTS,
    LINKS,
    MTBF,
    MTTR,
    REPAIR,
    AT,
    LASTS,
};

enum {
    EXPONENTIAL,
    FIXED,
};

static const char *const repairs[] = {"exponential", "fixed", NULL};
static const char *const all_links[] = {"all", NULL};

static const BpParam params[] = {
    [HOSTS] = {.name = "hosts",
               .kind = BP_PARAM_SELECTION,
               .fallback = "none",
               .help =
                   "those that go down: they send nothing and take no calls, and what "
                   "waits there stays"},
    [LINKS] = {.name = "links",
               .kind = BP_PARAM_CHOICE_OR_NAMES,
               .fallback = "",
               .choices = all_links,
               .help = "those that go dead: all, or by their ends: psuvm--cunyvm"},
    [MTBF] = {.name = "mtbf",
              .kind = BP_PARAM_DURATION,
              .fallback = "",
              .min = BP_SECOND_US,
              .max = 14610 * BP_DAY_US,
              .help = "mean time from a repair to the next fault of each of them, by "
                      "chance"},
    [MTTR] = {.name = "mttr",
              .kind = BP_PARAM_DURATION,
              .fallback = "4 h",
              .min = 1,
              .max = 14610 * BP_DAY_US,
              .help = "mean time from a fault to its repair; our guess"},
    [REPAIR] = {.name = "repair",
                .kind = BP_PARAM_CHOICE,
                .fallback = "exponential",
                .choices = repairs,
                .help = "whether repairs take mttr by chance or always: HoneyDanBer "
                        "leaves a link alone for 24 h after an assertion failure"},
    [AT] = {.name = "at",
            .kind = BP_PARAM_MOMENT,
            .fallback = "",
            .help = "in place of mtbf: when all of them fail, once"},
    [LASTS] = {.name = "lasts",
               .kind = BP_PARAM_DURATION,
               .fallback = "",
               .min = 1,
               .max = 14610 * BP_DAY_US,
               .help = "with at: for how long"},
    {.name = NULL},
};

static const BpIdle idle[] = {
    {MTTR, AT, BP_IDLE_IF_SET, 0, "with at, lasts says for how long"},
    {REPAIR, AT, BP_IDLE_IF_SET, 0, "with at, lasts says for how long"},
    {LASTS, AT, BP_IDLE_UNLESS_SET, 0,
     "it is for how long with at; by chance it is mttr"},
    {.why = NULL},
};

typedef struct {
    const BpGroup *group; /* borrowed */
    BpWorld *world;       /* borrowed */
    GArray *hosts;        /* owned, of guint32 */
    GArray *links;        /* owned, of guint32 */
    guint32 *n_faults;    /* owned, by place: hosts, then links */
    guint32 stream_hosts;
    guint32 stream_links;
} Outage;

/* Adds the links between the ends that @name names, `a--b`, to @links. FALSE: there is none.
 */
static gboolean
find_links(const BpNetwork *network, const char *name, GArray *links)
{
    const char *bar = strstr(name, "--");
    g_autofree char *a = bar ? g_strndup(name, (gsize)(bar - name)) : NULL;
    guint32 from = bar ? bp_network_find(network, g_strstrip(a)) : BP_NONE;
    g_autofree char *b = bar ? g_strstrip(g_strdup(bar + 2)) : NULL;
    guint32 to = bar ? bp_network_find(network, b) : BP_NONE;
    guint before = links->len, n;

    if (from == BP_NONE || to == BP_NONE)
        return FALSE;

    const guint32 *out = bp_network_out(network, from, &n);

    for (guint i = 0; i < n; i++) {
        guint32 link = out[i] / 2;

        if (bp_network_to(network, out[i]) == to)
            g_array_append_val(links, link);
    }
    return links->len > before;
}

static void
check_links(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    char **names = group->values[LINKS].names;
    g_autoptr(GArray) links = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        if (!find_links(scenario->network, names[i], links))
            bp_group_complain(
                group, LINKS, problems,
                "expected all, or links of the topology as the names of their "
                "ends, such as a--b; there is no \"%s\"",
                names[i]);
}

static void
check(const BpGroup *group, const BpScenario *scenario, BpProblems *problems)
{
    const BpValue *values = group->values;

    bp_group_check_hosts(group, HOSTS, scenario->network, problems);
    check_links(group, scenario, problems);
    if (!values[LINKS].set && !values[LINKS].given && !values[HOSTS].given)
        bp_group_complain(group, HOSTS, problems, "expected hosts, links or both");
    if (values[AT].set && values[MTBF].set)
        bp_group_complain(group, MTBF, problems,
                          "expected only one of mtbf (by chance) and at (once)");
    if (!values[AT].set && !values[AT].given && !values[MTBF].set &&
        !values[MTBF].given)
        bp_group_complain(group, MTBF, problems,
                          "expected mtbf (by chance), or at and lasts (once)");
    if (values[AT].set && !values[LASTS].set && !values[LASTS].given)
        bp_group_complain(group, LASTS, problems,
                          "expected how long it lasts, such as 6 h");
}

static GArray *
choose_links(const BpGroup *group, const BpNetwork *network)
{
    const BpValue *value = &group->values[LINKS];
    GArray *links = g_array_new(FALSE, FALSE, sizeof(guint32));

    for (guint i = 0; value->names != NULL && value->names[i] != NULL; i++)
        find_links(network, value->names[i], links);
    if (value->set && value->names == NULL)
        for (guint32 link = 0; link < bp_network_n_links(network); link++)
            g_array_append_val(links, link);
    return links;
}

static gpointer
open_outage(const BpGroup *group, const BpScenario *scenario)
{
    Outage *outage = g_new0(Outage, 1);
    g_autofree char *hosts = g_strdup_printf("hosts of %s", group->title);
    g_autofree char *links = g_strdup_printf("links of %s", group->title);
    g_autofree char *choice = g_strdup_printf("choice of %s", group->title);

    outage->group = group;
    outage->hosts =
        bp_choose_any(scenario->network, scenario->seed, &group->values[HOSTS], choice);
    outage->links = choose_links(group, scenario->network);
    outage->n_faults = g_new0(guint32, outage->hosts->len + outage->links->len + 1);
    outage->stream_hosts = bp_stream(hosts);
    outage->stream_links = bp_stream(links);
    return outage;
}

/* Places are numbered through: hosts, then links. */
static guint32
entity_at(const Outage *outage, guint32 place)
{
    if (place < outage->hosts->len)
        return g_array_index(outage->hosts, guint32, place);
    return g_array_index(outage->links, guint32, place - outage->hosts->len);
}

static void
set_down(const Outage *outage, guint32 place, gboolean down)
{
    BpPost *post = bp_world_post(outage->world);
    guint32 entity = entity_at(outage, place);

    if (place < outage->hosts->len)
        (down ? bp_post_fail_host : bp_post_mend_host)(post, entity);
    else
        (down ? bp_post_fail_link : bp_post_mend_link)(post, entity);
}

/* The draw of the fault that comes next: words 0 and 1 say when, 2 and 3 for how long. */
static BpDraw
draw_of(const Outage *outage, guint32 place)
{
    guint32 stream =
        place < outage->hosts->len ? outage->stream_hosts : outage->stream_links;

    return bp_draw(bp_world_scenario(outage->world)->seed, stream,
                   entity_at(outage, place), outage->n_faults[place]);
}

static gint64
length_us(const Outage *outage, guint32 place)
{
    const BpValue *values = outage->group->values;

    if (values[AT].set)
        return values[LASTS].number;
    if (values[REPAIR].number == FIXED)
        return values[MTTR].number;
    return bp_exponential_us(draw_of(outage, place), 2, values[MTTR].number);
}

/* What comes after the end of the run is not waited for. */
static void
set_timer(const Outage *outage, gint64 in_us, BpTimer timer, guint32 place)
{
    gint64 at_us = bp_add_us(bp_world_now_us(outage->world), in_us);

    if (at_us < bp_world_scenario(outage->world)->length_us)
        bp_world_at(outage->world, at_us, timer, (gpointer)outage, place);
}

static void begin_outage(BpWorld *world, gpointer data, guint32 place);

static void
wait_for_chance(const Outage *outage, guint32 place)
{
    gint64 mtbf_us = outage->group->values[MTBF].number;

    set_timer(outage, bp_exponential_us(draw_of(outage, place), 0, mtbf_us),
              begin_outage, place);
}

static void
end_outage(BpWorld *world, gpointer data, guint32 place)
{
    Outage *outage = data;

    (void)world;
    set_down(outage, place, FALSE);
    outage->n_faults[place]++;
    if (!outage->group->values[AT].set)
        wait_for_chance(outage, place);
}

static void
begin_outage(BpWorld *world, gpointer data, guint32 place)
{
    Outage *outage = data;

    (void)world;
    set_down(outage, place, TRUE);
    set_timer(outage, length_us(outage, place), end_outage, place);
}

static void
start(gpointer state, BpWorld *world)
{
    Outage *outage = state;
    const BpValue *at = &outage->group->values[AT];
    guint32 n_places = outage->hosts->len + outage->links->len;

    outage->world = world;
    bp_world_add_timer(world, begin_outage, outage, n_places);
    bp_world_add_timer(world, end_outage, outage, n_places);
    for (guint32 place = 0; place < n_places; place++) {
        if (at->set)
            set_timer(outage, at->number, begin_outage, place);
        else
            wait_for_chance(outage, place);
    }
}

static void
archive(gpointer state, BpArchive *archive)
{
    Outage *outage = state;

    bp_archive_u32s(archive, outage->n_faults,
                    (gsize)outage->hosts->len + outage->links->len);
}

static void
close_outage(gpointer state)
{
    Outage *outage = state;

    g_array_unref(outage->hosts);
    g_array_unref(outage->links);
    g_free(outage->n_faults);
    g_free(outage);
}

const BpActor bp_actor_outage = {
    .group = "outage",
    .help = "links and hosts that fail and are mended",
    .many = TRUE,
    .params = params,
    .idle = idle,
    .check = check,
    .open = open_outage,
    .start = start,
    .archive = archive,
    .close = close_outage,
};
