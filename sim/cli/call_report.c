/* call_report.c - what `bangpath call` prints: a time line and sums, or JSON. */
#include "call_report.h"

#include <bangpath/units.h>
#include <stdio.h>
#include <string.h>

/* More files than these go by groups in the time line. */
#define FILES_ONE_BY_ONE 6

static double
seconds(gint64 us)
{
    return (double)us / (double)BP_SECOND_US;
}

/* ---- the time line ---- */

static void
print_row(gint64 from_us, gint64 to_us, const char *what)
{
    g_print("%10.3f %10.3f  %s\n", seconds(from_us), seconds(to_us - from_us), what);
}

static char *
repeats_text(guint64 repeats)
{
    if (repeats == 0)
        return g_strdup("");
    return g_strdup_printf(", %" G_GUINT64_FORMAT " of them again", repeats);
}

/* What a file is called, @n of them. */
static const char *
noun(const CallPlan *plan, guint n)
{
    if (plan->talk.protocol->asks_first)
        return n == 1 ? "letter" : "letters";
    return n == 1 ? "file" : "files";
}

/* "33 packets", or nothing for a protocol without. */
static char *
packets_text(const CallPlan *plan, guint64 packets, guint64 repeats)
{
    g_autofree char *again = repeats_text(repeats);

    if (bp_talk_packet_us(&plan->talk) == 0 && repeats == 0)
        return g_strdup("");
    return g_strdup_printf(": %" G_GUINT64_FORMAT " %s%s", packets,
                           bp_talk_packet_us(&plan->talk) == 0 ? "times the file"
                           : packets == 1                      ? "packet"
                                                               : "packets",
                           again);
}

/* "packet: 3 messages, 4,318 bytes: 34 blocks"; @n above 0: so many files of as many bytes. */
static char *
leg_text(const CallPlan *plan, const BpMark *mark, guint n)
{
    gboolean bundles = plan->talk.protocol->bundles;
    g_autofree char *bytes = bp_format_count(mark->bytes);
    g_autofree char *again = repeats_text(mark->repeats);
    GString *text = g_string_new(NULL);

    if (mark->bytes > 0 && !bundles && n == 0)
        g_string_append_printf(text, "%s %u: ", noun(plan, 1), mark->file + 1);
    if (n > 0)
        g_string_append_printf(text, "%u %s of %s bytes", n, noun(plan, n), bytes);
    else
        g_string_append(text, mark->what);
    if (mark->times > 1 && n == 0)
        g_string_append_printf(text, ", %" G_GUINT64_FORMAT " times", mark->times);
    if (mark->packets > 0 && bundles)
        g_string_append_printf(text, ": %u %s, %s bytes", plan->talk.n_files,
                               plan->talk.n_files == 1 ? "message" : "messages", bytes);
    else if (mark->packets > 0 && n == 0)
        g_string_append_printf(text, " of %s bytes", bytes);
    if (mark->packets > 0)
        g_string_append_printf(text, ": %" G_GUINT64_FORMAT " %s%s", mark->packets,
                               mark->packets == 1 ? "block" : "blocks", again);
    return g_string_free(text, FALSE);
}

static char *
mark_text(const CallPlan *plan, const BpMark *mark)
{
    g_autofree char *packets = packets_text(plan, mark->packets, mark->repeats);

    switch (mark->step) {
    case BP_STEP_LOG_IN:
        return g_strdup_printf("log-in, greeting, choice of protocol %s",
                               plan->talk.protocol->name);
    case BP_STEP_ASK:
        return g_strdup_printf("file %u: asked for and granted", mark->file + 1);
    case BP_STEP_DATA: {
        g_autofree char *bytes = bp_format_count(plan->file_bytes[mark->file]);

        return g_strdup_printf("file %u: %s bytes%s", mark->file + 1, bytes, packets);
    }
    case BP_STEP_CONFIRM:
        return g_strdup_printf("file %u: confirmed", mark->file + 1);
    case BP_STEP_LEG:
        return leg_text(plan, mark, 0);
    case BP_STEP_HANG_UP:
        break;
    }
    return g_strdup("hang-up");
}

static void
print_marks(const CallReport *report, gint64 dial_us)
{
    gint64 from_us = 0;

    for (guint i = 0; i < report->marks->len; i++) {
        const BpMark *mark = &g_array_index(report->marks, BpMark, i);
        g_autofree char *what = mark_text(report->plan, mark);

        print_row(dial_us + from_us, dial_us + mark->at_us, what);
        from_us = mark->at_us;
    }
}

/* Rows of files of one size, one after the other. */
static void
print_group(const CallPlan *plan, const CallFiles *files, guint n, gint64 from_us,
            gint64 to_us, guint64 packets, guint64 repeats)
{
    g_autofree char *bytes = bp_format_count(files->bytes);
    g_autofree char *sent = packets_text(plan, packets, repeats);
    g_autofree char *what =
        g_strdup_printf("%u of %u files of %s bytes%s; %.3f s each", n, files->n, bytes,
                        sent, seconds(to_us - from_us) / MAX(n, 1));

    print_row(from_us, to_us, what);
}

static void
print_groups(const CallReport *report, gint64 dial_us)
{
    const CallPlan *plan = report->plan;
    const GArray *marks = report->marks;
    guint k = 0, first = 0;
    gint64 from_us = 0;
    g_autofree char *log_in =
        mark_text(plan, &g_array_index(marks, BpMark, k)); /* it always comes */

    print_row(dial_us, dial_us + g_array_index(marks, BpMark, 0).at_us, log_in);
    from_us = g_array_index(marks, BpMark, k++).at_us;
    for (guint i = 0; i < plan->groups->len && k < marks->len; i++) {
        const CallFiles *files = &g_array_index(plan->groups, CallFiles, i);
        guint64 packets = 0, repeats = 0;
        gint64 to_us = from_us;
        guint n = 0;

        for (; k < marks->len; k++) {
            const BpMark *mark = &g_array_index(marks, BpMark, k);

            if (mark->step == BP_STEP_HANG_UP || mark->file >= first + files->n)
                break;
            n += mark->step == BP_STEP_CONFIRM;
            packets += mark->step == BP_STEP_DATA ? mark->packets : 0;
            repeats += mark->step == BP_STEP_DATA ? mark->repeats : 0;
            to_us = mark->at_us;
        }
        print_group(plan, files, n, dial_us + from_us, dial_us + to_us, packets,
                    repeats);
        from_us = to_us;
        first += files->n;
    }
    if (k < marks->len)
        print_row(dial_us + from_us, dial_us + g_array_index(marks, BpMark, k).at_us,
                  "hang-up");
}

static gboolean
is_like(const BpMark *a, const BpMark *b)
{
    return a->bytes > 0 && b->bytes > 0 && a->bytes == b->bytes;
}

/* Files of one size, one after the other, in one row; the rest each in its own. */
static void
print_leg_groups(const CallReport *report, gint64 dial_us)
{
    const GArray *marks = report->marks;
    gint64 from_us = 0;
    guint i = 0;

    while (i < marks->len) {
        BpMark all = g_array_index(marks, BpMark, i);
        guint last = all.file, n = 1;

        for (i++; i < marks->len; i++) {
            const BpMark *mark = &g_array_index(marks, BpMark, i);

            if (!is_like(&all, mark))
                break;
            n += mark->file != last;
            last = mark->file;
            all.at_us = mark->at_us;
            all.packets += mark->packets;
            all.repeats += mark->repeats;
        }

        g_autofree char *what = leg_text(report->plan, &all, all.bytes > 0 ? n : 0);

        print_row(dial_us + from_us, dial_us + all.at_us, what);
        from_us = all.at_us;
    }
}

static void
print_time_line(const CallReport *report)
{
    const CallPlan *plan = report->plan;

    g_print("\n      at s    takes s\n");
    if (plan->dial_us > 0)
        print_row(0, plan->dial_us, "dialling, until there is a carrier");
    if (plan->talk.n_files <= FILES_ONE_BY_ONE || plan->talk.protocol->bundles)
        print_marks(report, plan->dial_us);
    else if (!plan->talk.protocol->uucp)
        print_leg_groups(report, plan->dial_us);
    else
        print_groups(report, plan->dial_us);
    g_print("%10.3f             %s\n",
            seconds(plan->dial_us + report->first.duration_us),
            report->first.failure ? "the call ends early" : "the line is free");
    if (report->first.failure)
        g_print("                       %s; %u of %u files are across\n",
                report->first.failure, report->first.files, plan->talk.n_files);
}

/* ---- the sums ---- */

static void
print_head(const CallPlan *plan)
{
    const BpLineView *line = &plan->talk.line;
    g_autofree char *window = call_plan_param(plan, "window");
    g_autofree char *packet = call_plan_param(plan, "packet");
    g_autofree char *latency = bp_format_duration(line->latency_us);
    g_autofree char *turnaround = bp_format_duration(line->turnaround_us);
    g_autofree char *n = bp_format_count(plan->talk.n_files);
    g_autofree char *bytes = bp_format_count(plan->total_bytes);

    g_print("A call by %s: %s\n", plan->talk.protocol->name, plan->talk.protocol->help);
    if (window && packet)
        g_print("window %s, packets of %s bytes\n", window, packet);
    g_print("%" G_GINT64_FORMAT " bps, %s one way", line->bps, latency);
    if (line->turnaround_us > 0)
        g_print(", %s to turn", turnaround);
    if (line->spoofs)
        g_print(", the modem answers g itself");
    if (line->bit_errors > 0)
        g_print(", one bit in %.0f damaged", 1e12 / (double)line->bit_errors);
    g_print("; %s %s, %s bytes", n, noun(plan, plan->talk.n_files), bytes);
    if (plan->talk.protocol->asks_first) {
        g_autofree char *recipients = bp_format_count(plan->talk.n_recipients);

        g_print(", %s %s%s", recipients,
                plan->talk.n_recipients == 1 ? "recipient" : "recipients",
                plan->talk.n_files == 1 ? "" : " each");
    }
    g_print("\n");
}

static void
print_spread(const char *name, const CallSpread *spread, const char *format,
             const char *unit)
{
    char mean[32], deviation[32], least[32], most[32];

    g_ascii_formatd(mean, sizeof mean, format, spread->mean);
    g_ascii_formatd(deviation, sizeof deviation, format, spread->deviation);
    g_ascii_formatd(least, sizeof least, format, spread->least);
    g_ascii_formatd(most, sizeof most, format, spread->most);
    g_print("%-16s%s %s on average; %s standard deviation, from %s to %s\n", name, mean,
            unit, deviation, least, most);
}

static void
print_runs(const CallReport *report)
{
    const CallPlan *plan = report->plan;

    g_print("\n%u calls, seeds %" G_GUINT64_FORMAT " on; above is the first\n",
            plan->runs, plan->seed);
    print_spread("duration", &report->duration_s, "%.1f", "s");
    print_spread("sent again", &report->repeats, "%.1f", "packets");
    if (plan->price_udollars > 0)
        print_spread("price", &report->cost, "%.2f", "$");
    g_print("%-16s%u of %u\n", "to the end", report->completed, plan->runs);
    g_print("%-16s%" G_GUINT64_FORMAT " files came damaged, and nobody noticed\n",
            "silently", report->damaged);
}

static void
print_one(const CallReport *report)
{
    const CallPlan *plan = report->plan;
    const BpTalked *talked = &report->first;
    g_autofree char *out = bp_format_count(talked->out_bytes);
    g_autofree char *in = bp_format_count(talked->in_bytes);
    double connected_s = seconds(talked->duration_us);

    g_print("\n%-16s%.3f s, %.3f s of it connected\n", "duration",
            seconds(plan->dial_us) + connected_s, connected_s);
    g_print("%-16s%s bytes out, %s bytes in\n", "on the line", out, in);
    if (plan->total_bytes > 0 && !talked->failure)
        g_print("%-16s%.1f bytes a second connected, %.0f%% of the line\n",
                noun(plan, 2), (double)plan->total_bytes / connected_s,
                1000 * (double)plan->total_bytes / connected_s /
                    (double)plan->talk.line.bps);
    if (plan->talk.protocol->asks_first && plan->talk.n_files > 0)
        g_print("%-16s%.0f an hour, in such calls one after the other\n", "recipients",
                3600.0 * plan->talk.n_files * plan->talk.n_recipients / connected_s);
    if (plan->price_udollars > 0) {
        g_autofree char *price =
            bp_format_money((gint64)(report->cost.mean * 1e6 + 0.5));

        g_print("%-16s%s, by the minute begun\n", "price", price);
    }
}

void
call_report_print(const CallReport *report)
{
    print_head(report->plan);
    print_time_line(report);
    print_one(report);
    if (report->plan->runs > 1)
        print_runs(report);
}

/* ---- JSON ---- */

static void
append_number(GString *text, const char *name, double number)
{
    char digits[40];

    g_ascii_formatd(digits, sizeof digits, "%.6f", number);
    for (gsize i = strlen(digits); i > 0 && digits[i - 1] == '0'; i--)
        digits[i - 1] = '\0';
    if (digits[strlen(digits) - 1] == '.')
        digits[strlen(digits) - 1] = '\0';
    g_string_append_printf(text, ",\n  \"%s\": %s", name, digits);
}

static void
append_spread(GString *text, const char *name, const CallSpread *spread)
{
    g_autofree char *deviation = g_strconcat(name, "_sd", NULL);

    append_number(text, name, spread->mean);
    append_number(text, deviation, spread->deviation);
}

static void
append_param(GString *text, const CallPlan *plan, const char *name)
{
    g_autofree char *value = call_plan_param(plan, name);

    g_string_append_printf(text, ",\n  \"%s\": %s", name, value ? value : "null");
}

static void
append_steps(GString *text, const CallReport *report)
{
    static const char *const names[] = {[BP_STEP_LOG_IN] = "log-in",
                                        [BP_STEP_ASK] = "request",
                                        [BP_STEP_DATA] = "data",
                                        [BP_STEP_CONFIRM] = "confirmation",
                                        [BP_STEP_HANG_UP] = "hang-up"};
    gint64 dial_us = report->plan->dial_us;

    g_string_append(text, ",\n  \"steps\": [");
    for (guint i = 0; i < report->marks->len; i++) {
        const BpMark *mark = &g_array_index(report->marks, BpMark, i);
        char ends[40];

        g_ascii_formatd(ends, sizeof ends, "%.6f", seconds(dial_us + mark->at_us));
        g_string_append_printf(
            text, "%s\n    {\"step\": \"%s\", \"file\": ", i > 0 ? "," : "",
            mark->what ? mark->what : names[mark->step]);
        if (mark->step == BP_STEP_LOG_IN || mark->step == BP_STEP_HANG_UP ||
            (mark->what && mark->bytes == 0))
            g_string_append(text, "null");
        else
            g_string_append_printf(text, "%u", mark->file + 1);
        g_string_append_printf(text,
                               ", \"ends_s\": %s, \"packets\": %" G_GUINT64_FORMAT
                               ", \"retransmissions\": %" G_GUINT64_FORMAT "}",
                               ends, mark->packets, mark->repeats);
    }
    g_string_append(text, "\n  ]");
}

void
call_report_print_json(const CallReport *report)
{
    const CallPlan *plan = report->plan;
    const BpLineView *line = &plan->talk.line;
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "{\n  \"bangpath\": \"%s\",\n  \"protocol\": \"%s\"",
                           BANGPATH_VERSION, plan->talk.protocol->name);
    append_param(text, plan, "window");
    append_param(text, plan, "packet");
    append_number(text, "bps", (double)line->bps);
    append_number(text, "latency_s", seconds(line->latency_us));
    append_number(text, "turnaround_s", seconds(line->turnaround_us));
    g_string_append_printf(text, ",\n  \"spoof\": %s", line->spoofs ? "true" : "false");
    g_string_append_printf(text, ",\n  \"bit_errors\": %.12g",
                           (double)line->bit_errors * 1e-12);
    append_number(text, "files", plan->talk.n_files);
    append_number(text, "file_bytes", (double)plan->total_bytes);
    if (plan->talk.protocol->asks_first)
        append_number(text, "recipients", plan->talk.n_recipients);
    append_number(text, "runs", plan->runs);
    append_number(text, "seed", (double)plan->seed);
    append_number(text, "dial_s", seconds(plan->dial_us));
    append_spread(text, "duration_s", &report->duration_s);
    append_spread(text, "bytes_out", &report->out_bytes);
    append_spread(text, "bytes_in", &report->in_bytes);
    append_spread(text, "retransmissions", &report->repeats);
    append_spread(text, "cost", &report->cost);
    append_number(text, "completed", report->completed);
    append_number(text, "files_damaged", (double)report->damaged);
    g_string_append_printf(
        text, ",\n  \"ok\": %s",
        report->completed == plan->runs && report->damaged == 0 ? "true" : "false");
    if (report->first.failure)
        g_string_append_printf(text, ",\n  \"failure\": \"%s\"", report->first.failure);
    else
        g_string_append(text, ",\n  \"failure\": null");
    append_steps(text, report);
    g_string_append(text, "\n}\n");
    fputs(text->str, stdout);
}
