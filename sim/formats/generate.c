/* generate.c - which generator, with what parameters. */
#include "generator.h"

#include <string.h>

const BpGenerator *const bp_generators[] = {
    &bp_generate_scale_free,
    &bp_generate_tree,
    &bp_generate_uucp_like,
    &bp_generate_internet,
    NULL,
};

static gboolean fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean
fail(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_propagate_error(error,
                      g_error_new_valist(BP_ERROR, BP_ERROR_VALUE, format, args));
    va_end(args);
    return FALSE;
}

/* `hosts=1000`: into the value of its row. */
static gboolean
read_setting(const BpGenerator *generator, char *text, BpValue *values, GError **error)
{
    char *equals = strchr(text, '=');
    g_autoptr(GError) wrong = NULL;
    int row;

    if (!equals)
        return fail(error, "%s, hosts=1000; \"%s\" has no =", generator->name, text);
    *equals = '\0';
    row = bp_param_find(generator->params, g_strstrip(text));
    if (row < 0) {
        g_autofree const char **names = bp_param_names(generator->params);
        g_autofree char *list = g_strjoinv("=, ", (char **)(gpointer)names);

        return fail(error, "%s= after %s, not %s=", list, generator->name, text);
    }
    if (values[row].given)
        return fail(error, "%s= once", text);
    bp_value_clear(&values[row]);
    if (!bp_param_parse(&generator->params[row], equals + 1, 0, &values[row], &wrong))
        return fail(error, "%s= %s", text, wrong->message);
    values[row].given = TRUE;
    return TRUE;
}

static gboolean
read_settings(const BpGenerator *generator, char **words, BpValue *values,
              GError **error)
{
    const BpValue *hosts = &values[BP_GENERATE_HOSTS];
    const BpValue *mailboxes = &values[BP_GENERATE_MAILBOXES];

    for (; *words; words++)
        if (!read_setting(generator, g_strstrip(*words), values, error))
            return FALSE;
    if (!hosts->given)
        return fail(error, "a number of hosts, such as %s, hosts=1000",
                    generator->name);
    if ((guint64)hosts->number * (guint64)mailboxes->number > G_MAXUINT32)
        return fail(error, "at most %u mailboxes in all", G_MAXUINT32);
    return TRUE;
}

static const BpGenerator *
find_generator(const char *name, GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; bp_generators[i] != NULL; i++) {
        if (strcmp(bp_generators[i]->name, name) == 0)
            return bp_generators[i];
        g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                               bp_generators[i]->name);
    }
    fail(error, "one of %s, then its parameters: scale-free, hosts=1000", names->str);
    return NULL;
}

BpNetwork *
bp_generate(const char *text, guint64 seed, GError **error)
{
    g_auto(GStrv) words = NULL;
    const BpGenerator *generator;
    BpValue *values;
    BpNetwork *network = NULL;

    g_return_val_if_fail(text && seed <= BP_SEED_MAX, NULL);

    words = g_strsplit(text, ",", -1);
    generator = find_generator(words[0] ? g_strstrip(words[0]) : "", error);
    if (!generator)
        return NULL;
    values = bp_param_defaults(generator->params, 0);
    if (read_settings(generator, words + 1, values, error))
        network = generator->make(values, values[BP_GENERATE_SEED].given
                                              ? (guint64)values[BP_GENERATE_SEED].number
                                              : seed);
    bp_values_free(generator->params, values);
    return network;
}
