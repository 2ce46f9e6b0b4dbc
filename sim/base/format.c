/* format.c - numbers for people, the same in every locale. */
#include <bangpath/units.h>

#include "scan.h"

typedef struct {
    const char *name;
    guint64 size;
} Unit;

static const Unit time_units[] = {
    {"us", 1},         {"ms", 1000},     {"s", BP_SECOND_US}, {"min", BP_MINUTE_US},
    {"h", BP_HOUR_US}, {"d", BP_DAY_US}, {NULL, 0},
};

static const Unit byte_units[] = {
    {"B", 1},
    {"KB", 1000},
    {"MB", 1000 * 1000},
    {"GB", 1000 * 1000 * 1000},
    {"TB", G_GUINT64_CONSTANT(1000000000000)},
    {"PB", G_GUINT64_CONSTANT(1000000000000000)},
    {"EB", G_GUINT64_CONSTANT(1000000000000000000)},
    {NULL, 0},
};

static guint64
magnitude(gint64 number)
{
    return number < 0 ? -(guint64)number : (guint64)number;
}

/* Tenths of @unit in @amount, halves go up. */
static BpWide
tenths_of(guint64 amount, guint64 unit)
{
    return ((BpWide)amount * 10 + unit / 2) / unit;
}

/* The largest unit of which there is one when rounded: 59.97 s are 1 min, not 60 s. */
static const Unit *
pick_unit(const Unit *units, guint64 amount, guint64 *tenths)
{
    const Unit *unit = units;

    while (unit[1].name &&
           tenths_of(amount, unit->size) * unit->size >= (BpWide)unit[1].size * 10)
        unit++;
    *tenths = (guint64)tenths_of(amount, unit->size);
    return unit;
}

char *
bp_format_duration(gint64 us)
{
    const char *sign = us < 0 ? "-" : "";
    guint64 tenths;
    const Unit *unit;

    if (us == 0)
        return g_strdup("0 s");

    unit = pick_unit(time_units, magnitude(us), &tenths);
    if (tenths % 10 == 0)
        return g_strdup_printf("%s%" G_GUINT64_FORMAT " %s", sign, tenths / 10,
                               unit->name);
    return g_strdup_printf("%s%" G_GUINT64_FORMAT ".%u %s", sign, tenths / 10,
                           (guint)(tenths % 10), unit->name);
}

char *
bp_format_bytes(guint64 bytes)
{
    guint64 tenths;
    const Unit *unit = pick_unit(byte_units, bytes, &tenths);

    if (unit == byte_units)
        return g_strdup_printf("%" G_GUINT64_FORMAT " B", bytes);
    return g_strdup_printf("%" G_GUINT64_FORMAT ".%u %s", tenths / 10,
                           (guint)(tenths % 10), unit->name);
}

char *
bp_format_count(guint64 n)
{
    char digits[27]; /* 20 digits, 6 commas and the end */
    char *at = digits + sizeof digits - 1;
    guint n_digits = 0;

    *at = '\0';
    do {
        if (n_digits > 0 && n_digits % 3 == 0)
            *--at = ',';
        *--at = (char)('0' + n % 10);
        n_digits++;
        n /= 10;
    } while (n > 0);
    return g_strdup(at);
}

char *
bp_format_money(gint64 udollars)
{
    guint64 cents = (magnitude(udollars) + BP_DOLLAR_U / 200) / (BP_DOLLAR_U / 100);
    g_autofree char *dollars = bp_format_count(cents / 100);

    return g_strdup_printf("%s$%s.%02u", udollars < 0 && cents > 0 ? "-" : "", dollars,
                           (guint)(cents % 100));
}
