/* call_plan.c - what the options of `bangpath call` ask for. */
#include "call_plan.h"

#include <bangpath/param.h>
#include <bangpath/random.h>
#include <bangpath/units.h>
#include <string.h>

#define MOST_FILES 100000
#define MOST_BYTES G_GINT64_CONSTANT(1000000000)
#define MOST_RUNS 100000
#define MOST_RECIPIENTS 1000000
#define RUNS_WITH_ERRORS "100"

/* Packets that are followed one by one in all runs together: about a minute's work. */
#define MOST_PACKETS 50000000.0

static void
complain(BpProblems *problems, const char *option, const char *text,
         const char *expected)
{
    bp_problems_add(problems, NULL, 0, "--%s \"%s\": expected %s", option, text,
                    expected);
}

/* ---- the line ---- */

static void
complain_of_name(BpProblems *problems, const char *option, const char *text,
                 const char *what, const char *const *names)
{
    const char *nearest = bp_nearest(text, names);
    g_autofree char *all = g_strjoinv(", ", (char **)(gpointer)names);

    bp_problems_add(problems, NULL, 0, "--%s \"%s\": expected %s: %s%s%s%s", option,
                    text, what, all, nearest ? "; did you mean \"" : "",
                    nearest ? nearest : "", nearest ? "\"?" : "");
}

typedef gboolean (*Parse)(const char *text, gint64 *number, GError **error);

static gboolean
parse_whole_spoof(const char *text, gint64 *number, GError **error)
{
    static const BpParam row = {.name = "spoof", .kind = BP_PARAM_BOOL, .fallback = ""};
    BpValue value = {0};

    if (!bp_param_parse(&row, text, 0, &value, error))
        return FALSE;
    *number = value.number;
    return TRUE;
}

/* @number stays as it is where @text is NULL. */
static void
take(const char *option, const char *text, Parse parse, gint64 *number,
     BpProblems *problems)
{
    g_autoptr(GError) error = NULL;

    if (text && !parse(text, number, &error))
        complain(problems, option, text, error->message);
}

/* NJE is on synchronous lines, and SMTP is not by modem unless that is said. */
static const char *
usual_line(const CallOptions *options)
{
    if (g_strcmp0(options->protocol, "smtp") == 0)
        return "t1";
    return g_strcmp0(options->protocol, "nje") == 0 ? "bsc9600" : "v22bis";
}

static void
plan_line(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    const char *name = options->line ? options->line : usual_line(options);
    const BpLineProfile *profile = bp_line_profile_find(name);
    g_autofree const char **names = bp_line_profile_names();
    BpLineView *view = &plan->talk.line;

    if (!profile) {
        complain_of_name(problems, "line", name, "one of the lines", names);
        return;
    }
    view->bps = profile->bps;
    view->latency_us = profile->latency_us;
    view->turnaround_us = profile->turnaround_us;
    view->spoofs = profile->spoofs;
    plan->dial_us = profile->setup_us;
    take("speed", options->speed, bp_parse_speed, &view->bps, problems);
    take("latency", options->latency, bp_parse_duration, &view->latency_us, problems);
    take("turnaround", options->turnaround, bp_parse_duration, &view->turnaround_us,
         problems);
    take("spoof", options->spoof, parse_whole_spoof, &view->spoofs, problems);
    take("bit-errors", options->bit_errors, bp_parse_bit_errors, &view->bit_errors,
         problems);
    take("setup", options->setup, bp_parse_duration, &plan->dial_us, problems);
    take("price", options->price, bp_parse_price, &plan->price_udollars, problems);
    if (options->no_dial)
        plan->dial_us = 0;
}

/* ---- the protocol ---- */

/* (transfer container): those whose calls can be followed. */
static const char **
known_names(void)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; bp_protocols[i]; i++)
        if (bp_talk_is_known(bp_protocols[i]))
            g_ptr_array_add(names, (gpointer)bp_protocols[i]->name);
    g_ptr_array_add(names, NULL);
    return (const char **)g_ptr_array_free(names, FALSE);
}

static void
set_param(CallPlan *plan, const char *name, const char *text, BpProblems *problems)
{
    const BpProtocol *protocol = plan->talk.protocol;
    int place = bp_param_find(protocol->params, name);
    g_autoptr(GError) error = NULL;
    BpValue value = {0};

    if (!text)
        return;
    if (place < 0) {
        bp_problems_add(problems, NULL, 0,
                        "--%s \"%s\": expected no such option with protocol %s, which "
                        "has no %s",
                        name, text, protocol->name, name);
        return;
    }
    if (bp_param_parse(&protocol->params[place], text, 0, &value, &error))
        plan->p[place] = value.number;
    else
        complain(problems, name, text, error->message);
    bp_value_clear(&value);
}

static void
plan_protocol(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    const char *name = options->protocol ? options->protocol : "g";
    const BpProtocol *protocol = bp_protocol_find(name);
    g_autofree const char **names = known_names();
    BpValue *values;

    if (!protocol || !bp_talk_is_known(protocol)) {
        complain_of_name(problems, "protocol", name, "one of the protocols", names);
        return;
    }
    values = bp_param_defaults(protocol->params, 0);
    for (guint i = 0; i < bp_param_count(protocol->params); i++)
        plan->p[i] = values[i].number;
    bp_values_free(protocol->params, values);
    plan->talk.protocol = protocol;
    plan->talk.p = plan->p;
    set_param(plan, "window", options->window, problems);
    set_param(plan, "packet", options->packet, problems);
    set_param(plan, "sealink", options->sealink, problems);
    set_param(plan, "buffer", options->buffer, problems);
    set_param(plan, "overhead", options->overhead, problems);
    set_param(plan, "pipelining", options->pipelining, problems);
}

char *
call_plan_param(const CallPlan *plan, const char *name)
{
    const BpParam *rows = plan->talk.protocol->params;
    int place = bp_param_find(rows, name);

    if (place < 0)
        return NULL;
    if (rows[place].kind == BP_PARAM_CHOICE)
        return g_strdup(rows[place].choices[plan->p[place]]);
    return g_strdup_printf("%" G_GINT64_FORMAT, plan->p[place]);
}

/* ---- the files ---- */

/* `10x2048`, `2048`, or with a unit `10x2 KB`. */
static gboolean
parse_group(const char *text, CallFiles *files)
{
    const char *times = strchr(text, 'x');
    gint64 n = 1, bytes = 0;

    if (times) {
        g_autofree char *number = g_strndup(text, (gsize)(times - text));

        if (!bp_parse_whole(number, 1, MOST_FILES, &n, NULL))
            return FALSE;
        text = times + 1;
    }
    if (!bp_parse_whole(text, 0, MOST_BYTES, &bytes, NULL) &&
        !(bp_parse_bytes(text, &bytes, NULL) && bytes <= MOST_BYTES))
        return FALSE;
    *files = (CallFiles){.n = (guint)n, .bytes = (guint64)bytes};
    return TRUE;
}

static void
list_files(CallPlan *plan)
{
    guint n = plan->talk.n_files, k = 0;

    plan->file_bytes = g_new0(guint64, n + 1);
    for (guint i = 0; i < plan->groups->len; i++)
        for (guint j = 0; j < g_array_index(plan->groups, CallFiles, i).n; j++)
            plan->file_bytes[k++] = g_array_index(plan->groups, CallFiles, i).bytes;
    plan->talk.file_bytes = plan->file_bytes;
}

static void
plan_files(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    gboolean is_mail = plan->talk.protocol && plan->talk.protocol->asks_first;
    const char *text = options->files ? options->files : is_mail ? "2048" : "2048+58";
    g_auto(GStrv) parts = g_strsplit(text, "+", -1);
    guint64 n = 0;

    if (strcmp(text, "none") == 0)
        g_clear_pointer(&parts[0], g_free);
    for (guint i = 0; parts[i]; i++) {
        CallFiles files;

        if (!parse_group(g_strstrip(parts[i]), &files)) {
            complain(problems, "files", text,
                     "sizes in bytes, up to 1 GB, with how many of each: 2048, or "
                     "10x2048+10x58, or none");
            return;
        }
        n += files.n;
        plan->total_bytes += files.n * files.bytes;
        g_array_append_val(plan->groups, files);
    }
    if (n > MOST_FILES) {
        complain(problems, "files", text, "100000 files at most");
        return;
    }
    plan->talk.n_files = (guint)n;
    list_files(plan);
}

static void
plan_recipients(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    const BpProtocol *protocol = plan->talk.protocol;
    g_autoptr(GError) error = NULL;
    gint64 number = 1;

    if (options->recipients && !protocol->asks_first)
        bp_problems_add(
            problems, NULL, 0,
            "--recipients \"%s\": expected no such option with protocol %s: "
            "only smtp asks for recipients before a letter goes",
            options->recipients, protocol->name);
    else if (options->recipients &&
             !bp_parse_whole(options->recipients, 1, MOST_RECIPIENTS, &number, &error))
        complain(problems, "recipients", options->recipients, error->message);
    plan->talk.n_recipients = (guint)number;
}

/* Half of the files are execution files: mail. */
static gboolean
looks_like_mail(const CallPlan *plan)
{
    guint n = 0;

    for (guint i = 0; i < plan->talk.n_files; i++)
        n += plan->file_bytes[i] == BP_EXECUTION_BYTES;
    return 2 * n == plan->talk.n_files;
}

static void
plan_job(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    static const char *const names[] = {"file", "mail", "E", NULL};

    if (options->as && !plan->talk.protocol->uucp)
        bp_problems_add(problems, NULL, 0,
                        "--as \"%s\": expected no such option with protocol %s: only "
                        "UUCP tells kinds of files apart",
                        options->as, plan->talk.protocol->name);
    if (!options->as) {
        plan->talk.job = looks_like_mail(plan) ? BP_JOB_MAIL : BP_JOB_FILE;
        return;
    }
    for (guint i = 0; names[i]; i++)
        if (strcmp(options->as, names[i]) == 0) {
            plan->talk.job = (BpJob)i;
            return;
        }
    complain_of_name(problems, "as", options->as, "what the files are", names);
}

/* ---- the whole ---- */

static void
plan_runs(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    const char *runs = options->runs
                           ? options->runs
                           : (plan->talk.line.bit_errors > 0 ? RUNS_WITH_ERRORS : "1");
    const char *seed = options->seed ? options->seed : "1";
    g_autoptr(GError) error = NULL;
    gint64 number = 1;

    if (!bp_parse_whole(runs, 1, MOST_RUNS, &number, &error))
        complain(problems, "runs", runs, error->message);
    plan->runs = (guint)number;
    g_clear_error(&error);
    if (!bp_parse_whole(seed, 0, (gint64)BP_SEED_MAX, &number, &error))
        complain(problems, "seed", seed, error->message);
    plan->seed = (guint64)number;
}

/* What is followed packet by packet must come to an end. */
static void
check_work(const CallPlan *plan, BpProblems *problems)
{
    double packets;

    if (plan->talk.line.bit_errors == 0 || !plan->talk.protocol->uucp)
        return;
    packets = ((double)plan->total_bytes / 32.0 + 10.0 * plan->talk.n_files) *
              (double)plan->runs;
    if (packets > MOST_PACKETS)
        bp_problems_add(problems, NULL, 0,
                        "--bit-errors: %.0f packets in %u runs: expected %.0f at most, "
                        "as each is followed by itself: fewer --files or --runs",
                        packets, plan->runs, MOST_PACKETS);
}

gboolean
call_plan_make(CallPlan *plan, const CallOptions *options, BpProblems *problems)
{
    *plan = (CallPlan){.groups = g_array_new(FALSE, FALSE, sizeof(CallFiles))};
    plan_line(plan, options, problems);
    plan_protocol(plan, options, problems);
    plan_files(plan, options, problems);
    if (bp_problems_count(problems) > 0)
        return FALSE;
    plan_recipients(plan, options, problems);
    plan_job(plan, options, problems);
    plan_runs(plan, options, problems);
    check_work(plan, problems);
    return bp_problems_count(problems) == 0;
}

void
call_plan_clear(CallPlan *plan)
{
    g_clear_pointer(&plan->groups, g_array_unref);
    g_clear_pointer(&plan->file_bytes, g_free);
}
