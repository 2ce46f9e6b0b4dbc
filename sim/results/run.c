/* run.c - makes a world, lets it run in pieces, and looks at it in between.
 *
 * How the time is cut into pieces changes nothing of what happens: it only says how often
 * progress is told.
 */
#include <bangpath/run.h>

#include <bangpath/calendar.h>
#include <bangpath/measures.h>
#include <bangpath/recorder.h>
#include <bangpath/run_db.h>
#include <bangpath/units.h>
#include <bangpath/world.h>
#include <time.h>

/* Events of one piece, about: a twentieth of a second at two million a second, often
 * enough for progress. A stop does not wait for a piece to end: the queue watches it. */
#define PIECE_EVENTS 100000

#define PROGRESS_WALL_US (BP_SECOND_US / 10)

struct _BpRunner {
    const BpRunOptions *options; /* borrowed */
    const BpScenario *scenario;  /* borrowed */
    BpRunDbWriter *writer;       /* borrowed, nullable */
    BpWorld *world;              /* owned */
    BpRecorder *recorder;        /* owned */
    BpWatch *watch;              /* owned */
    BpCurves *curves;            /* owned */
    gint64 piece_us;             /* the length of the next piece */
    gint64 wall_begin_us;
    gint64 wall_told_us;   /* of the last progress; 0 before */
    guint32 step;          /* the sample that is due next */
    guint32 open_at_begin; /* relays */
    gboolean is_stopped;
    guint64 events;
    clock_t cpu_begin;
    double load_s;
};

static double
wall_s_since(gint64 wall_us)
{
    return (double)(g_get_monotonic_time() - wall_us) / (double)BP_SECOND_US;
}

static gboolean
stop_wanted(const BpRunner *run)
{
    return run->options->stop && *run->options->stop;
}

static void
tell_progress(BpRunner *run)
{
    gint64 wall_us = g_get_monotonic_time();
    gint64 length_us = run->scenario->length_us;
    BpRunStatus status;

    if (run->options->progress == NULL ||
        (run->wall_told_us != 0 && wall_us - run->wall_told_us < PROGRESS_WALL_US))
        return;
    run->wall_told_us = wall_us;
    status = (BpRunStatus){
        .begin_unix_s = run->scenario->begin_unix_s,
        .now_us = bp_world_now_us(run->world),
        .length_us = length_us,
        .events = run->events,
        .wall_s = (double)(wall_us - run->wall_begin_us) / (double)BP_SECOND_US,
    };
    status.share = length_us > 0 ? (double)status.now_us / (double)length_us : 1;
    run->options->progress(run->options->progress_data, &status);
}

/* Pieces with few events grow twofold, those with many shrink to what they should be. */
static void
fit_piece(BpRunner *run, guint64 events)
{
    if (events < PIECE_EVENTS / 2)
        run->piece_us = MIN(run->piece_us * 2, BP_TIME_MAX_US);
    else if (events > PIECE_EVENTS)
        run->piece_us = MAX(1, (gint64)((double)run->piece_us *
                                        ((double)PIECE_EVENTS / (double)events)));
}

/* FALSE if the world stopped on its own, or a stop is wanted. */
static gboolean
advance(BpRunner *run, gint64 to_us)
{
    while (bp_world_now_us(run->world) < to_us) {
        gint64 end_us;
        guint64 events;

        if (stop_wanted(run))
            return FALSE;
        end_us = MIN(to_us, bp_add_us(bp_world_now_us(run->world), run->piece_us));
        events = bp_world_run_until(run->world, end_us);
        run->events += events;
        if (bp_world_now_us(run->world) < end_us)
            return FALSE;
        fit_piece(run, events);
        tell_progress(run);
    }
    return TRUE;
}

/* The post can say which message is wrong; if it finds none, at least we say which kind. */
static gboolean
check_books(const BpRunner *run, GError **error)
{
    const BpPost *post = bp_world_post(run->world);
    const BpBooks *books = bp_post_books(post);

    for (guint kind = 0; kind < BP_N_KINDS; kind++) {
        g_autofree char *when = NULL;

        if (bp_tally_balanced(&books->kind[kind]))
            continue;
        if (!bp_post_check(post, error))
            return FALSE;
        when =
            bp_format_moment(run->scenario->begin_unix_s, bp_world_now_us(run->world));
        g_set_error(error, BP_ERROR, BP_ERROR_BOOKS,
                    "the books of %s do not balance at %s", bp_kind_name(kind), when);
        return FALSE;
    }
    return TRUE;
}

static gboolean
look(BpRunner *run, GError **error)
{
    bp_recorder_sample(run->recorder);
    bp_curves_look(run->curves, run->world);
    return check_books(run, error) &&
           (run->writer == NULL || bp_run_db_writer_ok(run->writer, error));
}

gboolean
bp_runner_advance(BpRunner *run, gint64 to_us, GError **error)
{
    to_us = MIN(to_us, run->scenario->length_us);
    while (run->step <= BP_SAMPLES) {
        gint64 step_us = bp_recorder_step_us(run->recorder, run->step);

        if (!advance(run, MIN(step_us, to_us))) {
            run->is_stopped = TRUE;
            return TRUE;
        }
        /* What is seen at the end is seen when the lines are settled. */
        if (step_us > to_us || run->step == BP_SAMPLES)
            return TRUE;
        run->step++;
        if (!look(run, error))
            return FALSE;
    }
    return TRUE;
}

static void
describe(BpRunResult *result, const BpRunner *run)
{
    const BpScenario *scenario = run->scenario;
    const BpWorld *world = run->world;
    const BpNetwork *network = bp_world_network(world);

    *result = (BpRunResult){
        .scenario = g_strdup(scenario->path),
        .title = g_strdup(scenario->title),
        .seed = scenario->seed,
        .begin_unix_s = scenario->begin_unix_s,
        .length_us = scenario->length_us,
        .n_hosts = bp_network_n_hosts(network),
        .n_links = bp_network_n_links(network),
        .n_mailboxes = bp_network_n_mailboxes(network),
        .open_at_begin = run->open_at_begin,
        .load_s = run->load_s,
    };
}

static double
share_within(const BpDelays *delays, int days)
{
    guint64 n = bp_delays_count(delays);

    return n > 0 ? (double)bp_delays_within(delays, days * BP_DAY_US) / (double)n : 0;
}

/* The greatest first; of equals the one named first in the topology. */
static void
find_bills(BpRunResult *result, const BpWorld *world)
{
    const BpNetwork *network = bp_world_network(world);
    const BpCarrier *carrier = bp_post_carrier(bp_world_post(world));
    gint64 limit_udollars = G_MAXINT64;
    guint32 last = 0;

    result->bills = g_new0(BpBill, BP_BILLS);
    while (result->n_bills < BP_BILLS) {
        guint32 most = BP_NONE;
        gint64 most_udollars = 0;

        for (guint32 i = 0; i < bp_network_n_nodes(network); i++) {
            gint64 paid_udollars = bp_carrier_paid_udollars(carrier, i);

            if (paid_udollars > most_udollars &&
                (paid_udollars < limit_udollars ||
                 (paid_udollars == limit_udollars && i > last))) {
                most = i;
                most_udollars = paid_udollars;
            }
        }
        if (most == BP_NONE)
            return;
        result->bills[result->n_bills++] =
            (BpBill){g_strdup(bp_network_host(network, most).name), most_udollars};
        limit_udollars = most_udollars;
        last = most;
    }
}

static void
sum_up(BpRunResult *result, const BpRunner *run)
{
    const BpPost *post = bp_world_post(run->world);
    const BpDelays *delays = bp_post_ham_delays(post);

    result->end_us = bp_world_now_us(run->world);
    result->complete = result->end_us >= result->length_us;
    result->open_at_end = bp_post_open_relays(post);
    result->books = *bp_post_books(post);
    result->ham_delay_s = bp_delays_mean_s(delays);
    result->ham_delay_p50_s = bp_delays_percentile_s(delays, 50);
    result->ham_delay_p90_s = bp_delays_percentile_s(delays, 90);
    result->ham_delay_p99_s = bp_delays_percentile_s(delays, 99);
    result->carriage = *bp_carrier_sums(bp_post_carrier(post));
    if (bp_run_has_calls(result)) {
        result->ham_within_1d = share_within(delays, 1);
        result->ham_within_2d = share_within(delays, 2);
        result->ham_within_7d = share_within(delays, 7);
    }
    find_bills(result, run->world);
    result->spammers_paid_udollars = bp_post_spammers_paid_udollars(post);
    result->half_reach_us = bp_recorder_half_reach_us(run->recorder);
    result->half_infected_us = bp_recorder_half_infected_us(run->recorder);
    result->measures = bp_watch_sum_up(run->watch);
    result->trajectory = bp_post_trajectory(post);
    result->events = run->events;
}

/* ---- a run in pieces ---- */

BpRunner *
bp_runner_new(BpScenario *scenario, const BpRunOptions *options, BpRunDbWriter *writer)
{
    gint64 wall_us = g_get_monotonic_time();
    BpRunner *run = g_new0(BpRunner, 1);

    run->options = options;
    run->scenario = scenario;
    run->writer = writer;
    run->world = bp_world_new(scenario);
    if (options->second_core)
        bp_world_go_ahead(run->world);
    run->recorder = bp_recorder_new(run->world, writer);
    run->watch = bp_watch_new(run->world);
    run->curves = g_new0(BpCurves, 1);
    run->piece_us = 1;
    run->step = 1;
    run->open_at_begin = bp_post_open_relays(bp_world_post(run->world));
    bp_queue_watch(bp_world_queue(run->world), options->stop);
    run->load_s = options->load_s + wall_s_since(wall_us);
    run->wall_begin_us = g_get_monotonic_time();
    run->cpu_begin = clock();
    return run;
}

void
bp_runner_free(BpRunner *run)
{
    if (run == NULL)
        return;
    g_free(run->curves);
    bp_watch_free(run->watch);
    bp_recorder_free(run->recorder);
    bp_world_free(run->world);
    g_free(run);
}

void
bp_runner_start(BpRunner *run)
{
    bp_world_start(run->world);
    bp_recorder_sample(run->recorder);
    bp_curves_look(run->curves, run->world);
}

gboolean
bp_runner_is_stopped(const BpRunner *run)
{
    return run->is_stopped;
}

gint64
bp_runner_now_us(const BpRunner *run)
{
    return bp_world_now_us(run->world);
}

BpWorld *
bp_runner_world(const BpRunner *run)
{
    return run->world;
}

static void
archive(BpRunner *run, BpArchive *archive)
{
    bp_archive_section(archive, "run");
    bp_archive_u64(archive, &run->events);
    bp_archive_below(archive, &run->step, BP_SAMPLES + 1);
    bp_world_archive(run->world, archive);
    bp_recorder_archive(run->recorder, archive);
    bp_watch_archive(run->watch, archive);
    bp_curves_archive(run->curves, archive);
}

GBytes *
bp_runner_save(BpRunner *run)
{
    BpArchive *bytes = bp_archive_new();

    archive(run, bytes);
    return bp_archive_close(bytes);
}

/* The actors start as they did, for what they work out then; the rows of that are there. */
gboolean
bp_runner_load(BpRunner *run, GBytes *bytes, GError **error)
{
    g_autoptr(BpArchive) reader = bp_archive_open(bytes, error);

    if (reader == NULL)
        return FALSE;
    if (run->writer != NULL)
        bp_run_db_mute(run->writer, TRUE);
    bp_world_start(run->world);
    if (run->writer != NULL)
        bp_run_db_mute(run->writer, FALSE);
    archive(run, reader);
    bp_archive_expect(reader, bp_world_now_us(run->world) <= run->scenario->length_us,
                      "it is later than the end");
    return bp_archive_finish(reader, error);
}

gboolean
bp_runner_finish(BpRunner *run, BpRunResult *result, GError **error)
{
    g_auto(BpRunResult) made = {0};

    bp_post_settle(bp_world_post(run->world));
    if (!look(run, error) || !bp_post_check(bp_world_post(run->world), error))
        return FALSE;
    describe(&made, run);
    made.run_s = wall_s_since(run->wall_begin_us);
    made.run_cpu_s = (double)(clock() - run->cpu_begin) / CLOCKS_PER_SEC;
    sum_up(&made, run);
    bp_recorder_finish(run->recorder, &made);
    made.curves = g_steal_pointer(&run->curves);
    *result = made;
    made = (BpRunResult){0};
    return TRUE;
}

void
bp_run_result_clear(BpRunResult *result)
{
    g_free(result->scenario);
    g_free(result->title);
    for (guint i = 0; i < result->n_bills; i++)
        g_free(result->bills[i].host);
    g_free(result->bills);
    g_free(result->curves);
    *result = (BpRunResult){0};
}
