/* fuzz_uucp.c - what `bangpath import uucp` reads. */
#include "fuzz_import.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("uucp", data, size);
    return 0;
}
