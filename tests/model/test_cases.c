/* Random networks, mail, policies and faults: the program and a second simulator, which
 * shares no code with it, say the same, event for event.
 *
 *   test_model_cases [CASES [FIRST_SEED]]
 *
 * A case that differs is made as small as it gets, and printed as files that `bangpath run`
 * takes.
 */
#include "case.h"
#include "cases.h"
#include "invariants.h"
#include "log.h"
#include "simple.h"
#include "subject.h"

/* One in so many is written to files and read from there as well. */
#define FILES_EVERY 1000

typedef struct {
    GArray *subject; /* owned, of LogEntry; reused */
    GArray *simple;
} Logs;

static Logs logs;

static int
compare(const Case *c)
{
    g_array_set_size(logs.subject, 0);
    g_array_set_size(logs.simple, 0);
    cases_try(c->seed);
    simple_run(c, logs.simple);
    subject_run(c, logs.subject);
    return log_difference(logs.subject, logs.simple);
}

static gboolean
is_wrong(const Case *c)
{
    return compare(c) >= 0 || invariants_check(c, logs.subject) != NULL;
}

static void
print_entry(const char *who, const GArray *log, int i)
{
    g_autofree char *text = i < (int)log->len
                                ? log_text(&g_array_index(log, LogEntry, i))
                                : g_strdup("nothing more");

    g_printerr("%s: %s\n", who, text);
}

static void
report(Case *c)
{
    int at;

    case_shrink(c, is_wrong);
    at = compare(c);
    g_printerr("seed %" G_GUINT64_FORMAT ": ", c->seed);
    if (at < 0) {
        at = (int)logs.subject->len;
        g_printerr("%s\n", invariants_check(c, logs.subject));
    } else {
        g_printerr("after %d events that are the same\n", at);
    }
    for (int i = MAX(0, at - 12); i < at; i++)
        print_entry("both            ", logs.simple, i);
    print_entry("bangpath        ", logs.subject, at);
    print_entry("second simulator", logs.simple, at);
    cases_print_file("case.gv", case_topology(c));
    cases_print_file("case.csv", case_trace(c));
    cases_print_file("case.scenario", case_scenario(c));
}

/* What is said of an end, or of a refusal; each must come now and then, or the cases show
 * little. */
static const char *const reasons[] = {
    "relaying-denied", "blacklisted", "greylisted",    "rate-limited",  "spool-full",
    "expired",         "no-route",    "no-open-route", "too-many-hops",
};

static void
count(guint64 counts[G_N_ELEMENTS(reasons)])
{
    for (guint i = 0; i < logs.simple->len; i++) {
        const LogEntry *e = &g_array_index(logs.simple, LogEntry, i);

        for (guint k = 0; k < G_N_ELEMENTS(reasons); k++)
            counts[k] += g_strcmp0(e->reason, reasons[k]) == 0;
    }
}

static void
test_agree(void)
{
    guint64 n_events = 0, counts[G_N_ELEMENTS(reasons)] = {0};

    for (guint64 i = 0; i < cases_n; i++) {
        Case c;

        case_draw(&c, cases_first_seed + i);
        if (is_wrong(&c)) {
            report(&c);
            g_test_fail();
            return;
        }
        n_events += logs.simple->len;
        count(counts);
    }
    for (guint k = 0; k < G_N_ELEMENTS(reasons); k++) {
        g_test_message("%s: %" G_GUINT64_FORMAT, reasons[k], counts[k]);
        g_assert_cmpuint(counts[k], >=, cases_n / 1000);
    }
    g_test_message("%" G_GUINT64_FORMAT " cases, %" G_GUINT64_FORMAT " events", cases_n,
                   n_events);
}

/* What is printed of a case is that case. */
static void
test_files(void)
{
    for (guint64 i = 0; i < cases_n / FILES_EVERY + 1; i++) {
        g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(LogEntry));
        Case c;

        case_draw(&c, cases_first_seed + i);
        g_assert_cmpint(compare(&c), <, 0);
        subject_run_files(&c, read);
        g_assert_cmpint(log_difference(read, logs.simple), <, 0);
    }
}

int
main(int argc, char **argv)
{
    cases_begin(&argc, &argv, 100000);
    logs.subject = g_array_new(FALSE, FALSE, sizeof(LogEntry));
    logs.simple = g_array_new(FALSE, FALSE, sizeof(LogEntry));
    g_test_add_func("/model/agrees", test_agree);
    g_test_add_func("/model/files", test_files);

    int status = g_test_run();

    g_array_unref(logs.subject);
    g_array_unref(logs.simple);
    return status;
}
