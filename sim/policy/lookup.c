/* lookup.c - policies by name: there are few, so one after the other. */
#include <bangpath/policy.h>

#include <string.h>

const BpPolicy *
bp_policy_find(const char *name)
{
    g_return_val_if_fail(name, NULL);

    for (guint i = 0; bp_policies[i]; i++)
        if (strcmp(bp_policies[i]->name, name) == 0 ||
            (bp_policies[i]->alias && strcmp(bp_policies[i]->alias, name) == 0))
            return bp_policies[i];
    return NULL;
}

guint
bp_policy_index(const BpPolicy *policy)
{
    guint i = 0;

    while (bp_policies[i] && bp_policies[i] != policy)
        i++;
    g_return_val_if_fail(bp_policies[i], 0);
    return i;
}
