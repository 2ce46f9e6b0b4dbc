/* fuzz_checkpoint.c - the state of a run, changed in some places and sealed again, as
 * somebody may who knows the format. The input is patches of five bytes each: a place, and
 * what is to stand there. Loading must refuse it, or what it has loaded can run.
 */
#include "fuzz.h"

#include "fuzz_little.h"

#include <bangpath/archive.h>
#include <bangpath/scenario_file.h>
#include <bangpath/units.h>
#include <bangpath/world.h>

#define DIGEST_BYTES 32
#define PATCH_BYTES 5

static const char scenario_text[] = "[scenario]\n"
                                    "topology = t.gv\n"
                                    "begin = 1996-09-01\n"
                                    "length = 2 d\n"
                                    "warnings = yes\n"
                                    "[mail]\n"
                                    "rate = 5 / mailbox / d\n"
                                    "[spammer cyber]\n"
                                    "host = agis\n"
                                    "line = bell103\n"
                                    "targets = 100%\n"
                                    "relays = published list\n"
                                    "[closure]\n"
                                    "share = 60%\n"
                                    "from = day 1 06:00\n"
                                    "[blacklist rbl]\n"
                                    "lists = open relays\n"
                                    "subscribers = all\n"
                                    "[outage o]\n"
                                    "hosts = all\n"
                                    "mtbf = 6 h\n";

static BpScenario *
make_scenario(void)
{
    g_autofree char *path =
        fuzz_file("t.scenario", scenario_text, strlen(scenario_text));
    g_autoptr(BpProblems) problems = bp_problems_new();
    BpScenario *scenario;

    fuzz_little_files();
    scenario = bp_scenario_read(path, NULL, NULL, problems);
    fuzz_told(problems, TRUE);
    return scenario;
}

/* (transfer full): half of the run. */
static GBytes *
save(BpScenario *scenario)
{
    g_autoptr(BpWorld) world = bp_world_new(scenario);
    BpArchive *archive = bp_archive_new();

    bp_world_start(world);
    bp_world_run_until(world, BP_DAY_US);
    bp_world_archive(world, archive);
    return bp_archive_close(archive);
}

/* (transfer full): @good with the patches in it, and a digest that fits. */
static GBytes *
patch(GBytes *good, const uint8_t *data, size_t size)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize n, n_digest = DIGEST_BYTES;
    const guint8 *from = g_bytes_get_data(good, &n);
    guint8 *bytes = g_memdup2(from, n);

    for (; size >= PATCH_BYTES; data += PATCH_BYTES, size -= PATCH_BYTES) {
        guint32 place = (guint32)data[0] | (guint32)data[1] << 8 |
                        (guint32)data[2] << 16 | (guint32)data[3] << 24;

        bytes[place % (n - DIGEST_BYTES)] = data[4];
    }
    g_checksum_update(sum, bytes, (gssize)(n - DIGEST_BYTES));
    g_checksum_get_digest(sum, bytes + n - DIGEST_BYTES, &n_digest);
    return g_bytes_new_take(bytes, n);
}

static gboolean
load(BpScenario *scenario, GBytes *bytes)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(BpWorld) world = NULL;
    g_autoptr(BpArchive) archive = bp_archive_open(bytes, &error);

    g_assert_true((archive == NULL) == (error != NULL));
    if (archive == NULL)
        return FALSE;
    world = bp_world_new(scenario);
    bp_world_start(world);
    bp_world_archive(world, archive);
    if (!bp_archive_finish(archive, &error)) {
        g_assert_nonnull(error);
        return FALSE;
    }
    if (bp_world_now_us(world) <= scenario->length_us)
        bp_world_run_until(world, scenario->length_us);
    bp_post_check(bp_world_post(world), NULL);
    return TRUE;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static BpScenario *scenario;
    static GBytes *good;

    if (scenario == NULL) {
        scenario = make_scenario();
        good = save(scenario);
        bp_network_reset(scenario->network);
        g_assert_true(load(scenario, good));
    }
    bp_network_reset(scenario->network);

    g_autoptr(GBytes) bytes = patch(good, data, size);

    load(scenario, bytes);
    return 0;
}
