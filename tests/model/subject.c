/* subject.c - builds a world of a case, and listens. */
#include "subject.h"

#include "log.h"

#include "../actors/scenario_kit.h"

#include <bangpath/scenario_file.h>
#include <bangpath/trace.h>
#include <glib/gstdio.h>

/* The books are looked at so often. */
#define LOOKS 5

typedef struct {
    const BpWorld *world;
    GArray *log;
} Listener;

static void
note(Listener *listener, LogEntry entry)
{
    entry.at_us = bp_world_now_us(listener->world);
    g_array_append_val(listener->log, entry);
}

static void
note_hop(gpointer data, const BpMessageInfo *message, guint32 channel, guint32 from,
         guint32 to, guint n_recipients, guint64 bytes)
{
    (void)channel, (void)bytes;
    note(data, (LogEntry){.what = LOG_HOP,
                          .message = (int)message->serial,
                          .from = (int)from,
                          .to = (int)to,
                          .n = (int)n_recipients});
}

static void
note_refused(gpointer data, const BpMessageInfo *message, guint32 peer, guint32 host,
             BpReason reason, guint n_recipients)
{
    note(data, (LogEntry){.what = LOG_REFUSED,
                          .message = (int)message->serial,
                          .from = (int)peer,
                          .to = (int)host,
                          .n = (int)n_recipients,
                          .reason = bp_reason_name(reason)});
}

static void
note_ended(gpointer data, const BpMessageInfo *message, BpAddress to, guint32 host,
           BpState state, BpReason reason)
{
    note(data, (LogEntry){.what = LOG_ENDED,
                          .message = (int)message->serial,
                          .from = (int)host,
                          .to = (int)to.host,
                          .user = (int)to.user,
                          .state = bp_state_name(state),
                          .reason = reason == BP_REASON_NONE ? NULL
                                                             : bp_reason_name(reason)});
}

static const BpObserver observer = {
    .hop = note_hop,
    .refused = note_refused,
    .ended = note_ended,
};

/* ---- by hand ---- */

static void
serve(BpNetwork *network, const Case *c, int i)
{
    for (guint32 k = 0; (int)k < c->n_hosts; k++) {
        if (case_served(c, i) >> k & 1)
            bp_network_serve(network, (guint32)i, k);
        if (c->hosts[i].relay_for >> k & 1)
            bp_network_relay_for(network, (guint32)i, k);
    }
}

/* Nets come after the hosts. */
static guint32
number_of(const Case *c, int node)
{
    return (guint32)(case_is_net(node) ? c->n_hosts + node - CASE_HOSTS : node);
}

static void
build_line(const CaseLink *from, BpLine *line)
{
    *line = bp_line_from_profile(bp_line_profile_find("lan"),
                                 bp_protocol_find(from->smtp ? "smtp" : "plain"));
    line->view = (BpLineView){.bps = from->bps, .latency_us = from->latency_ms * 1000};
    line->protocol_params[0] = from->smtp ? from->pipelining : from->overhead_ms * 1000;
}

static void
build_nets(BpNetwork *network, const Case *c)
{
    for (int k = 0; k < c->n_nets; k++) {
        guint32 net = bp_network_node(network, case_host_name(CASE_HOSTS + k), NULL);

        bp_network_edit(network, net)->is_net = TRUE;
        bp_network_set_crossing(network, net, c->crossing_ms[k] * 1000);
    }
    for (int i = 0; i < c->n_hosts; i++) {
        const CaseHost *host = &c->hosts[i];

        bp_network_set_connections(network, (guint32)i, (guint16)host->connections_out,
                                   (guint16)host->connections_in);
        if (host->fallback != CASE_NOBODY)
            bp_network_set_fallback(network, (guint32)i, (guint32)host->fallback);
    }
}

static BpNetwork *
build_network(const Case *c)
{
    static const BpRetryRule rules[] = {BP_RETRY_DOUBLING, BP_RETRY_FIXED,
                                        BP_RETRY_TAYLOR};
    BpNetwork *network = bp_network_new();

    for (int i = 0; i < c->n_hosts; i++) {
        const CaseHost *from = &c->hosts[i];
        guint32 number = bp_network_node(network, case_host_name(i), NULL);
        BpHost *host = bp_network_edit(network, number);

        host->mailboxes = CASE_MAILBOXES;
        host->lines = (guint16)from->lines;
        host->spool_bytes = from->spool_bytes;
        host->max_recipients = (guint32)from->max_recipients;
        host->relay =
            (guint8)bp_policy_index(bp_policy_find(case_relay_names[from->relay]));
        if (from->smart_host != CASE_NOBODY)
            host->smart_host = (guint32)from->smart_host;
    }
    build_nets(network, c);
    for (int i = 0; i < c->n_hosts; i++)
        serve(network, c, i);
    for (int k = 0; k < c->n_links; k++) {
        const CaseLink *from = &c->links[k];
        BpLine line;

        build_line(from, &line);
        if (from->dialled) {
            line.schedule.kind = BP_SCHEDULE_DEMAND;
            line.setup_us = from->setup_s * BP_SECOND_US;
            line.retry_us = from->retry_s * BP_SECOND_US;
            line.retry_rule = (gint32)rules[from->retry_rule];
            line.max_call_us = from->max_call_s * BP_SECOND_US;
        }
        bp_network_add_link(network, (guint32)from->a, number_of(c, from->b),
                            bp_network_add_line(network, &line), from->cost_ab,
                            from->cost_ba);
    }
    bp_network_finish(network);
    return network;
}

static BpTrace *
build_trace(const Case *c, const BpNetwork *network)
{
    BpTrace *trace = bp_trace_new(network);

    for (int i = 0; i < c->n_letters; i++) {
        const CaseLetter *letter = &c->letters[i];
        BpRecipient recipients[CASE_RECIPIENTS];
        BpTraceMail mail = {
            .at_us = letter->at_ms * 1000 + 7,
            .from = {(guint32)letter->host, (guint32)letter->user},
            .size_bytes = letter->bytes,
            .recipients = recipients,
            .n_recipients = (guint)letter->n_to,
        };

        for (int k = 0; k < letter->n_to; k++) {
            const CaseRecipient *to = &letter->to[k];
            guint32 way[CASE_WAY + 1] = {(guint32)letter->host};

            for (int w = 0; w < to->n_way; w++)
                way[w + 1] = (guint32)to->way[w];
            recipients[k] =
                (BpRecipient){{(guint32)to->host, (guint32)to->user}, BP_NONE};
            if (to->n_way > 0)
                recipients[k].path =
                    bp_paths_add(bp_trace_paths(trace), way, (guint)to->n_way + 1);
        }
        bp_trace_add(trace, &mail);
    }
    return trace;
}

static void
add_blacklist(BpScenario *scenario, const Case *c)
{
    g_autofree char *subscribers = case_names(c->subscribers);
    g_autofree char *scans = g_strdup_printf("%d / h", CASE_SCANS_PER_HOUR);
    g_autofree char *refresh = g_strdup_printf("%d min", c->refresh_min);
    g_autofree char *delists = g_strdup_printf("%d min", c->delist_min);

    kit_group(scenario, "blacklist rbl", "lists", "open relays", "scans", scans,
              "complaint", "0%", "subscribers", subscribers, "refresh", refresh,
              "delists", delists, NULL);
}

static void
add_greylist(BpScenario *scenario, const Case *c)
{
    g_autofree char *subscribers = case_names(c->greylists);
    g_autofree char *delay = g_strdup_printf("%d min", c->delay_min);
    g_autofree char *window = g_strdup_printf("%d min", c->window_min);
    g_autofree char *remembers = g_strdup_printf("%d min", c->remembers_min);

    kit_group(scenario, "greylist grey", "subscribers", subscribers, "delay", delay,
              "window", window, "remembers", remembers, NULL);
}

static void
add_limit(BpScenario *scenario, const Case *c)
{
    g_autofree char *subscribers = case_names(c->limits);
    g_autofree char *limit = g_strdup_printf("%d / h", c->limit_per_hour);
    g_autofree char *burst = g_strdup_printf("%d", c->burst);

    kit_group(scenario, "rate-limit few", "subscribers", subscribers, "limit", limit,
              "burst", burst, NULL);
}

static void
add_spammer(BpScenario *scenario, const Case *c)
{
    g_autofree char *names = case_names(c->spam_relays);
    g_autofree char *relays =
        c->spam_relays ? g_strdup_printf("names: %s", names) : g_strdup("none");
    g_autofree char *start = case_moment(c->spam_start_min);
    g_autofree char *life = g_strdup_printf("%d min", c->spam_life_min);
    g_autofree char *connections = g_strdup_printf("%d", c->spam_connections);
    g_autofree char *bcc = g_strdup_printf("%d", c->spam_bcc);
    g_autofree char *targets = g_strdup_printf("%d", c->spam_targets);

    kit_group(scenario, "spammer cyber", "host", case_host_name(c->spammer), "line",
              "lan", "size", "1 KB", "start", start, "life", life, "connections",
              connections, "bcc", bcc, "targets", targets, "relays", relays, "use",
              case_use_names[c->spam_use], "retry", c->spam_retries ? "yes" : "no",
              NULL);
}

static void
add_groups(BpScenario *scenario, const Case *c)
{
    kit_group(scenario, "mail", "from-file", "case.csv", NULL);
    for (int i = 0; i < c->n_faults; i++) {
        const CaseFault *fault = &c->faults[i];
        g_autofree char *title = g_strdup_printf("outage o%d", i);
        g_autofree char *at = case_moment(fault->at_min);
        g_autofree char *lasts = g_strdup_printf("%d ms", fault->lasts_ms);
        g_autofree char *what =
            fault->b == CASE_NOBODY
                ? g_strdup(case_host_name(fault->a))
                : g_strdup_printf("%s--%s", case_host_name(fault->a),
                                  case_host_name(fault->b));

        kit_group(scenario, title, fault->b == CASE_NOBODY ? "hosts" : "links", what,
                  "at", at, "lasts", lasts, NULL);
    }
    if (c->closing) {
        g_autofree char *names = case_names(c->closing);
        g_autofree char *at = case_moment(c->closes_min);

        kit_group(scenario, "closure", "which", names, "from", at, "to",
                  case_relay_names[c->closed_to], NULL);
    }
    if (c->subscribers)
        add_blacklist(scenario, c);
    if (c->greylists)
        add_greylist(scenario, c);
    if (c->limits)
        add_limit(scenario, c);
    if (c->spammer != CASE_NOBODY)
        add_spammer(scenario, c);
}

BpScenario *
subject_scenario(const Case *c)
{
    BpScenario *scenario = bp_scenario_new();

    scenario->title = g_strdup("a case");
    scenario->begin_unix_s = 841536000;
    scenario->length_us = c->length_min * BP_MINUTE_US;
    scenario->map_interval_us = 30 * BP_DAY_US;
    scenario->warns = c->warns;
    scenario->seed = c->seed;
    scenario->trace_ppm = BP_PPM;
    scenario->network = build_network(c);
    scenario->trace = build_trace(c, scenario->network);
    add_groups(scenario, c);
    return scenario;
}

/* ---- running ---- */

static void
run(const BpScenario *scenario, const Case *c, GArray *log)
{
    g_autoptr(BpWorld) world = bp_world_new(scenario);
    Listener listener = {world, log};

    bp_post_observe(bp_world_post(world), &observer, &listener);
    bp_world_start(world);
    for (int i = 1; i <= LOOKS; i++)
        kit_run(world, c->length_min * BP_MINUTE_US / LOOKS * i);
    kit_run(world, c->length_min * BP_MINUTE_US);
}

void
subject_run(const Case *c, GArray *log)
{
    g_autoptr(BpScenario) scenario = subject_scenario(c);

    run(scenario, c, log);
}

static char *
write_file(const char *folder, const char *name, char *text)
{
    char *path = g_build_filename(folder, name, NULL);
    GError *error = NULL;

    g_file_set_contents(path, text, -1, &error);
    g_assert_no_error(error);
    g_free(text);
    return path;
}

void
subject_run_files(const Case *c, GArray *log)
{
    g_autofree char *folder = g_dir_make_tmp("bangpath-case-XXXXXX", NULL);
    g_autofree char *gv = write_file(folder, "case.gv", case_topology(c));
    g_autofree char *csv = write_file(folder, "case.csv", case_trace(c));
    g_autofree char *path = write_file(folder, "case.scenario", case_scenario(c));
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpScenario) scenario = bp_scenario_read(path, NULL, NULL, problems);
    g_autoptr(GError) error = NULL;

    bp_problems_to_error(problems, &error);
    g_assert_no_error(error);
    run(scenario, c, log);
    g_unlink(gv);
    g_unlink(csv);
    g_unlink(path);
    g_rmdir(folder);
}
