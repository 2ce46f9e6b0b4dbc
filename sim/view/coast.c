/* coast.c - where land ends, from a shapefile that may be on the machine. */
#include "coast.h"

#include <shapefil.h>

static void
free_ring(gpointer ring)
{
    g_array_unref(ring);
}

/* Each part of a shape is a ring. */
static void
add_rings(GPtrArray *rings, const SHPObject *shape)
{
    for (int part = 0; part < shape->nParts; part++) {
        int begin = shape->panPartStart[part];
        int end =
            part + 1 < shape->nParts ? shape->panPartStart[part + 1] : shape->nVertices;
        GArray *ring = g_array_new(FALSE, FALSE, sizeof(PicturePoint));

        for (int i = begin; i < end; i++) {
            PicturePoint point = {shape->padfX[i], shape->padfY[i]};

            g_array_append_val(ring, point);
        }
        g_ptr_array_add(rings, ring);
    }
}

GPtrArray *
coast_read(void)
{
    const char *named = g_getenv("BANGPATH_COASTLINE");
    const char *path = named != NULL ? named : BANGPATH_COASTLINE;
    GPtrArray *rings = g_ptr_array_new_with_free_func(free_ring);
    SHPHandle file = NULL;
    int n = 0;

    if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
        file = SHPOpen(path, "rb");
    if (file == NULL)
        return rings;
    SHPGetInfo(file, &n, NULL, NULL, NULL);
    for (int i = 0; i < n; i++) {
        SHPObject *shape = SHPReadObject(file, i);

        if (shape == NULL)
            continue;
        if (shape->nSHPType == SHPT_POLYGON)
            add_rings(rings, shape);
        SHPDestroyObject(shape);
    }
    SHPClose(file);
    return rings;
}
