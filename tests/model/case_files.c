/* case_files.c - cases as files that the program reads. */
#include "case.h"

const char *const case_relay_names[] = {"open", "closed-by-peer", "closed-by-sender"};
const char *const case_retry_names[] = {"doubling", "fixed", "taylor"};
const char *const case_use_names[] = {"stick", "rotate", "hop"};

/* ---- what stands in a case ---- */

gboolean
case_is_net(int node)
{
    return node >= CASE_HOSTS;
}

gboolean
case_has_link(const Case *c, int a, int b)
{
    for (int k = 0; k < c->n_links; k++)
        if ((c->links[k].a == a && c->links[k].b == b) ||
            (c->links[k].a == b && c->links[k].b == a))
            return TRUE;
    return FALSE;
}

gboolean
case_has_net(const Case *c, int net)
{
    for (int i = 0; i < c->n_hosts; i++)
        if (case_has_link(c, i, net))
            return TRUE;
    return FALSE;
}

int
case_common_net(const Case *c, int a, int b)
{
    for (int net = CASE_HOSTS; net < CASE_NODES; net++)
        if (case_has_link(c, a, net) && case_has_link(c, b, net))
            return net;
    return CASE_NOBODY;
}

gboolean
case_are_joined(const Case *c, int a, int b)
{
    return case_has_link(c, a, b) || case_common_net(c, a, b) != CASE_NOBODY;
}

guint
case_served(const Case *c, int host)
{
    guint bits = c->hosts[host].serves;

    for (int i = 0; i < c->n_hosts; i++)
        if (c->hosts[i].fallback == host)
            bits |= 1U << i;
    return bits;
}

/* ---- as files ---- */

const char *
case_host_name(int node)
{
    static const char *const names[CASE_NODES] = {"a", "b", "c", "d",
                                                  "e", "f", "y", "z"};

    return names[node];
}

char *
case_moment(int at_min)
{
    return g_strdup_printf("day %d %02d:%02d", at_min / (24 * 60) + 1, at_min / 60 % 24,
                           at_min % 60);
}

char *
case_names(guint bits)
{
    GString *names = g_string_new(NULL);

    for (int i = 0; bits >> i != 0; i++)
        if (bits >> i & 1)
            g_string_append_printf(names, "%s%s", names->len > 0 ? "," : "",
                                   case_host_name(i));
    return g_string_free(names, FALSE);
}

static void
print_host(GString *text, const Case *c, int i)
{
    const CaseHost *host = &c->hosts[i];
    g_autofree char *serves = case_names(host->serves);
    g_autofree char *relay_for = case_names(host->relay_for);

    g_string_append_printf(text, "  %s [relay=\"%s\" lines=%d", case_host_name(i),
                           case_relay_names[host->relay], host->lines);
    if (host->smart_host != CASE_NOBODY)
        g_string_append_printf(text, " smart_host=%s",
                               case_host_name(host->smart_host));
    if (host->serves)
        g_string_append_printf(text, " serves=\"%s\"", serves);
    if (host->relay_for)
        g_string_append_printf(text, " relay_for=\"%s\"", relay_for);
    if (host->spool_bytes)
        g_string_append_printf(text, " spool=\"%d B\"", (int)host->spool_bytes);
    if (c->n_nets > 0)
        g_string_append_printf(
            text, " connections_out=%d connections_in=%d max_recipients=%d",
            host->connections_out, host->connections_in, host->max_recipients);
    if (host->fallback != CASE_NOBODY)
        g_string_append_printf(text, " fallback=%s", case_host_name(host->fallback));
    g_string_append(text, "];\n");
}

static void
print_net(GString *text, const Case *c, int k)
{
    if (case_has_net(c, CASE_HOSTS + k))
        g_string_append_printf(text, "  %s [kind=net crossing=\"%d ms\"];\n",
                               case_host_name(CASE_HOSTS + k), c->crossing_ms[k]);
}

static void
print_access(GString *text, const CaseLink *link)
{
    g_string_append_printf(
        text, "  %s -- %s [speed=\"%d bps\" latency=\"%d ms\" cost=%d cost_back=%d",
        case_host_name(link->a), case_host_name(link->b), (int)link->bps,
        (int)link->latency_ms, link->cost_ab, link->cost_ba);
    if (link->smtp)
        g_string_append_printf(text, " protocol=smtp pipelining=%s];\n",
                               link->pipelining ? "yes" : "no");
    else
        g_string_append_printf(text, " overhead=\"%d ms\"];\n", (int)link->overhead_ms);
}

static void
print_link(GString *text, const CaseLink *link)
{
    if (case_is_net(link->b)) {
        print_access(text, link);
        return;
    }
    g_string_append_printf(
        text, "  %s -- %s [speed=\"%d bps\" overhead=\"%d ms\" cost=%d cost_back=%d",
        case_host_name(link->a), case_host_name(link->b), (int)link->bps,
        (int)link->overhead_ms, link->cost_ab, link->cost_ba);
    if (link->dialled)
        g_string_append_printf(
            text, " schedule=demand setup=\"%d s\" retry=\"%d s\" retry_rule=%s",
            (int)link->setup_s, (int)link->retry_s, case_retry_names[link->retry_rule]);
    if (link->dialled && link->max_call_s)
        g_string_append_printf(text, " max_call=\"%d s\"", (int)link->max_call_s);
    g_string_append(text, "];\n");
}

char *
case_topology(const Case *c)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text,
                           "graph \"case\" {\n"
                           "  node [mailboxes=%d];\n"
                           "  edge [protocol=plain schedule=permanent];\n",
                           CASE_MAILBOXES);
    for (int i = 0; i < c->n_hosts; i++)
        print_host(text, c, i);
    for (int k = 0; k < c->n_nets; k++)
        print_net(text, c, k);
    for (int k = 0; k < c->n_links; k++)
        print_link(text, &c->links[k]);
    g_string_append(text, "}\n");
    return g_string_free(text, FALSE);
}

static void
print_defences(GString *text, const Case *c)
{
    g_autofree char *subscribers = case_names(c->subscribers);
    g_autofree char *greylists = case_names(c->greylists);
    g_autofree char *limits = case_names(c->limits);

    if (c->subscribers)
        g_string_append_printf(text,
                               "[blacklist rbl]\n"
                               "lists = open relays\n"
                               "scans = %d / h\n"
                               "complaint = 0%%\n"
                               "subscribers = %s\n"
                               "refresh = %d min\n"
                               "delists = %d min\n",
                               CASE_SCANS_PER_HOUR, subscribers, c->refresh_min,
                               c->delist_min);
    if (c->greylists)
        g_string_append_printf(text,
                               "[greylist grey]\n"
                               "subscribers = %s\n"
                               "delay = %d min\n"
                               "window = %d min\n"
                               "remembers = %d min\n",
                               greylists, c->delay_min, c->window_min,
                               c->remembers_min);
    if (c->limits)
        g_string_append_printf(text,
                               "[rate-limit few]\n"
                               "subscribers = %s\n"
                               "limit = %d / h\n"
                               "burst = %d\n",
                               limits, c->limit_per_hour, c->burst);
}

static void
print_spammer(GString *text, const Case *c)
{
    g_autofree char *relays = case_names(c->spam_relays);
    g_autofree char *start = case_moment(c->spam_start_min);

    g_string_append_printf(text,
                           "[spammer cyber]\n"
                           "host = %s\n"
                           "line = lan\n"
                           "size = 1 KB\n"
                           "start = %s\n"
                           "life = %d min\n"
                           "connections = %d\n"
                           "bcc = %d\n"
                           "targets = %d\n"
                           "relays = %s%s\n"
                           "use = %s\n"
                           "retry = %s\n",
                           case_host_name(c->spammer), start, c->spam_life_min,
                           c->spam_connections, c->spam_bcc, c->spam_targets,
                           c->spam_relays ? "names: " : "none", relays,
                           case_use_names[c->spam_use], c->spam_retries ? "yes" : "no");
}

char *
case_scenario(const Case *c)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text,
                           "[scenario]\n"
                           "topology = case.gv\n"
                           "begin = 1996-09-01\n"
                           "length = %d min\n"
                           "warnings = %s\n"
                           "seed = %d\n"
                           "[mail]\n"
                           "from-file = case.csv\n"
                           "[output]\n"
                           "trace = all\n",
                           c->length_min, c->warns ? "yes" : "no", (int)c->seed);
    for (int i = 0; i < c->n_faults; i++) {
        const CaseFault *fault = &c->faults[i];
        g_autofree char *at = case_moment(fault->at_min);

        g_string_append_printf(text, "[outage o%d]\n", i);
        if (fault->b == CASE_NOBODY)
            g_string_append_printf(text, "hosts = %s\n", case_host_name(fault->a));
        else
            g_string_append_printf(text, "links = %s--%s\n", case_host_name(fault->a),
                                   case_host_name(fault->b));
        g_string_append_printf(text, "at = %s\nlasts = %d ms\n", at, fault->lasts_ms);
    }
    if (c->closing) {
        g_autofree char *names = case_names(c->closing);
        g_autofree char *at = case_moment(c->closes_min);

        g_string_append_printf(text, "[closure]\nwhich = %s\nfrom = %s\nto = %s\n",
                               names, at, case_relay_names[c->closed_to]);
    }
    print_defences(text, c);
    if (c->spammer != CASE_NOBODY)
        print_spammer(text, c);
    return g_string_free(text, FALSE);
}

char *
case_trace(const Case *c)
{
    GString *text = g_string_new("time,from,to,bytes\n");

    for (int i = 0; i < c->n_letters; i++) {
        const CaseLetter *letter = &c->letters[i];

        g_string_append_printf(text, "%d.%03d007,%s!u%d,", (int)(letter->at_ms / 1000),
                               (int)(letter->at_ms % 1000),
                               case_host_name(letter->host), letter->user);
        for (int k = 0; k < letter->n_to; k++) {
            const CaseRecipient *to = &letter->to[k];

            if (k > 0)
                g_string_append_c(text, ';');
            if (to->n_way == 0)
                g_string_append_printf(text, "u%d@%s", to->user,
                                       case_host_name(to->host));
            for (int w = 0; w < to->n_way; w++)
                g_string_append_printf(text, "%s!", case_host_name(to->way[w]));
            if (to->n_way > 0)
                g_string_append_printf(text, "u%d", to->user);
        }
        g_string_append_printf(text, ",%u\n", letter->bytes);
    }
    return g_string_free(text, FALSE);
}
