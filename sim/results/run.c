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
#include <sys/stat.h>
#include <time.h>

/* Events of one piece, about: a twentieth of a second at two million a second, often
 * enough for progress. A stop does not wait for a piece to end: the queue watches it. */
#define PIECE_EVENTS 100000

#define PROGRESS_WALL_US (BP_SECOND_US / 10)

typedef struct {
    const BpRunOptions *options; /* borrowed */
    const BpScenario *scenario;  /* borrowed */
    BpWorld *world;              /* borrowed */
    gint64 piece_us;             /* the length of the next piece */
    gint64 wall_begin_us;
    gint64 wall_told_us; /* of the last progress; 0 before */
    guint64 events;
    BpCurves *curves; /* borrowed from the result */
} Run;

static double
wall_s_since(gint64 wall_us)
{
    return (double)(g_get_monotonic_time() - wall_us) / (double)BP_SECOND_US;
}

static gboolean
stop_wanted(const Run *run)
{
    return run->options->stop && *run->options->stop;
}

static void
tell_progress(Run *run)
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
fit_piece(Run *run, guint64 events)
{
    if (events < PIECE_EVENTS / 2)
        run->piece_us = MIN(run->piece_us * 2, BP_TIME_MAX_US);
    else if (events > PIECE_EVENTS)
        run->piece_us = MAX(1, (gint64)((double)run->piece_us *
                                        ((double)PIECE_EVENTS / (double)events)));
}

/* FALSE if the world stopped on its own, or a stop is wanted. */
static gboolean
advance(Run *run, gint64 to_us)
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
check_books(const Run *run, GError **error)
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

/* From the first event to the last, or to where it is stopped. */
static gboolean
simulate(Run *run, BpRecorder *recorder, const BpRunDbWriter *writer, GError **error)
{
    gboolean going = TRUE;

    bp_queue_watch(bp_world_queue(run->world), run->options->stop);
    bp_world_start(run->world);
    bp_recorder_sample(recorder);
    bp_curves_look(run->curves, run->world);
    for (guint i = 1; going && i <= BP_SAMPLES; i++) {
        going = advance(run, bp_recorder_step_us(recorder, i));
        if (!going || i == BP_SAMPLES)
            bp_post_settle(bp_world_post(run->world));
        bp_recorder_sample(recorder);
        bp_curves_look(run->curves, run->world);
        if (!check_books(run, error) || (writer && !bp_run_db_writer_ok(writer, error)))
            return FALSE;
    }
    return bp_post_check(bp_world_post(run->world), error);
}

static void
describe(BpRunResult *result, const BpScenario *scenario, const BpWorld *world)
{
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
        .open_at_begin = bp_post_open_relays(bp_world_post(world)),
        .curves = g_new0(BpCurves, 1),
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
            (BpBill){g_strdup(bp_network_host(network, most)->name), most_udollars};
        limit_udollars = most_udollars;
        last = most;
    }
}

static void
sum_up(BpRunResult *result, const Run *run, const BpRecorder *recorder,
       const BpWatch *watch)
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
    result->half_reach_us = bp_recorder_half_reach_us(recorder);
    result->half_infected_us = bp_recorder_half_infected_us(recorder);
    result->measures = bp_watch_sum_up(watch);
    result->events = run->events;
}

static gboolean
is_same_file(const char *a, const char *b)
{
    struct stat of_a;
    struct stat of_b;

    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

/* An output that is what was read is a slip of the hand, with --force as well. */
static gboolean
spares_the_inputs(const BpScenario *scenario, const char *output, GError **error)
{
    for (guint i = 0; i < scenario->inputs->len; i++) {
        const BpInput *input = g_ptr_array_index(scenario->inputs, i);

        if (!is_same_file(input->path, output))
            continue;
        g_set_error(error, BP_ERROR, BP_ERROR_EXISTS,
                    "%s: is an input of the run: name another output", output);
        return FALSE;
    }
    return TRUE;
}

static gboolean
run_world(BpScenario *scenario, const BpRunOptions *options, BpRunDbWriter *writer,
          BpRunResult *result, GError **error)
{
    gint64 wall_us = g_get_monotonic_time();
    clock_t cpu;
    g_autoptr(BpWorld) world = bp_world_new(scenario);
    g_autoptr(BpRecorder) recorder = bp_recorder_new(world, writer);
    g_autoptr(BpWatch) watch = bp_watch_new(world);
    Run run = {
        .options = options,
        .scenario = scenario,
        .world = world,
        .piece_us = 1,
    };

    describe(result, scenario, world);
    run.curves = result->curves;
    result->load_s = options->load_s + wall_s_since(wall_us);
    run.wall_begin_us = g_get_monotonic_time();
    cpu = clock();
    if (!simulate(&run, recorder, writer, error))
        return FALSE;
    result->run_s = wall_s_since(run.wall_begin_us);
    result->run_cpu_s = (double)(clock() - cpu) / CLOCKS_PER_SEC;
    sum_up(result, &run, recorder, watch);
    bp_recorder_finish(recorder, result);
    return writer == NULL || bp_run_db_finish(writer, error);
}

gboolean
bp_run(BpScenario *scenario, const BpRunOptions *options, BpRunResult *result,
       GError **error)
{
    gint64 wall_us = g_get_monotonic_time();
    g_autoptr(BpRunDbWriter) writer = NULL;
    g_auto(BpRunResult) made = {0};

    if (options->output) {
        if (!spares_the_inputs(scenario, options->output, error))
            return FALSE;
        writer = bp_run_db_create(options->output, options->force, error);
        if (writer == NULL)
            return FALSE;
    }
    if (!run_world(scenario, options, writer, &made, error))
        return FALSE;
    made.wall_s = options->load_s + wall_s_since(wall_us);
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
