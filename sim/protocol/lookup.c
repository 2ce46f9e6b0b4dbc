/* lookup.c - protocols by name: there are few, so one after the other. */
#include <bangpath/protocol.h>

#include <string.h>

const BpProtocol *
bp_protocol_find(const char *name)
{
    g_return_val_if_fail(name, NULL);

    for (guint i = 0; bp_protocols[i]; i++)
        if (strcmp(bp_protocols[i]->name, name) == 0)
            return bp_protocols[i];
    return NULL;
}

const char **
bp_protocol_names(void)
{
    guint n = 0;
    const char **names;

    while (bp_protocols[n])
        n++;
    names = g_new(const char *, n + 1);
    for (guint i = 0; i < n; i++)
        names[i] = bp_protocols[i]->name;
    names[n] = NULL;
    return names;
}
