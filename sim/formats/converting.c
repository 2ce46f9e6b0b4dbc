/* converting.c - what conversions have in common: files, hosts and links that count, calls. */
#include <bangpath/convert.h>
#include <string.h>

GString *
bp_convert_add(BpConverted *converted, const char *path)
{
    BpConvertedFile *file;

    g_return_val_if_fail(converted && path, NULL);

    file = g_new0(BpConvertedFile, 1);
    file->path = g_strdup(path);
    file->text = g_string_new(NULL);
    g_ptr_array_add(converted->files, file);
    return file->text;
}

gboolean
bp_convert_has_host(const BpNetwork *network, guint32 host)
{
    BpHost it = bp_network_host(network, host);
    const char *name = it.name;

    if (it.is_net || !(it.networks & BP_NET_UUCP) || !g_ascii_isalnum(name[0]))
        return FALSE;
    while (g_ascii_isalnum(*name) || (*name && strchr(".-_", *name)))
        name++;
    return *name == 0;
}

gboolean
bp_convert_has_link(const BpNetwork *network, guint32 link)
{
    BpLink it = bp_network_link(network, link);

    return bp_convert_has_host(network, it.a) && bp_convert_has_host(network, it.b);
}

void
bp_convert_count(const BpNetwork *network, BpConverted *converted)
{
    guint32 n_nodes = bp_network_n_nodes(network);
    guint32 n_links = bp_network_n_links(network);

    for (guint32 host = 0; host < n_nodes; host++)
        if (bp_convert_has_host(network, host))
            converted->n_hosts++;
        else
            converted->n_hosts_left++;
    for (guint32 link = 0; link < n_links; link++)
        converted->n_links_left += bp_convert_has_link(network, link) ? 0 : 1;
    converted->why_left =
        "nets, what is not of UUCP, and names that are more than letters, "
        "digits, dots, dashes and underscores";
}

void
bp_convert_number(guint32 host, char *number)
{
    g_snprintf(number, 11, "%03u555%04u", 200 + host / 10000 % 800, host % 10000);
}

void
bp_convert_call_clear(BpConvertedCall *call)
{
    g_free(call->times);
    *call = (BpConvertedCall){0};
}

gboolean
bp_convert_call(const BpNetwork *network, guint32 channel, BpConvertedCall *call)
{
    const BpLine *line = bp_network_channel_line(network, channel);
    gboolean is_back = channel % 2 != 0;
    gboolean has_own = is_back && line->schedule_back.kind != BP_SCHEDULE_PERMANENT;
    const BpSchedule *schedule = has_own ? &line->schedule_back : &line->schedule;

    g_return_val_if_fail(call, FALSE);

    if (!bp_convert_has_link(network, channel / 2))
        return FALSE;
    *call = (BpConvertedCall){
        .from = bp_network_host(network, bp_network_from(network, channel)).name,
        .to = bp_network_host(network, bp_network_to(network, channel)).name,
        .bps = line->view.bps,
        .is_direct = line->schedule.kind == BP_SCHEDULE_PERMANENT,
        .line = line,
    };
    /* Of a link that is polled only the end named first calls. */
    call->times = schedule->kind == BP_SCHEDULE_POLL && is_back
                      ? g_strdup("Never")
                      : bp_schedule_times(schedule);
    if (schedule->kind == BP_SCHEDULE_POLL && !is_back)
        call->period_us = schedule->period_us;
    bp_convert_number(bp_network_to(network, channel), call->number);
    return TRUE;
}
