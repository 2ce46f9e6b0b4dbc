/* mpi_module.c - the only file that calls MPI: a module that is loaded in an MPI job.
 *
 * MPI's own waiting keeps a processor busy; ours looks, and sleeps in between.
 */
#include "sweep_mpi.h"

#include <mpi.h>

#define TAG 1
#define NAP_US 200

extern const SweepMpi bangpath_mpi;

static void
begin(int *rank, int *size)
{
    MPI_Init(NULL, NULL);
    MPI_Comm_rank(MPI_COMM_WORLD, rank);
    MPI_Comm_size(MPI_COMM_WORLD, size);
}

static void
put(int rank, const void *data, int n)
{
    MPI_Request request;
    int done = 0;

    MPI_Isend(data, n, MPI_BYTE, rank, TAG, MPI_COMM_WORLD, &request);
    MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    while (!done) {
        g_usleep(NAP_US);
        MPI_Test(&request, &done, MPI_STATUS_IGNORE);
    }
}

static int
look(int *rank)
{
    MPI_Status status;
    int there = 0;
    int n = 0;

    MPI_Iprobe(MPI_ANY_SOURCE, TAG, MPI_COMM_WORLD, &there, &status);
    if (!there)
        return -1;
    MPI_Get_count(&status, MPI_BYTE, &n);
    *rank = status.MPI_SOURCE;
    return n;
}

static void
get(int rank, void *data, int n)
{
    MPI_Recv(data, n, MPI_BYTE, rank, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

static void
end(void)
{
    MPI_Finalize();
}

static void
abort_job(int status)
{
    MPI_Abort(MPI_COMM_WORLD, status);
}

const SweepMpi bangpath_mpi = {
    .begin = begin,
    .put = put,
    .look = look,
    .get = get,
    .end = end,
    .abort = abort_job,
};
