/* topology_write.c - a network as a Graphviz file. */
#include <bangpath/topology_file.h>

#include <bangpath/mailer.h>
#include <bangpath/policy.h>
#include <bangpath/units.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* dot takes minutes for more links: our experience. */
#define LAYERED_LINKS_MAX 400

/* The graph's own net: what most hosts are of, so that they need not say so. */
static guint8
commonest_networks(const BpNetwork *network)
{
    guint32 n[256] = {0};
    guint8 best = BP_NET_UUCP;

    for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
        if (!bp_network_host(network, i)->is_net)
            n[bp_network_host(network, i)->networks]++;
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
    gsize n = strlen(name);
    gboolean good = n > 0 && name[0] != ' ' && name[n - 1] != ' ' &&
                    g_utf8_validate(name, -1, NULL);

    for (const char *at = name; *at; at++)
        good = good && !g_ascii_iscntrl(*at) && !strchr("!@,;\"\\", *at);
    if (good)
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
                               bp_network_host(network, hosts[i])->name);
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
    int hours = isnan(host->lon) ? 0 : (int)lroundf(host->lon / 15);

    return host->tz_minutes == BP_TZ_UNKNOWN || host->tz_minutes == hours * 60;
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
    const BpHost *host = bp_network_host(network, number);
    BpHost usual = bp_host_default();

    append_relaying(out, host);
    if (host->lines != usual.lines)
        g_string_append_printf(out, " lines=%u", host->lines);
    if (host->mailboxes != usual.mailboxes)
        g_string_append_printf(out, " mailboxes=%u", host->mailboxes);
    if (host->spool_bytes != usual.spool_bytes)
        g_string_append_printf(out, " spool=\"%" G_GINT64_FORMAT " B\"",
                               host->spool_bytes);
    if (host->max_recipients != usual.max_recipients)
        g_string_append_printf(out, " max_recipients=%u", host->max_recipients);
    if (bp_network_connections_out(network, number) != BP_CONNECTIONS_OUT)
        g_string_append_printf(out, " connections_out=%u",
                               bp_network_connections_out(network, number));
    if (bp_network_connections_in(network, number) != BP_CONNECTIONS_IN)
        g_string_append_printf(out, " connections_in=%u",
                               bp_network_connections_in(network, number));
    if (!zone_is_implied(host))
        append_zone(out, host->tz_minutes);
    append_clock(out, bp_network_clock_s(network, number));
}

/* Whether serves=leaves says all that @server serves: neighbours that have no other. */
static gboolean
serves_only_leaves(const BpNetwork *network, guint32 server)
{
    guint n, n_out;
    const guint32 *served = bp_network_served_by(network, server, &n);

    if (!bp_network_host(network, server)->serves_leaves)
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
    const BpHost *host = bp_network_host(network, number);
    const char *org = bp_network_org(network, number);
    const char *machine = bp_network_machine(network, number);
    gsize before;

    g_string_append(out, "  ");
    if (!append_name(out, host->name, error))
        return FALSE;
    g_string_append(out, " [");
    before = out->len;
    if (host->is_net)
        g_string_append(out, " kind=net");
    if (host->networks != usual && host->networks != 0)
        append_networks(out, host->networks);
    if (!host->is_net) {
        append_numbers(out, network, number);
        append_served(out, network, number);
        if (host->smart_host != BP_NONE)
            append_names(out, network, "smart_host", &host->smart_host, 1);
        if (bp_network_fallback(network, number) != BP_NONE) {
            guint32 relay = bp_network_fallback(network, number);

            append_names(out, network, "fallback", &relay, 1);
        }
    } else if (bp_network_crossing_us(network, number) > 0) {
        g_string_append_printf(out, " crossing=\"%d us\"",
                               bp_network_crossing_us(network, number));
    }
    if (!isnan(host->lat) && !isnan(host->lon)) {
        append_degrees(out, "lat", host->lat);
        append_degrees(out, "lon", host->lon);
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
append_money(GString *out, gint64 udollars)
{
    g_string_append_printf(out, "%" G_GINT64_FORMAT ".%06d", udollars / BP_DOLLAR_U,
                           (int)(udollars % BP_DOLLAR_U));
}

static void
append_price(GString *out, const char *key, const gint64 *price_udollars)
{
    gboolean one = price_udollars[0] == price_udollars[1] &&
                   price_udollars[1] == price_udollars[2];

    g_string_append_printf(out, " %s=\"", key);
    for (guint i = 0; i < (one ? 1 : BP_N_TARIFFS); i++) {
        if (i > 0)
            g_string_append_c(out, '/');
        append_money(out, price_udollars[i]);
    }
    g_string_append(out, " $/min\"");
}

/* A rate that comes to @interval_us: for long intervals per week, as a rate has twelve
 * decimals at most. */
static void
append_drops(GString *out, gint64 interval_us)
{
    static const struct {
        const char *name;
        double us;
    } units[] = {{"h", 3600e6}, {"s", 1e6}, {"d", 86400e6}, {"w", 604800e6}};
    char text[64] = "0 / h";

    for (guint i = 0; interval_us > 0 && i < G_N_ELEMENTS(units) * 12; i++) {
        guint unit = i / 12;
        char format[16], number[40];
        gint64 read;

        g_snprintf(format, sizeof format, "%%.%uf", i % 12 + 1);
        g_ascii_formatd(number, sizeof number, format,
                        units[unit].us / (double)interval_us);
        g_snprintf(text, sizeof text, "%s / %s", number, units[unit].name);
        if (bp_parse_rate(text, NULL, &read, NULL) && read == interval_us)
            break;
    }
    g_string_append_printf(out, " drops=\"%s\"", text);
}

/* `1e-5`: in as few digits as say it exactly. */
static void
append_errors(GString *out, gint64 per_tbit)
{
    int exponent = -12;

    for (; per_tbit > 0 && per_tbit % 10 == 0; per_tbit /= 10)
        exponent++;
    if (per_tbit == 0)
        g_string_append(out, " errors=\"0\"");
    else
        g_string_append_printf(out, " errors=\"%" G_GINT64_FORMAT "e%d\"", per_tbit,
                               exponent);
}

/* A number of a protocol's parameter in the unit of its row. */
static void
append_param(GString *out, const BpParam *row, gint64 number)
{
    static const struct {
        BpParamKind kind;
        const char *unit;
    } units[] = {
        {BP_PARAM_DURATION, " us"}, {BP_PARAM_BYTES, " B"}, {BP_PARAM_SPEED, " bps"}};
    const char *unit = "";

    g_string_append_printf(out, " %s=\"", row->name);
    for (guint i = 0; i < G_N_ELEMENTS(units); i++)
        if (row->kind == units[i].kind)
            unit = units[i].unit;
    if (row->kind == BP_PARAM_BOOL)
        g_string_append(out, number ? "yes" : "no");
    else if (row->kind == BP_PARAM_CHOICE)
        g_string_append(out, row->choices[number]);
    else if (row->kind == BP_PARAM_DECIMAL)
        append_money(out, number);
    else if (row->kind == BP_PARAM_SHARE)
        g_string_append_printf(out, "%d.%04d%%", (int)(number / 10000),
                               (int)(number % 10000));
    else
        g_string_append_printf(out, "%" G_GINT64_FORMAT "%s", number, unit);
    g_string_append_c(out, '"');
}

/* What few lines have: told of each line of a network in which one has it, so that nothing is
 * left to what an earlier statement said, and of none in others. */
typedef enum {
    FIRST = 1 << 0,
    RENT = 1 << 1,
    PAYS = 1 << 2,
    BACK = 1 << 3,
    RULE = 1 << 4,
    MAX_CALL = 1 << 5,
    GRADES = 1 << 6,
    ERRORS = 1 << 7,
    HALF_DUPLEX = 1 << 8,
} Rarity;

static guint
rarities_of(const BpLine *line)
{
    guint found = 0;

    for (guint i = 0; i < BP_N_TARIFFS; i++)
        found |= line->first_udollars[i] != 0 ? FIRST : 0;
    found |= line->rent_udollars > 0 ? RENT : 0;
    found |= line->pays != BP_PAYS_USUAL ? PAYS : 0;
    found |= line->schedule_back.kind != BP_SCHEDULE_PERMANENT ? BACK : 0;
    found |= line->retry_rule != BP_RETRY_DOUBLING ? RULE : 0;
    found |= line->max_call_us > 0 ? MAX_CALL : 0;
    found |= line->grades != BP_GRADES_ONE ? GRADES : 0;
    found |= line->view.bit_errors > 0 ? ERRORS : 0;
    found |= line->view.turnaround_us > 0 || line->view.spoofs ? HALF_DUPLEX : 0;
    return found;
}

static guint
find_rarities(const BpNetwork *network)
{
    guint found = 0;

    for (guint32 i = 0; i < bp_network_n_lines(network); i++)
        found |= rarities_of(bp_network_line(network, i));
    return found;
}

/* A line that has it not says so: empty means not given. */
static void
append_bills(GString *out, const BpLine *line, guint told)
{
    gint64 first_udollars[BP_N_TARIFFS];

    for (guint i = 0; i < BP_N_TARIFFS; i++)
        first_udollars[i] = line->price_udollars[i] + line->first_udollars[i];
    append_price(out, "price", line->price_udollars);
    if (told & FIRST)
        append_price(out, "price_first", first_udollars);
    if (told & RENT) {
        g_string_append(out, " rent=\"");
        append_money(out, line->rent_udollars);
        g_string_append(out, " $/month\"");
    }
    if (told & PAYS)
        g_string_append_printf(out, " payer=%s", bp_pays_names[line->pays]);
}

static void
append_calls(GString *out, const BpLine *line, guint told)
{
    guint own = rarities_of(line);

    if (told & BACK) {
        g_autofree char *back =
            own & BACK ? bp_schedule_format(&line->schedule_back) : g_strdup("");

        g_string_append_printf(out, " schedule_back=\"%s\"", back);
    }
    if (told & RULE)
        g_string_append_printf(out, " retry_rule=%s",
                               bp_retry_rule_names[line->retry_rule]);
    if (told & GRADES)
        g_string_append_printf(out, " grades=%s", bp_grades_names[line->grades]);
    if (own & MAX_CALL)
        g_string_append_printf(out, " max_call=\"%" G_GINT64_FORMAT " us\"",
                               line->max_call_us);
    else if (told & MAX_CALL)
        g_string_append(out, " max_call=\"\"");
}

/* All that a line is, in full. @told: rarities of the network. */
static void
append_line(GString *out, const BpLine *line, guint told)
{
    g_autofree char *schedule = bp_schedule_format(&line->schedule);
    const BpParam *row = line->protocol->params;

    g_string_append_printf(out,
                           "  edge [speed=\"%" G_GINT64_FORMAT " bps\" protocol=\"%s\"",
                           line->view.bps, line->protocol->name);
    for (guint i = 0; row && row[i].name; i++)
        append_param(out, &row[i], line->protocol_params[i]);
    g_string_append_printf(
        out,
        " latency=\"%" G_GINT64_FORMAT " us\" setup=\"%" G_GINT64_FORMAT
        " us\" retry=\"%" G_GINT64_FORMAT " us\" schedule=\"%s\"",
        line->view.latency_us, line->setup_us, line->retry_us, schedule);
    if (told & HALF_DUPLEX)
        g_string_append_printf(out, " turnaround=\"%" G_GINT64_FORMAT " us\" spoof=%s",
                               line->view.turnaround_us,
                               line->view.spoofs ? "yes" : "no");
    if (told & ERRORS)
        append_errors(out, line->view.bit_errors);
    append_bills(out, line, told);
    append_drops(out, line->drop_interval_us);
    append_calls(out, line, told);
    g_string_append(out, "];\n");
}

static void
append_link(GString *out, const BpNetwork *network, const BpLink *link)
{
    g_string_append_printf(out, "  \"%s\" -- \"%s\" [cost=%d",
                           bp_network_host(network, link->a)->name,
                           bp_network_host(network, link->b)->name, link->cost_ab);
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
    guint told = find_rarities(network);
    guint32 last = BP_NONE;

    if (!print_head(network, text, usual, error))
        return FALSE;
    for (guint32 i = 0; i < bp_network_n_nodes(network); i++)
        if (!append_host(text, network, i, usual, error) ||
            !flush(text, out, 65536, error))
            return FALSE;
    for (guint32 i = 0; i < bp_network_n_links(network); i++) {
        const BpLink *link = bp_network_link(network, i);

        if (link->line != last)
            append_line(text, bp_network_line(network, link->line), told);
        last = link->line;
        append_link(text, network, link);
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

static gboolean
fail_to_write(const char *path, GError **error)
{
    g_set_error(error, BP_ERROR, BP_ERROR_OUTPUT, "%s: cannot be written: %s", path,
                g_strerror(errno));
    return FALSE;
}

static gboolean
write_whole(const BpNetwork *network, const char *comment, const char *path,
            const char *part, GError **error)
{
    FILE *out = g_fopen(part, "w");
    gboolean good;

    if (!out)
        return fail_to_write(path, error);
    good = (!comment || print_comment(comment, out, error)) &&
           bp_topology_print(network, out, error);
    if (!good)
        g_prefix_error(error, "%s: ", path);
    if (fclose(out) != 0 && good)
        good = fail_to_write(path, error);
    if (good && g_rename(part, path) != 0)
        good = fail_to_write(path, error);
    if (!good)
        g_unlink(part);
    return good;
}

gboolean
bp_topology_write(const BpNetwork *network, const char *comment, const char *path,
                  GError **error)
{
    g_autofree char *part = NULL;

    g_return_val_if_fail(network && path, FALSE);

    part = g_strdup_printf("%s.part", path);
    return write_whole(network, comment, path, part, error);
}
