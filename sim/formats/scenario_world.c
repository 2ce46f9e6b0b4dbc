/* scenario_world.c - the network and the mail trace that a scenario names. */
#include "scenario_reading.h"
#include "topology_private.h"
#include "trace_private.h"

#include <bangpath/actor.h>
#include <bangpath/generate.h>
#include <bangpath/random.h>
#include <string.h>

static const BpSetting *
find_setting(GPtrArray *sections, const char *title, const char *key)
{
    const BpSection *section = sections ? bp_section_find(sections, title) : NULL;

    return section ? bp_section_get(section, key) : NULL;
}

/* Whether a key says the same in this scenario and in that of which it is a variation. */
static gboolean
is_unvaried(const BpReading *reading, const char *title, const char *key)
{
    const BpSetting *ours = find_setting(reading->sections, title, key);
    const BpSetting *base = find_setting(reading->base->sections, title, key);

    if (!ours || !base)
        return ours == base;
    return strcmp(ours->value, base->value) == 0 && ours->file == base->file;
}

/* A text without a seed takes the scenario's. */
static gboolean
generates_the_same(const BpReading *reading)
{
    const BpSetting *setting = find_setting(reading->sections, "scenario", "generate");

    return !setting || strstr(setting->value, "seed") ||
           reading->scenario->seed == reading->base->seed;
}

static gboolean
borrow_network(BpReading *reading)
{
    if (!reading->base || !is_unvaried(reading, "scenario", "topology") ||
        !is_unvaried(reading, "scenario", "generate") ||
        !is_unvaried(reading, "scenario", "schedule") || !generates_the_same(reading))
        return FALSE;
    reading->scenario->network = reading->base->network;
    reading->scenario->borrows_network = TRUE;
    return TRUE;
}

static gboolean
borrow_trace(BpReading *reading, const char *title)
{
    if (!reading->scenario->borrows_network || !reading->base->trace ||
        reading->scenario->begin_unix_s != reading->base->begin_unix_s ||
        !is_unvaried(reading, title, "from-file"))
        return FALSE;
    reading->scenario->trace = reading->base->trace;
    reading->scenario->borrows_trace = TRUE;
    return TRUE;
}

/* The resolved path takes the place of what was written, for the merged text. */
static void
read_topology(BpReading *reading, BpSetting *setting)
{
    g_autofree char *path = bp_reading_resolve(setting, setting->value);
    BpSource source;

    if (!bp_reading_open(reading, &source, path, setting))
        return;
    reading->scenario->network =
        bp_topology_read_source(&source, path, BP_PIECE_BYTES, reading->problems);
    bp_reading_keep_input(reading, &source, path);
    g_free(setting->value);
    setting->value = g_steal_pointer(&path);
}

static void
generate(BpReading *reading, const BpValue *value)
{
    g_autoptr(GError) error = NULL;

    reading->scenario->network =
        bp_generate(value->text, MIN(reading->scenario->seed, BP_SEED_MAX), &error);
    if (error)
        bp_reading_complain(reading, value, "generate", error->message);
}

/* One schedule for every call, whatever the topology says. */
static void
reschedule(BpReading *reading)
{
    const BpValue *value = &reading->values[BP_SCENARIO_SCHEDULE];
    g_autoptr(GError) error = NULL;
    BpSchedule schedule;

    /* A network that is borrowed has it already. */
    if (!value->set || reading->scenario->borrows_network)
        return;
    if (!bp_schedule_parse(value->text, &schedule, &error))
        bp_reading_complain(reading, value, "schedule", error->message);
    else if (schedule.kind == BP_SCHEDULE_PERMANENT ||
             schedule.kind == BP_SCHEDULE_NEVER)
        bp_reading_complain(reading, value, "schedule",
                            "demand, poll 4 h, or windows such as Wk2300-0800,Sa,Su");
    else if (reading->scenario->network)
        bp_network_reschedule(reading->scenario->network, &schedule);
}

void
bp_reading_network(BpReading *reading, const char *path)
{
    const BpValue *topology = &reading->values[BP_SCENARIO_TOPOLOGY];
    const BpValue *generated = &reading->values[BP_SCENARIO_GENERATE];
    BpSection *section = bp_section_find(reading->sections, "scenario");

    if (borrow_network(reading))
        return;
    if (topology->given && generated->given)
        bp_reading_complain(reading, generated, "generate",
                            "only one of topology and generate");
    else if (topology->set)
        read_topology(reading, bp_section_get(section, "topology"));
    else if (generated->set)
        generate(reading, generated);
    else if (!topology->given && !generated->given && !reading->incomplete)
        bp_problems_add(reading->problems, section ? section->file : path,
                        section ? section->line : 0,
                        "[scenario] topology is missing: expected a Graphviz file, or "
                        "generate = scale-free, hosts=1000");
    reschedule(reading);
}

void
bp_reading_trace(BpReading *reading)
{
    BpScenario *scenario = reading->scenario;

    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *group = scenario->groups->pdata[i];
        BpSection *section = bp_section_find(reading->sections, group->title);
        BpSetting *setting = bp_section_get(section, "from-file");
        g_autofree char *path = NULL;
        BpSource source;

        if (!group->enabled || strcmp(group->actor->group, "mail") != 0 || !setting ||
            bp_param_find(group->actor->params, "from-file") < 0 || !*setting->value ||
            borrow_trace(reading, group->title))
            continue;
        path = bp_reading_resolve(setting, setting->value);
        if (!scenario->network || !bp_reading_open(reading, &source, path, setting))
            continue;
        scenario->trace =
            bp_trace_source_read(&source, path, scenario->network,
                                 scenario->begin_unix_s, reading->problems);
        bp_reading_keep_input(reading, &source, path);
        g_free(setting->value);
        setting->value = g_steal_pointer(&path);
    }
}
