/* scenario_read.c - a scenario from its files and settings to what can be run.
 *
 * In order: the file and what it extends become one list of groups; settings of the
 * command line go on top; rows parse the values; then come network, trace and what
 * actors check.
 */
#include <bangpath/scenario_file.h>

#include "scenario_reading.h"

#include <bangpath/actor.h>
#include <bangpath/calendar.h>
#include <bangpath/random.h>
#include <bangpath/units.h>
#include <string.h>

/* ---- values ---- */

static void
complain_of_value(BpReading *reading, const BpSection *section,
                  const BpSetting *setting, const char *expected)
{
    bp_problems_add(reading->problems, setting->file, setting->line,
                    "[%s] %s = \"%s\": expected %s", section->title, setting->key,
                    setting->value, expected);
}

static void
complain_of_key(BpReading *reading, const BpSection *section, const BpSetting *setting,
                const BpParam *rows, gboolean actor)
{
    g_autofree const char **names = bp_param_names(rows);
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    g_autofree char *all = NULL;
    const char *nearest;

    for (guint i = 0; names[i]; i++)
        g_ptr_array_add(known, (gpointer)names[i]);
    if (actor)
        g_ptr_array_add(known, (gpointer) "enabled");
    g_ptr_array_add(known, NULL);
    nearest = bp_nearest(setting->key, (const char *const *)known->pdata);
    all = g_strjoinv(", ", (char **)known->pdata);
    bp_problems_add(reading->problems, setting->file, setting->line,
                    "[%s] unknown key \"%s\"%s%s%s", section->title, setting->key,
                    nearest ? "; did you mean \"" : ": expected one of: ",
                    nearest ? nearest : all, nearest ? "\"?" : "");
}

static void
read_value(BpReading *reading, const BpSection *section, const BpSetting *setting,
           const BpParam *row, gint64 begin_unix_s, BpValue *value)
{
    g_autoptr(GError) error = NULL;

    bp_value_clear(value);
    if (!bp_param_parse(row, setting->value, begin_unix_s, value, &error))
        complain_of_value(reading, section, setting, error->message);
    value->given = TRUE;
    value->raw = g_strdup(setting->value);
    value->file = setting->file;
    value->line = setting->line;
}

static void
check_required(BpReading *reading, const BpSection *section, const char *file, int line,
               const char *title, const BpParam *rows)
{
    for (guint i = 0; rows[i].name; i++) {
        g_autofree char *expected = NULL;

        if (rows[i].fallback || reading->incomplete ||
            (section && bp_section_get(section, rows[i].name) != NULL))
            continue;
        expected = bp_param_describe(&rows[i]);
        bp_problems_add(reading->problems, file, line, "[%s] %s is missing: %s %s%s",
                        title, rows[i].name,
                        rows[i].kind == BP_PARAM_TEXT ? "it says" : "expected",
                        rows[i].kind == BP_PARAM_TEXT ? rows[i].help : expected,
                        section && line == 0 ? "; or is another group meant?" : "");
    }
}

static BpValue *
read_values(BpReading *reading, const BpSection *section, const BpParam *rows,
            gint64 begin_unix_s, gboolean *enabled)
{
    static const BpParam enabled_row = {.name = "enabled",
                                        .kind = BP_PARAM_BOOL,
                                        .fallback = "yes",
                                        .help = "no: as if the group were not there"};
    BpValue *values = bp_param_defaults(rows, begin_unix_s);

    for (guint i = 0; section && i < section->settings->len; i++) {
        const BpSetting *setting = section->settings->pdata[i];
        int row = bp_param_find(rows, setting->key);
        BpValue word = {0};

        if (row >= 0) {
            read_value(reading, section, setting, &rows[row], begin_unix_s,
                       &values[row]);
        } else if (enabled && strcmp(setting->key, enabled_row.name) == 0) {
            read_value(reading, section, setting, &enabled_row, 0, &word);
            *enabled = word.number != 0;
            bp_value_clear(&word);
        } else {
            complain_of_key(reading, section, setting, rows, enabled != NULL);
        }
    }
    return values;
}

/* ---- groups ---- */

static void
complain_of_group(BpReading *reading, const BpSection *section, const char *word)
{
    static const char *const others[] = {"scenario", "output", "sweep", "expect",
                                         "fork"};
    g_autofree const char **actors = bp_actor_names();
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    g_autofree char *all = NULL;
    const char *nearest;

    for (guint i = 0; i < G_N_ELEMENTS(others); i++)
        g_ptr_array_add(known, (gpointer)others[i]);
    for (guint i = 0; actors[i]; i++)
        g_ptr_array_add(known, (gpointer)actors[i]);
    g_ptr_array_add(known, NULL);
    nearest = bp_nearest(word, (const char *const *)known->pdata);
    all = g_strjoinv("], [", (char **)known->pdata);
    bp_problems_add(reading->problems, section->file, section->line,
                    "unknown group [%s]%s%s]%s", section->title,
                    nearest ? "; did you mean [" : ": expected one of: [",
                    nearest ? nearest : all, nearest ? "?" : "");
}

static void
read_group(BpReading *reading, const BpSection *section, const BpActor *actor,
           const char *name)
{
    gint64 begin = reading->scenario->begin_unix_s;
    BpGroup *group;

    if (*name && !actor->many) {
        bp_problems_add(reading->problems, section->file, section->line,
                        "[%s]: expected [%s], of which there is only one",
                        section->title, actor->group);
        return;
    }
    group = g_new0(BpGroup, 1);
    group->actor = actor;
    group->title = g_strdup(section->title);
    group->name = g_strdup(name);
    group->enabled = TRUE;
    group->file = section->file;
    group->line = section->line;
    g_ptr_array_add(reading->scenario->groups, group);
    group->values =
        read_values(reading, section, actor->params, begin, &group->enabled);
    check_required(reading, section, section->file, section->line, section->title,
                   actor->params);
}

static void
read_output(BpReading *reading, const BpSection *section)
{
    BpValue *values = read_values(reading, section, bp_output_params,
                                  reading->scenario->begin_unix_s, NULL);
    const BpValue *trace = &values[BP_OUTPUT_TRACE];

    if (trace->given && trace->set && !trace->share)
        bp_problems_add(
            reading->problems, trace->file, trace->line,
            "[output] trace = \"%s\": expected a share such as 1%%, all or 0%%",
            trace->raw);
    reading->scenario->trace_ppm = trace->number;
    bp_values_free(bp_output_params, values);
}

/* What is expected or to be swept is only noted here: it is the business of results. */
static void
note_lines(GPtrArray *lines, const BpSection *section, const char *branch)
{
    for (guint i = 0; i < section->settings->len; i++) {
        const BpSetting *setting = section->settings->pdata[i];
        BpExpectation *expectation = g_new0(BpExpectation, 1);

        expectation->name = g_strdup(setting->key);
        expectation->text = g_strdup(setting->value);
        expectation->branch = g_strdup(branch);
        expectation->file = setting->file;
        expectation->line = setting->line;
        g_ptr_array_add(lines, expectation);
    }
}

static void
read_groups(BpReading *reading)
{
    gboolean output = FALSE;

    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];
        const char *rest = section->title + strcspn(section->title, " ");
        char word[64];
        const BpActor *actor;

        bp_title_word(section->title, word, sizeof word);
        actor = bp_actor_find(word);
        if (actor)
            read_group(reading, section, actor, *rest ? rest + 1 : "");
        else if (strcmp(section->title, "output") == 0)
            read_output(reading, section);
        else if (strcmp(section->title, "expect") == 0)
            note_lines(reading->scenario->expectations, section, NULL);
        else if (strcmp(word, "expect") == 0 && *rest)
            note_lines(reading->scenario->branch_expectations, section, rest + 1);
        else if (strcmp(section->title, "sweep") == 0)
            note_lines(reading->scenario->sweep, section, NULL);
        else if (strcmp(section->title, "fork") == 0)
            note_lines(reading->scenario->fork, section, NULL);
        else if (strcmp(section->title, "scenario") != 0 &&
                 !(bp_reading_is_own(word) && !*rest))
            complain_of_group(reading, section, word);
        output = output || strcmp(section->title, "output") == 0;
    }
    if (!output)
        read_output(reading, NULL);
}

/* ---- [scenario] ---- */

static void
check_times(BpReading *reading, const BpValue *length, const BpValue *warm_up)
{
    if (!length->set)
        return;
    if (length->number <= 0 || length->number > BP_LENGTH_MAX_DAYS * BP_DAY_US)
        bp_reading_complain(reading, length, "length",
                            "more than 0 s and at most 14610 d");
    /* Where only one of them is set from outside, there is just no delay to tell of. */
    else if (warm_up->set && warm_up->number >= length->number &&
             (warm_up->line == 0) == (length->line == 0))
        bp_reading_complain(reading, warm_up, "warm-up",
                            "less than the scenario's length");
}

static void
read_head(BpReading *reading, const char *path)
{
    const BpSection *section = bp_section_find(reading->sections, "scenario");
    BpScenario *scenario = reading->scenario;
    BpValue *values = read_values(reading, section, bp_scenario_params, 0, NULL);

    reading->values = values;
    if (!section) {
        bp_problems_add(reading->problems, path, 0,
                        "no group [scenario]: expected one with begin, length, and "
                        "topology or generate, as 'bangpath new' prints it");
        reading->incomplete = TRUE;
    }
    check_required(reading, section, section ? section->file : path,
                   section ? section->line : 0, "scenario", bp_scenario_params);
    check_times(reading, &values[BP_SCENARIO_LENGTH], &values[BP_SCENARIO_WARM_UP]);
    scenario->title = values[BP_SCENARIO_TITLE].set
                          ? g_strdup(values[BP_SCENARIO_TITLE].text)
                          : g_path_get_basename(path);
    scenario->begin_unix_s = values[BP_SCENARIO_BEGIN].number;
    scenario->length_us = values[BP_SCENARIO_LENGTH].number;
    scenario->warm_up_us = values[BP_SCENARIO_WARM_UP].number;
    scenario->map_interval_us = values[BP_SCENARIO_MAP_INTERVAL].number;
    scenario->warns = values[BP_SCENARIO_WARNINGS].number != 0;
    scenario->seed = (guint64)values[BP_SCENARIO_SEED].number;
}

/* ---- the whole ---- */

static char *
merge_text(GPtrArray *sections)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < sections->len; i++) {
        const BpSection *section = sections->pdata[i];

        g_string_append_printf(text, "%s[%s]\n", i > 0 ? "\n" : "", section->title);
        for (guint j = 0; j < section->settings->len; j++) {
            const BpSetting *setting = section->settings->pdata[j];

            g_string_append_printf(text, "%s = %s\n", setting->key, setting->value);
        }
    }
    return g_string_free(text, FALSE);
}

/* From groups and keys to what can be run. */
static void
make_scenario(BpReading *reading, const char *path)
{
    reading->scenario->sections = bp_sections_copy(reading->sections);
    read_head(reading, path);
    read_groups(reading);
    bp_reading_network(reading, path);
    bp_reading_trace(reading);
    /* Actors say what they can even if a value here or there is no value. */
    if (reading->scenario->network)
        bp_world_check(reading->scenario, reading->problems);
    if (!bp_reading_is_failed(reading))
        reading->scenario->merged = merge_text(reading->sections);
}

static BpReading
begin_reading(const char *path, const BpScenario *base, BpProblems *problems)
{
    BpReading reading = {
        .problems = problems,
        .problems_before = bp_problems_count(problems),
        .scenario = bp_scenario_new(),
        .open = g_ptr_array_new_with_free_func(g_free),
        .base = base,
    };

    reading.scenario->path = g_strdup(path);
    return reading;
}

/* Returns: (transfer full) (nullable): what was read, if nothing is wrong with it. */
static BpScenario *
end_reading(BpReading *reading)
{
    BpScenario *scenario = NULL;

    if (!bp_reading_is_failed(reading))
        scenario = g_steal_pointer(&reading->scenario);
    bp_values_free(bp_scenario_params, reading->values);
    bp_scenario_free(reading->scenario);
    g_clear_pointer(&reading->sections, g_ptr_array_unref);
    g_ptr_array_unref(reading->open);
    return scenario;
}

BpScenario *
bp_scenario_read(const char *path, char **settings, const gint64 *seed,
                 BpProblems *problems)
{
    BpReading reading;

    g_return_val_if_fail(path && problems, NULL);

    reading = begin_reading(path, NULL, problems);
    reading.sections = bp_reading_sections(&reading, path, NULL);
    if (reading.sections) {
        bp_reading_apply_settings(&reading, settings, seed);
        make_scenario(&reading, path);
    }
    return end_reading(&reading);
}

/* No line of any file: so paths are taken as they stand. */
static void
take_as_settings(GPtrArray *sections)
{
    for (guint i = 0; i < sections->len; i++) {
        const BpSection *section = sections->pdata[i];

        for (guint j = 0; j < section->settings->len; j++)
            ((BpSetting *)section->settings->pdata[j])->line = 0;
    }
}

BpScenario *
bp_scenario_read_merged(const char *path, const char *merged, BpProblems *problems)
{
    BpReading reading;

    g_return_val_if_fail(path && merged && problems, NULL);

    reading = begin_reading(path, NULL, problems);
    reading.sections =
        bp_scenario_scan(merged, strlen(merged), g_intern_string(path), problems);
    if (reading.sections) {
        take_as_settings(reading.sections);
        make_scenario(&reading, path);
    }
    return end_reading(&reading);
}

BpScenario *
bp_scenario_vary(const BpScenario *base, const BpVariation *variations, guint n,
                 guint64 seed, BpProblems *problems)
{
    g_autofree char *number = g_strdup_printf("%" G_GUINT64_FORMAT, seed);
    BpReading reading;

    g_return_val_if_fail(base && base->sections && problems, NULL);

    reading = begin_reading(base->path, base, problems);
    reading.sections = bp_sections_copy(base->sections);
    for (guint i = 0; i < n; i++) {
        const BpVariation *one = &variations[i];
        BpSection *section =
            bp_section_add(reading.sections, one->group, one->file, one->line);

        bp_section_set(section, one->key, one->value, one->file, one->line);
    }
    bp_section_set(bp_section_find(reading.sections, "scenario"), "seed", number,
                   g_intern_static_string("--seed"), 0);
    make_scenario(&reading, base->path);
    return end_reading(&reading);
}
