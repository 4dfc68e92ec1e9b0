// What both test programs share.
#include <stdio.h>
#include <stdlib.h>

static int failures;
static const char *subject = "";

#define check(condition) \
    do { \
        if (!(condition)) { \
            fprintf(stderr, "%s:%d: %s: not so: %s\n", __FILE__, __LINE__, subject, #condition); \
            failures++; \
        } \
    } while (0)

static int test_count;

#define run(test) \
    do { \
        subject = #test; \
        test_count++; \
        test(); \
    } while (0)

static int report(const char *what, const char *version) {
    printf("%d tests of the shim with %s, libgpiod %s: ", test_count, what, version);
    printf(failures ? "%d checks failed\n" : "all passed\n", failures);
    return failures ? 1 : 0;
}
