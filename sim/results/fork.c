/* fork.c - reads [fork]. */
#include <bangpath/fork.h>

#include <bangpath/calendar.h>
#include <bangpath/units.h>
#include <string.h>

#define NO_CHANGE "no change"

static void
clear_setting(gpointer data)
{
    BpBranchSetting *setting = data;

    g_free(setting->group);
    g_free(setting->key);
    g_free(setting->value);
}

static void
free_branch(gpointer data)
{
    BpBranch *branch = data;

    g_free(branch->name);
    g_free(branch->text);
    g_array_unref(branch->settings);
    g_free(branch);
}

void
bp_fork_free(BpFork *fork)
{
    if (fork == NULL)
        return;
    g_ptr_array_unref(fork->branches);
    g_free(fork);
}

/* The key begins after the last dot before the first `=`. */
static gboolean
read_setting(BpBranch *branch, const char *text)
{
    const char *equals = strchr(text, '=');
    const char *dot = equals != NULL ? g_strrstr_len(text, equals - text, ".") : NULL;
    BpBranchSetting setting;

    if (dot == NULL)
        return FALSE;
    setting = (BpBranchSetting){
        .group = g_strstrip(g_strndup(text, (gsize)(dot - text))),
        .key = g_strstrip(g_strndup(dot + 1, (gsize)(equals - dot - 1))),
        .value = g_strstrip(g_strdup(equals + 1)),
    };
    g_array_append_val(branch->settings, setting);
    return *setting.group != '\0' && *setting.key != '\0';
}

/* Of the past, of which all branches are. */
static gboolean
is_of_the_past(const char *group)
{
    static const char *const heads[] = {"scenario", "output", "sweep",
                                        "expect",   "fork",   NULL};

    return g_strv_contains(heads, group);
}

static void
check_settings(const BpExpectation *line, const BpBranch *branch, BpProblems *problems)
{
    for (guint i = 0; i < branch->settings->len; i++) {
        const BpBranchSetting *setting =
            &g_array_index(branch->settings, BpBranchSetting, i);

        if (is_of_the_past(setting->group))
            bp_problems_add(problems, line->file, line->line,
                            "[fork] %s = \"%s\": [%s] cannot change at a fork: "
                            "expected a group such as closure or blacklist",
                            line->name, line->text, setting->group);
    }
}

static void
read_branch(BpFork *fork, const BpExpectation *line, BpProblems *problems)
{
    BpBranch *branch = g_new0(BpBranch, 1);
    g_auto(GStrv) parts = g_strsplit(line->text, " & ", -1);

    branch->name = g_strdup(line->name);
    branch->text = g_strdup(line->text);
    branch->file = line->file;
    branch->line = line->line;
    branch->settings = g_array_new(FALSE, FALSE, sizeof(BpBranchSetting));
    g_array_set_clear_func(branch->settings, clear_setting);
    g_ptr_array_add(fork->branches, branch);
    if (g_str_equal(line->text, NO_CHANGE))
        return;
    for (char **part = parts; *part != NULL; part++) {
        if (read_setting(branch, *part))
            continue;
        bp_problems_add(problems, line->file, line->line,
                        "[fork] %s = \"%s\": expected GROUP.KEY=VALUE, several with "
                        "\" & \" between, or " NO_CHANGE,
                        line->name, line->text);
        return;
    }
    check_settings(line, branch, problems);
}

static void
read_at(BpFork *fork, const BpScenario *scenario, const BpExpectation *line,
        BpProblems *problems)
{
    g_autoptr(GError) error = NULL;

    if (!bp_parse_moment(line->text, scenario->begin_unix_s, &fork->at_us, &error))
        bp_problems_add(problems, line->file, line->line,
                        "[fork] at = \"%s\": expected %s", line->text, error->message);
    else if (fork->at_us <= 0 || fork->at_us >= scenario->length_us)
        bp_problems_add(problems, line->file, line->line,
                        "[fork] at = \"%s\": expected a moment after the begin of the "
                        "run and before its end",
                        line->text);
}

static gboolean
has_branch(const BpFork *fork, const char *name)
{
    for (guint i = 0; i < fork->branches->len; i++)
        if (g_str_equal(((const BpBranch *)fork->branches->pdata[i])->name, name))
            return TRUE;
    return FALSE;
}

static void
check_expectations(const BpFork *fork, const BpScenario *scenario, BpProblems *problems)
{
    for (guint i = 0; i < scenario->branch_expectations->len; i++) {
        const BpExpectation *stated = scenario->branch_expectations->pdata[i];

        if (!has_branch(fork, stated->branch))
            bp_problems_add(problems, stated->file, stated->line,
                            "[expect %s]: expected a branch of [fork]", stated->branch);
    }
}

BpFork *
bp_fork_read(const BpScenario *scenario, BpProblems *problems)
{
    g_autoptr(BpFork) fork = g_new0(BpFork, 1);
    guint before = bp_problems_count(problems);
    gboolean has_at = FALSE;

    fork->branches = g_ptr_array_new_with_free_func(free_branch);
    for (guint i = 0; i < scenario->fork->len; i++) {
        const BpExpectation *line = scenario->fork->pdata[i];

        if (g_str_equal(line->name, "at")) {
            has_at = TRUE;
            read_at(fork, scenario, line, problems);
        } else {
            read_branch(fork, line, problems);
        }
    }
    check_expectations(fork, scenario, problems);
    if (!has_at || fork->branches->len == 0)
        bp_problems_add(problems, scenario->path, 0,
                        "[fork]: expected at = TIME, and a branch such as all-close = "
                        "closure.share=100%%");
    return bp_problems_count(problems) == before ? g_steal_pointer(&fork) : NULL;
}
