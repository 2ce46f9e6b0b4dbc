/* test_taylor.c - calls of UUCP against measurements of Taylor UUCP 1.07, and against
 * sums worked by hand.
 *
 * The measurements are a table in a folder beside the source; without it those tests are
 * skipped. Each row is one call, all files from the caller to the called.
 */
#include <bangpath/conversation.h>

#include <bangpath/units.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define RUNS 200
#define WORST 8

/** Row: a line of the table. */
typedef struct {
    char protocol[2];
    gint64 bps;
    gint64 window;
    gint64 packet;
    double latency_s;
    double ber;
    guint files;
    guint64 bytes;
    double duration_s;
    guint64 out_bytes;
    guint64 in_bytes;
    guint64 repeats;
    int ok;
} Row;

/* ---- chance: SplitMix64 ---- */

static double
chance(gpointer data)
{
    guint64 *state = data, z;

    *state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    z = *state;
    z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* ---- calls ---- */

static gint64
param(const BpProtocol *protocol, const char *name, gint64 given)
{
    int place = bp_param_find(protocol->params, name);
    const BpParam *row = &protocol->params[place];
    BpValue value = {0};
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, given);

    g_assert_true(bp_param_parse(row, text, 0, &value, NULL));
    return value.number;
}

static void
set_param(const BpProtocol *protocol, gint64 *p, const char *name, gint64 given)
{
    int place = bp_param_find(protocol->params, name);

    if (place >= 0 && given > 0)
        p[place] = param(protocol, name, given);
}

/* What the table's files are: one as `uucp` sends it; pairs of 2048 and 58 bytes; mails of
 * 2048 bytes by the command E. */
static BpJob
fill_files(const Row *row, guint64 *files)
{
    gboolean by_e = row->files > 1 && row->bytes == row->files * 2048;

    for (guint i = 0; i < row->files; i++)
        files[i] = row->files == 1 ? row->bytes : by_e || i % 2 == 0 ? 2048 : 58;
    if (row->files == 1)
        return BP_JOB_FILE;
    return by_e ? BP_JOB_E : BP_JOB_MAIL;
}

static BpTalked
call(const Row *row, guint64 seed)
{
    const BpProtocol *protocol = bp_protocol_find(row->protocol);
    gint64 p[BP_PROTOCOL_PARAMS] = {0};
    guint64 files[64];
    BpTalk talk = {.protocol = protocol, .p = p, .file_bytes = files};

    g_assert_cmpuint(row->files, <=, G_N_ELEMENTS(files));
    set_param(protocol, p, "window", row->window);
    set_param(protocol, p, "packet", row->packet);
    talk.job = fill_files(row, files);
    talk.n_files = row->files;
    talk.line.bps = row->bps;
    talk.line.latency_us = llrint(row->latency_s * 1e6);
    talk.line.bit_errors = llrint(row->ber * 1e12);
    return bp_converse(&talk, chance, &seed, NULL);
}

static double
seconds(BpTalked talked)
{
    return (double)talked.duration_us / (double)BP_SECOND_US;
}

static char *
row_text(const Row *row)
{
    return g_strdup_printf("%s %" G_GINT64_FORMAT " bps W%" G_GINT64_FORMAT
                           " P%" G_GINT64_FORMAT
                           " L%g ber %g, %u files of %" G_GUINT64_FORMAT,
                           row->protocol, row->bps, row->window, row->packet,
                           row->latency_s, row->ber, row->files, row->bytes);
}

/* ---- sums worked by hand ---- */

/* B is the time of a byte, L of a trip; docs/calls.md has the constants. */
static void
test_by_hand(void)
{
    static const struct {
        Row row; /* duration_s: the sum */
    } cases[] = {
        /* start 104 B + 13 L, file 234 B + 4 L + 33 * 70 B, hang-up 237 B + 2 L:
         * 2885 B + 19 L. */
        {{"g", 2400, 7, 64, 0.05, 0, 1, 2048, 2885 / 240.0 + 0.95, 2611, 580, 0, 1}},
        /* W 7 at 9600 bps and 0.3 s: a window takes 490 B = 0.5104 s, its answer 76 B +
         * 0.6 s = 0.6792 s: 4 waits of 162/960 s; */
        {{"g", 9600, 7, 64, 0.3, 0, 1, 2048,
          2885 / 960.0 + 5.7 + 4 * (0.6 - 414 / 960.0), 2611, 580, 0, 1}},
        /* W 1: 32 waits for an acknowledgement, 6 B + 2 L each, and 26 B + 2 L. */
        {{"g", 2400, 1, 64, 0.05, 0, 1, 2048,
          2885 / 240.0 + 0.95 + 32 * (6 / 240.0 + 0.1) + 26 / 240.0 + 0.1, 2611, 580, 0,
          1}},
        /* P 1024: replies take 38, 2048 bytes 2 * 1030 + 38: 104 + 170 + 2098 + 141. */
        {{"g", 2400, 7, 1024, 0.05, 0, 1, 2048, 2513 / 240.0 + 0.95, 2335, 272, 0, 1}},
        /* P 32: a command of 61 bytes takes two: 104 + (76 + 2 * 38 + 24) + 65 * 38 +
         * (3 * 38 + 27). */
        {{"g", 2400, 7, 32, 0, 0, 1, 2048, (104 + 176 + 65 * 38 + 141) / 240.0, 0, 0, 0,
          1}},
        /* A mail of HoneyDanBer: 91 + 2 * 234 + 35 * 70 + 237 B, 13 + 8 + 2 L. */
        {{"g", 1200, 7, 64, 0.05, 0, 2, 2106, 3246 / 120.0 + 1.15, 2824, 734, 0, 1}},
        /* Nothing to send: 91 + 237 B, 15 L. */
        {{"G", 9600, 7, 64, 0.05, 0, 0, 0, 328 / 960.0 + 0.75, 210, 232, 0, 1}},
        /* f: 64 B + 7 L + 2 s; 61 + 3 + 2048 + 34 + 7 + 5 B, 4 L; 17 B + 2 L. */
        {{"f", 1200, 0, 0, 0.05, 0, 1, 2048, 2239 / 120.0 + 2.65, 0, 74, 0, 1}},
        /* e: 61 + 3 + 20 + 2048 + 3. */
        {{"e", 1200, 0, 0, 0.05, 0, 1, 2048, 2216 / 120.0 + 2.65, 2177, 72, 0, 1}},
        /* t: 68 B + 7 L; 1536 + 2048 + 12 B, 4 L; 1545 B + 2 L. */
        {{"t", 2400, 0, 0, 0.05, 0, 1, 2048, 5209 / 240.0 + 0.65, 3639, 2108, 0, 1}},
        /* i: 82 B + 9 L; 61 + 31 + 10240 + 100 B; 66 B + 4 L. */
        {{"i", 2400, 16, 1024, 0.05, 0, 1, 10240, 10580 / 240.0 + 0.65, 10520, 0, 0,
          1}},
        /* v is g: 10 packets of 1030, one of 38. */
        {{"v", 2400, 7, 1024, 0.05, 0, 1, 10240,
          (104 + 170 + 10338 + 141) / 240.0 + 0.95, 10575, 320, 0, 1}},
        /* Five mails by E: 104 + 5 * (234 + 2310) + 237 B, 13 + 20 + 2 L. */
        {{"g", 9600, 7, 64, 0.05, 0, 5, 10240, 13061 / 960.0 + 1.75, 12179, 1956, 0,
          1}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Row *row = &cases[i].row;
        g_autofree char *text = row_text(row);
        BpTalked talked = call(row, 1);

        g_test_message("%s", text);
        /* Steps are rounded up, each by itself. */
        g_assert_cmpfloat_with_epsilon(seconds(talked), row->duration_s, 0.0001);
        g_assert_null(talked.failure);
        g_assert_cmpuint(talked.files, ==, row->files);
        g_assert_cmpuint(talked.repeats, ==, 0);
        if (row->out_bytes > 0)
            g_assert_cmpuint(talked.out_bytes, ==, row->out_bytes);
        if (row->in_bytes > 0)
            g_assert_cmpuint(talked.in_bytes, ==, row->in_bytes);
    }
}

/* A line that damages one bit of 10^12 goes packet by packet, and must come to the same. */
static void
test_packets_agree(void)
{
    static const Row rows[] = {
        {"g", 2400, 7, 64, 0.05, 1e-12, 1, 10240, 0, 0, 0, 0, 1},
        {"g", 300, 3, 64, 0.3, 1e-12, 1, 2048, 0, 0, 0, 0, 1},
        {"g", 19200, 3, 64, 0.3, 1e-12, 1, 10240, 0, 0, 0, 0, 1},
        {"g", 9600, 2, 64, 0.3, 1e-12, 2, 2106, 0, 0, 0, 0, 1},
        {"g", 9600, 1, 128, 0.05, 1e-12, 10, 10530, 0, 0, 0, 0, 1},
        {"g", 9600, 7, 4096, 0.05, 1e-12, 1, 10240, 0, 0, 0, 0, 1},
        {"g", 2400, 7, 32, 0.05, 1e-12, 5, 10240, 0, 0, 0, 0, 1},
        {"v", 9600, 7, 1024, 0.3, 1e-12, 0, 0, 0, 0, 0, 0, 1},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Row whole = rows[i];
        BpTalked by_packets = call(&rows[i], 1), by_sums;
        g_autofree char *text = row_text(&rows[i]);

        whole.ber = 0;
        by_sums = call(&whole, 1);
        g_test_message("%s: %f, %f", text, seconds(by_packets), seconds(by_sums));
        g_assert_cmpfloat(fabs(seconds(by_packets) - seconds(by_sums)), <,
                          0.002 + 0.02 * seconds(by_sums));
        g_assert_null(by_packets.failure);
        g_assert_cmpuint(by_packets.out_bytes, ==, by_sums.out_bytes);
        g_assert_cmpuint(by_packets.files, ==, by_sums.files);
        g_assert_cmpuint(by_packets.repeats, ==, 0);
    }
}

/* ---- the measurements ---- */

static gboolean
parse_row(const char *text, Row *row)
{
    g_auto(GStrv) field = g_strsplit(text, ",", -1);

    if (g_strv_length(field) != 13 || !g_ascii_isdigit(field[1][0]))
        return FALSE;
    *row = (Row){.bps = atoll(field[1]),
                 .window = atoll(field[2]),
                 .packet = atoll(field[3]),
                 .latency_s = g_ascii_strtod(field[4], NULL),
                 .ber = g_ascii_strtod(field[5], NULL),
                 .files = (guint)atoi(field[6]),
                 .bytes = (guint64)atoll(field[7]),
                 .duration_s = g_ascii_strtod(field[8], NULL),
                 .out_bytes = (guint64)atoll(field[9]),
                 .in_bytes = (guint64)atoll(field[10]),
                 .repeats = (guint64)atoll(field[11]),
                 .ok = atoi(field[12])};
    g_strlcpy(row->protocol, field[0], sizeof row->protocol);
    return TRUE;
}

/* (transfer full) (nullable): the table's rows; the test is skipped where there is none. */
static GArray *
read_rows(void)
{
    const char *root = g_getenv("BANGPATH_SOURCE_ROOT");
    g_autofree char *path = g_build_filename(root ? root : ".", "..", "shared",
                                             "taylor", "measurements.csv", NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    GArray *rows;

    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        g_test_skip("the table of measurements is not here");
        return NULL;
    }
    rows = g_array_new(FALSE, FALSE, sizeof(Row));
    lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        Row row;

        if (parse_row(lines[i], &row))
            g_array_append_val(rows, row);
    }
    g_assert_cmpuint(rows->len, >, 0);
    return rows;
}

typedef struct {
    double error;
    char *text; /* owned */
} Judged;

static gint
compare_judged(gconstpointer a, gconstpointer b)
{
    const Judged *one = a, *two = b;

    return (one->error < two->error) - (one->error > two->error);
}

static void
clear_judged(gpointer data)
{
    g_free(((Judged *)data)->text);
}

/* Relative errors, the worst first. */
static void
judge(GArray *judged, const Row *row, double model_s, double measured_s)
{
    g_autofree char *what = row_text(row);
    Judged one = {.error = fabs(model_s - measured_s) / measured_s};

    one.text = g_strdup_printf("%5.1f %%  %s: measured %.2f s, here %.2f s",
                               100 * one.error, what, measured_s, model_s);
    g_array_append_val(judged, one);
}

static void
report(GArray *judged)
{
    g_array_sort(judged, compare_judged);
    for (guint i = 0; i < judged->len && i < WORST; i++)
        g_test_message("%s", g_array_index(judged, Judged, i).text);
    g_test_message("median %.2f %% of %u",
                   100 * g_array_index(judged, Judged, judged->len / 2).error,
                   judged->len);
}

/* t at 300 bps: the caller leaves before the last greeting. */
static gboolean
is_clean(const Row *row)
{
    return row->ber == 0 && row->ok && row->repeats == 0 &&
           !(strcmp(row->protocol, "t") == 0 && row->bps == 300);
}

static void
test_whole_lines(void)
{
    g_autoptr(GArray) rows = read_rows();
    g_autoptr(GArray) judged = g_array_new(FALSE, FALSE, sizeof(Judged));

    if (rows == NULL)
        return;
    g_array_set_clear_func(judged, clear_judged);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);

        if (is_clean(row))
            judge(judged, row, seconds(call(row, 1)), row->duration_s);
    }
    report(judged);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);

        if (is_clean(row))
            g_assert_cmpfloat(fabs(seconds(call(row, 1)) - row->duration_s), <=,
                              MAX(1, 0.05 * row->duration_s));
    }
    g_assert_cmpfloat(g_array_index(judged, Judged, judged->len / 2).error, <, 0.02);
}

static gboolean
is_alike(const Row *a, const Row *b)
{
    return strcmp(a->protocol, b->protocol) == 0 && a->bps == b->bps &&
           a->window == b->window && a->packet == b->packet && a->ber == b->ber &&
           a->files == b->files && a->bytes == b->bytes && a->latency_s == b->latency_s;
}

/* Of RUNS calls: the mean duration, and the standard deviation of one. */
static double
mean_s(const Row *row, double *deviation)
{
    double sum = 0, squares = 0;

    for (guint64 seed = 1; seed <= RUNS; seed++) {
        double s = seconds(call(row, seed * 7919));

        sum += s;
        squares += s * s;
    }
    *deviation = sqrt(MAX(squares / RUNS - sum / RUNS * sum / RUNS, 0));
    return sum / RUNS;
}

/* The mean of all rows that differ from row @i by chance alone, calls that failed and all,
 * the standard deviation of one, and how many they are: 0 if an earlier row is of that
 * group. */
static guint
group_of(const GArray *rows, guint i, double *measured_s, double *deviation_s)
{
    double squares = 0;
    guint n = 0;

    *measured_s = 0;
    for (guint k = 0; k < rows->len; k++) {
        const Row *row = &g_array_index(rows, Row, k);

        if (!is_alike(&g_array_index(rows, Row, i), row))
            continue;
        if (k < i)
            return 0;
        *measured_s += row->duration_s;
        squares += row->duration_s * row->duration_s;
        n++;
    }
    *measured_s /= n;
    *deviation_s =
        n > 1 ? sqrt(MAX(squares - n * *measured_s * *measured_s, 0) / (n - 1)) : 0;
    return n;
}

/* A group is to be within 20 %, or, as most are of few calls, within two standard errors of
 * its mean, by the larger spread. */
static void
test_damaged_lines(void)
{
    g_autoptr(GArray) rows = read_rows();
    g_autoptr(GArray) judged = g_array_new(FALSE, FALSE, sizeof(Judged));

    if (rows == NULL)
        return;
    g_array_set_clear_func(judged, clear_judged);
    for (guint i = 0; i < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        double measured_s, model_s, deviation_s, spread_s;
        guint n = group_of(rows, i, &measured_s, &spread_s);

        if (row->ber == 0 || n == 0)
            continue;
        model_s = mean_s(row, &deviation_s);
        judge(judged, row, model_s, measured_s);
        g_assert_cmpfloat(
            fabs(model_s - measured_s), <,
            MAX(0.2 * measured_s, 2 * MAX(deviation_s, spread_s) / sqrt(n)));
    }
    report(judged);
}

/* Means of eight and more calls each of a file of 10,240 bytes at 0.05 s, as measured; and
 * how such calls end. */
static void
test_means_of_many(void)
{
    static const struct {
        Row row;
    } cases[] = {
        {{"g", 2400, 7, 64, 0.05, 1e-5, 1, 10240, 51.4, 0, 0, 0, 1}},
        {{"g", 2400, 7, 64, 0.05, 3e-5, 1, 10240, 66.5, 0, 0, 0, 1}},
        {{"g", 2400, 7, 64, 0.05, 1e-4, 1, 10240, 77.9, 0, 0, 0, 1}},
        {{"g", 2400, 7, 64, 0.05, 3e-4, 1, 10240, 112, 0, 0, 0, 1}},
        {{"g", 2400, 3, 64, 0.05, 1e-4, 1, 10240, 67.5, 0, 0, 0, 1}},
        {{"g", 9600, 7, 64, 0.05, 1e-4, 1, 10240, 29.1, 0, 0, 0, 1}},
        {{"g", 1200, 7, 64, 0.05, 1e-4, 1, 10240, 135, 0, 0, 0, 1}},
        {{"g", 2400, 7, 1024, 0.05, 1e-4, 1, 10240, 142, 0, 0, 0, 1}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        const Row *row = &cases[i].row;
        g_autofree char *text = row_text(row);
        double deviation, mean = mean_s(row, &deviation);

        g_test_message("%s: %.1f s, here %.1f", text, row->duration_s, mean);
        g_assert_cmpfloat(fabs(mean - row->duration_s), <, 0.2 * row->duration_s);
    }
}

/* At one bit in a thousand 10 KB never come through: the limit of errors is reached after
 * 133 to 243 s, as measured, with about half of it across; 2 KB do. One error in 70 is not
 * seen: one call in nine at 1e-4 ends well with a file that is not (5 of 43 measured). */
static void
test_how_calls_end(void)
{
    Row large = {"g", 2400, 7, 64, 0.05, 1e-3, 1, 10240, 0, 0, 0, 0, 0};
    Row small = {"g", 2400, 7, 64, 0.05, 1e-3, 1, 2048, 0, 0, 0, 0, 0};
    Row usual = {"g", 2400, 7, 64, 0.05, 1e-4, 1, 10240, 0, 0, 0, 0, 0};
    guint n_large = 0, n_small = 0, n_usual = 0, n_damaged = 0;
    double sum_s = 0;

    for (guint64 seed = 1; seed <= RUNS; seed++) {
        BpTalked talked = call(&large, seed * 7919);

        n_large += talked.failure == NULL;
        sum_s += seconds(talked);
        n_small += call(&small, seed * 7919).failure == NULL;
        talked = call(&usual, seed * 7919);
        n_usual += talked.failure == NULL;
        n_damaged += talked.damaged;
    }
    g_test_message("%u, %u, %u, %u of %d; %.0f s", n_large, n_small, n_usual, n_damaged,
                   RUNS, sum_s / RUNS);
    g_assert_cmpuint(n_large, <, RUNS / 50);
    g_assert_cmpfloat(sum_s / RUNS, >, 133);
    g_assert_cmpfloat(sum_s / RUNS, <, 243);
    g_assert_cmpuint(n_small, >, RUNS * 9 / 10);
    g_assert_cmpuint(n_usual, >, RUNS * 95 / 100);
    g_assert_cmpuint(n_damaged, >, RUNS / 20);
    g_assert_cmpuint(n_damaged, <, RUNS / 5);
}

/* A packet that takes longer than the 10 s that g waits never comes: 34 s at 300 bps. 8,427
 * bytes went out in 279 s, as measured; the called heard but noise. */
static void
test_packet_too_long(void)
{
    Row row = {"g", 300, 7, 1024, 0.05, 0, 1, 2048, 278.7, 8427, 140, 6, 0};
    BpTalked talked = call(&row, 1);

    g_assert_cmpstr(talked.failure, ==, "seven times 10 s of silence");
    g_assert_cmpfloat(fabs(seconds(talked) - row.duration_s), <, 0.05 * row.duration_s);
    g_assert_cmpuint(talked.repeats, ==, 6);
    g_assert_cmpuint(talked.files, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/taylor/by hand", test_by_hand);
    g_test_add_func("/taylor/packets agree", test_packets_agree);
    g_test_add_func("/taylor/whole lines", test_whole_lines);
    g_test_add_func("/taylor/damaged lines", test_damaged_lines);
    g_test_add_func("/taylor/means of many", test_means_of_many);
    g_test_add_func("/taylor/how calls end", test_how_calls_end);
    g_test_add_func("/taylor/packet too long", test_packet_too_long);
    return g_test_run();
}
