/* convert.c - which conversion, and what it makes. */
#include <bangpath/convert.h>
#include <string.h>

const BpConverter *
bp_convert_find(const char *name)
{
    g_return_val_if_fail(name, NULL);

    for (guint i = 0; bp_converters[i]; i++)
        if (g_str_equal(bp_converters[i]->name, name))
            return bp_converters[i];
    return NULL;
}

static void
free_file(gpointer data)
{
    BpConvertedFile *file = data;

    g_free(file->path);
    g_string_free(file->text, TRUE);
    g_free(file);
}

BpConverted *
bp_convert(const BpConverter *converter, const BpNetwork *network)
{
    BpConverted *converted;

    g_return_val_if_fail(converter && network, NULL);

    converted = g_new0(BpConverted, 1);
    converted->files = g_ptr_array_new_with_free_func(free_file);
    converted->why_left = "";
    converter->make(network, converted);
    return converted;
}

void
bp_converted_free(BpConverted *converted)
{
    if (!converted)
        return;
    g_ptr_array_unref(converted->files);
    g_free(converted);
}
