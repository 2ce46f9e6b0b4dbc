/* param.c - a row and a text make a value. The words for it are in param_text.c. */
#include <bangpath/param.h>

#include "param_text.h"
#include "scan.h"

#include <bangpath/calendar.h>
#include <bangpath/units.h>
#include <string.h>

typedef gboolean (*Parser)(const BpParam *row, const char *text, gint64 begin_unix_s,
                           BpValue *value, GError **error);

static gboolean
fail(GError **error, char *expected)
{
    g_set_error_literal(error, BP_ERROR, BP_ERROR_VALUE, expected);
    g_free(expected);
    return FALSE;
}

static gboolean
fail_as_described(const BpParam *row, GError **error)
{
    return fail(error, bp_param_describe(row));
}

static int
find_word(const char *const *words, const char *text)
{
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0)
            return i;
    return -1;
}

static gboolean
fail_choice(const BpParam *row, const char *text, GError **error)
{
    g_autofree char *described = bp_param_describe(row);
    const char *nearest = bp_nearest(text, row->choices);

    if (!nearest)
        return fail(error, g_steal_pointer(&described));
    return fail(error,
                g_strdup_printf("%s (did you mean \"%s\"?)", described, nearest));
}

static gboolean
parse_text(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
           GError **error)
{
    (void)row;
    (void)begin_unix_s;
    (void)error;
    value->text = g_strdup(text);
    return TRUE;
}

static gboolean
parse_bool(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
           GError **error)
{
    (void)begin_unix_s;
    value->number = strcmp(text, "yes") == 0;
    return value->number || strcmp(text, "no") == 0 || fail_as_described(row, error);
}

static gboolean
parse_whole(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
            GError **error)
{
    (void)begin_unix_s;
    /* Whatever is wrong with it, the row says best what is right. */
    return bp_parse_whole(text, 0, G_MAXINT64, &value->number, NULL) ||
           fail_as_described(row, error);
}

/* A quantity that needs nothing but its text. */
#define PARSER(name, parse)                                                         \
    static gboolean name(const BpParam *row, const char *text, gint64 begin_unix_s, \
                         BpValue *value, GError **error)                            \
    {                                                                               \
        (void)row;                                                                  \
        (void)begin_unix_s;                                                         \
        return parse(text, &value->number, error);                                  \
    }

PARSER(parse_decimal, bp_parse_decimal)
PARSER(parse_duration, bp_parse_duration)
PARSER(parse_bytes, bp_parse_bytes)
PARSER(parse_speed, bp_parse_speed)
PARSER(parse_share, bp_parse_share)
PARSER(parse_price, bp_parse_price)
PARSER(parse_instant, bp_parse_instant)
PARSER(parse_zone, bp_parse_zone)

static gboolean
parse_rate(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
           GError **error)
{
    const char *per = row->choices ? row->choices[0] : NULL;

    (void)begin_unix_s;
    return bp_parse_rate(text, per, &value->number, error);
}

static gboolean
parse_moment(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
             GError **error)
{
    (void)row;
    return bp_parse_moment(text, begin_unix_s, &value->number, error);
}

static gboolean
parse_choice(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
             GError **error)
{
    (void)begin_unix_s;
    value->number = find_word(row->choices, text);
    return value->number >= 0 || fail_choice(row, text, error);
}

/* Names parted by commas, blanks around them aside. The words that stand for something
 * else (@reserved, nullable) are no names. */
static char **
split_names(const char *text, const char *const *reserved, GError **error)
{
    g_auto(GStrv) names = g_strsplit(text, ",", -1);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (char **name = names; *name; name++) {
        g_strstrip(*name);
        if (!**name)
            fail(error, g_strdup("names parted by commas, none of them empty"));
        else if (!g_hash_table_add(seen, *name))
            fail(error, g_strdup_printf("names parted by commas, each once, not "
                                        "\"%s\" twice",
                                        *name));
        else if (reserved && find_word(reserved, *name) >= 0)
            fail(error,
                 g_strdup_printf("\"%s\" alone, or names parted by commas", *name));
        else
            continue;
        return NULL;
    }
    return g_steal_pointer(&names);
}

/* `names: a, b` is a plain way to write a, b. */
static const char *
skip_names_word(const char *text)
{
    static const char word[] = "names:";

    if (strncmp(text, word, strlen(word)) != 0)
        return text;
    text += strlen(word);
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

static gboolean
parse_names(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
            GError **error)
{
    (void)row;
    (void)begin_unix_s;
    value->names = split_names(skip_names_word(text), NULL, error);
    return value->names != NULL;
}

static gboolean
parse_choices(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
              GError **error)
{
    g_auto(GStrv) words = split_names(text, NULL, error);

    (void)begin_unix_s;
    if (!words)
        return FALSE;

    for (char **word = words; *word; word++) {
        int i = find_word(row->choices, *word);

        if (i < 0)
            return fail_choice(row, *word, error);
        g_assert(i < 63);
        value->number |= G_GINT64_CONSTANT(1) << i;
    }
    return TRUE;
}

static gboolean
parse_choice_or_names(const BpParam *row, const char *text, gint64 begin_unix_s,
                      BpValue *value, GError **error)
{
    (void)begin_unix_s;
    value->number = find_word(row->choices, text);
    if (value->number >= 0)
        return TRUE;

    value->names = split_names(skip_names_word(text), row->choices, error);
    return value->names != NULL;
}

static gboolean
parse_portion(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
              GError **error)
{
    (void)begin_unix_s;
    value->share = TRUE;
    value->number = BP_PPM;
    if (strcmp(text, "all") == 0)
        return TRUE;
    if (strcmp(text, "none") == 0) {
        value->number = 0;
        return TRUE;
    }
    if (strchr(text, '%'))
        return bp_parse_share(text, &value->number, error);
    value->share = FALSE;
    return bp_parse_whole(text, 0, G_MAXINT64, &value->number, NULL) ||
           fail_as_described(row, error);
}

/* Whether @text is @word and a blank: then moves behind both. */
static gboolean
scan_selector(const char **text, const char *word)
{
    const char *at = *text;

    if (!bp_scan_word(&at, word) || (*at != '\0' && at == bp_scan_blanks(at)))
        return FALSE;

    *text = bp_scan_blanks(at);
    return TRUE;
}

static gboolean
parse_selection(const BpParam *row, const char *text, gint64 begin_unix_s,
                BpValue *value, GError **error)
{
    static const char *const words[] = {"all", "none", NULL};
    int word = find_word(words, text);

    (void)begin_unix_s;
    if (word >= 0) {
        value->number = word == 0 ? BP_SELECT_ALL : BP_SELECT_NONE;
        value->number2 = word == 0 ? BP_PPM : 0;
        return TRUE;
    }
    value->number = BP_SELECT_LARGEST;
    if (!scan_selector(&text, "largest")) {
        value->number = BP_SELECT_RANDOM;
        if (!scan_selector(&text, "random")) {
            value->number = BP_SELECT_NAMES;
            value->names = split_names(skip_names_word(text), words, error);
            return value->names != NULL;
        }
    }
    return bp_parse_share(text, &value->number2, NULL) || fail_as_described(row, error);
}

static gboolean
parse_size(const BpParam *row, const char *text, gint64 begin_unix_s, BpValue *value,
           GError **error)
{
    const char *at = text;
    g_auto(GStrv) parts = NULL;
    gsize n;

    (void)begin_unix_s;
    if (!bp_scan_word(&at, "lognormal"))
        return bp_parse_bytes(text, &value->number, error);

    at = bp_scan_blanks(at);
    n = strlen(at);
    if (n < 2 || at[0] != '(' || at[n - 1] != ')')
        return fail_as_described(row, error);
    {
        g_autofree char *inside = g_strndup(at + 1, n - 2);

        parts = g_strsplit(inside, ",", -1);
    }
    if (g_strv_length(parts) != 2 || !bp_parse_bytes(parts[0], &value->number, NULL) ||
        !bp_parse_decimal(parts[1], &value->number2, NULL))
        return fail_as_described(row, error);
    return TRUE;
}

static const Parser parsers[] = {
    [BP_PARAM_TEXT] = parse_text,
    [BP_PARAM_BOOL] = parse_bool,
    [BP_PARAM_WHOLE] = parse_whole,
    [BP_PARAM_DECIMAL] = parse_decimal,
    [BP_PARAM_DURATION] = parse_duration,
    [BP_PARAM_BYTES] = parse_bytes,
    [BP_PARAM_SPEED] = parse_speed,
    [BP_PARAM_SHARE] = parse_share,
    [BP_PARAM_PRICE] = parse_price,
    [BP_PARAM_RATE] = parse_rate,
    [BP_PARAM_MOMENT] = parse_moment,
    [BP_PARAM_INSTANT] = parse_instant,
    [BP_PARAM_ZONE] = parse_zone,
    [BP_PARAM_CHOICE] = parse_choice,
    [BP_PARAM_CHOICES] = parse_choices,
    [BP_PARAM_NAMES] = parse_names,
    [BP_PARAM_CHOICE_OR_NAMES] = parse_choice_or_names,
    [BP_PARAM_PORTION] = parse_portion,
    [BP_PARAM_SELECTION] = parse_selection,
    [BP_PARAM_SIZE] = parse_size,
};

static gboolean
in_bounds(const BpParam *row, const BpValue *value)
{
    if (!bp_param_is_bounded(row) || value->share)
        return TRUE;
    /* A rate of 0 has no interval to be too short or too long. */
    if (row->kind == BP_PARAM_RATE && value->number == 0)
        return TRUE;
    return value->number >= row->min && value->number <= row->max;
}

gboolean
bp_param_parse(const BpParam *row, const char *text, gint64 begin_unix_s,
               BpValue *value, GError **error)
{
    g_autofree char *trimmed = NULL;
    BpValue parsed = {0};

    g_return_val_if_fail(row && text && value, FALSE);
    g_return_val_if_fail(row->kind < G_N_ELEMENTS(parsers), FALSE);

    trimmed = g_strstrip(g_strdup(text));
    if (!*trimmed)
        return fail_as_described(row, error);
    if (!parsers[row->kind](row, trimmed, begin_unix_s, &parsed, error))
        return FALSE;
    if (!in_bounds(row, &parsed)) {
        bp_value_clear(&parsed);
        return fail_as_described(row, error);
    }

    value->number = parsed.number;
    value->number2 = parsed.number2;
    value->share = parsed.share;
    value->text = parsed.text;
    value->names = parsed.names;
    value->set = TRUE;
    return TRUE;
}

void
bp_value_clear(BpValue *value)
{
    g_return_if_fail(value);

    g_free(value->text);
    g_strfreev(value->names);
    g_free(value->raw);
    *value = (BpValue){0};
}

int
bp_param_find(const BpParam *rows, const char *name)
{
    for (int i = 0; rows[i].name; i++)
        if (strcmp(rows[i].name, name) == 0)
            return i;
    return -1;
}

guint
bp_param_count(const BpParam *rows)
{
    guint n = 0;

    while (rows[n].name)
        n++;
    return n;
}

const char **
bp_param_names(const BpParam *rows)
{
    guint n = bp_param_count(rows);
    const char **names = g_new(const char *, n + 1);

    for (guint i = 0; i <= n; i++)
        names[i] = rows[i].name;
    return names;
}

BpValue *
bp_param_defaults(const BpParam *rows, gint64 begin_unix_s)
{
    guint n = bp_param_count(rows);
    BpValue *values = g_new0(BpValue, n + 1);

    for (guint i = 0; i < n; i++) {
        g_autoptr(GError) error = NULL;

        if (!rows[i].fallback || !*rows[i].fallback)
            continue;
        if (!bp_param_parse(&rows[i], rows[i].fallback, begin_unix_s, &values[i],
                            &error))
            g_critical("the default of %s is \"%s\": expected %s", rows[i].name,
                       rows[i].fallback, error->message);
    }
    return values;
}

void
bp_values_free(const BpParam *rows, BpValue *values)
{
    if (!values)
        return;

    for (guint i = 0; i < bp_param_count(rows); i++)
        bp_value_clear(&values[i]);
    g_free(values);
}
