/* cases.c - one drawn case after the other. */
#include "cases.h"

#include <signal.h>
#include <unistd.h>

guint64 cases_n;
guint64 cases_first_seed = 1;

static guint64 seed_now;

static void
tell_seed(int number)
{
    char text[64];
    int n = g_snprintf(text, sizeof text, "# while seed %" G_GUINT64_FORMAT " ran\n",
                       seed_now);

    if (write(STDERR_FILENO, text, (size_t)n) < 0)
        _exit(1);
    signal(number, SIG_DFL);
    raise(number);
}

void
cases_begin(int *argc, char ***argv, guint64 n)
{
    g_test_init(argc, argv, NULL);
    cases_n = *argc > 1 ? g_ascii_strtoull((*argv)[1], NULL, 10) : n;
    if (*argc > 2)
        cases_first_seed = g_ascii_strtoull((*argv)[2], NULL, 10);
    signal(SIGABRT, tell_seed);
    signal(SIGTRAP, tell_seed);
    signal(SIGSEGV, tell_seed);
}

void
cases_try(guint64 seed)
{
    seed_now = seed;
}

void
cases_print_file(const char *name, char *text)
{
    g_printerr("---- %s\n%s", name, text);
    g_free(text);
}
