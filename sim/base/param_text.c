/* param_text.c - a row in words: for errors, help and the manual. */
#include "param_text.h"

#include <bangpath/calendar.h>
#include <bangpath/units.h>

typedef struct {
    const char *name;
    gint64 size;
} Unit;

typedef char *(*Write)(gint64 number);

static const Unit duration_units[] = {
    {"d", BP_DAY_US},    {"h", BP_HOUR_US}, {"min", BP_MINUTE_US},
    {"s", BP_SECOND_US}, {"ms", 1000},      {"us", 1},
};

static const Unit byte_units[] = {
    {"GB", 1000 * 1000 * 1000},
    {"GiB", 1024 * 1024 * 1024},
    {"MB", 1000 * 1000},
    {"MiB", 1024 * 1024},
    {"KB", 1000},
    {"KiB", 1024},
    {"B", 1},
};

static const Unit speed_units[] = {
    {"Gbps", 1000 * 1000 * 1000},
    {"Mbps", 1000 * 1000},
    {"kbps", 1000},
    {"bps", 1},
};

/* In the largest unit that leaves no fraction; @n_units > 0 and the last is 1. Zero is in
 * @zero. */
static char *
write_exact(gint64 number, const Unit *units, guint n_units, const char *zero)
{
    guint i = 0;

    if (number == 0)
        return g_strdup(zero);

    while (i < n_units - 1 && number % units[i].size != 0)
        i++;
    return g_strdup_printf("%" G_GINT64_FORMAT " %s", number / units[i].size,
                           units[i].name);
}

/* Millionths of @unit without zeros at the end. */
static char *
write_fraction(gint64 number, gint64 unit, const char *suffix)
{
    gint64 rest = (number < 0 ? -(number % unit) : number % unit) * (BP_PPM / unit);
    char decimals[8] = "";
    int n;

    if (rest > 0) {
        n = g_snprintf(decimals, sizeof decimals, ".%06d", (int)rest);
        while (decimals[n - 1] == '0')
            decimals[--n] = '\0';
    }
    return g_strdup_printf("%s%" G_GINT64_FORMAT "%s%s",
                           number < 0 && number > -unit ? "-" : "", number / unit,
                           decimals, suffix);
}

static char *
write_whole(gint64 number)
{
    return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

static char *
write_decimal(gint64 number)
{
    return write_fraction(number, BP_PPM, "");
}

static char *
write_duration(gint64 number)
{
    return write_exact(number, duration_units, G_N_ELEMENTS(duration_units), "0 s");
}

static char *
write_bytes(gint64 number)
{
    return write_exact(number, byte_units, G_N_ELEMENTS(byte_units), "0 B");
}

static char *
write_speed(gint64 number)
{
    return write_exact(number, speed_units, G_N_ELEMENTS(speed_units), "0 bps");
}

static char *
write_share(gint64 number)
{
    return write_fraction(number, BP_PPM / 100, "%");
}

static char *
write_price(gint64 number)
{
    return write_fraction(number, BP_DOLLAR_U, " $/min");
}

/* A moment has no words without its begin: how long after it. */
static char *
write_moment(gint64 number)
{
    g_autofree char *after = write_duration(number);

    return g_strdup_printf("%s after begin", after);
}

static char *
write_interval(gint64 number)
{
    g_autofree char *interval = write_duration(number);

    return g_strdup_printf("once in %s", interval);
}

static char *
write_zone(gint64 number)
{
    int minutes = (int)ABS(number);

    return g_strdup_printf("%c%d:%02d", number < 0 ? '-' : '+', minutes / 60,
                           minutes % 60);
}

static const struct {
    const char *example; /* NULL: what stands in bp_param_describe() */
    Write write;         /* NULL: without bounds */
} kinds[] = {
    [BP_PARAM_TEXT] = {"a text that is not empty", NULL},
    [BP_PARAM_BOOL] = {"yes or no", NULL},
    [BP_PARAM_WHOLE] = {"a whole number", write_whole},
    [BP_PARAM_DECIMAL] = {"a number such as 1.1", write_decimal},
    [BP_PARAM_DURATION] = {"a duration such as 15 min", write_duration},
    [BP_PARAM_BYTES] = {"a size such as 2 KB", write_bytes},
    [BP_PARAM_SPEED] = {"a speed such as 2400 bps", write_speed},
    [BP_PARAM_SHARE] = {"a share such as 40%", write_share},
    [BP_PARAM_PRICE] = {"a price such as 0.25 $/min", write_price},
    [BP_PARAM_RATE] = {NULL, write_interval},
    [BP_PARAM_MOMENT] = {"a moment such as day 4 09:00 or 1996-09-01 09:00",
                         write_moment},
    [BP_PARAM_INSTANT] = {"an instant such as 1996-09-01 09:00", bp_format_instant},
    [BP_PARAM_ZONE] = {"an offset from UTC such as -5:00", write_zone},
    [BP_PARAM_CHOICE] = {NULL, NULL},
    [BP_PARAM_CHOICES] = {NULL, NULL},
    [BP_PARAM_NAMES] = {"names parted by commas", NULL},
    [BP_PARAM_CHOICE_OR_NAMES] = {NULL, NULL},
    [BP_PARAM_PORTION] = {"a share such as 60%, all, none, or a whole number",
                          write_whole},
    [BP_PARAM_SELECTION] =
        {"largest 30%, random 30%, all, none, or names parted by commas", NULL},
    [BP_PARAM_SIZE] = {"a size such as 2 KB or lognormal(2 KB, 1.1)", write_bytes},
};

gboolean
bp_param_is_bounded(const BpParam *row)
{
    return row->min != 0 || row->max != 0;
}

static char *
describe_kind(const BpParam *row)
{
    g_autofree char *words = NULL;

    if (row->kind == BP_PARAM_RATE)
        return g_strdup_printf("a rate such as 5 / %s%sd",
                               row->choices ? row->choices[0] : "",
                               row->choices ? " / " : "");
    if (kinds[row->kind].example)
        return g_strdup(kinds[row->kind].example);

    /* g_strjoinv() only reads, but is not declared so. */
    words = g_strjoinv(", ", (char **)(gpointer)row->choices);
    switch (row->kind) {
    case BP_PARAM_CHOICES:
        return g_strdup_printf("one or more, parted by commas, of: %s", words);
    case BP_PARAM_CHOICE_OR_NAMES:
        return g_strdup_printf("one of: %s; or names parted by commas", words);
    default:
        return g_strdup_printf("one of: %s", words);
    }
}

char *
bp_param_describe(const BpParam *row)
{
    g_autofree char *kind = NULL, *min = NULL, *max = NULL;
    Write write;

    g_return_val_if_fail(row && row->kind < G_N_ELEMENTS(kinds), NULL);

    kind = describe_kind(row);
    write = kinds[row->kind].write;
    if (!write || !bp_param_is_bounded(row))
        return g_steal_pointer(&kind);
    min = write(row->min);
    if (row->max == G_MAXINT64)
        return g_strdup_printf("%s, at least %s", kind, min);
    max = write(row->max);
    return g_strdup_printf("%s%s from %s to %s", kind,
                           row->kind == BP_PARAM_WHOLE ? "" : ",", min, max);
}
