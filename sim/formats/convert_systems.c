/* convert_systems.c - for each host the files by which it called its neighbours: Systems and
 * Devices of HoneyDanBer UUCP (System V, 1983), L.sys and L-devices of 4.3BSD's, for those who
 * run the machines of the time in an emulator. The forms are those of the two manuals, "Managing
 * UUCP and Usenet" (O'Reilly, 1986) beside them. Numbers, log-in names and pass words are made up.
 */
#include <bangpath/convert.h>

/* Log-in names began with U: a host's on all its neighbours. */
#define CHAT "ogin:--ogin: U%s ssword: uucp"

/* One neighbour in both dialects. */
static void
write_neighbour(const BpConvertedCall *call, GString *systems, GString *l_sys)
{
    const char *device = call->is_direct ? "tty01" : "ACU";
    const char *number = call->is_direct ? "-" : call->number;

    g_string_append_printf(
        systems, "%s %s %s %" G_GINT64_FORMAT " %s \"\" \\r " CHAT "\n", call->to,
        call->times, device, call->bps, number, call->from);
    g_string_append_printf(
        l_sys, "%s %s %s %" G_GINT64_FORMAT " %s \"\" \\r " CHAT "\n", call->to,
        call->times, device, call->bps, number, call->from);
}

/* A modem or a wire of each speed that its links have. */
static void
write_device(const BpConvertedCall *call, GHashTable *done, GString *devices,
             GString *l_devices)
{
    g_autofree char *key =
        g_strdup_printf("%d %" G_GINT64_FORMAT, call->is_direct, call->bps);

    if (!g_hash_table_add(done, g_steal_pointer(&key)))
        return;
    if (call->is_direct) {
        g_string_append_printf(devices, "tty01 tty01 - %" G_GINT64_FORMAT " direct\n",
                               call->bps);
        g_string_append_printf(l_devices, "DIR tty01 - %" G_GINT64_FORMAT "\n",
                               call->bps);
    } else {
        g_string_append_printf(devices, "ACU tty00 - %" G_GINT64_FORMAT " hayes\n",
                               call->bps);
        g_string_append_printf(
            l_devices, "ACU tty00 unused %" G_GINT64_FORMAT " hayes\n", call->bps);
    }
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
    g_autoptr(GHashTable) done =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GString *systems = add(converted, name, "Systems");
    GString *devices = add(converted, name, "Devices");
    GString *l_sys = add(converted, name, "L.sys");
    GString *l_devices = add(converted, name, "L-devices");
    GString *poll = add(converted, name, "Poll");

    for (guint i = 0; i < n; i++) {
        g_auto(BpConvertedCall) call = {0};

        if (!bp_convert_call(network, channels[i], &call))
            continue;
        write_neighbour(&call, systems, l_sys);
        write_device(&call, done, devices, l_devices);
        /* uudemon.poll looks once an hour: every N hours is the hours 0, N, 2 N. */
        if (call.period_us > 0) {
            gint64 every = MAX(call.period_us / BP_HOUR_US, 1);

            g_string_append_printf(poll, "%s\t", call.to);
            for (gint64 hour = 0; hour < 24; hour += every)
                g_string_append_printf(poll, "%s%" G_GINT64_FORMAT, hour > 0 ? " " : "",
                                       hour);
            g_string_append_c(poll, '\n');
        }
    }
}

static void
write_phone_book(const BpNetwork *network, BpConverted *converted)
{
    GString *text = bp_convert_add(converted, "phonebook.csv");
    guint32 n_nodes = bp_network_n_nodes(network);

    g_string_append(text, "host,number,login,password\n");
    for (guint32 host = 0; host < n_nodes; host++) {
        const char *name = bp_network_host(network, host).name;
        char number[16];

        if (!bp_convert_has_host(network, host))
            continue;
        bp_convert_number(host, number);
        g_string_append_printf(text, "%s,%s,U%s,uucp\n", name, number, name);
    }
}

static void
make(const BpNetwork *network, BpConverted *converted)
{
    guint32 n_nodes = bp_network_n_nodes(network);

    bp_convert_count(network, converted);
    write_phone_book(network, converted);
    for (guint32 host = 0; host < n_nodes; host++)
        if (bp_convert_has_host(network, host))
            write_host(network, host, converted);
}

const BpConverter bp_convert_systems = {
    .name = "systems",
    .help = "a folder a host: Systems, Devices and Poll of HoneyDanBer UUCP, L.sys and "
            "L-devices of 4.3BSD's",
    .is_folder = TRUE,
    .make = make,
};
