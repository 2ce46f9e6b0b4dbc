/* cmd_keys.c - bangpath keys: all that a scenario or topology may say, from the very rows
 * that read it.
 */
#include "command.h"

#include <bangpath/actor.h>
#include <bangpath/line.h>
#include <bangpath/policy.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>

extern const BpCommand bp_command_keys;

static void
print_row(const BpParam *row)
{
    g_autofree char *value = bp_param_describe(row);
    g_autofree char *fallback =
        row->fallback == NULL   ? g_strdup("must be given")
        : row->fallback[0] == 0 ? g_strdup("not set")
                                : g_strdup_printf("default %s", row->fallback);

    g_print("  %s = %s; %s\n", row->name, value, fallback);
    g_print("      %s\n", row->help);
}

static void
print_rows(const BpParam *rows)
{
    for (guint i = 0; rows[i].name != NULL; i++)
        print_row(&rows[i]);
}

static void
print_scenario(void)
{
    g_print("[scenario]  what is simulated\n");
    print_rows(bp_scenario_params);
    for (guint i = 0; bp_actors[i] != NULL; i++) {
        const BpActor *actor = bp_actors[i];

        g_print("\n[%s%s]  %s\n", actor->group, actor->many ? " NAME" : "", actor->help);
        g_print("  enabled = yes or no; default yes\n");
        print_rows(actor->params);
    }
    g_print("\n[output]  what is kept\n");
    print_rows(bp_output_params);
}

static void
print_topology(void)
{
    static const char *const parts[] = {
        [BP_TOPOLOGY_GRAPH] = "graph",
        [BP_TOPOLOGY_HOST] = "node, a host or net",
        [BP_TOPOLOGY_LINK] = "edge, a link or access line",
    };

    for (guint part = 0; part < BP_TOPOLOGY_N_PARTS; part++) {
        g_print("%s%s\n", part > 0 ? "\n" : "", parts[part]);
        print_rows(bp_topology_params((BpTopologyPart)part));
    }
}

static void
print_lines(void)
{
    g_print("%-12s %11s  %9s  %s\n", "line", "bit/s", "set-up", "");
    for (const BpLineProfile *line = bp_line_profiles; line->name != NULL; line++) {
        g_autofree char *set_up = bp_format_duration(line->setup_us);

        g_print("%-12s %11" G_GINT64_FORMAT "  %9s  %s\n", line->name, line->bps,
                line->dial_up ? set_up : "permanent", line->help);
    }
    g_print("\nprotocol\n");
    for (guint i = 0; bp_protocols[i] != NULL; i++)
        g_print("%-12s %s\n", bp_protocols[i]->name, bp_protocols[i]->help);
    g_print("\nrelay\n");
    for (guint i = 0; bp_policies[i] != NULL; i++)
        if (bp_policies[i]->is_relay_state)
            g_print("%-16s %s\n", bp_policies[i]->name, bp_policies[i]->help);
}

static int
run(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*print)(void);
    } topics[] = {
        {"scenario", print_scenario},
        {"topology", print_topology},
        {"lines", print_lines},
    };

    if (!command_parse(&bp_command_keys, NULL,
                       "scenario: groups and keys; topology: attributes; lines: line "
                       "profiles, protocols and\nrelay states. Without an argument: all.",
                       &argc, &argv, 0, 1))
        return EXIT_BAD_USAGE;

    gboolean found = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS(topics); i++) {
        if (argc > 1 && !g_str_equal(argv[1], topics[i].name))
            continue;
        if (found)
            g_print("\n");
        topics[i].print();
        found = TRUE;
    }
    if (found)
        return EXIT_DONE;
    g_printerr("bangpath keys: \"%s\": expected scenario, topology or lines\n", argv[1]);
    return EXIT_BAD_USAGE;
}

const BpCommand bp_command_keys = {
    .name = "keys",
    .arguments = "[scenario|topology|lines]",
    .help = "All that a scenario or topology may say",
    .run = run,
};
