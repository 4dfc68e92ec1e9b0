// Every file that the server gives to browsers, taken into the program when it is compiled. The
// compiler lists them among what this file depends on, so that a changed one is compiled in anew.
#include "rue_page_assets.h"

// #embed is C23; the rest of the package is compiled as an older C, where clang takes it too.
#pragma clang diagnostic ignored "-Wc23-extensions"

#if !__has_embed("/usr/share/javascript/dygraphs/dygraph.min.js") || \
    !__has_embed("/usr/share/doc/libjs-dygraphs/copyright")
#error "dygraphs is missing; install the Debian package libjs-dygraphs"
#endif

// __COUNTER__ numbers the files, so that the list below is the only one.
#define ASSET(file_name)                                                                            \
    case __COUNTER__:                                                                              \
        asset->name = file_name;                                                                   \
        {                                                                                          \
            static const unsigned char bytes[] = {
#define END                                                                                        \
            };                                                                                     \
            asset->bytes = bytes;                                                                  \
            asset->count = sizeof bytes;                                                           \
        }                                                                                          \
        return 1;

int rue_page_asset(unsigned number, struct rue_page_asset *asset) {
    switch (number) {
    // The list. A new file: its name in URLs, whence it comes, END. It must not be empty.
    ASSET("style.css")
#embed "assets/style.css"
    END
    ASSET("icon.svg")
#embed "assets/icon.svg"
    END
    ASSET("page.js")
#embed "assets/page.js"
    END
    ASSET("text.js")
#embed "assets/text.js"
    END
    ASSET("live.js")
#embed "assets/live.js"
    END
    ASSET("house.js")
#embed "assets/house.js"
    END
    ASSET("chart.js")
#embed "assets/chart.js"
    END
    ASSET("table.js")
#embed "assets/table.js"
    END
    ASSET("range.js")
#embed "assets/range.js"
    END
    ASSET("compare.js")
#embed "assets/compare.js"
    END
    ASSET("dygraph.min.js")
#embed "/usr/share/javascript/dygraphs/dygraph.min.js"
    END
    ASSET("dygraphs-copyright.txt")
#embed "/usr/share/doc/libjs-dygraphs/copyright"
    END
    default: return 0;
    }
}
