/* sweep_mpi.c - ranks as a crew. A job is 8 bytes, an order to go home none, an outcome
 * what sweep_work_do() gave. */
#include "sweep_mpi.h"

#include <bangpath/error.h>

#include <gmodule.h>
#include <stdlib.h>
#include <string.h>

#define NAP_US 500

typedef struct {
    SweepCrew crew;
    const SweepMpi *mpi;
} Ranks;

/* Open MPI; MPICH, Intel and Slurm's PMI; Slurm's PMIx. */
static const char *const sizes[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", NULL};
static const char *const ranks[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK",
                                    NULL};

static const char *
first_set(const char *const *names)
{
    for (; *names != NULL; names++)
        if (g_getenv(*names) != NULL)
            return g_getenv(*names);
    return NULL;
}

gboolean
sweep_mpi_is_job(void)
{
    const char *size = first_set(sizes);

    if (size == NULL && g_getenv("PMIX_RANK") != NULL)
        size = g_getenv("SLURM_NTASKS");
    return size != NULL && g_ascii_strtoll(size, NULL, 10) > 1;
}

gboolean
sweep_mpi_is_first(void)
{
    const char *rank = first_set(ranks);

    return !sweep_mpi_is_job() || rank == NULL || g_ascii_strtoll(rank, NULL, 10) == 0;
}

/* (transfer full): beside the program, as where it was built; else where it is installed. */
static char *
module_path(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *directory =
        program != NULL ? g_path_get_dirname(program) : g_strdup(".");
    char *beside = g_build_filename(directory, BANGPATH_MPI_MODULE, NULL);

    if (g_file_test(beside, G_FILE_TEST_EXISTS))
        return beside;
    g_free(beside);
    return g_build_filename(BANGPATH_MODULES, BANGPATH_MPI_MODULE, NULL);
}

const SweepMpi *
sweep_mpi_load(GError **error)
{
    g_autofree char *path = module_path();
    GModule *module = g_module_open(path, G_MODULE_BIND_LAZY);
    gpointer symbol = NULL;

    if (module != NULL && g_module_symbol(module, "bangpath_mpi", &symbol))
        return symbol;
    g_set_error(
        error, BP_ERROR, BP_ERROR_INPUT,
        "this is an MPI job, but bangpath was built without MPI: build it where "
        "MPI is installed (Debian: libopenmpi-dev), or use -j without a "
        "launcher (%s)",
        g_module_error());
    return NULL;
}

gboolean
sweep_mpi_go_on(const SweepMpi *mpi, int rank, int size, gboolean goes_on)
{
    guint8 word = goes_on ? 1 : 0;
    int from = 0;

    if (rank == 0) {
        for (int i = 1; i < size; i++)
            mpi->put(i, &word, sizeof word);
        return goes_on;
    }
    while (mpi->look(&from) < 0)
        g_usleep(NAP_US);
    mpi->get(from, &word, sizeof word);
    return word != 0;
}

static void
give(SweepCrew *crew, guint worker, guint64 run)
{
    ((Ranks *)crew)->mpi->put((int)worker + 1, &run, sizeof run);
}

static SweepNews
hear(SweepCrew *crew, guint wait_ms, guint *worker, GBytes **bytes, char **why)
{
    const SweepMpi *mpi = ((Ranks *)crew)->mpi;
    gint64 until_us = g_get_monotonic_time() + (gint64)wait_ms * 1000;
    int rank = 0;
    int n = mpi->look(&rank);
    guint8 *data;

    (void)why;
    while (n < 0 && g_get_monotonic_time() < until_us) {
        g_usleep(NAP_US);
        n = mpi->look(&rank);
    }
    if (n < 0)
        return SWEEP_NOTHING;
    data = g_malloc((gsize)MAX(n, 1));
    mpi->get(rank, data, n);
    *worker = (guint)rank - 1;
    *bytes = g_bytes_new_take(data, (gsize)n);
    return SWEEP_OUTCOME;
}

/* Whoever is in a run does not listen: a job that is stopped is ended as a whole. */
static void
end(SweepCrew *crew, gboolean now)
{
    const SweepMpi *mpi = ((Ranks *)crew)->mpi;

    if (now)
        mpi->abort(130);
    for (guint i = 0; i < crew->n_workers; i++)
        mpi->put((int)i + 1, "", 0);
    mpi->end();
    g_free(crew);
}

SweepCrew *
sweep_mpi_crew(const SweepMpi *mpi, int size)
{
    Ranks *all = g_new0(Ranks, 1);

    all->crew = (SweepCrew){
        .n_workers = (guint)size - 1,
        .give = give,
        .hear = hear,
        .end = end,
    };
    all->mpi = mpi;
    return &all->crew;
}

void
sweep_mpi_serve(const SweepMpi *mpi, const SweepTask *task)
{
    for (;;) {
        int rank = 0;
        int n = mpi->look(&rank);
        guint64 run = 0;

        if (n < 0) {
            g_usleep(NAP_US);
            continue;
        }
        mpi->get(rank, &run, MIN(n, (int)sizeof run));
        if (n < (int)sizeof run)
            break;

        g_autoptr(GBytes) bytes = sweep_work_do(task, run);

        mpi->put(0, g_bytes_get_data(bytes, NULL), (int)g_bytes_get_size(bytes));
    }
    mpi->end();
}
