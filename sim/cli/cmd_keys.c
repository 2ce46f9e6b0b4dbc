/* cmd_keys.c - bangpath keys: all that a scenario or topology may say, from the very rows
 * that read it.
 */
#include "command.h"

#include <bangpath/actor.h>
#include <bangpath/generate.h>
#include <bangpath/line.h>
#include <bangpath/mailer.h>
#include <bangpath/policy.h>
#include <bangpath/rfc2505.h>
#include <bangpath/scenario_file.h>
#include <bangpath/tariff.h>
#include <bangpath/topology_file.h>
#include <bangpath/units.h>

extern const BpCommand bp_command_keys;

static void
print_row(const BpParam *row)
{
    g_autofree char *value =
        row->kind == BP_PARAM_TEXT ? g_strdup("text") : bp_param_describe(row);
    g_autofree char *fallback = row->fallback == NULL ? g_strdup("must be given")
                                : row->fallback[0] == 0
                                    ? g_strdup("not set")
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
print_actor(const BpActor *actor)
{
    g_print("[%s%s]  %s\n", actor->group, actor->many ? " NAME" : "", actor->help);
    g_print("  enabled = yes or no; default yes\n");
    print_rows(actor->params);
}

static void
print_scenario(void)
{
    g_print("[scenario]  what is simulated\n");
    print_rows(bp_scenario_params);
    for (guint i = 0; bp_actors[i] != NULL; i++) {
        g_print("\n");
        print_actor(bp_actors[i]);
    }
    g_print("\n[output]  what is kept\n");
    print_rows(bp_output_params);
    for (guint i = 0; bp_generators[i] != NULL; i++) {
        g_print("\ngenerate = %s, and parted by commas:  %s\n", bp_generators[i]->name,
                bp_generators[i]->help);
        print_rows(bp_generators[i]->params);
    }
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

/* The names, parted by @comma, of the bits in @bits; a dash for none. */
static char *
list(guint bits, const char *const *names, const char *comma)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; names[i] != NULL; i++)
        if (bits >> i & 1)
            g_string_append_printf(text, "%s%s", text->len > 0 ? comma : "", names[i]);
    return g_string_free(text->len > 0 ? text : g_string_append_c(text, '-'), FALSE);
}

static void
print_mailers(void)
{
    g_print("\nmailer        from     relay           auth  holes when closed; what of "
            "RFC 2505 it is able to do\n");
    for (const BpMailer *mailer = bp_mailers; mailer->name != NULL; mailer++) {
        g_autofree char *holes = list(mailer->holes, bp_hole_names, ",");
        g_autofree char *able = list(mailer->able, bp_tick_names, " ");

        g_print("%-13s %d-%02d  %-15s %-5s %s; %s\n    %s\n", mailer->name,
                mailer->from_year, mailer->from_month, mailer->relay,
                mailer->auth ? "yes" : "no", holes, able, mailer->help);
    }
    g_print("\nRFC 2505\n");
    for (guint i = 0; bp_tick_names[i] != NULL; i++)
        g_print("%-5s %s\n", bp_tick_names[i], bp_tick_help[i]);
}

static int
in_cents(gint64 udollars)
{
    return (int)((udollars + BP_DOLLAR_U / 200) / (BP_DOLLAR_U / 100));
}

/* By day, of each band: the first minute and a further one. */
static void
print_tariffs(void)
{
    g_print(
        "\ntariff     miles up to: $ for the first minute by day, for each further\n");
    for (const BpTariffTable *table = bp_tariffs; table->name != NULL; table++) {
        g_print("%-9s", table->name);
        for (guint i = 0; i < BP_TARIFF_BANDS; i++) {
            const BpTariffBand *band = &table->bands[i];
            char mi[16] = "abroad";

            if (i + 1 < BP_TARIFF_BANDS)
                g_snprintf(mi, sizeof mi, "%d", (int)band->up_to_mi);
            g_print(" %s: %d.%02d %d.%02d%s", mi, in_cents(band->first_udollars) / 100,
                    in_cents(band->first_udollars) % 100,
                    in_cents(band->further_udollars) / 100,
                    in_cents(band->further_udollars) % 100,
                    i + 1 < BP_TARIFF_BANDS ? "," : "\n");
        }
        g_print("    %d%% off in the evening, %d%% at night; %s\n",
                (int)(table->evening_ppm / 10000), (int)(table->night_ppm / 10000),
                table->help);
    }
}

static void
print_protocols(void)
{
    for (guint i = 0; bp_protocols[i] != NULL; i++)
        g_print("%-12s %s\n", bp_protocols[i]->name, bp_protocols[i]->help);
}

/* One protocol, with the attributes of a link that it alone takes. */
static gboolean
print_protocol(const char *name)
{
    const BpProtocol *protocol = bp_protocol_find(name);

    if (protocol == NULL)
        return FALSE;
    g_print("%s  %s\n", protocol->name, protocol->help);
    g_print("  recipients are answered %s the body is sent; %s goes first\n",
            protocol->asks_first ? "before" : "after",
            protocol->order == BP_ORDER_SMALLEST ? "the smallest file"
                                                 : "what came first");
    print_rows(protocol->params);
    return TRUE;
}

static const char *const stages[] = {
    [BP_STAGE_CONNECTION] = "at the connection",
    [BP_STAGE_ENVELOPE] = "at the envelope",
    [BP_STAGE_CONTENT] = "when the body is there",
    [BP_STAGE_MAILBOX] = "at the mailbox",
};

static void
print_one_policy(const BpPolicy *policy)
{
    g_print("%-22s %s\n", policy->name, policy->help);
    g_print("%-22s asked %s%s%s\n", "", stages[policy->stage],
            policy->on_nets ? ", on nets only" : "",
            policy->is_relay_state ? "; a state of a relay: relay=NAME" : "");
}

static void
print_policies(void)
{
    for (guint i = 0; bp_policies[i] != NULL; i++)
        print_one_policy(bp_policies[i]);
}

/* One policy, and the group of the scenario that brings it about, where it has one. */
static gboolean
print_policy(const char *name)
{
    const BpPolicy *policy = bp_policy_find(name);

    if (policy == NULL)
        return FALSE;
    print_one_policy(policy);
    if (bp_actor_find(name) != NULL)
        print_actor(bp_actor_find(name));
    return TRUE;
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
    print_protocols();
    g_print("\nrelay\n");
    for (guint i = 0; bp_policies[i] != NULL; i++)
        if (bp_policies[i]->is_relay_state)
            g_print("%-16s %s\n", bp_policies[i]->name, bp_policies[i]->help);
    print_mailers();
    print_tariffs();
}

static void
print_units(void)
{
    static const struct {
        const char *name;
        const char *units;
        const char *example;
    } kinds[] = {
        {"duration", "us, ms, s, min, h, d, w", "1.5 h"},
        {"size", "B, KB, MB, GB (by 1000), KiB, MiB, GiB (by 1024)", "2 KB"},
        {"speed", "bps, kbps, Mbps, Gbps: bits a second", "28.8 kbps"},
        {"share", "%, from 0% to 100%", "0.5%"},
        {"price", "$/min, $/h", "0.25 $/min"},
        {"rent", "$/month (the twelfth part of 365.25 d), $/y", "1000 $/month"},
        {"rate", "a number / what it is counted by / s, min, h, d, w or y",
         "5 / mailbox / d"},
        {"instant", "a date, and a time of day: UTC", "1996-09-01 09:00"},
        {"moment", "an instant, or a day of the run: day 1 is begin's date",
         "day 4 09:00"},
    };

    g_print(
        "A quantity is a number, a blank and its unit: none is taken for granted.\n");
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        g_print("  %-9s %-18s %s\n", kinds[i].name, kinds[i].example, kinds[i].units);
}

/**
 * Topic: what may be asked for.
 * @print_one: (nullable): prints one of it by its name; FALSE if there is none of that name
 * @is_part: of another topic, and left out where all are printed
 */
typedef struct {
    const char *name;
    void (*print)(void);
    gboolean (*print_one)(const char *name);
    gboolean is_part;
} Topic;

static const Topic topics[] = {
    {.name = "scenario", .print = print_scenario},
    {.name = "topology", .print = print_topology},
    {.name = "lines", .print = print_lines},
    {.name = "units", .print = print_units},
    {.name = "policy", .print = print_policies, .print_one = print_policy},
    {"protocol", print_protocols, print_protocol, .is_part = TRUE},
};

static void
add_policies(GPtrArray *names)
{
    for (guint i = 0; bp_policies[i] != NULL; i++) {
        g_ptr_array_add(names, (gpointer)bp_policies[i]->name);
        if (bp_policies[i]->alias != NULL)
            g_ptr_array_add(names, (gpointer)bp_policies[i]->alias);
    }
}

static void
add_names(GPtrArray *names, const Topic *topic)
{
    if (topic != NULL && topic->print_one == print_policy)
        add_policies(names);
    for (guint i = 0;
         topic != NULL && topic->print_one == print_protocol && bp_protocols[i] != NULL;
         i++)
        g_ptr_array_add(names, (gpointer)bp_protocols[i]->name);
    for (guint i = 0; topic == NULL && i < G_N_ELEMENTS(topics); i++)
        g_ptr_array_add(names, (gpointer)topics[i].name);
    for (guint i = 0; topic == NULL && bp_actors[i] != NULL; i++)
        g_ptr_array_add(names, (gpointer)bp_actors[i]->group);
    g_ptr_array_add(names, NULL);
}

/* @topic: (nullable): of which @name should be one; else @name should be a topic. */
static int
complain(const Topic *topic, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    add_names(names, topic);

    const char *nearest = bp_nearest(name, (const char *const *)names->pdata);

    if (topic == NULL)
        g_printerr("bangpath keys: \"%s\": expected scenario, topology, lines, units, "
                   "policy, protocol, or a group such as spammer",
                   name);
    else
        g_printerr(
            "bangpath keys: %s \"%s\": expected one that 'bangpath keys %s' lists",
            topic->name, name, topic->name);
    if (nearest != NULL)
        g_printerr("; did you mean \"%s\"?", nearest);
    g_printerr("\n");
    return EXIT_BAD_USAGE;
}

static const Topic *
find_topic(const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS(topics); i++)
        if (g_str_equal(name, topics[i].name))
            return &topics[i];
    return NULL;
}

gboolean
command_keys_has(const char *name)
{
    return find_topic(name) != NULL || bp_actor_find(name) != NULL;
}

/* @one: (nullable) */
static int
print_topic(const char *name, const char *one)
{
    const Topic *topic = find_topic(name);
    const BpActor *actor = bp_actor_find(name);

    if (topic == NULL && actor == NULL)
        return complain(NULL, name);
    if (one != NULL && (topic == NULL || topic->print_one == NULL)) {
        g_printerr("bangpath keys: \"%s\": expected nothing after %s\n", one, name);
        return EXIT_BAD_USAGE;
    }
    if (topic == NULL)
        print_actor(actor);
    else if (one == NULL)
        topic->print();
    else if (!topic->print_one(one))
        return complain(topic, one);
    return EXIT_DONE;
}

static int
run(int argc, char **argv)
{
    if (!command_parse(
            &bp_command_keys, NULL,
            "scenario: groups and keys; topology: attributes of hosts and links; "
            "lines: line profiles,\nprotocols, relay states, mailers and tariffs; "
            "units: how quantities are written; policy: what a\nhost may say to a "
            "stranger; protocol: how a link moves files; or the keys of one group, "
            "such "
            "as\nspammer. Without an argument: all. 'bangpath help TOPIC' does the "
            "same.",
            &argc, &argv, 0, 2))
        return EXIT_BAD_USAGE;
    if (argc > 1)
        return print_topic(argv[1], argc > 2 ? argv[2] : NULL);
    for (guint i = 0; i < G_N_ELEMENTS(topics); i++) {
        if (topics[i].is_part)
            continue;
        if (i > 0)
            g_print("\n");
        topics[i].print();
    }
    return EXIT_DONE;
}

const BpCommand bp_command_keys = {
    .name = "keys",
    .arguments = "[scenario|topology|lines|units|GROUP|policy|protocol [NAME]]",
    .help = "All that a scenario or topology may say, with units and defaults",
    .run = run,
};
