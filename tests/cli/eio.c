/* eio.c - to be preloaded: a disk that is broken. What is written to files below $EIO_FOLDER, or is to be on the disk for
 * certain, fails with EIO. The C library's own streams do not come by write(): their end does.
 */
#define _GNU_SOURCE
#undef _FILE_OFFSET_BITS /* pwrite() and pwrite64() are two */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
is_broken(int fd)
{
    const char *folder = getenv("EIO_FOLDER");
    char link[64], path[4096];
    ssize_t n;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path);
    return folder != NULL && n > (ssize_t)strlen(folder) &&
           memcmp(path, folder, strlen(folder)) == 0;
}

static int
fail(void)
{
    errno = EIO;
    return -1;
}

/* A name is either ours or the one that comes after. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t
write(int fd, const void *bytes, size_t n)
{
    return is_broken(fd) ? fail() : NEXT(write)(fd, bytes, n);
}

ssize_t
pwrite(int fd, const void *bytes, size_t n, off_t at)
{
    return is_broken(fd) ? fail() : NEXT(pwrite)(fd, bytes, n, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t at)
{
    return is_broken(fd) ? fail() : NEXT(pwrite64)(fd, bytes, n, at);
}

int
fsync(int fd)
{
    return is_broken(fd) ? fail() : NEXT(fsync)(fd);
}

int
fdatasync(int fd)
{
    return is_broken(fd) ? fail() : NEXT(fdatasync)(fd);
}

int
fclose(FILE *file)
{
    int broken = is_broken(fileno(file)), status = NEXT(fclose)(file);

    return broken ? fail() : status;
}
