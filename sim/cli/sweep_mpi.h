/* sweep_mpi.h - a sweep over the ranks of an MPI job.
 *
 * What calls MPI is a module of its own, so that the program needs no MPI where there is
 * none, and does not start it up outside of an MPI job.
 */
#ifndef BANGPATH_CLI_SWEEP_MPI_H
#define BANGPATH_CLI_SWEEP_MPI_H

#include "sweep_crew.h"

/** SweepMpi: what the module has, as the symbol `bangpath_mpi`. Nothing waits by
 * spinning. */
typedef struct {
    void (*begin)(int *rank, int *size);
    void (*put)(int rank, const void *data, int n);
    /* The length of a message that is there, and whose; -1 if none is. */
    int (*look)(int *rank);
    void (*get)(int rank, void *data, int n);
    void (*end)(void);
    void (*abort)(int status);
} SweepMpi;

/** sweep_mpi_is_job: whether a launcher started several of us, by its variables. */
gboolean sweep_mpi_is_job(void);

/** sweep_mpi_is_first: whether we are rank 0 of it, or there is no job. */
gboolean sweep_mpi_is_first(void);

/** sweep_mpi_load: (nullable): BP_ERROR_INPUT where the module was not built or found. */
const SweepMpi *sweep_mpi_load(GError **error);

/**
 * sweep_mpi_go_on: whether the first rank goes on, which it tells the others.
 * @goes_on: of the first: whether it has runs to make
 *
 * Until then nobody may leave: a launcher ends all ranks when one ends with a mistake, and
 * the first, which alone says what is wrong, may not have come to that.
 */
gboolean sweep_mpi_go_on(const SweepMpi *mpi, int rank, int size, gboolean goes_on);

/** sweep_mpi_crew: for rank 0: the other ranks. */
SweepCrew *sweep_mpi_crew(const SweepMpi *mpi, int size);

/** sweep_mpi_serve: for the others: makes runs until it is sent home. */
void sweep_mpi_serve(const SweepMpi *mpi, const SweepTask *task);

#endif
