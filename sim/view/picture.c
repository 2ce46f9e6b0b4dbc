/* picture.c - what a picture shows, taken from a topology or a run. */
#include <bangpath/picture.h>

#include <bangpath/calendar.h>
#include <bangpath/units.h>
#include <math.h>

BpPictureRelay
bp_picture_relay(const char *name)
{
    static const struct {
        const char *name;
        BpPictureRelay relay;
    } names[] = {
        {"open", BP_PICTURE_OPEN},
        {"closed", BP_PICTURE_CLOSED},
        {"closed-by-peer", BP_PICTURE_CLOSED},
        {"closed-by-sender", BP_PICTURE_CLOSED_BY_SENDER},
    };

    for (guint i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_strcmp0(name, names[i].name) == 0)
            return names[i].relay;
    return BP_PICTURE_OTHER_RELAY;
}

BpPicture *
bp_picture_new(void)
{
    BpPicture *picture = g_new0(BpPicture, 1);

    picture->nodes = g_array_new(FALSE, FALSE, sizeof(BpPictureNode));
    picture->links = g_array_new(FALSE, FALSE, sizeof(BpPictureLink));
    picture->text = g_string_chunk_new(4096);
    return picture;
}

void
bp_picture_free(BpPicture *picture)
{
    if (picture == NULL)
        return;
    g_free(picture->title);
    g_free(picture->subtitle);
    g_array_unref(picture->nodes);
    g_array_unref(picture->links);
    g_string_chunk_free(picture->text);
    g_free(picture);
}

guint32
bp_picture_add_node(BpPicture *picture, const BpPictureNode *node)
{
    BpPictureNode copy;

    g_return_val_if_fail(node->name != NULL, BP_NONE);
    g_return_val_if_fail(node->relay < BP_PICTURE_N_RELAYS, BP_NONE);

    copy = *node;
    copy.name = g_string_chunk_insert(picture->text, node->name);
    if (node->org != NULL)
        copy.org = g_string_chunk_insert_const(picture->text, node->org);
    g_array_append_val(picture->nodes, copy);
    return picture->nodes->len - 1;
}

void
bp_picture_add_link(BpPicture *picture, const BpPictureLink *link)
{
    g_return_if_fail(link->a != link->b);
    g_return_if_fail(MAX(link->a, link->b) < picture->nodes->len);

    g_array_append_vals(picture->links, link, 1);
}

/* "120 hosts, 2 nets, 340 links" */
static char *
describe_size(const BpPicture *picture)
{
    guint64 n_nets = 0;

    for (guint i = 0; i < picture->nodes->len; i++)
        n_nets += g_array_index(picture->nodes, BpPictureNode, i).is_net != 0;

    const guint64 n_hosts = picture->nodes->len - n_nets;
    g_autofree char *hosts = bp_format_count(n_hosts);
    g_autofree char *nets = bp_format_count(n_nets);
    g_autofree char *links = bp_format_count(picture->links->len);

    return g_strdup_printf("%s host%s%s%s%s, %s link%s", hosts, n_hosts == 1 ? "" : "s",
                           n_nets > 0 ? ", " : "", n_nets > 0 ? nets : "",
                           n_nets == 0   ? ""
                           : n_nets == 1 ? " net"
                                         : " nets",
                           links, picture->links->len == 1 ? "" : "s");
}

BpPicture *
bp_picture_from_network(const BpNetwork *network, const char *const *relay_names)
{
    BpPicture *picture = bp_picture_new();
    g_autofree char *size = NULL;

    for (guint32 i = 0; i < bp_network_n_nodes(network); i++) {
        BpHost host = bp_network_host(network, i);
        const BpPictureNode node = {
            .name = host.name,
            .org = bp_network_org(network, i),
            .mailboxes = host.is_net ? 0 : host.mailboxes,
            .lat = host.lat,
            .lon = host.lon,
            .relay = bp_picture_relay(relay_names[host.relay]),
            .is_net = host.is_net,
        };

        bp_picture_add_node(picture, &node);
    }
    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        BpLink of = bp_network_link(network, i);
        const BpLine *line = bp_network_line(network, of.line);
        const BpPictureLink link = {
            .a = of.a,
            .b = of.b,
            .bps = line->view.bps,
            .dial_up = line->schedule.kind != BP_SCHEDULE_PERMANENT,
        };

        bp_picture_add_link(picture, &link);
    }
    picture->title = g_strdup(bp_network_title(network));
    size = describe_size(picture);
    picture->subtitle = bp_network_epoch(network) != 0
                            ? g_strdup_printf("%d: %s", bp_network_epoch(network), size)
                            : g_strdup(size);
    return picture;
}

/* States: what bp_run_db_state_at() fills. */
typedef struct {
    BpRunState at;
} States;

static void
states_init(States *states, const BpRunDb *db)
{
    const guint32 n_nodes = bp_run_db_n_nodes(db);
    const guint32 n_links = bp_run_db_n_links(db);

    states->at = (BpRunState){
        .relay = g_new0(const char *, n_nodes + 1),
        .reached = g_new0(gboolean, n_nodes + 1),
        .copies = g_new0(guint64, n_links + 1),
        .spam_copies = g_new0(guint64, n_links + 1),
    };
}

static void
states_clear(States *states)
{
    g_free(states->at.relay);
    g_free(states->at.reached);
    g_free(states->at.copies);
    g_free(states->at.spam_copies);
}

static void
add_run_nodes(BpPicture *picture, const BpRunDb *db, const BpRunState *state)
{
    for (guint32 i = 0; i < bp_run_db_n_nodes(db); i++) {
        const BpRunNode *of = bp_run_db_node(db, i);
        const BpPictureNode node = {
            .name = of->name,
            .org = of->org,
            .mailboxes = of->is_net ? 0 : (guint64)MAX(of->mailboxes, 0),
            .spam_delivered = (guint64)MAX(of->spam_delivered, 0),
            .lat = of->lat,
            .lon = of->lon,
            .relay = bp_picture_relay(state->relay[i]),
            .is_net = of->is_net,
            .reached = state->reached[i],
        };

        bp_picture_add_node(picture, &node);
    }
}

static void
add_run_links(BpPicture *picture, const BpRunDb *db, const BpRunState *state)
{
    for (guint32 i = 0; i < bp_run_db_n_links(db); i++) {
        const BpRunLink *of = bp_run_db_link(db, i);
        const BpPictureLink link = {
            .a = of->a,
            .b = of->b,
            .copies = state->copies[i],
            .spam_copies = state->spam_copies[i],
            .bps = of->bps,
            .dial_up = g_strcmp0(of->schedule, "permanent") != 0,
        };

        bp_picture_add_link(picture, &link);
    }
}

/* "1996-09-04 09:00:00 UTC: 120 hosts, 340 links; 97 open relays; spam has reached 84" */
static char *
describe_moment(const BpPicture *picture, const BpRunDb *db, gint64 at_us)
{
    g_autofree char *moment = bp_format_moment(bp_run_db_begin_unix_s(db), at_us);
    g_autofree char *size = describe_size(picture);
    guint64 n_open = 0;
    guint64 n_reached = 0;

    for (guint i = 0; i < picture->nodes->len; i++) {
        const BpPictureNode *node = &g_array_index(picture->nodes, BpPictureNode, i);

        n_open += !node->is_net && node->relay == BP_PICTURE_OPEN;
        n_reached += node->reached != 0;
    }

    g_autofree char *open = bp_format_count(n_open);
    g_autofree char *reached = bp_format_count(n_reached);

    return g_strdup_printf("%s UTC: %s; %s open relay%s; spam has reached %s host%s",
                           moment, size, open, n_open == 1 ? "" : "s", reached,
                           n_reached == 1 ? "" : "s");
}

BpPicture *
bp_picture_from_run(BpRunDb *db, gint64 at_us, GError **error)
{
    const gint64 end_us = bp_run_db_end_us(db);
    const gint64 when_us = at_us < 0 ? end_us : at_us;
    BpPicture *picture;
    States states;

    if (when_us > end_us) {
        g_autofree char *end = bp_format_moment(bp_run_db_begin_unix_s(db), end_us);

        g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                    "expected a moment of the run, which ends at %s", end);
        return NULL;
    }
    states_init(&states, db);
    if (!bp_run_db_state_at(db, when_us, &states.at, error)) {
        states_clear(&states);
        return NULL;
    }
    picture = bp_picture_new();
    picture->is_run = TRUE;
    add_run_nodes(picture, db, &states.at);
    add_run_links(picture, db, &states.at);
    states_clear(&states);
    picture->title = g_strdup(bp_run_db_title(db));
    picture->subtitle = describe_moment(picture, db, when_us);
    return picture;
}
