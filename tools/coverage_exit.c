/* coverage_exit.c - linked into what tools/coverage.sh builds: a worker of a sweep leaves by
 * _exit(), which is not to run what its parent has registered for its own end, and so would
 * not write down what the worker has run. */
_Noreturn void __real__exit(int status);
_Noreturn void __wrap__exit(int status);
void __gcov_dump(void);

void
__wrap__exit(int status)
{
    __gcov_dump();
    __real__exit(status);
}
