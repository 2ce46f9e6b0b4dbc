/* importing.c - what importers have in common: what they pass over, and text as it is kept. */
#include <bangpath/import.h>

#include <bangpath/plain.h>

void
bp_import_skip(BpImporting *importing, const BpImportFile *file, int line,
               const char *format, ...)
{
    g_autofree char *text = NULL;
    g_autofree char *plain = NULL;
    va_list args;

    g_return_if_fail(importing && file && format);

    importing->n_skipped++;
    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    plain = bp_plain(text);
    bp_problems_add(importing->notes, file->path, line, "skipped: %s", plain);
}

char *
bp_import_text(const char *text, gsize n)
{
    char *copy;

    g_return_val_if_fail(text, NULL);

    copy = g_utf8_make_valid(text, (gssize)n);
    for (char *at = copy; *at; at++)
        if (g_ascii_iscntrl(*at) || *at == '"' || *at == '\\')
            *at = '?';
    return copy;
}
