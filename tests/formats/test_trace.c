/* test_trace.c - mail traces: lines, addresses, order. */
#include <bangpath/grade.h>
#include <bangpath/paths.h>
#include <bangpath/topology_file.h>
#include <bangpath/trace_file.h>
#include <bangpath/units.h>
#include <glib/gstdio.h>
#include <string.h>

#define BEGIN (G_GINT64_CONSTANT(9740) * 86400) /* 1996-09-01 */
#define HEAD "time,from,to,bytes\n"

typedef struct {
    BpNetwork *network;
} Fixture;

/* a - b - c - d, and a net that a and e are on. */
static void
set_up(Fixture *f, gconstpointer unused)
{
    static const char text[] =
        "graph { node [mailboxes=20]; edge [line=v34]; a -- b -- c -- d; e\n"
        " net [kind=net net=internet]; net -- {a e} [line=t1] }";
    g_autoptr(BpProblems) problems = bp_problems_new();

    (void)unused;
    f->network = bp_topology_read_text(text, strlen(text), "t.gv", problems);
    g_assert_nonnull(f->network);
}

static void
tear_down(Fixture *f, gconstpointer unused)
{
    (void)unused;
    bp_network_free(f->network);
}

static BpTrace *
read_text(Fixture *f, const char *text, gsize n, char **message)
{
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(GError) error = NULL;
    BpTrace *trace = bp_trace_text_read(text, n, "m.csv", f->network, BEGIN, problems);

    g_assert_true((trace != NULL) == bp_problems_to_error(problems, &error));
    if (message)
        *message = error ? g_strdup(error->message) : NULL;
    return trace;
}

static void
put_address(GString *out, Fixture *f, const BpTrace *trace, BpAddress address)
{
    const char *name = bp_trace_user_name(trace, address.user);

    g_string_append_printf(out, "%s!", bp_network_host(f->network, address.host).name);
    if (name)
        g_string_append(out, name);
    else
        g_string_append_printf(out, "%u", address.user);
}

/* `time from to[>path] ... bytes|`: what a trace holds. */
static char *
print(Fixture *f, BpTrace *trace)
{
    GString *out = g_string_new(NULL);
    BpPaths *paths = bp_trace_paths(trace);
    BpTraceReader reader;
    BpTraceMail mail;

    bp_trace_reader_init(&reader, trace);
    while (bp_trace_read(&reader, &mail)) {
        g_string_append_printf(out, "%" G_GINT64_FORMAT " ", mail.at_us);
        put_address(out, f, trace, mail.from);
        for (guint i = 0; i < mail.n_recipients; i++) {
            BpPath path = mail.recipients[i].path;

            g_string_append_c(out, ' ');
            put_address(out, f, trace, mail.recipients[i].to);
            while (path != BP_NONE && !bp_paths_is_at_end(paths, path))
                g_string_append_printf(
                    out, ">%s",
                    bp_network_host(f->network, bp_paths_step(paths, &path).to).name);
        }
        g_string_append_printf(out, " %u", mail.size_bytes);
        if (mail.flavour != BP_FLAVOUR_NORMAL)
            g_string_append_printf(out, " %s", bp_flavour_names[mail.flavour]);
        g_string_append_c(out, '|');
    }
    bp_trace_reader_clear(&reader);
    return g_string_free(out, FALSE);
}

static const struct {
    const char *text;
    const char *holds;
} good[] = {
    {HEAD, ""},
    {"time,from,to,bytes", ""},
    {"\xEF\xBB\xBF" HEAD "\n\n", ""},
    {HEAD "0,a!u1,u2@b,100", "0 a!1 b!2 100|"},
    {HEAD "1.5,a!u1,b!u2,0\n", "1500000 a!1 b!2>b 0|"},
    {HEAD "0.000001,a!u19,b!u20,4294967295\n", "1 a!19 b!u20>b 4294967295|"},
    {"time,from,to,bytes\r\n1996-09-01T00:00:02Z,a!root,u02@b,7\r\n",
     "2000000 a!root b!u02 7|"},
    {HEAD "3,a!u1,\"u2@b; d!u3;u0@a\",5\n", "3000000 a!1 b!2 d!3 a!0 5|"},
    {HEAD "3,\"a!jo\"\"e,x\",u2@b,\"5\"\n", "3000000 a!jo\"e,x b!2 5|"},
    {HEAD "0,a!u1,b!c!d!u2,5\n", "0 a!1 d!2>b>c>d 5|"},
    {HEAD "0,a!u1,a!b!u2,5\n", "0 a!1 b!2>b 5|"},
    /* Flavours, also of a mail that is late in the file. */
    {"time,from,to,bytes,flavour\n5,a!u1,u2@b,5,crash\n3,a!u1,u2@b,6,hold\n5,a!u1,u2@b,"
     "7,\n"
     "6,a!u1,u2@b,8,normal\n",
     "3000000 a!1 b!2 6 hold|5000000 a!1 b!2 5 crash|5000000 a!1 b!2 7|6000000 a!1 b!2 "
     "8|"},
    {HEAD "0,a!u1,d!u2;a!u3,5\n", "0 a!1 d!2 a!3 5|"},
    {HEAD "0,a!u1,b!a!e!u2;a!b!a!u1,5\n", "0 a!1 e!2>b>a>e a!1>b>a 5|"},
    /* By time; at one time as in the file. */
    {HEAD "5,a!x,b!u1,1\n3,a!y,b!c!u2,2\n5,a!z,b!u1,3\n3,a!u3,b!w,4\n0,b!y,c!d!u2,5\n",
     "0 b!y d!2>c>d 5|3000000 a!y c!2>b>c 2|3000000 a!3 b!w>b 4|5000000 a!x b!1>b 1|"
     "5000000 a!z b!1>b 3|"},
};

static void
test_good(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *message = NULL, *holds = NULL;
        g_autoptr(BpTrace) trace =
            read_text(f, good[i].text, strlen(good[i].text), &message);

        g_assert_cmpstr(message, ==, NULL);
        holds = print(f, trace);
        g_assert_cmpstr(holds, ==, good[i].holds);
    }
}

static const struct {
    const char *text;
    const char *message;
} bad[] = {
    {"", "m.csv: the file is empty: expected the line time,from,to,bytes"},
    {"time,from,to\n", "m.csv:1: expected the first line to be time,from,to,bytes, or "
                       "time,from,to,bytes,flavour"},
    {HEAD "0,a!u1,u2@b\n", "m.csv:2: expected four fields: time,from,to,bytes"},
    {HEAD "0,a!u1,u2@b,1,2\n", "m.csv:2: expected four fields: time,from,to,bytes"},
    {"time,from,to,bytes,flavour\n0,a!u1,u2@b,1\n",
     "m.csv:2: expected five fields: time,from,to,bytes,flavour"},
    {"time,from,to,bytes,flavour\n0,a!u1,u2@b,1,urgent\n",
     "m.csv:2: flavour = \"urgent\": expected normal, crash or hold"},
    {HEAD "0,a!u1,\"u2@b,1\n", "m.csv:2: a field's quotes do not match"},
    {HEAD "0,a!u1,u2@b,\"\n", "m.csv:2: a field's quotes do not match"},
    {HEAD "0,a!u1,u2\"@b,1\n", "m.csv:2: a field's quotes do not match"},
    {HEAD "-1,a!u1,u2@b,1\n", "m.csv:2: time = \"-1\": expected seconds from begin "
                              "with up to six decimals, or an "
                              "instant such as 1996-09-01T09:00:00Z"},
    {HEAD "1996-08-31,a!u1,u2@b,1\n",
     "m.csv:2: time = \"1996-08-31\": expected a time from the scenario's begin, "
     "1996-09-01T00:00:00Z, to 71 years after it"},
    {HEAD "0,a,u2@b,1\n", "m.csv:2: from = \"a\": expected host!user"},
    {HEAD "0,a!b!c,u2@b,1\n", "m.csv:2: from = \"a!b!c\": expected host!user"},
    {HEAD "0,zz!u1,u2@b,1\n", "m.csv:2: from: unknown host \"zz\""},
    {HEAD "0,a!u1,u2@nett,1\n",
     "m.csv:2: to: unknown host \"nett\"; did you mean \"net\"?"},
    {HEAD "0,a!u1,u2@net,1\n", "m.csv:2: to: \"net\" is a net: expected a host"},
    {HEAD "0,a!u1,,1\n", "m.csv:2: to: expected user@host, host!user or a bang path, "
                         "addresses parted by ;"},
    {HEAD "0,a!u1,u2@b;,1\n",
     "m.csv:2: to: expected user@host, host!user or a bang path, "
     "addresses parted by ;"},
    {HEAD "0,a!u1,a!u2@b,1\n",
     "m.csv:2: to: \"a!u2@b\": expected user@host, host!user or a bang path"},
    {HEAD "0,a!u1,b!d!u2,1\n",
     "m.csv:2: to: \"b\" and \"d\" are not joined: expected a path of neighbours"},
    {HEAD "0,a!u1,c!d!u2,1\n",
     "m.csv:2: to: \"a\" and \"c\" are not joined: expected a path of neighbours"},
    {HEAD "0,a!u1,b!b!u2,1\n", "m.csv:2: to: the path goes from \"b\" to itself"},
    {HEAD "0,a!u1,u2@b,1.5\n",
     "m.csv:2: bytes = \"1.5\": expected a whole number from 0 to 4294967295"},
    {HEAD "\n0,a!u1,u2@b,1\n0,b!u1,u2@b,4294967296\nx,b,c,d\n",
     "m.csv:4: bytes = \"4294967296\": expected a whole number from 0 to 4294967295\n"
     "m.csv:5: time = \"x\": expected seconds from begin with up to six decimals, or "
     "an "
     "instant such as 1996-09-01T09:00:00Z\n"
     "m.csv:5: from = \"b\": expected host!user\n"
     "m.csv:5: bytes = \"d\": expected a whole number from 0 to 4294967295"},
};

static void
test_bad(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autofree char *message = NULL;

        g_assert_null(read_text(f, bad[i].text, strlen(bad[i].text), &message));
        g_assert_cmpstr(message, ==, bad[i].message);
    }
}

static const char times[][2][32] = {{"99999999999999999999", "2251799814"},
                                    {"1.0000001", "1."},
                                    {".5", ""},
                                    {"1e3", "+1"}};

/* Times that do not fit, or are no times. */
static void
test_times(Fixture *f, gconstpointer unused)
{
    (void)unused;
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(times); i++) {
        g_autofree char *text =
            g_strdup_printf(HEAD "%s,a!u1,u2@b,1\n", times[i / 2][i % 2]);

        g_assert_null(read_text(f, text, strlen(text), NULL));
    }
}

/* Cut anywhere, or with another byte anywhere: no crash. */
static void
test_cut(Fixture *f, gconstpointer unused)
{
    const char *text = good[G_N_ELEMENTS(good) - 1].text;
    gsize n = strlen(text);

    (void)unused;
    for (gsize i = 0; i < n; i++)
        for (guint j = 0; j < 8; j++) {
            g_autofree char *copy = g_memdup2(text, n);

            if (j == 0)
                bp_trace_free(read_text(f, copy, i, NULL));
            copy[i] = "\0\xff\",;!@\n"[j];
            bp_trace_free(read_text(f, copy, n, NULL));
        }
}

/* From a file, over the end of a buffer, and where there is none. */
static void
test_file(Fixture *f, gconstpointer unused)
{
    g_autofree char *directory = g_dir_make_tmp("bangpath-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(directory, "m.csv", NULL);
    g_autoptr(GString) text = g_string_new(HEAD);
    g_autoptr(BpProblems) problems = bp_problems_new();
    g_autoptr(BpTrace) trace = NULL;

    (void)unused;
    for (int i = 0; i < 20000; i++)
        g_string_append_printf(text, "%d,a!u%d,c!u%d,%d\n", i, i % 20, i % 7, i);
    g_assert_true(g_file_set_contents(path, text->str, (gssize)text->len, NULL));
    trace = bp_trace_file_read(path, f->network, BEGIN, problems);
    g_assert_cmpuint(bp_problems_count(problems), ==, 0);
    g_assert_cmpuint(bp_trace_count(trace), ==, 20000);
    g_assert_null(bp_trace_file_read(directory, f->network, BEGIN, problems));
    g_assert_cmpuint(bp_problems_count(problems), ==, 1);
    g_unlink(path);
    g_rmdir(directory);
}

#define ADD(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/trace/good", test_good);
    ADD("/trace/bad", test_bad);
    ADD("/trace/times", test_times);
    ADD("/trace/cut", test_cut);
    ADD("/trace/file", test_file);
    return g_test_run();
}
