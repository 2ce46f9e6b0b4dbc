/* lookup.c - actors by the word that begins their group. */
#include <bangpath/actor.h>

const BpActor *
bp_actor_find(const char *group)
{
    for (guint i = 0; bp_actors[i] != NULL; i++)
        if (g_str_equal(bp_actors[i]->group, group))
            return bp_actors[i];
    return NULL;
}

const char **
bp_actor_names(void)
{
    guint n = 0;

    while (bp_actors[n] != NULL)
        n++;

    const char **names = g_new0(const char *, n + 1);

    for (guint i = 0; i < n; i++)
        names[i] = bp_actors[i]->group;
    return names;
}
