// The files that the pages consist of, as bytes of this program.
#ifndef RUE_PAGE_ASSETS_H
#define RUE_PAGE_ASSETS_H
#include <stddef.h>

struct rue_page_asset {
    const char *name;
    const unsigned char *bytes;
    size_t count;
};

/// The file with this number, counted from 0: 1, or 0 when there are no more.
int rue_page_asset(unsigned number, struct rue_page_asset *asset);
#endif
