/* signals.c - what Ctrl-C does for a while. */
#include <bangpath/signals.h>

#include <signal.h>
#include <unistd.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP};
static gboolean is_held[G_N_ELEMENTS(ending)];
static volatile sig_atomic_t came; /* the last of them, or 0 */
static char *volatile held_part;   /* owned; the handler reads it */

void
bp_signals_remove_part(void)
{
    if (held_part != NULL)
        unlink(held_part);
}

static void
end(int number)
{
    bp_signals_remove_part();
    signal(number, SIG_DFL);
    raise(number);
}

static void
on_signal(int number)
{
    came = number;
    if (held_part != NULL)
        end(number);
}

/* SA_RESTART: nobody who writes sees a signal that waits. */
void
bp_signals_hold(void)
{
    const struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction before;

    came = 0;
    for (guint i = 0; i < G_N_ELEMENTS(ending); i++)
        is_held[i] = sigaction(ending[i], NULL, &before) == 0 &&
                     (before.sa_flags & SA_SIGINFO) == 0 &&
                     before.sa_handler == SIG_DFL &&
                     sigaction(ending[i], &action, NULL) == 0;
}

void
bp_signals_set_part(const char *part)
{
    held_part = g_strdup(part);
    if (came != 0)
        end(came);
}

gboolean
bp_signals_came(void)
{
    return came != 0;
}

void
bp_signals_release(void)
{
    char *part = held_part;

    held_part = NULL;
    g_free(part);
    for (guint i = 0; i < G_N_ELEMENTS(ending); i++)
        if (is_held[i])
            signal(ending[i], SIG_DFL);
    if (came != 0)
        raise(came);
}
