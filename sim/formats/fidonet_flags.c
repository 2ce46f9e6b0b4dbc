/* fidonet_flags.c - what a nodelist's flags say of modems and of hours (FTS-5001). */
#include "fidonet.h"

#include <string.h>

/* Places in bp_fidonet_modems. */
enum {
    B300,
    B1200,
    B2400,
    HST,
    V32,
    PEP,
    H14,
    V32B,
    H16,
    ZYX,
    V32T,
    VFC,
    V34,
    V34P,
    ISDN,
};

const BpFidonetModem bp_fidonet_modems[] = {
    [B300] = {"bell103", 0},   [B1200] = {"bell212a", 0},  [B2400] = {"v22bis", 0},
    [HST] = {"hst", 0},        [V32] = {"v32", 0},         [PEP] = {"trailblazer", 0},
    [H14] = {"hst", 14400},    [V32B] = {"v32bis", 0},     [H16] = {"hst", 16800},
    [ZYX] = {"v32bis", 16800}, [V32T] = {"v32bis", 19200}, [VFC] = {"v34", 0},
    [V34] = {"v34", 0},        [V34P] = {"v34plus", 0},    [ISDN] = {"leased64k", 0},
    [ISDN + 1] = {NULL, 0},
};

#define BIT(modem) (1u << (modem))
#define TO_1200 (BIT(B300) | BIT(B1200))
#define TO_2400 (TO_1200 | BIT(B2400))
#define TO_V32 (TO_2400 | BIT(V32))
#define TO_V32B (TO_V32 | BIT(V32B))
#define TO_V34 (TO_V32B | BIT(V34))
#define TO_HST (TO_2400 | BIT(HST))

/* What each flag implies: FTS-5001; that a V.34 modem talks all that came before, a VFC
 * one V.32bis, is how they were made. Who is reached over the Internet alone is given the
 * best modem: somebody's modem carried that too. */
static const struct {
    const char *name;
    guint32 modems;
} modem_flags[] = {
    {"V21", BIT(B300)},
    {"V22", TO_1200},
    {"V29", TO_2400},
    {"V32", TO_V32},
    {"V32B", TO_V32B},
    {"V32T", TO_V32B | BIT(V32T)},
    {"V33", TO_V32},
    {"V34", TO_V34},
    {"VFC", TO_V32B | BIT(VFC)},
    {"HST", TO_HST},
    {"H14", TO_HST | BIT(H14)},
    {"H16", TO_HST | BIT(H14) | BIT(H16)},
    {"PEP", TO_2400 | BIT(PEP)},
    {"ZYX", TO_V32B | BIT(ZYX)},
    {"Z19", TO_V32B | BIT(ZYX) | BIT(V32T)},
    {"X2C", TO_V34 | BIT(V34P)},
    {"X2S", TO_V34 | BIT(V34P)},
    {"V90C", TO_V34 | BIT(V34P)},
    {"V90S", TO_V34 | BIT(V34P)},
    {"IBN", TO_V34 | BIT(V34P)},
    {"IFC", TO_V34 | BIT(V34P)},
    {"ITN", TO_V34 | BIT(V34P)},
    {"IVM", TO_V34 | BIT(V34P)},
    {"INA", TO_V34 | BIT(V34P)},
    {"X75", BIT(ISDN)},
    {"V110L", BIT(ISDN)},
    {"V110H", BIT(ISDN)},
    {"V120L", BIT(ISDN)},
    {"V120H", BIT(ISDN)},
    {"ISDN", BIT(ISDN)},
    {"ISDNA", BIT(ISDN)},
    {"ISDNB", BIT(ISDN)},
    {"ISDNC", BIT(ISDN)},
};

/* File requests that only a WaZOO mailer answers (FTS-5001); those had Zmodem (FTS-0006). */
static const char *const wazoo_flags[] = {"XA", "XB", "XC", "XR", "XW", "XX", NULL};

static guint64
half_hours(guint from, guint n)
{
    guint64 hours = 0;

    for (guint i = 0; i < n; i++)
        hours |= G_GUINT64_CONSTANT(1) << (from + i) % 48;
    return hours;
}

guint64
bp_fidonet_zone_hours(guint zone)
{
    static const guint8 begins[] = {18, 18, 5, 36, 16, 2, 40};

    return half_hours(zone < G_N_ELEMENTS(begins) ? begins[zone] : begins[1], 2);
}

/* The field between number and flags: what the list's format allows, not the true speed:
 * 9600 without a flag is taken for V.32, 300 says nothing beside an ISDN flag. */
static guint32
modems_of_speed(const char *text, guint32 by_flags)
{
    gint64 bps = g_ascii_strtoll(text, NULL, 10);

    if (bps >= 33600)
        return TO_V34 | BIT(V34P);
    if (bps >= 28800)
        return TO_V34;
    if (bps >= 14400)
        return TO_V32B;
    if (bps >= 9600)
        return by_flags & ~(guint32)TO_2400 ? TO_2400 : TO_V32;
    if (bps >= 2400)
        return TO_2400;
    if (bps >= 1200)
        return TO_1200;
    return by_flags ? 0 : BIT(B300);
}

/* `#02`, `!18`, `#02#09`: extra mail hours. */
static guint64
extra_hours(const char *flag)
{
    guint64 hours = 0;

    while (strchr("#!", *flag) && g_ascii_isdigit(flag[0] ? flag[1] : 0) &&
           g_ascii_isdigit(flag[2])) {
        guint hour =
            (guint)(g_ascii_digit_value(flag[1]) * 10 + g_ascii_digit_value(flag[2]));

        if (hour < 24)
            hours |= half_hours(hour * 2, 2);
        flag += 3;
    }
    return hours;
}

/* The half hour that a letter stands for: `A` 00:00, `a` 00:30; -1 if for none. */
static int
clock_letter(char letter)
{
    if (letter >= 'A' && letter <= 'X')
        return (letter - 'A') * 2;
    if (letter >= 'a' && letter <= 'x')
        return (letter - 'a') * 2 + 1;
    return -1;
}

/* `TBe`: open from the first to the second. */
static guint64
open_hours(const char *flag)
{
    int from, to;

    if (strlen(flag) != 3 || flag[0] != 'T')
        return 0;
    from = clock_letter(flag[1]);
    to = clock_letter(flag[2]);
    if (from < 0 || to < 0)
        return 0;
    return half_hours((guint)from, from == to ? 48 : (guint)(to - from + 48) % 48);
}

static void
read_flag(BpFidonetFlags *flags, const char *flag, gboolean users)
{
    g_autofree char *upper = g_ascii_strup(flag, -1);

    flags->hours |= open_hours(flag);
    for (gsize i = 0; i < G_N_ELEMENTS(modem_flags); i++)
        if (strcmp(upper, modem_flags[i].name) == 0 &&
            (!users || modem_flags[i].modems == BIT(ISDN)))
            flags->modems |= modem_flags[i].modems;
    if (users)
        return;
    if (strcmp(upper, "CM") == 0)
        flags->hours |= BP_ALL_HOURS;
    flags->hours |= extra_hours(flag);
    flags->wazoo |= g_strv_contains(wazoo_flags, upper);
    flags->gateway |= upper[0] == 'G' && strlen(upper) > 2;
}

/* Lists have flags parted by blanks and periods too, and dressed in brackets. A value
 * after a colon (`INA:host`) is nobody's business here. */
static void
read_field(BpFidonetFlags *flags, const char *field, gboolean *users)
{
    g_auto(GStrv) words = g_strsplit_set(field, " .<>\t", -1);

    for (char **word = words; *word; word++) {
        const char *flag = *word;

        (*word)[strcspn(*word, ":")] = '\0';
        if (flag[0] == 'U') {
            *users = TRUE;
            flag++;
        }
        if (flag[0] != '\0')
            read_flag(flags, flag, *users);
    }
}

BpFidonetFlags
bp_fidonet_flags(char *const *fields, guint zone)
{
    BpFidonetFlags flags = {.hours = bp_fidonet_zone_hours(zone)};
    gboolean users = FALSE;

    for (guint i = 1; fields[0] && fields[i]; i++)
        read_field(&flags, fields[i], &users);
    flags.modems |= modems_of_speed(fields[0] ? fields[0] : "", flags.modems);
    return flags;
}
