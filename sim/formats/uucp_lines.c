/* uucp_lines.c - HOURLY is a poll an hour, DEDICATED a leased line: by the word, and where
 * there is none by the number, as that of the word that costs most nearly as much. */
#include "uucp_lines.h"

#include <bangpath/units.h>

#define NIGHT "Any2300-0700"
#define PERIOD_MIN_US (5 * BP_MINUTE_US) /* no modem was kept busier: our guess */
#define PERIOD_MAX_US (365 * BP_DAY_US)

/* What a number means, up to @most. */
static const struct {
    gint64 most;
    BpCostSense sense;
} groups[] = {
    {50, {BP_COST_LOCAL, 1, 1}},     {150, {BP_COST_DEDICATED, 1, 1}},
    {250, {BP_COST_DIRECT, 1, 1}},   {450, {BP_COST_DEMAND, 1, 1}},
    {1000, {BP_COST_HOURLY, 1, 1}},  {1750, {BP_COST_HOURLY, 1, 3}},
    {2250, {BP_COST_EVENING, 1, 1}}, {4000, {BP_COST_HOURLY, 1, 6}},
    {15000, {BP_COST_DAILY, 1, 1}},  {G_MAXINT64, {BP_COST_WEEKLY, 1, 1}},
};

/* What a word means; @unit_us: the time between polls, and then @schedule is when. A call
 * out of town has one price at all hours, that by night: who waited for the night has that
 * in his schedule. */
static const struct {
    const char *line; /* NULL: a modem */
    const char *schedule;
    gint64 unit_us;
    gboolean far;
} meanings[] = {
    [BP_COST_PLAIN] = {NULL, "demand", 0, TRUE},
    [BP_COST_LOCAL] = {"lan", "permanent", 0, FALSE},
    [BP_COST_DEDICATED] = {"leased9600", "permanent", 0, FALSE},
    [BP_COST_ARPA] = {"leased56k", "permanent", 0, FALSE},
    [BP_COST_DIRECT] = {NULL, "demand", 0, FALSE},
    [BP_COST_DEMAND] = {NULL, "demand", 0, TRUE},
    [BP_COST_DIALED] = {NULL, "demand", 0, TRUE},
    [BP_COST_HOURLY] = {NULL, NULL, BP_HOUR_US, TRUE},
    [BP_COST_EVENING] = {NULL, "Wk2300-0800,Sa,Su", 0, TRUE},
    [BP_COST_DAILY] = {NULL, NULL, BP_DAY_US, TRUE},
    [BP_COST_POLLED] = {NULL, NULL, BP_DAY_US, TRUE},
    [BP_COST_WEEKLY] = {NULL, NULL, 7 * BP_DAY_US, TRUE},
};

/* What sites had, up to a year, and what a minute to another town cost by night: guesses,
 * from when each modem came (see the lines' own help) and AT&T's prices. */
static const struct {
    int until;
    const char *modem;
    const char *hub_modem;
    gint64 price_udollars;
} eras[] = {
    {1979, "bell103", "bell103", 220000}, {1983, "bell103", "bell212a", 220000},
    {1985, "v22bis", "v22bis", 200000},   {1988, "v22bis", "trailblazer", 200000},
    {1990, "v32", "trailblazer", 130000}, {1993, "v32", "v32bis", 130000},
    {1995, "v32bis", "v34", 130000},      {G_MAXINT, "v34", "v34plus", 130000},
};

#define ERA_UNKNOWN 1988

static guint
find_era(int year)
{
    guint i = 0;

    while (eras[i].until < (year > 0 ? year : ERA_UNKNOWN))
        i++;
    return i;
}

static BpCostSense
sense_of_number(gint64 cost)
{
    guint i = 0;

    while (groups[i].most < cost)
        i++;
    return groups[i].sense;
}

/* A poll once a day or more seldom comes at night. */
static void
set_schedule(BpSchedule *schedule, BpCostSense sense)
{
    gint64 unit_us = meanings[sense.word].unit_us, period_us;

    if (unit_us == 0) {
        bp_schedule_parse(meanings[sense.word].schedule, schedule, NULL);
        return;
    }
    period_us = unit_us / MAX(sense.over, 1) * MAX(sense.times, 1);
    period_us = CLAMP(period_us, PERIOD_MIN_US, PERIOD_MAX_US);
    bp_schedule_parse(period_us < BP_DAY_US ? "poll 1 d" : "poll 1 d " NIGHT, schedule,
                      NULL);
    schedule->period_us = period_us / BP_MINUTE_US * BP_MINUTE_US;
}

guint32
bp_uucp_line(BpNetwork *network, gint64 cost, BpCostSense sense, gboolean hubs,
             int year)
{
    guint era = find_era(year);
    const char *name;
    BpLine line;

    if (sense.word == BP_COST_PLAIN)
        sense = sense_of_number(cost);
    /* DEAD/2 and its like: dear, but in use. */
    if (sense.word == BP_COST_DEAD_WORD)
        sense = (BpCostSense){BP_COST_WEEKLY, 1, 1};
    name = meanings[sense.word].line;
    line = bp_line_from_profile(bp_line_profile_find(name   ? name
                                                     : hubs ? eras[era].hub_modem
                                                            : eras[era].modem),
                                bp_protocol_find(name ? "t" : "g"));
    set_schedule(&line.schedule, sense);
    for (guint t = 0; t < BP_N_TARIFFS && meanings[sense.word].far; t++)
        line.price_udollars[t] = eras[era].price_udollars;
    return bp_network_add_line(network, &line);
}
