/* paths.c - paths as channels in one array, found again by their content.
 *
 * Ways back are short-lived, so they stand in blocks of one size that are used again.
 */
#include "paths_private.h"

BpPaths *
bp_paths_new(const BpNetwork *network)
{
    BpPaths *paths = g_new0(BpPaths, 1);

    paths->network = network;
    paths->words = g_array_new(FALSE, FALSE, sizeof(guint32));
    paths->draft = g_array_new(FALSE, FALSE, sizeof(guint32));
    slab_init(&paths->back, BACK_WORDS * sizeof(guint32));
    return paths;
}

void
bp_paths_free(BpPaths *paths)
{
    if (paths == NULL)
        return;
    g_array_unref(paths->words);
    g_array_unref(paths->draft);
    g_free(paths->table);
    slab_clear(&paths->back);
    g_free(paths);
}

static guint32
word_at(const BpPaths *paths, guint32 i)
{
    return g_array_index(paths->words, guint32, i);
}

static void
append(GArray *words, guint32 word)
{
    g_array_append_val(words, word);
}

/* FNV-1a over words, up to END. */
static guint32
hash_of(const guint32 *words)
{
    guint32 hash = 2166136261U;

    for (; *words != END; words++)
        hash = (hash ^ *words) * 16777619U;
    return hash ^ hash >> 15;
}

static gboolean
equal(const guint32 *a, const guint32 *b)
{
    while (*a == *b && *a != END) {
        a++;
        b++;
    }
    return *a == *b;
}

/* Where in the table a path with these words is, or would be. */
static guint32
slot_of(const BpPaths *paths, const guint32 *words)
{
    guint32 slot = hash_of(words) & (paths->table_size - 1);

    while (paths->table[slot] != BP_NONE &&
           !equal(&g_array_index(paths->words, guint32, paths->table[slot]), words))
        slot = (slot + 1) & (paths->table_size - 1);
    return slot;
}

static void
grow_table(BpPaths *paths)
{
    guint32 *old = paths->table;
    guint32 old_size = paths->table_size;

    paths->table_size = MAX(64, 2 * old_size);
    paths->table = g_new(guint32, paths->table_size);
    memset(paths->table, 0xff, paths->table_size * sizeof(guint32));
    for (guint32 i = 0; i < old_size; i++)
        if (old[i] != BP_NONE)
            paths
                ->table[slot_of(paths, &g_array_index(paths->words, guint32, old[i]))] =
                old[i];
    g_free(old);
}

/* Writes the path into draft; FALSE if two hosts are not joined. */
static gboolean
draw_up(BpPaths *paths, const guint32 *hosts, guint n)
{
    g_array_set_size(paths->draft, 0);
    for (guint i = 0; i + 1 < n; i++) {
        guint32 channel =
            bp_network_channel_between(paths->network, hosts[i], hosts[i + 1]);

        if (channel == BP_NONE)
            return FALSE;
        append(paths->draft, channel);
        if (bp_network_to(paths->network, channel) != hosts[i + 1])
            append(paths->draft, hosts[i + 1] | HOST_MARK);
    }
    append(paths->draft, END);
    return TRUE;
}

BpPath
bp_paths_add(BpPaths *paths, const guint32 *hosts, guint n)
{
    if (!draw_up(paths, hosts, n))
        return BP_NONE;
    if (2 * paths->n_paths >= paths->table_size)
        grow_table(paths);

    guint32 slot = slot_of(paths, (const guint32 *)(void *)paths->draft->data);

    if (paths->table[slot] == BP_NONE) {
        append(paths->words, START);
        paths->table[slot] = paths->words->len;
        paths->n_paths++;
        g_array_append_vals(paths->words, paths->draft->data, paths->draft->len);
    }
    return paths->table[slot];
}

gboolean
bp_paths_is_at_end(const BpPaths *paths, BpPath path)
{
    return *paths_words(paths, path) == END;
}

BpHop
bp_paths_step(const BpPaths *paths, BpPath *path)
{
    BpHop hop = {.channel = *paths_words(paths, (*path)++)};
    guint32 next = *paths_words(paths, *path);

    if (next < END && (next & HOST_MARK)) {
        hop.to = next & ~HOST_MARK;
        (*path)++;
    } else {
        hop.to = bp_network_to(paths->network, hop.channel);
    }
    return hop;
}

BpPath
bp_paths_rewind(const BpPaths *paths, BpPath path)
{
    while (word_at(paths, path - 1) != START)
        path--;
    return path;
}

BpPath
bp_paths_add_back(BpPaths *paths, const guint32 *channels, guint n)
{
    guint32 i = slab_take(&paths->back);
    guint32 *block = slab_at(&paths->back, i);

    for (guint k = 0; k < n; k++)
        block[k] = channels[n - 1 - k] ^ 1;
    block[n] = END;
    return BACK_MARK | i << BACK_BITS;
}

void
bp_paths_give_back(BpPaths *paths, BpPath path)
{
    if (path != BP_NONE && (path & BACK_MARK))
        slab_give(&paths->back, (path & ~BACK_MARK) >> BACK_BITS);
}

/* ---- as bytes ---- */

/* Whether @words from @i on are a path up to its END; @i moves on to behind it. */
static gboolean
is_path(const BpPaths *paths, const guint32 *words, gsize n, gsize *i)
{
    guint32 n_channels = bp_network_n_channels(paths->network);
    gboolean after_channel = FALSE;

    for (; *i < n && words[*i] != END; (*i)++) {
        gboolean is_host = (words[*i] & HOST_MARK) != 0;

        if (is_host ? !after_channel ||
                          (words[*i] & ~HOST_MARK) >= bp_network_n_nodes(paths->network)
                    : words[*i] >= n_channels)
            return FALSE;
        after_channel = !is_host;
    }
    return (*i)++ < n;
}

/* Puts paths that were loaded, from word @i on, into the table. */
static void
learn_paths(BpPaths *paths, BpArchive *archive, gsize i)
{
    const guint32 *words = (const guint32 *)(void *)paths->words->data;
    gsize n = paths->words->len;

    while (i < n) {
        guint32 begin = (guint32)++i;

        if (!bp_archive_expect(
                archive, words[begin - 1] == START && is_path(paths, words, n, &i),
                "a path cannot be"))
            return;
        if (2 * paths->n_paths >= paths->table_size)
            grow_table(paths);
        paths->table[slot_of(paths, words + begin)] = begin;
        paths->n_paths++;
    }
}

static void
archive_words(BpPaths *paths, BpArchive *archive)
{
    guint32 known = paths->words->len;
    gsize n = bp_archive_count(archive, known, BACK_MARK - 1, sizeof(guint32));
    g_autofree guint32 *words = NULL;

    if (!bp_archive_is_loading(archive)) {
        bp_archive_u32s(archive, (guint32 *)(void *)paths->words->data, n);
        return;
    }
    words = g_new0(guint32, n + 1);
    bp_archive_u32s(archive, words, n);
    if (!bp_archive_expect(archive,
                           n >= known &&
                               (known == 0 || memcmp(words, paths->words->data,
                                                     known * sizeof(guint32)) == 0),
                           "its paths are of another begin"))
        return;
    g_array_append_vals(paths->words, words + known, (guint)(n - known));
    learn_paths(paths, archive, known);
}

/* Words of @block up to its END, and that one. */
static gsize
length_of(const guint32 *block)
{
    gsize n = 1;

    while (block[n - 1] != END)
        n++;
    return n;
}

/* Loading, what is behind the END of a block, and in one that is free, is END too: no place
 * leads out of it. */
static void
archive_back(BpPaths *paths, BpArchive *archive)
{
    gboolean loads = bp_archive_is_loading(archive);
    g_autofree guint8 *is_free =
        slab_archive(&paths->back, archive, 2 * sizeof(guint32));

    for (guint32 i = 0; i < paths->back.n; i++) {
        guint32 *block = slab_at(&paths->back, i);
        gsize end = 0, n;

        for (gsize k = is_free[i]; loads && k < BACK_WORDS; k++)
            block[k] = END;
        if (is_free[i])
            continue;
        n = bp_archive_count(archive, loads ? 0 : length_of(block), BACK_WORDS,
                             sizeof *block);
        if (bp_archive_ok(archive))
            bp_archive_u32s(archive, block, n);
        if (loads)
            bp_archive_expect(archive, is_path(paths, block, BACK_WORDS, &end),
                              "a way back cannot be");
    }
}

void
bp_paths_archive(BpPaths *paths, BpArchive *archive)
{
    bp_archive_section(archive, "paths");
    archive_words(paths, archive);
    archive_back(paths, archive);
}

gboolean
bp_paths_has(const BpPaths *paths, BpPath path, gboolean *back)
{
    guint32 block = (path & ~BACK_MARK) >> BACK_BITS;
    guint32 word;

    *back = (path & BACK_MARK) != 0;
    if (*back ? block >= paths->back.n : path >= paths->words->len)
        return FALSE;
    word = *paths_words(paths, path);
    return word == END || word < bp_network_n_channels(paths->network);
}
