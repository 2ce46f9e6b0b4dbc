/* scenario_scan.c - a scenario file as groups and keys.
 *
 * GKeyFile knows no line numbers, takes the last of repeated keys without a word, and
 * has no comments behind a value. So the lines are looked at first, and it gets what is
 * left of them.
 */
#include "scenario_scan.h"

#include <string.h>

typedef struct {
    const char *file;
    BpProblems *problems;
    GString *clean;    /* owned: what GKeyFile gets, line by line */
    GHashTable *lines; /* owned: `[group]`, or `[group]key`, to its line */
    char *group;       /* owned, nullable */
    gboolean skipping; /* in a group whose head is wrong */
} Scan;

static void
free_setting(gpointer data)
{
    BpSetting *setting = data;

    g_free(setting->key);
    g_free(setting->value);
    g_free(setting);
}

static void
free_section(gpointer data)
{
    BpSection *section = data;

    g_free(section->title);
    g_ptr_array_unref(section->settings);
    g_free(section);
}

BpSection *
bp_section_find(GPtrArray *sections, const char *title)
{
    for (guint i = 0; i < sections->len; i++) {
        BpSection *section = sections->pdata[i];

        if (strcmp(section->title, title) == 0)
            return section;
    }
    return NULL;
}

BpSetting *
bp_section_get(const BpSection *section, const char *key)
{
    for (guint i = 0; i < section->settings->len; i++) {
        BpSetting *setting = section->settings->pdata[i];

        if (strcmp(setting->key, key) == 0)
            return setting;
    }
    return NULL;
}

static BpSection *
append_section(GPtrArray *sections, const char *title, const char *file, int line)
{
    BpSection *section = g_new0(BpSection, 1);

    section->title = g_strdup(title);
    section->settings = g_ptr_array_new_with_free_func(free_setting);
    section->file = file;
    section->line = line;
    g_ptr_array_add(sections, section);
    return section;
}

BpSection *
bp_section_add(GPtrArray *sections, const char *title, const char *file, int line)
{
    BpSection *section = bp_section_find(sections, title);

    return section ? section : append_section(sections, title, file, line);
}

static BpSetting *
append_setting(BpSection *section, const char *key)
{
    BpSetting *setting = g_new0(BpSetting, 1);

    setting->key = g_strdup(key);
    g_ptr_array_add(section->settings, setting);
    return setting;
}

void
bp_section_set(BpSection *section, const char *key, const char *value, const char *file,
               int line)
{
    BpSetting *setting = bp_section_get(section, key);
    char *copy = g_strdup(value);

    if (!setting)
        setting = append_setting(section, key);
    g_free(setting->value);
    setting->value = copy;
    setting->file = file;
    setting->line = line;
}

void
bp_section_drop(BpSection *section, const char *key)
{
    BpSetting *setting = bp_section_get(section, key);

    if (setting)
        g_ptr_array_remove(section->settings, setting);
}

GPtrArray *
bp_sections_copy(const GPtrArray *sections)
{
    GPtrArray *copy = g_ptr_array_new_with_free_func(free_section);

    for (guint i = 0; i < sections->len; i++) {
        const BpSection *from = sections->pdata[i];
        BpSection *to = append_section(copy, from->title, from->file, from->line);

        for (guint j = 0; j < from->settings->len; j++) {
            const BpSetting *setting = from->settings->pdata[j];
            BpSetting *same = append_setting(to, setting->key);

            same->value = g_strdup(setting->value);
            same->file = setting->file;
            same->line = setting->line;
        }
    }
    return copy;
}

char *
bp_title_normal(const char *title)
{
    GString *normal = g_string_new(NULL);

    for (; *title; title++) {
        gboolean blank = *title == ' ' || *title == '\t';

        if (!blank)
            g_string_append_c(normal, *title);
        else if (normal->len > 0 && normal->str[normal->len - 1] != ' ')
            g_string_append_c(normal, ' ');
    }
    if (normal->len > 0 && normal->str[normal->len - 1] == ' ')
        g_string_truncate(normal, normal->len - 1);
    return g_string_free(normal, FALSE);
}

static char *
line_key(const char *group, const char *key)
{
    return g_strconcat("[", group, "]", key, NULL);
}

/* Notes the line of a group or key. FALSE if it was there before. */
static gboolean
note(Scan *scan, const char *group, const char *key, int line)
{
    char *name = line_key(group, key);
    int before = GPOINTER_TO_INT(g_hash_table_lookup(scan->lines, name));

    if (before == 0) {
        g_hash_table_insert(scan->lines, name, GINT_TO_POINTER(line));
        return TRUE;
    }
    g_free(name);
    if (*key)
        bp_problems_add(scan->problems, scan->file, line,
                        "[%s] %s is given twice, first in line %d", group, key, before);
    else
        bp_problems_add(scan->problems, scan->file, line,
                        "[%s] stands twice, first in line %d", group, before);
    return FALSE;
}

static gboolean
is_plain(const char *text)
{
    for (; *text; text++)
        if (*text == '[' || *text == ']' || g_ascii_iscntrl(*text))
            return FALSE;
    return TRUE;
}

static void
scan_group(Scan *scan, char *text, int line)
{
    gsize n = strlen(text);

    g_clear_pointer(&scan->group, g_free);
    scan->skipping = TRUE;
    if (text[n - 1] != ']') {
        bp_problems_add(scan->problems, scan->file, line,
                        "%s: expected a group such as [mail]", text);
        return;
    }
    text[n - 1] = '\0';
    scan->group = bp_title_normal(text + 1);
    if (!*scan->group || !is_plain(scan->group)) {
        bp_problems_add(scan->problems, scan->file, line,
                        "[%s]: expected a group such as [mail]", text + 1);
        return;
    }
    if (!note(scan, scan->group, "", line))
        return;
    scan->skipping = FALSE;
    g_string_append_printf(scan->clean, "[%s]\n", scan->group);
}

static void
scan_key(Scan *scan, char *text, int line)
{
    char *equals = strchr(text, '='), *value;

    if (!equals) {
        bp_problems_add(scan->problems, scan->file, line, "%s: expected key = value",
                        text);
        return;
    }
    if (!scan->group && !scan->skipping) {
        bp_problems_add(scan->problems, scan->file, line,
                        "%s: expected a group such as [scenario] before the first key",
                        text);
        scan->skipping = TRUE;
    }
    if (scan->skipping)
        return;
    *equals = '\0';
    value = g_strstrip(equals + 1);
    g_strchomp(text);
    if (!*text || !is_plain(text)) {
        bp_problems_add(scan->problems, scan->file, line,
                        "[%s] %s: expected key = value", scan->group, text);
        return;
    }
    if (note(scan, scan->group, text, line))
        g_string_append_printf(scan->clean, "%s=%s\n", text, value);
}

const char *
bp_comment_find(const char *text)
{
    for (const char *at = text; *at; at++)
        if ((*at == '#' || *at == ';') &&
            (at == text || at[-1] == ' ' || at[-1] == '\t'))
            return at;
    return NULL;
}

static void
scan_line(Scan *scan, char *text, int line)
{
    const char *comment = bp_comment_find(text);

    if (comment)
        text[comment - text] = '\0';
    g_strstrip(text);
    if (*text == '[')
        scan_group(scan, text, line);
    else if (*text)
        scan_key(scan, text, line);
}

static int
line_of(Scan *scan, const char *group, const char *key)
{
    g_autofree char *name = line_key(group, key);

    return GPOINTER_TO_INT(g_hash_table_lookup(scan->lines, name));
}

static void
take_keys(Scan *scan, GKeyFile *keys, GPtrArray *sections)
{
    g_auto(GStrv) groups = g_key_file_get_groups(keys, NULL);

    for (char **group = groups; *group; group++) {
        BpSection *section =
            append_section(sections, *group, scan->file, line_of(scan, *group, ""));
        g_auto(GStrv) names = g_key_file_get_keys(keys, *group, NULL, NULL);

        for (char **name = names; names && *name; name++) {
            BpSetting *setting = append_setting(section, *name);

            setting->value = g_key_file_get_value(keys, *group, *name, NULL);
            setting->file = scan->file;
            setting->line = line_of(scan, *group, *name);
        }
    }
}

/* FALSE if it is no text at all. */
static gboolean
check_text(Scan *scan, const char *text, gsize n_bytes)
{
    const char *end;
    int line = 1;

    if (g_utf8_validate(text, (gssize)n_bytes, &end))
        return TRUE;
    for (const char *at = text; at < end; at++)
        line += *at == '\n';
    bp_problems_add(scan->problems, scan->file, line, "%s",
                    *end == '\0' ? "a NUL byte: this is no text file"
                                 : "text that is not UTF-8");
    return FALSE;
}

static void
scan_text(Scan *scan, const char *text, gsize n_bytes)
{
    const char *end = text + n_bytes;
    int line = 0;

    if (n_bytes >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    while (text < end) {
        const char *stop = memchr(text, '\n', (gsize)(end - text));
        gsize n = (gsize)((stop ? stop : end) - text);
        g_autofree char *copy = g_strndup(text, n);

        scan_line(scan, copy, ++line);
        text += n + 1;
    }
}

GPtrArray *
bp_scenario_scan(const char *text, gsize n_bytes, const char *file,
                 BpProblems *problems)
{
    GPtrArray *sections = NULL;
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autoptr(GError) error = NULL;
    Scan scan = {.file = file, .problems = problems};

    scan.clean = g_string_new(NULL);
    scan.lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (check_text(&scan, text, n_bytes)) {
        sections = g_ptr_array_new_with_free_func(free_section);
        scan_text(&scan, text, n_bytes);
        if (g_key_file_load_from_data(keys, scan.clean->str, scan.clean->len,
                                      G_KEY_FILE_NONE, &error))
            take_keys(&scan, keys, sections);
        else
            bp_problems_add(problems, file, 0, "%s", error->message);
    }
    g_string_free(scan.clean, TRUE);
    g_hash_table_unref(scan.lines);
    g_free(scan.group);
    return sections;
}
