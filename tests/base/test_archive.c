/* test_archive.c - what is saved is loaded; what is damaged is not. */
#include <bangpath/archive.h>

#include <bangpath/error.h>
#include <string.h>

typedef struct {
    guint8 byte;
    guint16 half;
    guint32 place;
    guint64 number;
    gint64 signed_number;
    gboolean flag;
    unsigned bit : 1;
    double real;
    char *text;
    GArray *numbers;
} Thing;

static void
archive_thing(Thing *thing, BpArchive *archive)
{
    bp_archive_section(archive, "thing");
    bp_archive_u8(archive, &thing->byte);
    bp_archive_u16(archive, &thing->half);
    bp_archive_place(archive, &thing->place, 100);
    bp_archive_u64(archive, &thing->number);
    bp_archive_i64(archive, &thing->signed_number);
    bp_archive_bool(archive, &thing->flag);
    BP_ARCHIVE_FLAG(archive, thing->bit);
    bp_archive_reals(archive, &thing->real, 1);
    bp_archive_text(archive, &thing->text);
    bp_archive_length(archive, thing->numbers, 1000, sizeof(guint32));
    for (guint i = 0; i < thing->numbers->len; i++)
        bp_archive_below(archive, &g_array_index(thing->numbers, guint32, i), 50);
}

static Thing
new_thing(void)
{
    return (Thing){.numbers = g_array_new(FALSE, FALSE, sizeof(guint32))};
}

static void
clear_thing(Thing *thing)
{
    g_free(thing->text);
    g_array_unref(thing->numbers);
}

static GBytes *
save_thing(void)
{
    BpArchive *archive = bp_archive_new();
    Thing thing = new_thing();
    const guint32 numbers[] = {3, 49, 0};
    GBytes *bytes;

    thing.byte = 200;
    thing.half = 60000;
    thing.place = BP_ARCHIVE_NONE;
    thing.number = G_MAXUINT64 - 1;
    thing.signed_number = -5;
    thing.flag = TRUE;
    thing.bit = 1;
    thing.real = -0.1;
    thing.text = g_strdup("ihnp4!kolstad");
    g_array_append_vals(thing.numbers, numbers, G_N_ELEMENTS(numbers));
    archive_thing(&thing, archive);
    bytes = bp_archive_close(archive);
    clear_thing(&thing);
    return bytes;
}

static gboolean
load_thing(GBytes *bytes, Thing *thing, GError **error)
{
    g_autoptr(BpArchive) archive = bp_archive_open(bytes, error);

    if (archive == NULL)
        return FALSE;
    archive_thing(thing, archive);
    return bp_archive_finish(archive, error);
}

/* One function, both ways. */
static void
test_round_trip(void)
{
    g_autoptr(GBytes) bytes = save_thing();
    g_autoptr(GError) error = NULL;
    Thing thing = new_thing();

    g_assert_true(load_thing(bytes, &thing, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(thing.byte, ==, 200);
    g_assert_cmpuint(thing.half, ==, 60000);
    g_assert_cmpuint(thing.place, ==, BP_ARCHIVE_NONE);
    g_assert_cmpuint(thing.number, ==, G_MAXUINT64 - 1);
    g_assert_cmpint(thing.signed_number, ==, -5);
    g_assert_true(thing.flag);
    g_assert_cmpuint(thing.bit, ==, 1);
    g_assert_cmpfloat(thing.real, ==, -0.1);
    g_assert_cmpstr(thing.text, ==, "ihnp4!kolstad");
    g_assert_cmpuint(thing.numbers->len, ==, 3);
    g_assert_cmpuint(g_array_index(thing.numbers, guint32, 1), ==, 49);
    clear_thing(&thing);
}

/* Whichever byte is changed, and wherever it is cut. */
static void
test_damage(void)
{
    g_autoptr(GBytes) bytes = save_thing();
    gsize n;
    const guint8 *data = g_bytes_get_data(bytes, &n);

    for (gsize i = 0; i < 2 * n; i++) {
        g_autofree guint8 *bad = g_memdup2(data, n);
        g_autoptr(GBytes) damaged = NULL;
        g_autoptr(GError) error = NULL;
        Thing thing = new_thing();

        if (i < n)
            bad[i] ^= 0x40;
        damaged = g_bytes_new(bad, i < n ? n : i - n);
        g_assert_false(load_thing(damaged, &thing, &error));
        g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
        clear_thing(&thing);
    }
}

/* @bytes with byte @i as @value, and a digest that fits: as who means harm would have it. */
static GBytes *
forge(GBytes *bytes, gsize i, guint8 value)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize n, n_digest = 32;
    guint8 *bad = g_memdup2(g_bytes_get_data(bytes, &n), g_bytes_get_size(bytes));

    g_bytes_get_data(bytes, &n);
    bad[i] = value;
    g_checksum_update(checksum, bad, (gssize)(n - n_digest));
    g_checksum_get_digest(checksum, bad + n - n_digest, &n_digest);
    return g_bytes_new_take(bad, n);
}

/* With a digest that fits, numbers still stay within what they may be. */
static void
test_forgery(void)
{
    g_autoptr(GBytes) bytes = save_thing();
    const guint8 values[] = {0, 1, 2, 50, 100, 127, 255};
    guint n_refused = 0;

    for (gsize i = 0; i + 32 < g_bytes_get_size(bytes); i++)
        for (guint k = 0; k < G_N_ELEMENTS(values); k++) {
            g_autoptr(GBytes) forged = forge(bytes, i, values[k]);
            g_autoptr(GError) error = NULL;
            Thing thing = new_thing();

            if (!load_thing(forged, &thing, &error)) {
                g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
                n_refused++;
            }
            g_assert_true(thing.place < 100 || thing.place == BP_ARCHIVE_NONE);
            for (guint j = 0; j < thing.numbers->len; j++)
                g_assert_cmpuint(g_array_index(thing.numbers, guint32, j), <, 50);
            clear_thing(&thing);
        }
    g_assert_cmpuint(n_refused, >, 100);
}

/* A part that another module would read is named. */
static void
test_sections(void)
{
    BpArchive *archive = bp_archive_new();
    g_autoptr(BpArchive) reader = NULL;
    g_autoptr(GBytes) bytes = NULL;
    g_autoptr(GError) error = NULL;

    bp_archive_section(archive, "queue");
    bytes = bp_archive_close(archive);
    reader = bp_archive_open(bytes, &error);
    g_assert_no_error(error);
    bp_archive_section(reader, "routes");
    g_assert_false(bp_archive_ok(reader));
    g_assert_false(bp_archive_finish(reader, &error));
    g_assert_error(error, BP_ERROR, BP_ERROR_INPUT);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/archive/round-trip", test_round_trip);
    g_test_add_func("/archive/damage", test_damage);
    g_test_add_func("/archive/forgery", test_forgery);
    g_test_add_func("/archive/sections", test_sections);
    return g_test_run();
}
