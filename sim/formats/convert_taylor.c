/* convert_taylor.c - for each host the files of Taylor UUCP (its manual, "Configuration Files"): sys, port,
 * dial, call, passwd and config; and live.sh, which runs all of them on one machine, over pipes in place of
 * modems. Numbers, log-in names and pass words are made up.
 */
#include <bangpath/convert.h>
#include <convert_resources.h> /* made by glib-compile-resources */

#define DIAL                                      \
    "dialer hayes\n"                              \
    "chat \"\" ATZ\\r\\d\\c OK ATDT\\T CONNECT\n" \
    "chat-fail BUSY\n"                            \
    "chat-fail NO\\sCARRIER\n"                    \
    "complete \\d\\d+++\\d\\dATH\\r\\c\n"         \
    "abort \\d\\d+++\\d\\dATH\\r\\c\n"

/* Protocols of UUCP go by the same letters; for others Taylor's programs agree on one. */
static void
write_protocol(const BpLine *line, GString *sys)
{
    const BpProtocol *protocol = line->protocol;

    if (!protocol->uucp)
        return;
    g_string_append_printf(sys, "protocol %s\n", protocol->name);
    for (guint i = 0; protocol->params[i].name; i++) {
        gint64 value = line->protocol_params[i];

        if (g_str_equal(protocol->params[i].name, "window"))
            g_string_append_printf(
                sys, "protocol-parameter %s window %" G_GINT64_FORMAT "\n",
                protocol->name, value);
    }
}

static void
write_neighbour(const BpConvertedCall *call, GString *sys, GString *port)
{
    if (call->period_us > 0)
        g_string_append_printf(sys, "# polled every %" G_GINT64_FORMAT " min\n",
                               call->period_us / BP_MINUTE_US);
    g_string_append_printf(sys,
                           "system %s\n"
                           "time %s\n"
                           "port to-%s\n",
                           call->to, call->times, call->to);
    if (!call->is_direct)
        g_string_append_printf(sys, "phone %s\n", call->number);
    write_protocol(call->line, sys);
    g_string_append_c(sys, '\n');

    g_string_append_printf(port, "port to-%s\n", call->to);
    if (call->is_direct)
        g_string_append(port, "type direct\ndevice /dev/ttyS1\n");
    else
        g_string_append(port, "type modem\ndevice /dev/ttyS0\ndialer hayes\n");
    g_string_append_printf(port, "%s %" G_GINT64_FORMAT "\n\n",
                           call->is_direct ? "baud" : "speed", call->bps);
}

static GString *
add(BpConverted *converted, const char *host, const char *name)
{
    g_autofree char *path = g_strdup_printf("%s/%s", host, name);

    return bp_convert_add(converted, path);
}

static void
write_host(const BpNetwork *network, guint32 host, BpConverted *converted)
{
    guint n;
    const guint32 *channels = bp_network_out(network, host, &n);
    const char *name = bp_network_host(network, host).name;
    GString *sys = add(converted, name, "sys");
    GString *port = add(converted, name, "port");
    GString *call_file = add(converted, name, "call");
    GString *passwd = add(converted, name, "passwd");

    g_string_append_printf(add(converted, name, "config"), "nodename %s\n", name);
    g_string_append(add(converted, name, "dial"), DIAL);
    g_string_append(sys, "# What holds for all neighbours.\n"
                         "commands rmail\n"
                         "call-login *\n"
                         "call-password *\n"
                         "chat \"\" \\r\\c ogin: \\L word: \\P\n"
                         "chat-timeout 30\n\n");
    for (guint i = 0; i < n; i++) {
        g_auto(BpConvertedCall) call = {0};

        if (!bp_convert_call(network, channels[i], &call))
            continue;
        write_neighbour(&call, sys, port);
        g_string_append_printf(call_file, "%s U%s uucp\n", call.to, call.from);
        g_string_append_printf(passwd, "U%s uucp\n", call.to);
    }
}

static void
write_live(BpConverted *converted)
{
    g_autoptr(GBytes) script = g_resource_lookup_data(
        bangpath_convert_get_resource(), "/bangpath/convert/live.sh",
        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    gsize n_bytes;
    const char *text = g_bytes_get_data(script, &n_bytes);
    BpConvertedFile *file;

    g_string_append_len(bp_convert_add(converted, "live.sh"), text, (gssize)n_bytes);
    file = g_ptr_array_index(converted->files, converted->files->len - 1);
    file->is_tool = TRUE;
}

static void
make(const BpNetwork *network, BpConverted *converted)
{
    guint32 n_nodes = bp_network_n_nodes(network);

    bp_convert_count(network, converted);
    write_live(converted);
    for (guint32 host = 0; host < n_nodes; host++)
        if (bp_convert_has_host(network, host))
            write_host(network, host, converted);
}

const BpConverter bp_convert_taylor = {
    .name = "taylor",
    .help =
        "a folder a host: Taylor UUCP's sys, port, dial, call and passwd; and live.sh, "
        "which runs them all on one machine",
    .is_folder = TRUE,
    .make = make,
};
