/* measure_units.c - what a name says of its unit. */
#include <bangpath/measure_units.h>

#include <string.h>

typedef struct {
    const char *text;
    const char *unit;
} Rule;

/* The first that is found anywhere in `.NAME.` decides, dots parting its words. */
static const Rule measure_rules[] = {
    {".seed.", "number"},
    {"reach.", "share"},
    {".share_of_delivered.", "share"},
    {".within_", "share"},
    {".subscribed.", "share"},
    {"amplification.", "ratio"},
    {".copies_per_mailbox.", "ratio"},
    {"_s_hosts.", "count"},
    {"_s.", "s"},
    {"bytes", "bytes"},
    {".cost.", "dollars"},
    {".cost_shift.paid.", "dollars"},
    {".cost_spammers.", "dollars"},
    {".cost_others.", "dollars"},
};

static const Rule column_ends[] = {
    {"_us", "microseconds"},
    {"_udollars", "millionths of a dollar"},
    {"_bytes", "bytes"},
    {"_bytes_at_end", "bytes"},
    {"_s", "s"},
    {"_dollars", "dollars"},
    {"_bps", "payload bits a second"},
};

static const Rule columns[] = {
    {"bytes", "bytes"},
    {"bytes_ab", "bytes"},
    {"bytes_ba", "bytes"},
    {"bps", "payload bits a second"},
    {"lat", "degrees north"},
    {"lon", "degrees east"},
    {"cost_ab", "pathalias cost"},
    {"cost_ba", "pathalias cost"},
};

const char *
bp_measure_unit(const char *measure)
{
    g_autofree char *dotted = g_strdup_printf(".%s.", measure);

    for (guint i = 0; i < G_N_ELEMENTS(measure_rules); i++)
        if (strstr(dotted, measure_rules[i].text) != NULL)
            return measure_rules[i].unit;
    return "count";
}

const char *
bp_column_unit(const char *column)
{
    for (guint i = 0; i < G_N_ELEMENTS(columns); i++)
        if (strcmp(column, columns[i].text) == 0)
            return columns[i].unit;
    for (guint i = 0; i < G_N_ELEMENTS(column_ends); i++)
        if (g_str_has_suffix(column, column_ends[i].text))
            return column_ends[i].unit;
    return NULL;
}
