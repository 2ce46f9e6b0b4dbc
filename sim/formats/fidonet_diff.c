/* fidonet_diff.c - NODEDIFF: a new nodelist out of last week's; and the checksum of both.
 *
 * FTS-5000: line 1 of the difference is line 1 of the old list; then `An` adds the n lines
 * that follow, `Cn` copies n lines of the old list, `Dn` leaves n of them out. */
#include "fidonet.h"

#include <string.h>

/* In a header: `... -- Day number 362 : 43243`. */
#define CRC_MARK " : "

gboolean
bp_fidonet_next_line(const char **at, const char *end, BpFidonetLine *line)
{
    const char *stop;

    if (*at >= end || **at == 0x1a)
        return FALSE;

    stop = memchr(*at, '\n', (gsize)(end - *at));
    line->text = *at;
    line->n = (gsize)((stop ? stop : end) - *at);
    *at = stop ? stop + 1 : end;
    /* The last line may end in Ctrl-Z alone. */
    if (!stop) {
        const char *eof = memchr(line->text, 0x1a, line->n);

        if (eof)
            line->n = (gsize)(eof - line->text);
    }
    if (line->n > 0 && line->text[line->n - 1] == '\r')
        line->n--;
    return TRUE;
}

guint16
bp_fidonet_crc(guint16 crc, const char *text, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        crc = (guint16)(crc ^ (guint8)text[i] << 8);
        for (guint bit = 0; bit < 8; bit++)
            crc = (guint16)((crc & 0x8000) ? crc << 1 ^ 0x1021 : crc << 1);
    }
    return crc;
}

/* The number at the end of a header; -1 if there is none. */
static int
header_crc(const BpFidonetLine *line)
{
    g_autofree char *text = g_strndup(line->text, line->n);
    const char *mark = g_strrstr(text, CRC_MARK);
    gint64 number;
    char *end;

    if (text[0] != ';' || !mark || !g_ascii_isdigit(mark[strlen(CRC_MARK)]))
        return -1;
    number = g_ascii_strtoll(mark + strlen(CRC_MARK), &end, 10);
    g_strchug(end);
    return *end == '\0' && number <= 0xffff ? (int)number : -1;
}

/* Of all lines after the first, each with the line end that the list should have. */
void
bp_fidonet_check_crc(BpImporting *importing, const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes;
    BpFidonetLine line;
    guint16 crc = 0;
    int expected;

    if (!bp_fidonet_next_line(&at, end, &line))
        return;
    expected = header_crc(&line);
    if (expected < 0)
        return; /* a segment, or a list from before there were checksums */
    while (bp_fidonet_next_line(&at, end, &line)) {
        crc = bp_fidonet_crc(crc, line.text, line.n);
        crc = bp_fidonet_crc(crc, "\r\n", 2);
    }
    if (crc != expected)
        bp_problems_add(importing->notes, file->path, 1,
                        "the list's checksum is %05d, but its lines come to %05d: it "
                        "was changed or is not whole",
                        expected, crc);
}

/* ---- differences ---- */

/* `C36`: the letter and its number; 0 if it is no command. */
static char
scan_command(const BpFidonetLine *line, guint64 *n)
{
    g_autofree char *text = g_strndup(line->text, line->n);
    char *end;

    g_strchomp(text);
    if (text[0] == '\0' || !strchr("ACD", text[0]) || !g_ascii_isdigit(text[1]))
        return 0;
    *n = g_ascii_strtoull(text + 1, &end, 10);
    return *end == '\0' && *n > 0 ? text[0] : 0;
}

gboolean
bp_fidonet_is_diff(const BpImportFile *file)
{
    const char *at = file->text, *end = file->text + file->n_bytes;
    BpFidonetLine line;
    guint64 n;

    return bp_fidonet_next_line(&at, end, &line) && line.n > 0 && line.text[0] == ';' &&
           bp_fidonet_next_line(&at, end, &line) && line.n > 0 && line.n < 24 &&
           scan_command(&line, &n) != 0;
}

/* Two files being read, and the third that comes of them. */
typedef struct {
    const char *old_at;
    const char *old_end;
    const char *at; /* of the difference */
    const char *end;
    int line;
    GString *result;
} Patch;

static void
append_line(GString *text, const BpFidonetLine *line)
{
    g_string_append_len(text, line->text, (gssize)line->n);
    g_string_append(text, "\r\n");
}

/* NULL, or what went wrong. */
static const char *
run_command(Patch *patch, char command, guint64 n)
{
    BpFidonetLine line;

    for (guint64 i = 0; i < n; i++) {
        if (command == 'A') {
            if (!bp_fidonet_next_line(&patch->at, patch->end, &line))
                return "it ends before the lines to be added do";
            patch->line++;
        } else if (!bp_fidonet_next_line(&patch->old_at, patch->old_end, &line)) {
            return "the old list has no more lines";
        }
        if (command != 'D')
            append_line(patch->result, &line);
    }
    return NULL;
}

static gboolean
patch_all(Patch *patch, BpImporting *importing, const BpImportFile *old,
          const BpImportFile *diff)
{
    BpFidonetLine line;

    while (bp_fidonet_next_line(&patch->at, patch->end, &line)) {
        guint64 n = 0;
        int at = ++patch->line;
        char command = line.n < 24 ? scan_command(&line, &n) : 0;
        const char *wrong =
            command ? run_command(patch, command, n)
                    : "expected A, C or D and a number of lines, such as C36";

        if (!wrong)
            continue;
        bp_problems_add(importing->problems, diff->path, at, "%s", wrong);
        return FALSE;
    }
    if (!bp_fidonet_next_line(&patch->old_at, patch->old_end, &line))
        return TRUE;
    bp_problems_add(importing->problems, diff->path, patch->line,
                    "it ends before %s does: it is not whole", old->path);
    return FALSE;
}

GString *
bp_fidonet_apply_diff(BpImporting *importing, const BpImportFile *old,
                      const BpImportFile *diff)
{
    Patch patch = {.old_at = old->text,
                   .old_end = old->text + old->n_bytes,
                   .at = diff->text,
                   .end = diff->text + diff->n_bytes,
                   .line = 1};
    BpFidonetLine first = {NULL, 0}, wanted = {NULL, 0};
    const char *old_at = patch.old_at;

    if (!bp_fidonet_next_line(&old_at, patch.old_end, &first) ||
        !bp_fidonet_next_line(&patch.at, patch.end, &wanted) || first.n != wanted.n ||
        memcmp(first.text, wanted.text, first.n) != 0) {
        bp_problems_add(importing->problems, diff->path, 1,
                        "is no difference to %s: expected the same first line as that "
                        "list has",
                        old->path);
        return NULL;
    }
    patch.result = g_string_sized_new(old->n_bytes + 1);
    if (patch_all(&patch, importing, old, diff))
        return patch.result;
    g_string_free(patch.result, TRUE);
    return NULL;
}
