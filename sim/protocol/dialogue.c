/* dialogue.c - one call by a protocol other than UUCP's, leg by leg.
 *
 * The same legs as in a run, in the same order: so the sums are the same. */
#include "cost.h"
#include "talk.h"

static void
mark_leg(Recorder *recorder, const BpLeg *leg, guint file, guint64 bytes, gint64 at_us,
         guint64 repeats)
{
    BpMark mark = {.step = BP_STEP_LEG,
                   .file = file,
                   .at_us = at_us,
                   .packets = leg->cost.n_packets + repeats,
                   .repeats = repeats,
                   .what = leg->what,
                   .bytes = bytes,
                   .times = leg->cost.times};

    if (recorder->marks)
        g_array_append_val(recorder->marks, mark);
}

/* What the damaged bits of a file do. */
static BpDamage
damage(Recorder *recorder, guint64 bytes)
{
    const BpTalk *talk = recorder->talk;

    if (talk->line.bit_errors == 0 || !talk->protocol->damage)
        return (BpDamage){0};

    double first = recorder->chance(recorder->data);
    const double chances[2] = {first, recorder->chance(recorder->data)};

    return talk->protocol->damage(talk->p, &talk->line, bytes, chances);
}

/* @bytes: of the file; @turned: it is the other end that sends. Times are rounded up once a
 * phase. */
static void
pass_phase(Recorder *recorder, BpPhase phase, guint file, guint64 bytes,
           gboolean turned)
{
    const BpTalk *talk = recorder->talk;
    BpLeg legs[BP_LEGS];
    guint n =
        talk->protocol->legs(talk->p, &talk->line, phase,
                             phase == BP_PHASE_ASK ? talk->n_recipients : bytes, legs);
    BpDamage done = {0};
    BpCost all = {0};
    gint64 us = 0;

    if (phase == BP_PHASE_FILE)
        done = damage(recorder, bytes);
    for (guint i = 0; i < n; i++) {
        gboolean is_data = legs[i].cost.n_packets > 0;

        bp_cost_add(&all, &legs[i].cost);
        us = bp_cost_us(&all, &talk->line, talk->protocol->byte_bits);
        if (is_data)
            all.wait_us = bp_add_us(all.wait_us, done.us);
        us = bp_add_us(us, is_data ? done.us : 0);
        if (is_data)
            all.out_bytes =
                bp_add_bytes(all.out_bytes, done.repeats * legs[i].cost.out_bytes /
                                                legs[i].cost.n_packets);
        mark_leg(recorder, &legs[i], file, bytes, bp_add_us(recorder->now_us, us),
                 is_data ? done.repeats : 0);
    }
    recorder->now_us = bp_add_us(recorder->now_us, us);
    recorder->talked.repeats += done.repeats;
    recorder->talked.out_bytes =
        bp_add_bytes(recorder->talked.out_bytes, turned ? all.in_bytes : all.out_bytes);
    recorder->talked.in_bytes =
        bp_add_bytes(recorder->talked.in_bytes, turned ? all.out_bytes : all.in_bytes);
    if (done.lost)
        recorder->talked.failure = "too many errors";
}

static guint64
with_envelope(const BpTalk *talk, guint64 body_bytes, guint n)
{
    return bp_add_bytes(body_bytes, talk->protocol->envelope_bytes(talk->p, n));
}

static void
send_bundle(Recorder *recorder)
{
    const BpTalk *talk = recorder->talk;
    guint64 bytes = 0;

    for (guint i = 0; i < talk->n_files; i++)
        bytes = bp_add_bytes(bytes, talk->file_bytes[i]);
    if (talk->n_files == 0 && !talk->protocol->empty_packet)
        return;
    pass_phase(recorder, BP_PHASE_FILE, 0, with_envelope(talk, bytes, talk->n_files),
               FALSE);
    if (!recorder->talked.failure)
        recorder->talked.files = talk->n_files;
}

static int
compare_sizes(gconstpointer a, gconstpointer b, gpointer bytes)
{
    const guint64 *sizes = bytes;
    guint i = *(const guint *)a, k = *(const guint *)b;

    if (sizes[i] != sizes[k])
        return sizes[i] < sizes[k] ? -1 : 1;
    return (i > k) - (i < k);
}

static void
send_one(Recorder *recorder, guint i)
{
    const BpTalk *talk = recorder->talk;
    guint64 bytes = talk->file_bytes[i];

    if (talk->protocol->asks_first)
        pass_phase(recorder, BP_PHASE_ASK, i, bytes, FALSE);
    else
        bytes = with_envelope(talk, bytes, 1);
    pass_phase(recorder, BP_PHASE_FILE, i, bytes, FALSE);
    if (!recorder->talked.failure)
        recorder->talked.files++;
}

static void
send_each(Recorder *recorder)
{
    const BpTalk *talk = recorder->talk;
    g_autofree guint *order = g_new0(guint, talk->n_files + 1);

    for (guint i = 0; i < talk->n_files; i++)
        order[i] = i;
    if (talk->protocol->order == BP_ORDER_SMALLEST)
        g_qsort_with_data(order, (int)talk->n_files, sizeof *order, compare_sizes,
                          (gpointer)talk->file_bytes);
    for (guint i = 0; i < talk->n_files && !recorder->talked.failure; i++)
        send_one(recorder, order[i]);
}

void
talk_by_legs(Recorder *recorder)
{
    const BpProtocol *protocol = recorder->talk->protocol;

    pass_phase(recorder, BP_PHASE_SESSION, 0, 0, FALSE);
    if (protocol->bundles)
        send_bundle(recorder);
    else
        send_each(recorder);
    if (recorder->talked.failure)
        return;
    if (protocol->always_turns)
        pass_phase(recorder, BP_PHASE_TURN, 0, 0, FALSE);
    pass_phase(recorder, BP_PHASE_HANG_UP, 0, 0, protocol->always_turns);
}
