/* recorder_tables.c - what stands at the end: the run, its hosts, links and totals. */
#include "recorder_private.h"

#include <bangpath/calendar.h>
#include <math.h>

static void
put_number(BpRecorder *recorder, const char *key, gint64 number)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

    bp_run_db_put(recorder->writer, BP_TABLE_RUN, "ss", key, text);
}

static void
put_text(BpRecorder *recorder, const char *key, const char *text)
{
    bp_run_db_put(recorder->writer, BP_TABLE_RUN, "ss", key, text);
}

static void
finish_run(BpRecorder *recorder, const BpRunResult *result)
{
    const BpScenario *scenario = bp_world_scenario(recorder->world);
    g_autofree char *begin = bp_format_instant(result->begin_unix_s);
    g_autofree char *trajectory =
        g_strdup_printf("%016" G_GINT64_MODIFIER "x", result->trajectory);

    put_text(recorder, "version", BANGPATH_VERSION);
    put_number(recorder, "schema", BP_RUN_DB_SCHEMA);
    put_text(recorder, "scenario", scenario->path);
    put_text(recorder, "merged", scenario->merged);
    put_text(recorder, "title", scenario->title);
    put_text(recorder, "topology", bp_network_title(recorder->network));
    put_number(recorder, "epoch", bp_network_epoch(recorder->network));
    put_text(recorder, "begin", begin);
    put_number(recorder, "length_us", result->length_us);
    put_number(recorder, "warm_up_us", scenario->warm_up_us);
    put_number(recorder, "end_us", result->end_us);
    put_number(recorder, "seed", (gint64)result->seed);
    put_number(recorder, "trace_ppm", scenario->trace_ppm);
    put_number(recorder, "complete", result->complete);
    put_text(recorder, "trajectory", trajectory);
    for (guint i = 0; i < scenario->inputs->len; i++) {
        const BpInput *input = scenario->inputs->pdata[i];

        bp_run_db_put(recorder->writer, BP_TABLE_INPUTS, "sss", input->path,
                      input->sha256, input->text);
    }
}

/* (transfer full): `uucp,internet`. */
static char *
networks_text(guint8 networks)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; bp_net_kind_names[i]; i++)
        if (networks & (1U << i))
            g_string_append_printf(text, "%s%s", text->len ? "," : "",
                                   bp_net_kind_names[i]);
    return g_string_free(text, FALSE);
}

/* A float as the decimal number that it was read from. */
static double
degrees(float value)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];

    if (!isfinite(value))
        return NAN;
    return g_ascii_strtod(g_ascii_formatd(text, sizeof text, "%.7g", (double)value),
                          NULL);
}

static void
finish_host(BpRecorder *recorder, guint32 number, const guint64 *sent_bytes)
{
    BpHost host = bp_network_host(recorder->network, number);
    const BpPost *post = recorder->post;
    g_autofree char *networks = networks_text(host.networks);
    guint relay = bp_post_relay(post, number);

    bp_run_db_put(recorder->writer, BP_TABLE_HOSTS, "isssissddsiiiiiii", (gint64)number,
                  host.name, host.is_net ? "net" : "host", networks,
                  (gint64)(host.is_net ? 0 : host.mailboxes),
                  host.is_net ? NULL : bp_policies[host.relay]->name,
                  host.is_net ? NULL : bp_policies[relay]->name, degrees(host.lat),
                  degrees(host.lon), bp_network_org(recorder->network, number),
                  (gint64)(host.is_net ? 0 : host.lines),
                  (gint64)bp_post_spam_delivered(post, number),
                  (gint64)bp_post_delivered(post, number),
                  (gint64)bp_post_relayed(post, number),
                  (gint64)bp_post_spool_bytes(post, number),
                  bp_carrier_paid_udollars(bp_post_carrier(post), number),
                  (gint64)sent_bytes[number]);
}

/* What left each host: a further line of its own counts for it too. */
static void
finish_hosts(BpRecorder *recorder)
{
    guint32 n = bp_network_n_nodes(recorder->network);
    g_autofree guint64 *sent_bytes = g_new0(guint64, n);

    for (guint32 channel = 0; channel < 2 * recorder->n_links; channel++)
        sent_bytes[bp_network_from(recorder->network, channel)] +=
            bp_post_channel_books(recorder->post, channel).bytes;
    for (guint32 host = 0; host < n; host++)
        finish_host(recorder, host, sent_bytes);
}

/* (nullable): the profile that @line is of, whatever its protocol and schedule. */
static const char *
profile_name(const BpLine *line)
{
    for (const BpLineProfile *profile = bp_line_profiles; profile->name; profile++)
        if (profile->bps == line->view.bps && profile->setup_us == line->setup_us &&
            profile->latency_us == line->view.latency_us)
            return profile->name;
    return NULL;
}

static void
finish_link(BpRecorder *recorder, guint32 number)
{
    BpLink link = bp_network_link(recorder->network, number);
    const BpLine *line = bp_network_line(recorder->network, link.line);
    BpChannelBooks ab = bp_post_channel_books(recorder->post, 2 * number);
    BpChannelBooks ba = bp_post_channel_books(recorder->post, 2 * number + 1);
    const BpCarrier *carrier = bp_post_carrier(recorder->post);
    g_autofree char *schedule = bp_schedule_format(&line->schedule);

    bp_run_db_put(
        recorder->writer, BP_TABLE_LINKS, "iiiissisiiiiiiiiiiii", (gint64)number,
        (gint64)link.a, (gint64)link.b,
        (gint64)(number < bp_network_n_links(recorder->network)), profile_name(line),
        line->protocol->name, line->view.bps, schedule, (gint64)link.cost_ab,
        (gint64)link.cost_ba, (gint64)bp_carrier_link_calls(carrier, number),
        bp_carrier_link_line_us(carrier, number),
        bp_carrier_link_paid_udollars(carrier, number), (gint64)ab.bytes,
        (gint64)ba.bytes, (gint64)ab.copies, (gint64)ba.copies, (gint64)ab.spam_copies,
        (gint64)ba.spam_copies, (gint64)bp_carrier_link_repeats(carrier, number));
}

static void
finish_totals(BpRecorder *recorder, const BpRunResult *result)
{
    g_autoptr(GArray) totals = bp_run_totals(result);

    for (guint i = 0; i < totals->len; i++) {
        const BpTotal *total = &g_array_index(totals, BpTotal, i);

        if (total->kind == BP_TOTAL_WHOLE)
            bp_run_db_put(recorder->writer, BP_TABLE_TOTALS, "si", total->name,
                          (gint64)total->whole);
        else if (total->kind == BP_TOTAL_REAL)
            bp_run_db_put(recorder->writer, BP_TABLE_TOTALS, "sd", total->name,
                          total->real);
        else if (total->kind == BP_TOTAL_NULL)
            bp_run_db_put(recorder->writer, BP_TABLE_TOTALS, "sn", total->name);
    }
}

void
bp_recorder_finish(BpRecorder *recorder, const BpRunResult *result)
{
    if (recorder->writer == NULL)
        return;
    bp_recorder_sample(recorder);
    bp_recorder_sample_links(recorder);
    finish_run(recorder, result);
    finish_hosts(recorder);
    for (guint32 link = 0; link < recorder->n_links; link++)
        finish_link(recorder, link);
    finish_totals(recorder, result);
}
