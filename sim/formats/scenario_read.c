/* scenario_read.c - a scenario from its files and settings to what can be run.
 *
 * In order: the file and what it extends become one list of groups; settings of the
 * command line go on top; rows parse the values; then come network, trace and what
 * actors check.
 */
#include <bangpath/scenario_file.h>

#include "scenario_scan.h"
#include "source.h"
#include "topology_private.h"
#include "trace_private.h"

#include <bangpath/actor.h>
#include <bangpath/calendar.h>
#include <bangpath/generate.h>
#include <bangpath/random.h>
#include <bangpath/units.h>
#include <string.h>

/* Our guess of what nobody needs; a cycle is found before. */
#define MAX_EXTENDS 32

typedef struct {
    BpProblems *problems;
    guint problems_before;
    BpScenario *scenario; /* owned */
    GPtrArray *open; /* owned: canonical paths of the files that extend one another */
    GPtrArray *sections;    /* owned, of BpSection */
    BpValue *values;        /* owned, nullable: of [scenario] */
    const BpScenario *base; /* borrowed, nullable: of which this is a variation */
    gboolean incomplete; /* what it extends could not be read: something is missing */
} Reading;

static gboolean
is_failed(const Reading *reading)
{
    return bp_problems_count(reading->problems) > reading->problems_before;
}

/* ---- files ---- */

/* What @file names as @path, relative to itself. A setting of the command line is
 * relative to the current directory. */
static char *
resolve(const BpSetting *setting, const char *path)
{
    g_autofree char *directory = NULL;

    if (g_path_is_absolute(path) || setting->line == 0)
        return g_strdup(path);
    directory = g_path_get_dirname(setting->file);
    if (strcmp(directory, ".") == 0)
        return g_strdup(path);
    return g_build_filename(directory, path, NULL);
}

static gboolean
open_source(Reading *reading, BpSource *source, const char *path,
            const BpSetting *stated)
{
    g_autoptr(GError) error = NULL;

    if (bp_source_open(source, path, TRUE, &error))
        return TRUE;
    if (stated)
        bp_problems_add(reading->problems, stated->file, stated->line,
                        "%s = \"%s\": %s: %s", stated->key, stated->value, path,
                        error->message);
    else
        bp_problems_add(reading->problems, path, 0, "%s", error->message);
    return FALSE;
}

static void
keep_input(Reading *reading, BpSource *source, const char *path)
{
    if (!is_failed(reading))
        g_ptr_array_add(reading->scenario->inputs, bp_source_input(source, path));
    bp_source_close(source);
}

/* Returns: (nullable): all that is in @source. */
static GString *
read_all(Reading *reading, BpSource *source, const char *path)
{
    GString *text = g_string_new(NULL);

    while (bp_source_fill(source, 1) > 0 && text->len <= BP_SCENARIO_MAX_BYTES) {
        g_string_append_len(text, (const char *)source->at,
                            (gssize)(source->end - source->at));
        source->at = source->end;
    }
    if (!bp_source_check(source, path, reading->problems)) {
        g_string_free(text, TRUE);
        return NULL;
    }
    if (text->len > BP_SCENARIO_MAX_BYTES) {
        bp_problems_add(reading->problems, path, 0,
                        "more than 16 MiB: this is no scenario");
        g_string_free(text, TRUE);
        return NULL;
    }
    return text;
}

static const char *
word_of(const char *title, char *word, gsize size)
{
    gsize n = strcspn(title, " ");

    g_strlcpy(word, title, MIN(size, n + 1));
    return word;
}

/* Groups that are for other commands, and belong to the file in which they stand. */
static gboolean
is_not_inherited(const char *title)
{
    static const char *const own[] = {"sweep", "expect", "fork", NULL};
    char word[16];

    return g_strv_contains(own, word_of(title, word, sizeof word));
}

static void
lay_over(GPtrArray *under, GPtrArray *over)
{
    for (guint i = 0; i < over->len; i++) {
        const BpSection *from = over->pdata[i];
        BpSection *to = bp_section_add(under, from->title, from->file, from->line);

        for (guint j = 0; j < from->settings->len; j++) {
            const BpSetting *setting = from->settings->pdata[j];

            bp_section_set(to, setting->key, setting->value, setting->file,
                           setting->line);
        }
    }
}

static GPtrArray *read_sections(Reading *reading, const char *path,
                                const BpSetting *stated);

/* Returns: (transfer full): @own on top of what it extends. */
static GPtrArray *
extend(Reading *reading, GPtrArray *own)
{
    BpSection *head = bp_section_find(own, "scenario");
    const BpSetting *extends = head ? bp_section_get(head, "extends") : NULL;
    g_autofree char *path = NULL;
    GPtrArray *base;

    if (!extends)
        return own;
    path = resolve(extends, extends->value);
    base = *extends->value ? read_sections(reading, path, extends) : NULL;
    if (!*extends->value)
        bp_problems_add(
            reading->problems, extends->file, extends->line,
            "[scenario] extends = \"\": expected the path of a scenario file");
    if (!base) {
        reading->incomplete = TRUE;
        return own;
    }
    for (guint i = base->len; i-- > 0;)
        if (is_not_inherited(((BpSection *)base->pdata[i])->title))
            g_ptr_array_remove_index(base, i);
    bp_section_drop(head, "extends");
    lay_over(base, own);
    g_ptr_array_unref(own);
    return base;
}

/* FALSE, with a complaint, if @path is being read already. */
static gboolean
enter(Reading *reading, const char *path, const BpSetting *stated)
{
    char *canonical = g_canonicalize_filename(path, NULL);

    /* The first file is stated by nobody, and comes first. */
    g_assert(stated != NULL || reading->open->len == 0);
    for (guint i = 0; i < reading->open->len; i++)
        if (strcmp(reading->open->pdata[i], canonical) == 0) {
            bp_problems_add(reading->problems, stated->file, stated->line,
                            "[scenario] extends = \"%s\": it extends this file in turn",
                            stated->value);
            g_free(canonical);
            return FALSE;
        }
    g_ptr_array_add(reading->open, canonical);
    if (stated == NULL || reading->open->len <= MAX_EXTENDS)
        return TRUE;
    bp_problems_add(
        reading->problems, stated->file, stated->line,
        "[scenario] extends = \"%s\": expected at most %d files that extend "
        "one another",
        stated->value, MAX_EXTENDS);
    g_ptr_array_set_size(reading->open, (gint)reading->open->len - 1);
    return FALSE;
}

/* Returns: (transfer full) (nullable): the groups of a file and of what it extends. */
static GPtrArray *
read_sections(Reading *reading, const char *path, const BpSetting *stated)
{
    GPtrArray *sections = NULL;
    BpSource source;
    GString *text;

    if (!enter(reading, path, stated))
        return NULL;
    if (open_source(reading, &source, path, stated)) {
        text = read_all(reading, &source, path);
        keep_input(reading, &source, path);
        if (text) {
            sections = bp_scenario_scan(text->str, text->len, g_intern_string(path),
                                        reading->problems);
            g_string_free(text, TRUE);
            if (sections)
                sections = extend(reading, sections);
        }
    }
    g_ptr_array_set_size(reading->open, (gint)reading->open->len - 1);
    return sections;
}

/* ---- settings of the command line ---- */

/* A setting of a group that no file has makes that group, unless the files have one of its
 * kind that is called nearly so. */
static gboolean
is_misnamed(Reading *reading, const char *title, const char *file)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    char word[64], other[64];
    const char *nearest;

    if (bp_section_find(reading->sections, title) != NULL)
        return FALSE;
    word_of(title, word, sizeof word);
    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];

        word_of(section->title, other, sizeof other);
        if (strcmp(word, other) == 0 && section->line > 0)
            g_ptr_array_add(names, section->title + strlen(other));
    }
    g_ptr_array_add(names, NULL);
    nearest = bp_nearest(title + strlen(word), (const char *const *)names->pdata);
    if (nearest == NULL)
        return FALSE;
    bp_problems_add(reading->problems, file, 0,
                    "no group [%s] in the scenario; did you mean [%s%s]?", title, word,
                    nearest);
    return TRUE;
}

/* What is only switched off must be there. */
static void
check_made(Reading *reading)
{
    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];
        const BpSetting *first;

        if (section->line > 0 || section->settings->len != 1)
            continue;
        first = section->settings->pdata[0];
        if (strcmp(first->key, "enabled") == 0 && strcmp(first->value, "no") == 0)
            bp_problems_add(reading->problems, first->file, 0,
                            "no group [%s] in the scenario", section->title);
    }
}

static void
apply_setting(Reading *reading, const char *text)
{
    g_autofree char *place = g_strconcat("--set ", text, NULL);
    const char *equals = strchr(text, '='), *dot = NULL;
    g_autofree char *group = NULL, *title = NULL, *key = NULL, *value = NULL;
    const char *file = g_intern_string(place);

    for (const char *at = text; equals && at < equals; at++)
        if (*at == '.')
            dot = at;
    /* A key of [sweep] has a dot of its own. */
    if (dot && g_str_has_prefix(text, "sweep."))
        dot = text + strlen("sweep");
    if (dot) {
        group = g_strndup(text, (gsize)(dot - text));
        title = bp_title_normal(group);
        key = g_strstrip(g_strndup(dot + 1, (gsize)(equals - dot - 1)));
        value = g_strstrip(g_strdup(equals + 1));
    }
    if (!dot || !*title || !*key || strpbrk(text, "\r\n") || strpbrk(title, "[]") ||
        strpbrk(key, "[]") || !g_utf8_validate(text, -1, NULL)) {
        bp_problems_add(reading->problems, file, 0, "expected GROUP.KEY=VALUE");
        return;
    }
    if (bp_comment_find(title) || bp_comment_find(key) || bp_comment_find(value)) {
        bp_problems_add(
            reading->problems, file, 0,
            "expected no # or ; at the start or after a blank: a comment in "
            "a scenario");
        return;
    }
    if (strcmp(title, "scenario") == 0 && strcmp(key, "extends") == 0) {
        bp_problems_add(reading->problems, file, 0,
                        "expected extends in the scenario file itself");
        return;
    }
    if (!is_misnamed(reading, title, file))
        bp_section_set(bp_section_add(reading->sections, title, file, 0), key, value,
                       file, 0);
}

static void
apply_settings(Reading *reading, char **settings, const gint64 *seed)
{
    for (; settings && *settings; settings++)
        apply_setting(reading, *settings);
    check_made(reading);
    if (seed) {
        g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, *seed);
        g_autofree char *place = g_strconcat("--seed ", number, NULL);
        const char *file = g_intern_string(place);

        bp_section_set(bp_section_add(reading->sections, "scenario", file, 0), "seed",
                       number, file, 0);
    }
}

/* ---- values ---- */

static void
complain_of_value(Reading *reading, const BpSection *section, const BpSetting *setting,
                  const char *expected)
{
    bp_problems_add(reading->problems, setting->file, setting->line,
                    "[%s] %s = \"%s\": expected %s", section->title, setting->key,
                    setting->value, expected);
}

static void
complain_of_key(Reading *reading, const BpSection *section, const BpSetting *setting,
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
read_value(Reading *reading, const BpSection *section, const BpSetting *setting,
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
check_required(Reading *reading, const BpSection *section, const char *file, int line,
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
read_values(Reading *reading, const BpSection *section, const BpParam *rows,
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
complain_of_group(Reading *reading, const BpSection *section, const char *word)
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
read_group(Reading *reading, const BpSection *section, const BpActor *actor,
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
read_output(Reading *reading, const BpSection *section)
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
note_lines(GPtrArray *lines, const BpSection *section)
{
    for (guint i = 0; i < section->settings->len; i++) {
        const BpSetting *setting = section->settings->pdata[i];
        BpExpectation *expectation = g_new0(BpExpectation, 1);

        expectation->name = g_strdup(setting->key);
        expectation->text = g_strdup(setting->value);
        expectation->file = setting->file;
        expectation->line = setting->line;
        g_ptr_array_add(lines, expectation);
    }
}

static void
read_groups(Reading *reading)
{
    gboolean output = FALSE;

    for (guint i = 0; i < reading->sections->len; i++) {
        const BpSection *section = reading->sections->pdata[i];
        const char *rest = section->title + strcspn(section->title, " ");
        char word[64];
        const BpActor *actor;

        word_of(section->title, word, sizeof word);
        actor = bp_actor_find(word);
        if (actor)
            read_group(reading, section, actor, *rest ? rest + 1 : "");
        else if (strcmp(section->title, "output") == 0)
            read_output(reading, section);
        else if (strcmp(section->title, "expect") == 0)
            note_lines(reading->scenario->expectations, section);
        else if (strcmp(section->title, "sweep") == 0)
            note_lines(reading->scenario->sweep, section);
        else if (strcmp(section->title, "fork") == 0)
            note_lines(reading->scenario->fork, section);
        else if (strcmp(section->title, "scenario") != 0 &&
                 !(is_not_inherited(word) && !*rest))
            complain_of_group(reading, section, word);
        output = output || strcmp(section->title, "output") == 0;
    }
    if (!output)
        read_output(reading, NULL);
}

/* ---- [scenario] ---- */

static void
complain_of(Reading *reading, const BpValue *value, const char *key,
            const char *expected)
{
    bp_problems_add(reading->problems, value->file, value->line,
                    "[scenario] %s = \"%s\": expected %s", key, value->raw, expected);
}

static void
check_times(Reading *reading, const BpValue *length, const BpValue *warm_up)
{
    if (!length->set)
        return;
    if (length->number <= 0 || length->number > BP_LENGTH_MAX_DAYS * BP_DAY_US)
        complain_of(reading, length, "length", "more than 0 s and at most 14610 d");
    /* Where only one of them is set from outside, there is just no delay to tell of. */
    else if (warm_up->set && warm_up->number >= length->number &&
             (warm_up->line == 0) == (length->line == 0))
        complain_of(reading, warm_up, "warm-up", "less than the scenario's length");
}

static void
read_head(Reading *reading, const char *path)
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

/* ---- the network and the trace ---- */

static const BpSetting *
find_setting(GPtrArray *sections, const char *title, const char *key)
{
    const BpSection *section = sections ? bp_section_find(sections, title) : NULL;

    return section ? bp_section_get(section, key) : NULL;
}

/* Whether a key says the same in this scenario and in that of which it is a variation. */
static gboolean
is_unvaried(const Reading *reading, const char *title, const char *key)
{
    const BpSetting *ours = find_setting(reading->sections, title, key);
    const BpSetting *base = find_setting(reading->base->sections, title, key);

    if (!ours || !base)
        return ours == base;
    return strcmp(ours->value, base->value) == 0 && ours->file == base->file;
}

/* A text without a seed takes the scenario's. */
static gboolean
generates_the_same(const Reading *reading)
{
    const BpSetting *setting = find_setting(reading->sections, "scenario", "generate");

    return !setting || strstr(setting->value, "seed") ||
           reading->scenario->seed == reading->base->seed;
}

static gboolean
borrow_network(Reading *reading)
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
borrow_trace(Reading *reading, const char *title)
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
read_topology(Reading *reading, BpSetting *setting)
{
    g_autofree char *path = resolve(setting, setting->value);
    BpSource source;

    if (!open_source(reading, &source, path, setting))
        return;
    reading->scenario->network =
        bp_topology_read_source(&source, path, BP_PIECE_BYTES, reading->problems);
    keep_input(reading, &source, path);
    g_free(setting->value);
    setting->value = g_steal_pointer(&path);
}

static void
generate(Reading *reading, const BpValue *value)
{
    g_autoptr(GError) error = NULL;

    reading->scenario->network =
        bp_generate(value->text, MIN(reading->scenario->seed, BP_SEED_MAX), &error);
    if (error)
        complain_of(reading, value, "generate", error->message);
}

/* One schedule for every call, whatever the topology says. */
static void
reschedule(Reading *reading)
{
    const BpValue *value = &reading->values[BP_SCENARIO_SCHEDULE];
    g_autoptr(GError) error = NULL;
    BpSchedule schedule;

    /* A network that is borrowed has it already. */
    if (!value->set || reading->scenario->borrows_network)
        return;
    if (!bp_schedule_parse(value->text, &schedule, &error))
        complain_of(reading, value, "schedule", error->message);
    else if (schedule.kind == BP_SCHEDULE_PERMANENT ||
             schedule.kind == BP_SCHEDULE_NEVER)
        complain_of(reading, value, "schedule",
                    "demand, poll 4 h, or windows such as Wk2300-0800,Sa,Su");
    else if (reading->scenario->network)
        bp_network_reschedule(reading->scenario->network, &schedule);
}

static void
read_network(Reading *reading, const char *path)
{
    const BpValue *topology = &reading->values[BP_SCENARIO_TOPOLOGY];
    const BpValue *generated = &reading->values[BP_SCENARIO_GENERATE];
    BpSection *section = bp_section_find(reading->sections, "scenario");

    if (borrow_network(reading))
        return;
    if (topology->given && generated->given)
        complain_of(reading, generated, "generate",
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

static void
read_trace(Reading *reading)
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
        path = resolve(setting, setting->value);
        if (!scenario->network || !open_source(reading, &source, path, setting))
            continue;
        scenario->trace =
            bp_trace_source_read(&source, path, scenario->network,
                                 scenario->begin_unix_s, reading->problems);
        keep_input(reading, &source, path);
        g_free(setting->value);
        setting->value = g_steal_pointer(&path);
    }
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
make_scenario(Reading *reading, const char *path)
{
    reading->scenario->sections = bp_sections_copy(reading->sections);
    read_head(reading, path);
    read_groups(reading);
    read_network(reading, path);
    read_trace(reading);
    /* Actors say what they can even if a value here or there is no value. */
    if (reading->scenario->network)
        bp_world_check(reading->scenario, reading->problems);
    if (!is_failed(reading))
        reading->scenario->merged = merge_text(reading->sections);
}

static Reading
begin_reading(const char *path, const BpScenario *base, BpProblems *problems)
{
    Reading reading = {
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
end_reading(Reading *reading)
{
    BpScenario *scenario = NULL;

    if (!is_failed(reading))
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
    Reading reading;

    g_return_val_if_fail(path && problems, NULL);

    reading = begin_reading(path, NULL, problems);
    reading.sections = read_sections(&reading, path, NULL);
    if (reading.sections) {
        apply_settings(&reading, settings, seed);
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
    Reading reading;

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
    Reading reading;

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
