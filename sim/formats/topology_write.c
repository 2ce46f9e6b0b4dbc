/* topology_write.c - a network as a Graphviz file. */
#include <bangpath/topology_file.h>

#include "topology_attributes.h"
#include "topology_write.h"

#include <bangpath/calendar.h>
#include <bangpath/mailer.h>
#include <bangpath/part.h>
#include <bangpath/policy.h>
#include <bangpath/units.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>

/* dot takes minutes for more links: our experience. */
#define LAYERED_LINKS_MAX 400

/* The graph's own net: what most hosts are of, so that they need not say so. */
static guint8
commonest_networks(const BpNetwork *network)
{
    guint32 n[256] = {0};
    guint8 best = BP_NET_UUCP;

    for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
        if (!bp_network_host(network, i).is_net)
            n[bp_network_host(network, i).networks]++;
    for (guint i = 0; i < 256; i++)
        if (n[i] > n[best])
            best = (guint8)i;
    return best;
}

/* In double quotes; the scanner knows no other escape than \" and leaves \\ as it is,
 * so some texts have no spelling. FALSE for one of these. */
static gboolean
append_quoted(GString *out, const char *text)
{
    gsize n_backslashes = 0;

    g_string_append_c(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\n') {
            if (n_backslashes % 2 != 0)
                return FALSE;
            if (*text == '"')
                g_string_append_c(out, '\\');
        }
        n_backslashes = *text == '\\' ? n_backslashes + 1 : 0;
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
    return n_backslashes % 2 == 0;
}

static gboolean
append_text(GString *out, const char *key, const char *text, GError **error)
{
    g_string_append_printf(out, " %s=", key);
    if (append_quoted(out, text) && g_utf8_validate(text, -1, NULL))
        return TRUE;
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                "%s = \"%s\": expected a text that a Graphviz file can hold, without a "
                "backslash before its end, a quote or a new line",
                key, text);
    return FALSE;
}

static gboolean
append_name(GString *out, const char *name, GError **error)
{
    if (bp_topology_is_name(name) && g_utf8_validate(name, -1, NULL))
        return append_quoted(out, name);
    g_set_error(error, BP_ERROR, BP_ERROR_VALUE,
                "host \"%s\": expected a name without ! @ , ; \" \\ and control "
                "characters",
                name);
    return FALSE;
}

static void
append_networks(GString *out, guint8 networks)
{
    const char *comma = "";

    g_string_append(out, " net=\"");
    for (guint i = 0; bp_net_kind_names[i]; i++)
        if (networks & (1u << i)) {
            g_string_append_printf(out, "%s%s", comma, bp_net_kind_names[i]);
            comma = ",";
        }
    g_string_append_c(out, '"');
}

/* With as few decimals as read back the same. */
static void
append_degrees(GString *out, const char *key, float degrees)
{
    char text[64];

    for (int places = 0; places <= 6; places++) {
        char format[8];

        g_snprintf(format, sizeof format, "%%.%df", places);
        g_ascii_formatd(text, sizeof text, format, (double)degrees);
        if ((float)g_ascii_strtod(text, NULL) == degrees)
            break;
    }
    g_string_append_printf(out, " %s=%s", key, text);
}

static void
append_names(GString *out, const BpNetwork *network, const char *key,
             const guint32 *hosts, guint n)
{
    if (n == 0)
        return;

    g_string_append_printf(out, " %s=\"", key);
    for (guint i = 0; i < n; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? "," : "",
                               bp_network_host(network, hosts[i]).name);
    g_string_append_c(out, '"');
}

static void
append_zone(GString *out, int minutes)
{
    g_string_append_printf(out, " tz=\"%c%d:%02d\"", minutes < 0 ? '-' : '+',
                           ABS(minutes) / 60, ABS(minutes) % 60);
}

/* Whether bp_network_finish() comes to the same zone without being told. */
static gboolean
zone_is_implied(const BpHost *host)
{
    return host->tz_minutes == BP_TZ_UNKNOWN ||
           host->tz_minutes == bp_zone_at(host->lon);
}

static void
append_holes(GString *out, guint8 holes)
{
    const char *comma = "";

    g_string_append(out, " holes=\"");
    for (guint i = 0; bp_hole_names[i]; i++)
        if (holes >> i & 1) {
            g_string_append_printf(out, "%s%s", comma, bp_hole_names[i]);
            comma = ",";
        }
    g_string_append(out, holes == 0 ? "none\"" : "\"");
}

/* The mailer, and what of the host is not as it came with that. */
static void
append_relaying(GString *out, const BpHost *host)
{
    const BpMailer *mailer = bp_mailer_of(host->mailer);
    BpHost usual = bp_host_default();

    if (mailer) {
        usual.relay = (guint8)bp_mailer_relay(mailer);
        usual.holes = mailer->holes;
        usual.auth = mailer->auth ? 1 : 0;
        g_string_append_printf(out, " mailer=\"%s\"", mailer->name);
    }
    if (host->relay != usual.relay)
        g_string_append_printf(out, " relay=\"%s\"", bp_policies[host->relay]->name);
    if (host->holes != usual.holes)
        append_holes(out, host->holes);
    if (host->auth != usual.auth)
        g_string_append_printf(out, " auth=%s", host->auth ? "yes" : "no");
}

static void
append_clock(GString *out, gint32 ahead_s)
{
    if (ahead_s != 0)
        g_string_append_printf(out, " clock=\"%d s %s\"", ABS(ahead_s),
                               ahead_s > 0 ? "fast" : "slow");
}

static void
append_numbers(GString *out, const BpNetwork *network, guint32 number)
{
    BpHost host = bp_network_host(network, number);
    BpHost usual = bp_host_default();

    append_relaying(out, &host);
    if (host.lines != usual.lines)
        g_string_append_printf(out, " lines=%u", host.lines);
    if (host.mailboxes != usual.mailboxes)
        g_string_append_printf(out, " mailboxes=%u", host.mailboxes);
    if (host.spool_bytes != usual.spool_bytes)
        g_string_append_printf(out, " spool=\"%" G_GINT64_FORMAT " B\"",
                               host.spool_bytes);
    if (host.max_recipients != usual.max_recipients)
        g_string_append_printf(out, " max_recipients=%u", host.max_recipients);
    if (bp_network_connections_out(network, number) != BP_CONNECTIONS_OUT)
        g_string_append_printf(out, " connections_out=%u",
                               bp_network_connections_out(network, number));
    if (bp_network_connections_in(network, number) != BP_CONNECTIONS_IN)
        g_string_append_printf(out, " connections_in=%u",
                               bp_network_connections_in(network, number));
    if (!zone_is_implied(&host))
        append_zone(out, host.tz_minutes);
    append_clock(out, bp_network_clock_s(network, number));
}

/* Whether serves=leaves says all that @server serves: neighbours that have no other. */
static gboolean
serves_only_leaves(const BpNetwork *network, guint32 server)
{
    guint n, n_out;
    const guint32 *served = bp_network_served_by(network, server, &n);

    if (!bp_network_host(network, server).serves_leaves)
        return FALSE;
    for (guint i = 0; i < n; i++) {
        const guint32 *out = bp_network_out(network, served[i], &n_out);

        if (n_out == 0 || bp_network_to(network, out[0]) != server ||
            bp_network_to(network, out[n_out - 1]) != server)
            return FALSE;
    }
    return TRUE;
}

static void
append_served(GString *out, const BpNetwork *network, guint32 host)
{
    guint n;
    const guint32 *others = bp_network_served_by(network, host, &n);

    if (serves_only_leaves(network, host))
        g_string_append(out, " serves=leaves");
    else
        append_names(out, network, "serves", others, n);
    others = bp_network_relayed_for(network, host, &n);
    append_names(out, network, "relay_for", others, n);
}

static gboolean
append_host(GString *out, const BpNetwork *network, guint32 number, guint8 usual,
            GError **error)
{
    BpHost host = bp_network_host(network, number);
    const char *org = bp_network_org(network, number);
    const char *machine = bp_network_machine(network, number);
    gsize before;

    g_string_append(out, "  ");
    if (!append_name(out, host.name, error))
        return FALSE;
    g_string_append(out, " [");
    before = out->len;
    if (host.is_net)
        g_string_append(out, " kind=net");
    if (host.networks != usual && host.networks != 0)
        append_networks(out, host.networks);
    if (!host.is_net) {
        append_numbers(out, network, number);
        append_served(out, network, number);
        if (host.smart_host != BP_NONE)
            append_names(out, network, "smart_host", &host.smart_host, 1);
        if (bp_network_fallback(network, number) != BP_NONE) {
            guint32 relay = bp_network_fallback(network, number);

            append_names(out, network, "fallback", &relay, 1);
        }
    } else if (bp_network_crossing_us(network, number) > 0) {
        g_string_append_printf(out, " crossing=\"%d us\"",
                               bp_network_crossing_us(network, number));
    }
    if (!isnan(host.lat) && !isnan(host.lon)) {
        append_degrees(out, "lat", host.lat);
        append_degrees(out, "lon", host.lon);
    }
    if (org && *org && !append_text(out, "org", org, error))
        return FALSE;
    if (machine && *machine && !append_text(out, "machine", machine, error))
        return FALSE;
    if (out->len > before)
        g_string_erase(out, (gssize)before, 1);
    g_string_append(out, "];\n");
    return TRUE;
}

/* ---- links ---- */

static void
append_link(GString *out, const BpNetwork *network, const BpLink *link)
{
    g_string_append_printf(out, "  \"%s\" -- \"%s\" [cost=%d",
                           bp_network_host(network, link->a).name,
                           bp_network_host(network, link->b).name, link->cost_ab);
    if (link->cost_ba != link->cost_ab)
        g_string_append_printf(out, " cost_back=%d", link->cost_ba);
    g_string_append(out, "];\n");
}

/* ---- the whole ---- */

static gboolean
flush(GString *text, FILE *out, gsize at_least, GError **error)
{
    gboolean good = TRUE;

    if (text->len >= at_least) {
        good = fwrite(text->str, 1, text->len, out) == text->len;
        g_string_truncate(text, 0);
    }
    if (!good)
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s", g_strerror(errno));
    return good;
}

static gboolean
print_head(const BpNetwork *network, GString *text, guint8 usual, GError **error)
{
    const char *title = bp_network_title(network);
    gsize before;

    g_string_append(text, "graph {\n  graph [");
    before = text->len;
    append_networks(text, usual);
    g_string_erase(text, (gssize)before, 1);
    if (bp_network_epoch(network) > 0)
        g_string_append_printf(text, " epoch=%d", bp_network_epoch(network));
    if (title && *title && !append_text(text, "label", title, error))
        return FALSE;
    if (bp_network_n_links(network) > LAYERED_LINKS_MAX)
        g_string_append(text, " layout=sfdp overlap=scale");
    g_string_append(text, "];\n");
    return TRUE;
}

static gboolean
print_all(const BpNetwork *network, GString *text, FILE *out, GError **error)
{
    guint8 usual = commonest_networks(network);
    guint told = bp_topology_rarities(network);
    guint32 last = BP_NONE;

    if (!print_head(network, text, usual, error))
        return FALSE;
    for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
        if (!append_host(text, network, i, usual, error) ||
            !flush(text, out, 65536, error))
            return FALSE;
    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        BpLink link = bp_network_link(network, i);

        if (link.line != last)
            bp_topology_append_line(text, bp_network_line(network, link.line), told);
        last = link.line;
        append_link(text, network, &link);
        if (!flush(text, out, 65536, error))
            return FALSE;
    }
    g_string_append(text, "}\n");
    return flush(text, out, 0, error);
}

gboolean
bp_topology_print(const BpNetwork *network, FILE *out, GError **error)
{
    GString *text;
    gboolean good;

    g_return_val_if_fail(network && out, FALSE);

    text = g_string_new(NULL);
    good = print_all(network, text, out, error);
    g_string_free(text, TRUE);
    if (good && fflush(out) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s", g_strerror(errno));
        return FALSE;
    }
    return good;
}

/* Each line behind two slashes. */
static gboolean
print_comment(const char *comment, FILE *out, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(comment, "\n", -1);

    for (char **line = lines; *line; line++)
        if ((**line || line[1]) && fprintf(out, "// %s\n", *line) < 0) {
            g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s", g_strerror(errno));
            return FALSE;
        }
    return TRUE;
}

gboolean
bp_topology_write(const BpNetwork *network, const char *comment, const char *path,
                  GError **error)
{
    FILE *part;
    gboolean good;

    g_return_val_if_fail(network && path, FALSE);

    part = bp_part_open(path, error);
    if (part == NULL)
        return FALSE;
    good = (!comment || print_comment(comment, part, error)) &&
           bp_topology_print(network, part, error);
    if (!good)
        g_prefix_error(error, "%s: ", path);
    return bp_part_close(path, part, good, error);
}
