/* group.c - what is wrong with a group of a scenario: complaints, and checks that many actors make. */
#include <bangpath/scenario.h>

#include <bangpath/actor.h>

void
bp_group_complain(const BpGroup *group, guint param, BpProblems *problems,
                  const char *format, ...)
{
    const BpValue *value = &group->values[param];
    const char *key = group->actor->params[param].name;
    va_list args;

    va_start(args, format);

    g_autofree char *text = g_strdup_vprintf(format, args);

    va_end(args);
    if (value->given)
        bp_problems_add(problems, value->file, value->line, "[%s] %s = \"%s\": %s",
                        group->title, key, value->raw, text);
    else
        bp_problems_add(problems, group->file, group->line, "[%s] %s is not given: %s",
                        group->title, key, text);
}

void
bp_group_complain_whole(const BpGroup *group, BpProblems *problems, const char *format,
                        ...)
{
    va_list args;

    va_start(args, format);

    g_autofree char *text = g_strdup_vprintf(format, args);

    va_end(args);
    bp_problems_add(problems, group->file, group->line, "[%s]: %s", group->title, text);
}

void
bp_group_check_number(const BpGroup *group, const BpScenario *scenario, guint most,
                      const char *what, BpProblems *problems)
{
    guint n = 0;

    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *other = g_ptr_array_index(scenario->groups, i);

        if (other->enabled && other->actor == group->actor)
            n++;
    }
    if (n > most)
        bp_group_complain_whole(group, problems, "expected at most %u %s", most, what);
}

/* Whether an enabled group of the same actor stands before group @i. */
static gboolean
is_named_before(const BpScenario *scenario, guint i)
{
    const BpGroup *group = g_ptr_array_index(scenario->groups, i);

    for (guint k = 0; k < i; k++) {
        const BpGroup *other = g_ptr_array_index(scenario->groups, k);

        if (other->enabled && other->actor == group->actor)
            return TRUE;
    }
    return FALSE;
}

/* `blacklist, greylist`: whose groups here make guards, and how many if more than one. */
static char *
guard_makers(const BpScenario *scenario)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *group = g_ptr_array_index(scenario->groups, i);
        const BpActor *actor = group->actor;

        if (!group->enabled || is_named_before(scenario, i))
            continue;
        if (actor->n_guards == 1)
            g_ptr_array_add(names, g_strdup(actor->group));
        else if (actor->n_guards > 1)
            g_ptr_array_add(names, g_strdup_printf("%s (counts for %u)", actor->group,
                                                   actor->n_guards));
    }
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

void
bp_group_check_guards(const BpGroup *group, const BpScenario *scenario,
                      BpProblems *problems)
{
    guint n = 0;

    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *other = g_ptr_array_index(scenario->groups, i);

        if (other->enabled)
            n += other->actor->n_guards;
        if (other == group)
            break;
    }
    if (n <= BP_GUARDS_MAX)
        return;

    g_autofree char *makers = guard_makers(scenario);

    bp_group_complain_whole(group, problems, "expected at most %d groups in all of: %s",
                            BP_GUARDS_MAX, makers);
}

void
bp_group_check_owners(const BpGroup *group, const BpScenario *scenario,
                      BpProblems *problems)
{
    const BpGroup *other = NULL;
    guint n = 0;

    for (guint i = 0; other != group && i < scenario->groups->len; i++) {
        other = g_ptr_array_index(scenario->groups, i);
        if (other->enabled && other->actor->n_owners != NULL)
            n += other->actor->n_owners(other);
    }
    if (n > BP_OWNERS_MAX)
        bp_group_complain_whole(group, problems,
                                "expected at most %d hosts of spammers' accounts and "
                                "relay testers in all",
                                BP_OWNERS_MAX);
}

guint32
bp_group_host(const BpGroup *group, guint param, const BpNetwork *network,
              const char *name, BpProblems *problems)
{
    guint32 host = bp_network_find(network, name);

    if (host != BP_NONE && !bp_network_host(network, host).is_net)
        return host;
    if (host != BP_NONE) {
        bp_group_complain(group, param, problems, "expected a host; %s is a net", name);
        return BP_NONE;
    }

    const char *nearest = bp_network_nearest(network, name);
    const char *const *choices = group->actor->params[param].choices;
    g_autofree char *words =
        choices != NULL ? g_strjoinv(", ", (char **)(gpointer)choices) : NULL;

    if (words != NULL) {
        bp_group_complain(group, param, problems,
                          "expected hosts of the topology, or one of: %s; there is no "
                          "\"%s\"%s%s%s",
                          words, name, nearest != NULL ? "; did you mean \"" : "",
                          nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
        return BP_NONE;
    }
    if (nearest != NULL)
        bp_group_complain(group, param, problems,
                          "expected a host of the topology; did you mean \"%s\"?",
                          nearest);
    else
        bp_group_complain(group, param, problems,
                          "expected a host of the topology; there is no \"%s\"", name);
    return BP_NONE;
}

void
bp_group_check_hosts(const BpGroup *group, guint param, const BpNetwork *network,
                     BpProblems *problems)
{
    char **names = group->values[param].names;

    for (guint i = 0; names != NULL && names[i] != NULL; i++)
        bp_group_host(group, param, network, names[i], problems);
}
