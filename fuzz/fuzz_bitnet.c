/* fuzz_bitnet.c - what `bangpath import bitnet` reads. */
#include "fuzz_import.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_import("bitnet", data, size);
    return 0;
}
