/* sweep_crew.c - workers as processes forked from this one, a socket to each.
 *
 * The scenario and its network are read before, so that all of them share these pages. A
 * worker that crashes takes one run with it, and no other.
 */
#include "sweep_crew.h"

#include <bangpath/error.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* No outcome is longer: some hundred totals. */
#define MAX_OUTCOME_BYTES (1024 * 1024)

typedef struct {
    pid_t pid;
    int fd;
    GByteArray *heard;         /* owned: of the outcome that is coming */
    guint64 runs[SWEEP_DEPTH]; /* that it has, the first one first */
    guint n_runs;
} Worker;

typedef struct {
    SweepCrew crew;
    const SweepTask *task; /* borrowed */
    Worker *workers;       /* owned */
    struct pollfd *polled; /* owned */
} Forked;

/* ---- in the worker ---- */

static gboolean
read_all(int fd, void *data, gsize n)
{
    for (gsize done = 0; done < n;) {
        gssize got = read(fd, (char *)data + done, n - done);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return FALSE;
        done += (gsize)got;
    }
    return TRUE;
}

static gboolean
write_all(int fd, const void *data, gsize n)
{
    for (gsize done = 0; done < n;) {
        gssize put = send(fd, (const char *)data + done, n - done, MSG_NOSIGNAL);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return FALSE;
        done += (gsize)put;
    }
    return TRUE;
}

static gboolean
answer(int fd, GBytes *bytes)
{
    guint64 n = g_bytes_get_size(bytes);

    return write_all(fd, &n, sizeof n) &&
           write_all(fd, g_bytes_get_data(bytes, NULL), (gsize)n);
}

/* Ctrl-C goes to all processes of a terminal: the one that hands out runs decides. */
static void
serve(const SweepTask *task, int fd, pid_t parent)
{
    gboolean good = TRUE;
    guint64 run;

    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent)
        _exit(1);
    while (good && read_all(fd, &run, sizeof run)) {
        g_autoptr(GBytes) bytes = sweep_work_do(task, run);

        good = answer(fd, bytes);
    }
    /* Nothing of what the parent has half written is written here. */
    _exit(0);
}

/* ---- in the parent ---- */

/* The other workers' sockets are closed in a new one: it would keep them open. */
static gboolean
start(Forked *forked, guint i, GError **error)
{
    Worker *worker = &forked->workers[i];
    pid_t parent = getpid();
    int ends[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_LIMIT, "no worker can be started: %s",
                    g_strerror(errno));
        return FALSE;
    }
    fflush(NULL);
    pid = fork();
    if (pid == 0) {
        close(ends[0]);
        for (guint j = 0; j < forked->crew.n_workers; j++)
            if (forked->workers[j].fd >= 0)
                close(forked->workers[j].fd);
        serve(forked->task, ends[1], parent);
    }
    close(ends[1]);
    if (pid < 0) {
        g_set_error(error, BP_ERROR, BP_ERROR_LIMIT, "no worker can be started: %s",
                    g_strerror(errno));
        close(ends[0]);
        return FALSE;
    }
    worker->pid = pid;
    worker->fd = ends[0];
    return TRUE;
}

static void
give(SweepCrew *crew, guint i, guint64 run)
{
    Worker *worker = &((Forked *)crew)->workers[i];

    g_assert(worker->n_runs < SWEEP_DEPTH);
    worker->runs[worker->n_runs++] = run;
    /* If it has died, hear() finds out. */
    write_all(worker->fd, &run, sizeof run);
}

/* (transfer full): how a process ended. */
static char *
epitaph(int status)
{
    if (WIFSIGNALED(status))
        return g_strdup_printf("its process was ended by signal %d (%s)",
                               WTERMSIG(status), g_strsignal(WTERMSIG(status)));
    return g_strdup_printf("its process ended with status %d", WEXITSTATUS(status));
}

/* A new process takes its place, and the runs that had not begun. */
static SweepNews
bury(Forked *forked, guint i, char **why)
{
    Worker *worker = &forked->workers[i];
    g_autoptr(GError) error = NULL;
    int status = 0;

    close(worker->fd);
    worker->fd = -1;
    g_byte_array_set_size(worker->heard, 0);
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        ;
    worker->pid = 0;
    *why = epitaph(status);
    if (!start(forked, i, &error)) {
        g_free(*why);
        *why = g_strdup(error->message);
        worker->n_runs = 0;
        return SWEEP_DEATH;
    }
    if (worker->n_runs > 0)
        worker->n_runs--;
    memmove(worker->runs, worker->runs + 1, worker->n_runs * sizeof *worker->runs);
    for (guint j = 0; j < worker->n_runs; j++)
        write_all(worker->fd, &worker->runs[j], sizeof worker->runs[j]);
    return SWEEP_DEATH;
}

/* (transfer full) (nullable): the first outcome in what was heard, if all of it is there. */
static GBytes *
cut(Worker *worker)
{
    GByteArray *heard = worker->heard;
    GBytes *bytes;
    guint64 n;

    if (heard->len < sizeof n)
        return NULL;
    memcpy(&n, heard->data, sizeof n);
    if (n > MAX_OUTCOME_BYTES || heard->len < sizeof n + n)
        return NULL;
    bytes = g_bytes_new(heard->data + sizeof n, (gsize)n);
    g_byte_array_remove_range(heard, 0, (guint)(sizeof n + n));
    worker->n_runs--;
    memmove(worker->runs, worker->runs + 1, worker->n_runs * sizeof *worker->runs);
    return bytes;
}

static SweepNews
listen_to(Forked *forked, guint i, GBytes **bytes, char **why)
{
    Worker *worker = &forked->workers[i];
    guint8 buffer[65536];
    gssize got = read(worker->fd, buffer, sizeof buffer);

    if (got < 0 && errno == EINTR)
        return SWEEP_NOTHING;
    if (got <= 0)
        return bury(forked, i, why);
    g_byte_array_append(worker->heard, buffer, (guint)got);
    *bytes = cut(worker);
    return *bytes != NULL ? SWEEP_OUTCOME : SWEEP_NOTHING;
}

static SweepNews
hear(SweepCrew *crew, guint wait_ms, guint *who, GBytes **bytes, char **why)
{
    Forked *forked = (Forked *)crew;

    for (guint i = 0; i < crew->n_workers; i++) {
        *who = i;
        *bytes = cut(&forked->workers[i]);
        if (*bytes != NULL)
            return SWEEP_OUTCOME;
        forked->polled[i] =
            (struct pollfd){.fd = forked->workers[i].fd, .events = POLLIN};
    }
    if (poll(forked->polled, crew->n_workers, (int)wait_ms) <= 0)
        return SWEEP_NOTHING;
    for (guint i = 0; i < crew->n_workers; i++) {
        SweepNews news;

        if (forked->polled[i].revents == 0)
            continue;
        *who = i;
        news = listen_to(forked, i, bytes, why);
        if (news != SWEEP_NOTHING)
            return news;
    }
    return SWEEP_NOTHING;
}

static void
end(SweepCrew *crew, gboolean now)
{
    Forked *forked = (Forked *)crew;

    for (guint i = 0; i < crew->n_workers; i++) {
        Worker *worker = &forked->workers[i];

        if (worker->pid > 0 && now)
            kill(worker->pid, SIGKILL);
        if (worker->fd >= 0)
            close(worker->fd);
        while (worker->pid > 0 && waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
            ;
        g_byte_array_unref(worker->heard);
    }
    g_free(forked->workers);
    g_free(forked->polled);
    g_free(forked);
}

SweepCrew *
sweep_crew_fork(const SweepTask *task, guint n, GError **error)
{
    Forked *forked = g_new0(Forked, 1);
    gboolean good = TRUE;

    forked->crew = (SweepCrew){
        .n_workers = n,
        .give = give,
        .hear = hear,
        .end = end,
    };
    forked->task = task;
    forked->workers = g_new0(Worker, n);
    forked->polled = g_new0(struct pollfd, n);
    for (guint i = 0; i < n; i++) {
        forked->workers[i].fd = -1;
        forked->workers[i].heard = g_byte_array_new();
    }
    for (guint i = 0; good && i < n; i++)
        good = start(forked, i, error);
    if (good)
        return &forked->crew;
    end(&forked->crew, TRUE);
    return NULL;
}
