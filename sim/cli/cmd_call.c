/* cmd_call.c - bangpath call: one call, from dialling to the price. */
#include "call_plan.h"
#include "call_report.h"
#include "command.h"

#include <bangpath/random.h>
#include <bangpath/units.h>
#include <math.h>

extern const BpCommand bp_command_call;

/* The chances of one run. */
typedef struct {
    guint64 seed;
    guint32 run;
    guint64 counter;
} Dice;

static double throw(gpointer data)
{
    Dice *dice = data;

    return bp_uniform(
        bp_draw(dice->seed, bp_stream("call"), dice->run, dice->counter++), 0);
}

/* ---- a figure over all runs ---- */

typedef struct {
    double sum, squares, least, most;
} Sums;

static void
add(Sums *sums, double value, gboolean first)
{
    sums->sum += value;
    sums->squares += value * value;
    sums->least = first ? value : MIN(sums->least, value);
    sums->most = first ? value : MAX(sums->most, value);
}

static CallSpread
spread_of(const Sums *sums, guint n)
{
    double mean = sums->sum / n;
    double variance = n > 1 ? (sums->squares - n * mean * mean) / (n - 1) : 0;

    return (CallSpread){.mean = mean,
                        .deviation = variance > 0 ? sqrt(variance) : 0,
                        .least = sums->least,
                        .most = sums->most};
}

/* By the minute begun, one at least, from the carrier on. */
static double
cost(const CallPlan *plan, gint64 connected_us)
{
    gint64 minutes = MAX(1, (connected_us + BP_MINUTE_US - 1) / BP_MINUTE_US);

    return (double)minutes * (double)plan->price_udollars / (double)BP_DOLLAR_U;
}

static CallReport
call_all(const CallPlan *plan, GArray *marks)
{
    CallReport report = {.plan = plan, .marks = marks};
    Sums duration = {0}, repeats = {0}, out = {0}, in = {0}, price = {0};

    for (guint run = 0; run < plan->runs; run++) {
        Dice dice = {.seed = plan->seed, .run = run};
        gboolean first = run == 0;
        BpTalked talked = bp_converse(&plan->talk, throw, &dice, first ? marks : NULL);

        if (first)
            report.first = talked;
        add(&duration, (double)(plan->dial_us + talked.duration_us) / 1e6, first);
        add(&repeats, (double)talked.repeats, first);
        add(&out, (double)talked.out_bytes, first);
        add(&in, (double)talked.in_bytes, first);
        add(&price, cost(plan, talked.duration_us), first);
        report.completed += talked.failure == NULL;
        report.damaged += talked.damaged;
    }
    report.duration_s = spread_of(&duration, plan->runs);
    report.repeats = spread_of(&repeats, plan->runs);
    report.out_bytes = spread_of(&out, plan->runs);
    report.in_bytes = spread_of(&in, plan->runs);
    report.cost = spread_of(&price, plan->runs);
    return report;
}

static int
call(const CallOptions *options)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GArray) marks = g_array_new(FALSE, FALSE, sizeof(BpMark));
    int status = EXIT_DONE;
    CallPlan plan;

    if (call_plan_make(&plan, options, problems)) {
        CallReport report = call_all(&plan, marks);

        if (options->json)
            call_report_print_json(&report);
        else
            call_report_print(&report);
    } else {
        status = command_complain_all(problems);
    }
    call_plan_clear(&plan);
    return status;
}

static void
free_options(CallOptions *o)
{
    char *const texts[] = {o->line,       o->speed,      o->latency,    o->turnaround,
                           o->spoof,      o->files,      o->window,     o->packet,
                           o->bit_errors, o->protocol,   o->sealink,    o->buffer,
                           o->overhead,   o->pipelining, o->recipients, o->as,
                           o->setup,      o->price,      o->runs,       o->seed};

    for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
}

static int
run(int argc, char **argv)
{
    CallOptions o = {0};
    const GOptionEntry entries[] = {
        {"line", 'l', 0, G_OPTION_ARG_STRING, &o.line,
         "Line by name (v22bis); `bangpath keys lines` has them all", "NAME"},
        {"speed", 0, 0, G_OPTION_ARG_STRING, &o.speed,
         "Its speed in place of the line's: '2400 bps'", "SPEED"},
        {"latency", 0, 0, G_OPTION_ARG_STRING, &o.latency,
         "One way, in place of the line's: '0.05 s'", "TIME"},
        {"turnaround", 0, 0, G_OPTION_ARG_STRING, &o.turnaround,
         "What a half-duplex modem takes to turn: '0.5 s'", "TIME"},
        {"spoof", 0, 0, G_OPTION_ARG_STRING, &o.spoof,
         "Whether the modem answers g's packets itself", "yes|no"},
        {"bit-errors", 0, 0, G_OPTION_ARG_STRING, &o.bit_errors,
         "Share of the bits that are damaged: 1e-4 (0, whatever the line)", "SHARE"},
        {"protocol", 'p', 0, G_OPTION_ARG_STRING, &o.protocol,
         "UUCP's g, G, v, i, f, t, e; FidoNet's fts1, zmodem; BITNET's nje; smtp; "
         "plain (g)",
         "NAME"},
        {"window", 'w', 0, G_OPTION_ARG_STRING, &o.window,
         "Packets sent ahead of their acknowledgement", "N"},
        {"packet", 0, 0, G_OPTION_ARG_STRING, &o.packet, "Data bytes a packet", "N"},
        {"sealink", 0, 0, G_OPTION_ARG_STRING, &o.sealink,
         "With fts1: six blocks ahead of their acknowledgement", "yes|no"},
        {"buffer", 0, 0, G_OPTION_ARG_STRING, &o.buffer,
         "With nje: between two acknowledgements: '1000 B'", "SIZE"},
        {"overhead", 0, 0, G_OPTION_ARG_STRING, &o.overhead,
         "With plain: time that each file takes before its first byte", "TIME"},
        {"recipients", 0, 0, G_OPTION_ARG_STRING, &o.recipients,
         "With smtp: of each letter (1)", "N"},
        {"pipelining", 0, 0, G_OPTION_ARG_STRING, &o.pipelining,
         "With smtp: MAIL, RCPT and DATA in one go (no)", "yes|no"},
        {"files", 'f', 0, G_OPTION_ARG_STRING, &o.files,
         "Sizes in bytes, and how many: 10x2048+10x58, or none (2048+58; with smtp "
         "2048)",
         "FILES"},
        {"as", 0, 0, G_OPTION_ARG_STRING, &o.as,
         "With UUCP, what they are: file (uucp), mail (data and execution files), E "
         "(mail by one "
         "command); unless given, mail where half of them have 58 bytes, else file",
         "KIND"},
        {"setup", 0, 0, G_OPTION_ARG_STRING, &o.setup,
         "From dialling to carrier, in place of the line's", "TIME"},
        {"no-dial", 0, 0, G_OPTION_ARG_NONE, &o.no_dial, "Begin with the carrier",
         NULL},
        {"price", 0, 0, G_OPTION_ARG_STRING, &o.price,
         "Price: '0.25 $/min', by the minute begun from the carrier on", "PRICE"},
        {"runs", 0, 0, G_OPTION_ARG_STRING, &o.runs,
         "Calls to take the mean of (100 with bit errors, else 1)", "N"},
        {"seed", 0, 0, G_OPTION_ARG_STRING, &o.seed, "Seed of bit errors (1)", "N"},
        {"json", 0, 0, G_OPTION_ARG_NONE, &o.json,
         "Print one JSON object instead of the time line", NULL},
        G_OPTION_ENTRY_NULL,
    };
    int status = EXIT_BAD_USAGE;

    if (command_parse(&bp_command_call, entries,
                      "One call, in which the caller sends files: what happens "
                      "when, what goes over\nthe line, and what it costs. With bit "
                      "errors a call of g is followed packet by packet.\n\n"
                      "Exit status: 0 done, 2 bad usage or bad input.",
                      &argc, &argv, 0, 0))
        status = call(&o);
    free_options(&o);
    return status;
}

const BpCommand bp_command_call = {
    .name = "call",
    .arguments = "",
    .help = "One call's time line: dial, log-in, requests, packets, hang-up, price",
    .run = run,
};
