/* fuzz_nodelist.c - what `bangpath import fidonet` reads. */
#include "fuzz_import.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("fidonet", data, size);
    return 0;
}
