/* memory.c - one message where there is no memory, and what would help.
 *
 * GLib gives up by g_error(), which main() turns over to command_on_log(). SQLite, Graphviz, Pango and Fontconfig do
 * not: they go on with half of what they read, or fall over the NULL. So the program has its own malloc(), which is
 * the C library's and never returns NULL. Sanitizers have theirs.
 */
#include "command.h"

#include <bangpath/signals.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* glibc's own at the begin, which it raises as such blocks are freed: later ones would be put
 * among small ones then, and the gaps that they leave are of no use to larger ones. */
#define LARGE_BYTES (128 * 1024)

/* The limit that is set, as the message names it; else nothing. Asks for no memory. */
static void
print_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        fprintf(stderr, " under a limit of %" G_GUINT64_FORMAT " KiB (ulimit -v)",
                (guint64)limit.rlim_cur / 1024);
}

static G_NORETURN void
give_up(const char *what, const char *expected)
{
    static atomic_flag is_told = ATOMIC_FLAG_INIT;

    /* A second thread has nothing to add, and waits for the end. */
    while (atomic_flag_test_and_set(&is_told))
        pause();
    command_remove_unfinished();
    command_undo();
    bp_signals_remove_part();
    fprintf(stderr, "bangpath: %s", what);
    print_limit();
    fprintf(stderr, ": expected %s\n", expected);
    _exit(EXIT_FAILED);
}

static G_NORETURN void
no_memory(void)
{
    give_up("out of memory", "more of it, or fewer hosts, mailboxes, or "
                             "messages kept ([output] trace)");
}

void
command_set_memory(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
#endif
}

void
command_on_log(const char *domain, GLogLevelFlags level, const char *message,
               gpointer unused)
{
    gboolean is_error = (level & G_LOG_LEVEL_ERROR) != 0;

    (void)unused;
    if (is_error && strstr(message, "failed to allocate") != NULL)
        no_memory();
    /* Pango cannot do without one. */
    if (is_error && strstr(message, "Error creating thread") != NULL)
        give_up("no thread can be made", "more memory, or more processes (ulimit -u)");
    g_log_default_handler(domain, level, message, NULL);
}

#ifdef BANGPATH_OWN_MALLOC
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);

/* What is too much for any machine is a caller's overflow, which he may look for. */
static void *
checked(void *memory, size_t size)
{
    if (memory == NULL && size > 0 && size <= G_MAXSSIZE)
        no_memory();
    return memory;
}

void *
malloc(size_t size)
{
    return checked(__libc_malloc(size), size);
}

void *
calloc(size_t nmemb, size_t size)
{
    return checked(__libc_calloc(nmemb, size),
                   nmemb > 0 && size > G_MAXSSIZE / nmemb ? 0 : nmemb * size);
}

void *
realloc(void *ptr, size_t size)
{
    return checked(__libc_realloc(ptr, size), size);
}
#endif
