/* idle.c - keys that a user gave and that have no effect. */
#include <bangpath/actor.h>
#include <bangpath/world.h>

static gboolean
is_idle(const BpIdle *idle, const BpValue *values)
{
    const BpValue *beside = &values[idle->beside];

    switch (idle->when) {
    case BP_IDLE_IF_IS:
        return beside->set && beside->number == idle->number;
    case BP_IDLE_UNLESS_IS:
        return beside->set && beside->number != idle->number;
    case BP_IDLE_IF_SET:
        return beside->set;
    case BP_IDLE_UNLESS_SET:
        return !beside->set;
    }
    g_assert_not_reached();
}

/* (nullable): the first reason why @key of @group means nothing. */
static const BpIdle *
find_reason(const BpGroup *group, guint key)
{
    for (const BpIdle *idle = group->actor->idle; idle->why != NULL; idle++)
        if (idle->key == key && is_idle(idle, group->values))
            return idle;
    return NULL;
}

static void
warn_of_group(const BpGroup *group, BpProblems *warnings)
{
    guint n = bp_param_count(group->actor->params);

    for (guint key = 0; key < n; key++) {
        const BpValue *value = &group->values[key];
        const BpIdle *idle = value->given ? find_reason(group, key) : NULL;

        if (idle != NULL)
            bp_problems_add(warnings, value->file, value->line,
                            "[%s] %s = \"%s\" has no effect: %s", group->title,
                            group->actor->params[key].name, value->raw, idle->why);
    }
}

void
bp_world_warn(const BpScenario *scenario, BpProblems *warnings)
{
    for (guint i = 0; i < scenario->groups->len; i++) {
        const BpGroup *group = scenario->groups->pdata[i];

        if (group->enabled && group->actor->idle != NULL)
            warn_of_group(group, warnings);
    }
}
