/* fuzz_import.h - an importer over one file or, parted by a line `----`, several. */
#ifndef BANGPATH_FUZZ_IMPORT_H
#define BANGPATH_FUZZ_IMPORT_H

#include "fuzz.h"

#include <bangpath/import.h>

#define FUZZ_FILES 4

static inline void
fuzz_import(const char *kind, const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_text(data, size);
    g_auto(GStrv) parts = g_strsplit(text, "\n----\n", FUZZ_FILES);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(BpProblems) problems = bp_problems_new();
    BpImportPart part = {.import = bp_import_find(kind), .paths = paths};
    BpImportOptions options = {0};

    /* Text behind a NUL belongs to the last file. */
    gsize n_parts = MAX(g_strv_length(parts), 1);

    for (gsize i = 0; i < n_parts; i++) {
        char name[] = {'f', (char)('0' + i), '.', 'l', 's', 't', '\0'};
        gsize at = parts[i] == NULL ? 0 : strlen(parts[i]);

        if (i + 1 == n_parts && n_parts == 1)
            g_ptr_array_add(paths, fuzz_file(name, text, size));
        else
            g_ptr_array_add(paths, fuzz_file(name, parts[i], at));
    }

    g_autoptr(BpImported) imported = bp_import(&part, 1, NULL, &options, problems);

    fuzz_told(problems, imported != NULL);
}

#endif
